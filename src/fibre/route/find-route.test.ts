import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cabling, PlacedPanel, Position, Trunk } from '../cabling/model.ts'
import type { Connector, Media } from '../model.ts'
import { type End, findRoute, type Route, type RouteAsked } from './find-route.ts'
import { cutJumper, jumperRuns, type Spot } from './run-jumper.ts'
import { trayDistances } from './tray-distance.ts'

const panelOf = (id: string, of: Partial<PlacedPanel> & { readonly rackHandle: string }): PlacedPanel => ({
  id,
  handle: id,
  roomName: of.roomId ?? 'mmr',
  roomId: 'mmr',
  inMeetMe: true,
  rowHandle: 'M',
  topU: 40,
  connector: 'LC-UPC',
  media: 'os2',
  positions: 4,
  ownerId: null,
  ...of,
})
const trunkOf = (handle: string, from: Position, to: Position, of: Partial<Trunk> = {}): Trunk => ({
  id: handle,
  handle,
  from,
  to,
  positions: 2,
  media: 'os2',
  lengthM: 20,
  splices: 0,
  loss: null,
  ...of,
})
const at = (panelId: string, position: number): Position => ({ panelId, position })
const colours = { os2: 'yellow', om4: 'aqua', cat6a: 'blue' } as const

/** The meet-me room with a carrier's panel, a row that is reached straight, and one behind a panel on the way. */
const house: Cabling = {
  panels: new Map(
    [
      panelOf('M2', { rackHandle: 'm-2' }),
      panelOf('M3', { rackHandle: 'm-3', connector: 'SC-APC' }),
      panelOf('MC', { rackHandle: 'm-2', connector: 'RJ45', media: 'cat6a', topU: 38 }),
      panelOf('R5', { rackHandle: '5-1', roomId: 'hall', inMeetMe: false }),
      panelOf('R5b', { rackHandle: '5-1', roomId: 'hall', inMeetMe: false, topU: 41 }),
      panelOf('R6', { rackHandle: '6-1', roomId: 'hall', inMeetMe: false }),
    ].map((panel) => [panel.id, panel]),
  ),
  racks: new Map(),
  trunks: [
    trunkOf('K5', at('M2', 1), at('R5', 1)),
    trunkOf('K6', at('R5b', 1), at('R6', 3), { lengthM: 8, splices: 2 }),
  ],
  trays: [
    {
      handle: 'T',
      stops: [
        { at: 'm-3', m: 0 },
        { at: 'm-2', m: 1 },
        { at: 'head', m: 5 },
      ],
    },
    {
      handle: 'T5',
      stops: [
        { at: 'head', m: 0 },
        { at: '5-1', m: 10 },
        { at: '4-7', m: 16 },
      ],
    },
  ],
  patching: { lengthsM: [1, 3, 5, 10], dropM: 1.5, slackM: 0.5, colours },
}
const asked = (from: End, to: End, held: readonly Position[] = [], media: Media = 'os2'): RouteAsked => ({
  from,
  to,
  media,
  isFree: (one) => !held.some((other) => other.panelId === one.panelId && other.position === one.position),
})
const told = (route: Route): readonly string[] =>
  route.hops.map((hop) =>
    hop.is === 'trunk'
      ? `${hop.fromLabel} =${hop.label}= ${hop.toLabel}`
      : `${hop.from.label} ${hop.from.connector} -${hop.lengthM}m ${hop.colour}- ${hop.to.connector} ${hop.to.label}`,
  )
const routeOf = (...of: Parameters<typeof asked>): Route => {
  const found = findRoute(house, asked(...of))
  if (!found.ok) throw new Error(JSON.stringify(found.refusal))
  return found.value
}

test('a row behind an intermediate panel: trunk, jumper, trunk, jumper; each jumper end has the plug of its sleeve', () => {
  const route = routeOf(at('R6', 3), at('M3', 2))
  expect(told(route)).toEqual([
    'R6/03 =K6/01= R5b/01',
    'R5b/01 LC-UPC -1m yellow- LC-UPC R5/01',
    'R5/01 =K5/01= M2/01',
    'M2/01 LC-UPC -5m yellow- SC-APC M3/02',
  ])
  expect(route.hops.map((hop) => hop.is === 'jumper' && hop.hybrid)).toEqual([false, false, false, true])
  expect([route.matedPairs, route.splices, route.lengthM]).toEqual([5, 2, 34])
  // The first pair of the way is held: the next one is taken.
  expect(told(routeOf(at('R6', 3), at('M3', 2), [at('M2', 1)]))[2]).toBe('R5/02 =K5/02= M2/02')
  expect(findRoute(house, asked(at('R6', 3), at('M3', 2), [at('M2', 1), at('R5', 2)]))).toEqual({
    ok: false,
    refusal: { code: 'no-route', from: 'R6/03', to: 'M3/02', media: 'os2' },
  })
})

test('both ends on one panel; a trunk from end to end; a rack whose row has no panel', () => {
  expect(told(routeOf(at('M3', 1), at('M3', 4)))).toEqual(['M3/01 SC-APC -1m yellow- SC-APC M3/04'])
  // Customers' plugs take both fronts: the way goes to the meet-me room and back.
  expect(told(routeOf(at('R5', 1), at('R5', 2)))).toEqual([
    'R5/01 =K5/01= M2/01',
    'M2/01 LC-UPC -1m yellow- LC-UPC M2/02',
    'M2/02 =K5/02= R5/02',
  ])
  expect(told(routeOf(at('R5', 2), at('M2', 2)))).toEqual(['R5/02 =K5/02= M2/02'])
  const far = routeOf({ rack: '4-7' }, at('M3', 1))
  // 16 + 5 m of tray, two drops, slack: longer than any jumper of the store, so it is made to the metre.
  expect(told(far)).toEqual(['4-7 LC-UPC -25m yellow- SC-APC M3/01'])
  expect(far.matedPairs).toBe(2)
})

test('what cannot be: one position for both ends, another media, a held far end, no such position, no tray, no store', () => {
  expect(findRoute(house, asked(at('M3', 1), at('M3', 1)))).toMatchObject({ refusal: { code: 'same-end' } })
  expect(findRoute(house, asked(at('M3', 1), at('MC', 1)))).toMatchObject({
    refusal: { code: 'media-differ', panel: 'MC', media: 'cat6a' },
  })
  expect(findRoute(house, asked(at('R5', 1), at('M3', 1), [at('M2', 1)]))).toMatchObject({
    refusal: { code: 'position-held', label: 'M2/01' },
  })
  expect(findRoute(house, asked(at('M3', 5), at('M3', 1)))).toMatchObject({ refusal: { code: 'no-such-position' } })
  expect(findRoute(house, asked({ rack: '9-9' }, at('M3', 1)))).toMatchObject({ refusal: { code: 'no-route' } })
  expect(findRoute({ ...house, patching: null }, asked(at('M3', 1), at('M3', 2)))).toMatchObject({
    refusal: { code: 'no-patching' },
  })
})

test('along trays, whichever way is shorter', () => {
  const far = trayDistances(house.trays, 'm-3')
  expect([far.get('m-2'), far.get('4-7'), far.get('9-9')]).toEqual([1000, 21_000, undefined])
})

// every way there is, one after the other: only for very small houses

interface Way {
  readonly runMm: number
  readonly pairs: number
}
const bruteForce = (cabling: Cabling, { from, to, media, isFree }: RouteAsked): Way | null => {
  const { patching, panels, trunks } = cabling
  if (!patching) return null
  const run = jumperRuns(cabling, patching)
  const key = ({ panelId, position }: Position): string => `${panelId}/${position}`
  const behind = new Map<string, readonly [Position, number]>()
  for (const trunk of trunks) {
    for (let n = 0; n < trunk.positions; n += 1) {
      const [a, b] = [trunk.from, trunk.to].map((end) => ({ ...end, position: end.position + n }))
      if (!a || !b) continue
      behind.set(key(a), [b, trunk.lengthM * 1000])
      behind.set(key(b), [a, trunk.lengthM * 1000])
    }
  }
  const spot = (end: End): Spot => {
    const panel = 'panelId' in end ? panels.get(end.panelId) : null
    return panel
      ? { rack: panel.rackHandle, topU: panel.topU, roomId: panel.roomId, connector: panel.connector }
      : { rack: 'rack' in end ? end.rack : '', topU: null, roomId: null, connector: 'LC-UPC' }
  }
  const label = (end: End): string => ('panelId' in end ? key(end) : `rack ${end.rack}`)
  if (label(from) === label(to)) return null
  const entries = (end: End): readonly { readonly end: End; readonly mm: number }[] => {
    const through = 'panelId' in end ? behind.get(key(end)) : undefined
    return through ? [{ end: through[0], mm: through[1] }] : [{ end, mm: 0 }]
  }
  const [start] = entries(from)
  const [goal] = entries(to)
  if (!start || !goal) return null
  if ('panelId' in from && 'panelId' in to && label(start.end) === label(to)) return { runMm: start.mm, pairs: 2 }
  const free = (end: End): boolean => !('panelId' in end) || isFree(end)
  if ((start.mm > 0 && !free(start.end)) || (goal.mm > 0 && !free(goal.end))) return null
  let best: Way | null = null
  const walk = (here: End, mm: number, used: ReadonlySet<string>): void => {
    // Lengths are positive: what is longer already does not become shorter.
    if (best !== null && mm > best.runMm) return
    const home = run(spot(here), spot(goal.end))
    if (home !== null) {
      const way = { runMm: mm + home + goal.mm, pairs: used.size }
      if (best === null || way.runMm < best.runMm || (way.runMm === best.runMm && way.pairs < best.pairs)) best = way
    }
    for (const [near, [far, length]] of behind) {
      const [panelId = '', position = ''] = near.split('/')
      const one = { panelId, position: Number(position) }
      if (panels.get(panelId)?.media !== media || used.has(near) || used.has(key(far))) continue
      if (!isFree(one) || !isFree(far)) continue
      const jumper = run(spot(here), spot(one))
      if (jumper !== null) walk(far, mm + jumper + length, new Set([...used, near, key(far)]))
    }
  }
  walk(start.end, start.mm, new Set([from, to, start.end, goal.end].map(label)))
  return best
}

const small = fc
  .record({
    racks: fc.array(fc.record({ m: fc.nat(30), hall: fc.boolean() }), { minLength: 2, maxLength: 4 }),
    panels: fc.array(
      fc.record({ rack: fc.nat(3), topU: fc.integer({ min: 1, max: 47 }), copper: fc.nat(5), apc: fc.boolean() }),
      { minLength: 2, maxLength: 5 },
    ),
    trunks: fc.array(
      fc.record({ a: fc.nat(4), z: fc.nat(4), lengthM: fc.integer({ min: 1, max: 12 }), two: fc.boolean() }),
      { maxLength: 4 },
    ),
    held: fc.array(fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 10 })), { maxLength: 6 }),
    ends: fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 10 }), fc.nat(4), fc.integer({ min: 1, max: 10 })),
    fromRack: fc.nat(5),
  })
  .map(({ racks, panels, trunks, held, ends, fromRack }) => {
    const media = (copper: number): Media => (copper === 0 ? 'cat6a' : 'os2')
    const placed = panels.map(({ rack, topU, copper, apc }, index) => {
      const place = rack % racks.length
      const connector: Connector = copper === 0 ? 'RJ45' : apc ? 'SC-APC' : 'LC-UPC'
      const roomId = racks[place]?.hall === true ? 'hall' : 'mmr'
      return panelOf(`p${index}`, {
        rackHandle: `r${place}`,
        topU,
        roomId,
        connector,
        media: media(copper),
        positions: 10,
      })
    })
    const next = placed.map(() => 1)
    const cables = trunks.flatMap(({ a, z, lengthM, two }, index) => {
      const [from, to] = [a % placed.length, z % placed.length]
      const positions = two ? 2 : 1
      if (from === to || placed[from]?.media !== placed[to]?.media) return []
      const [first, second] = [next[from] ?? 1, next[to] ?? 1]
      next[from] = first + positions
      next[to] = second + positions
      const own = { positions, lengthM, media: placed[from]?.media ?? 'os2' }
      return [trunkOf(`k${index}`, at(`p${from}`, first), at(`p${to}`, second), own)]
    })
    const cabling: Cabling = {
      panels: new Map(placed.map((panel) => [panel.id, panel])),
      racks: new Map(),
      trunks: cables,
      trays: [{ handle: 't', stops: racks.map(({ m }, index) => ({ at: `r${index}`, m })) }],
      patching: { lengthsM: [2, 5], dropM: 1, slackM: 0.5, colours },
    }
    const position = (panel: number, number: number): Position => at(`p${panel % placed.length}`, number)
    const from = fromRack === 0 ? { rack: 'r0' } : position(ends[0], ends[1])
    return { cabling, from, to: position(ends[2], ends[3]), held: held.map(([panel, n]) => position(panel, n)) }
  })

test('as short, with as few sleeves, as the best of all ways there are; and it can be walked', () => {
  let found = 0
  fc.assert(
    fc.property(small, ({ cabling, from, to, held }) => {
      const media = cabling.panels.get(to.panelId)?.media ?? 'os2'
      if ('panelId' in from && cabling.panels.get(from.panelId)?.media !== media) return
      const question = asked(from, to, held, media)
      const route = findRoute(cabling, question)
      const best = bruteForce(cabling, question)
      expect(route.ok ? { runMm: route.value.runMm, pairs: route.value.matedPairs } : null).toEqual(best)
      if (!route.ok) return
      found += 1
      const labels = route.value.hops.flatMap((hop) =>
        hop.is === 'trunk' ? [hop.fromLabel, hop.toLabel] : [hop.from.label, hop.to.label],
      )
      // Each hop begins where the one before ended, and no sleeve is gone through twice.
      for (let n = 1; n < labels.length - 1; n += 2) expect(labels[n]).toBe(labels[n + 1])
      expect(new Set(labels).size).toBe(labels.length / 2 + 1)
    }),
    { numRuns: 300 },
  )
  expect(found).toBeGreaterThan(50)
})

test('a jumper comes from the store, or is made to the metre', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60_000 }), (mm) => {
      const cut = cutJumper({ lengthsM: [1, 3, 5, 10] }, mm)
      expect(cut.lengthM * 1000).toBeGreaterThanOrEqual(mm)
      expect(cut.stocked).toBe(mm <= 10_000)
    }),
  )
})
