import { expect, test } from 'vitest'
import {
  askedOf,
  emptyDraft,
  newCross,
  newPort,
  newSpace,
  type OrderDraft,
  readDraft,
  withLine,
} from './order-draft.ts'

const draft: OrderDraft = {
  ...emptyDraft('jurassix', 'rack-space'),
  lines: [
    { ...newSpace(1), kilowatts: '1,5', rack: ' 3-21 ' },
    { ...newPort(2), asn: 'AS64510' },
  ],
}

test('what is typed becomes an order of several products: kW with a comma or a point, blanks are not said', () => {
  const { asked, wrong } = askedOf(draft)
  expect(wrong).toEqual({})
  expect(asked?.lines.map(({ parameters }) => parameters)).toMatchObject([
    { size: 'quarter', watts: 1500, sides: 'A+B', place: { rack: '3-21', near_meet_me: false } },
    { speed: '10G', asn: 64510 },
  ])
  expect(asked?.lines[0]?.parameters).not.toHaveProperty('units_u')
})

test('what is wrong is told by its path', () => {
  const bad = { ...newSpace(1), kilowatts: 'much', termMonths: 'x' }
  expect(Object.keys(askedOf({ ...draft, lines: [bad] }).wrong)).toEqual([
    'lines.0.parameters.watts',
    'lines.0.parameters.term_months',
  ])
  const { asked, quotable, at } = askedOf({ ...draft, lines: [bad, ...draft.lines] })
  expect([asked, quotable?.lines.length, at]).toEqual([null, 2, [1, 2]])
})

test('a draft that was kept is read again; what is not one is none', () => {
  expect(readDraft(JSON.stringify(draft))).toEqual(draft)
  expect([readDraft(null), readDraft('{'), readDraft('{"lines":[{"product":"unknown"}]}')]).toEqual([null, null, null])
})

test('a cross-connect from another line names it by its place among the lines that are asked', () => {
  const cross = newCross(3)
  expect(withLine([newSpace(4), newPort(5)], 'cross-connect')[2]).toMatchObject({
    key: 6,
    a: { kind: 'line', line: '4' },
    z: { kind: 'exchange', line: '5' },
  })
  const lines = [
    { ...newPort(2), asn: 'not a number' },
    newSpace(1),
    {
      ...cross,
      a: { ...cross.a, line: '1' },
      z: { ...cross.z, kind: 'other' as const, organisation: 'rhin-rhone-transit' },
    },
  ]
  const { asked, quotable, at } = askedOf({ ...draft, lines })
  expect([asked, at]).toEqual([null, [1, 2]])
  expect(quotable?.lines[1]?.parameters).toMatchObject({ a: { line: 1 }, z: { organisation: 'rhin-rhone-transit' } })
  // From a line that is not complete itself, nothing can be quoted yet.
  expect(askedOf({ ...draft, lines: [{ ...newSpace(1), kilowatts: '' }, ...lines.slice(2)] }).at).toEqual([])
})
