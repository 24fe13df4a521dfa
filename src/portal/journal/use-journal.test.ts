import { expect, test } from 'vitest'
import type { JournalLine } from '#server/contract'
import { emptyJournal, holdJournal } from './use-journal.ts'

const lines = (...ids: readonly number[]): readonly JournalLine[] =>
  ids.map((id) => ({
    id: String(id),
    at: '2026-11-23T09:00:00.000Z',
    actor: { kind: 'system', id: null, name: null },
    organisation: null,
    request_id: null,
    room: 'market',
    name: 'order-quoted',
    version: 1,
    subject: { kind: 'order', id: 'BES-O-2026-00042' },
    data: {},
  }))
const ids = (all: readonly JournalLine[]): readonly string[] => all.map((line) => line.id)

test('new lines wait apart from what is being read, and join it once shown', () => {
  const begun = holdJournal(emptyJournal, { does: 'heard', items: lines(3, 2), next: 'c2' })
  const older = holdJournal(begun, { does: 'older', items: lines(1), next: null })
  const told = holdJournal(older, { does: 'heard', items: lines(5, 4, 3), next: 'c3' })
  expect([ids(told.lines), ids(told.fresh), told.next]).toEqual([['3', '2', '1'], ['5', '4'], null])
  const shown = holdJournal(told, { does: 'show' })
  expect([ids(shown.lines), ids(shown.fresh), shown.next]).toEqual([['5', '4', '3', '2', '1'], [], null])
})

test('more new lines than a page holds leave no hole: what was read is let go', () => {
  const begun = holdJournal(emptyJournal, { does: 'heard', items: lines(3, 2), next: 'c2' })
  const told = holdJournal(begun, { does: 'heard', items: lines(99, 98), next: 'c98' })
  const shown = holdJournal(told, { does: 'show' })
  expect([ids(told.lines), ids(shown.lines), shown.next, shown.apart]).toEqual([
    ['3', '2'],
    ['99', '98'],
    'c98',
    undefined,
  ])
})

test('the first lines of an empty journal are shown at once', () => {
  const begun = holdJournal(emptyJournal, { does: 'heard', items: [], next: null })
  expect(ids(holdJournal(begun, { does: 'heard', items: lines(1), next: null }).lines)).toEqual(['1'])
})
