import { expect, test } from 'vitest'
import { continueSeries } from './continue-series.ts'

const none = (): null => null

test('a series goes on from any last number of its form, of this year, that this house has not gone past', () => {
  expect(continueSeries('F-2026-00118', '2026', none)).toEqual({ ok: true, value: { series: 'F-2026', last: 118 } })
  expect(continueSeries('A-2026-7', '2026', none)).toEqual({ ok: true, value: { series: 'A-2026', last: 7 } })
  expect(continueSeries('FA2026-118', '2026', none)).toMatchObject({ refusal: { code: 'numbering-unlike-ours' } })
  expect(continueSeries('F-2025-00118', '2026', none)).toMatchObject({ refusal: { code: 'numbering-other-year' } })
  const issued = (series: string) => (series === 'F-2026' ? 12 : null)
  expect(continueSeries('F-2026-00118', '2026', issued)).toMatchObject({
    refusal: { code: 'numbering-issued', last: 12 },
  })
  expect(continueSeries('A-2026-00118', '2026', issued)).toMatchObject({ ok: true })
})
