import { expect, test } from 'vitest'
import { day, instant } from './day.ts'

test('a day and an instant on the wire lie within the years that anything here can be about', () => {
  const taken = (text: string) => day.safeParse(text).success
  expect(['1900-01-01', '2024-02-29', '2199-12-31'].map(taken)).toEqual([true, true, true])
  expect(['0000-01-01', '0001-01-01', '1899-12-31', '2200-01-01', '2023-02-29', '9999-12-31'].map(taken)).toEqual(
    Array<boolean>(6).fill(false),
  )
  const at = (text: string) => instant.safeParse(text).success
  expect(['2026-11-24T08:00:00+01:00', '2026-11-24T07:00:00Z'].map(at)).toEqual([true, true])
  expect(['0000-01-01T00:00:00Z', '2200-01-01T00:00:00Z', '2026-02-30T00:00:00Z', 'now'].map(at)).toEqual([
    false,
    false,
    false,
    false,
  ])
})
