import { afterAll, beforeAll, expect, test } from 'vitest'
import { say } from '#kernel'
import { marketWords } from '../../words.ts'
import { signedOrder } from '../../order/testing.ts'
import { missingProofs } from '../../work-order/admit-proof.ts'
import { listWorkRows } from '../../work-order/store.ts'
import { drive, type Hall, layHall, spaceAsked } from '../rack-space/testing.ts'
import { connectAsked, connectLine } from './testing.ts'

let hall: Hall
beforeAll(async () => {
  // No tray leads from the spine into rows 5 and 6: what goes there is on the trunks.
  const last = '      - { at: head-5, m: 16.8 }\n      - { at: head-6, m: 19.8 }\n'
  const apart = '  - { handle: T-far, stops: [{ at: head-5, m: 0 }, { at: head-6, m: 3 }] }\n'
  hall = await layHall([['panels.yaml', last, apart]])
})
afterAll(() => hall.close())

const openJumpers = async () => {
  const { rows } = await listWorkRows(hall.db, { state: null, open: true, before: null, limit: 20 })
  return rows.filter(({ what }) => what.what.code === 'work-run-jumpers')
}

test('over intermediate panels the hall has two jumpers: both ends of each are photographed, each end face is judged by itself', async () => {
  // From row 4, whose racks are reached by a jumper from the meet-me room, to row 6 over the panels of row 5.
  const space = spaceAsked({ size: 'full', watts: 300, place: { row: '4' } })
  const toRow6 = connectLine({ a: { line: 1 }, z: { panel: 'R6-P01', position: 2 } })
  await signedOrder(hall, { ...space, lines: [...space.lines, toRow6] })
  await signedOrder(hall, connectAsked({ a: { panel: 'R5-P01' }, z: { panel: 'M2-P03', position: 2 } }))
  let works: Awaited<ReturnType<typeof openJumpers>> = []
  for (let round = 0; round < 6 && works.length < 2; round += 1) {
    await drive(hall)
    works = await openJumpers()
  }
  const [inHall, inMeetMe] = works.toSorted((a, b) => Number(b.what.what['count']) - Number(a.what.what['count']))
  const required = (work: typeof inHall) => (work?.needs ?? []).filter((one) => one.required).map(({ name }) => name)
  expect(inHall?.what.what['count']).toBe(2)
  const owed = (n: number) => [`end-faces-${n}`, `end-face-grade-${n}`, `label-from-${n}`, `label-to-${n}`]
  expect(required(inHall)).toEqual([...owed(1), ...owed(2)])
  // The first jumper's proofs do not close it for the second.
  expect(missingProofs(inHall?.needs ?? [], owed(1))).toEqual(owed(2))
  const runs = inHall?.what.actions.filter(({ code }) => code === 'act-run-jumper') ?? []
  expect(runs).toMatchObject([
    { jumper: 1, from: expect.stringContaining('4-'), to: expect.stringContaining('M2-P02') },
    { jumper: 2, from: 'R5-P01/01', to: 'R5-P02/02' },
  ])
  expect(say(marketWords['act-run-jumper'], 'en', runs[1] ?? {})).toMatch(/^Jumper 2: Run /)
  // One alone keeps its plain names.
  expect(required(inMeetMe)).toEqual(['end-faces', 'end-face-grade', 'label-from', 'label-to'])
})
