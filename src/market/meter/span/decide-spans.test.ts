import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideSpans, type FeedTurn, handedAt, type HeldPlace, sideSpan } from './decide-spans.ts'
import { startOfDay } from './start-of-day.ts'

const ZONE = 'Europe/Paris'
const place = (over: Partial<HeldPlace> = {}): HeldPlace => ({
  serviceId: 's',
  compartmentId: 'c',
  place: '2-21/a',
  sides: 'A+B',
  outlet: false,
  meters: [
    { id: 'a', feed: 'feed-A-2-21/a', side: 'A' },
    { id: 'b', feed: 'feed-B-2-21/a', side: 'B' },
  ],
  zone: ZONE,
  heldAt: 100,
  givenBackAt: null,
  handing: { steps: 2, done: 2, lastAt: 500 },
  since: '2026-12-01',
  ...over,
})
const told = (places: readonly HeldPlace[], turns: readonly FeedTurn[] = []) =>
  decideSpans(places, turns).map(({ serviceId, meterId, from, until }) => [serviceId, meterId, from, until])

test('a place is its customer’s from its handover on, not from its signature; what was taken over, from its first day', () => {
  expect(handedAt(place())).toBe(500)
  expect(handedAt(place({ handing: { steps: 2, done: 1, lastAt: 400 } }))).toBeNull()
  expect(handedAt(place({ handing: { steps: 0, done: 0, lastAt: null } }))).toBe(100)
  expect(handedAt(place({ handing: null }))).toBe(startOfDay('2026-12-01', ZONE))
  expect(handedAt(place({ handing: null, since: null }))).toBe(100)
  expect(told([place(), place({ serviceId: 'new', compartmentId: 'd', handing: { steps: 2, done: 0, lastAt: null } })])).toEqual([['s', 'a', 500, null], ['s', 'b', 500, null]]) // prettier-ignore
  // A quote that lapsed before anything was handed over never was anybody's.
  expect(told([place({ givenBackAt: 300 })])).toEqual([])
})

const turned = { serviceId: 's', compartmentId: 'c' }
const added: FeedTurn = { ...turned, before: 'A', after: 'A+B', readyAt: 1000, doneAt: 1500 }
const givenUp: FeedTurn = { ...turned, before: 'A+B', after: 'A', readyAt: 1900, doneAt: 2000 }
const held = { from: 500, until: null }

test('a side counts from when its breaker was closed and read until its way was open', () => {
  expect(sideSpan('A', 'A+B', held, [])).toEqual(held)
  expect(sideSpan('B', 'A', held, [])).toBeNull()
  expect(sideSpan('A', 'A+B', held, [added])).toEqual(held)
  expect(sideSpan('B', 'A+B', held, [added])).toEqual({ from: 1000, until: null })
  expect(sideSpan('B', 'A', held, [added, givenUp])).toEqual({ from: 1000, until: 2000 })
  expect(sideSpan('B', 'A', held, [givenUp])).toEqual({ from: 500, until: 2000 })
  expect(sideSpan('B', 'A+B', held, [givenUp, added])).toEqual(held)
  // Accepted in some days: it is drawn from already. And given up, it is until its way is open.
  expect(sideSpan('B', 'A', held, [{ ...added, doneAt: null }])).toEqual({ from: 1000, until: null })
  expect(sideSpan('B', 'A', held, [{ ...added, readyAt: null, doneAt: null }])).toBeNull()
  expect(sideSpan('B', 'A+B', held, [{ ...givenUp, doneAt: null }])).toEqual(held)
  // Changes of another place, or of an outlet that has its own claim, are no turns of this one.
  expect(told([place({ sides: 'A' })], [{ ...added, compartmentId: 'd' }])).toEqual([['s', 'a', 500, null]])
  const outlet = { outlet: true, sides: 'B', meters: [{ id: 'o', feed: 'outlet-B-3-1/3', side: 'B' }] } as const
  expect(told([place(outlet)], [added, givenUp])).toEqual([['s', 'o', 500, null]])
})

test('a move leaves both places, each while it was the service’s; who comes back has one span unless another was there between', () => {
  const old = place({ givenBackAt: 2000 })
  const moved = place({ compartmentId: 'd', meters: [{ id: 'd', feed: 'feed-A-2-22/b', side: 'A' }], handing: { steps: 2, done: 2, lastAt: 1800 } }) // prettier-ignore
  expect(told([old, moved])).toEqual([['s', 'a', 500, 2000], ['s', 'b', 500, 2000], ['s', 'd', 1800, null]]) // prettier-ignore
  const back = place({ handing: { steps: 2, done: 2, lastAt: 3000 } })
  expect(told([old, back])).toEqual([['s', 'a', 500, null], ['s', 'b', 500, null]]) // prettier-ignore
  const other = place({ serviceId: 't', handing: { steps: 2, done: 2, lastAt: 2400 }, givenBackAt: 2800 })
  expect(told([old, other, back]).filter(([, meter]) => meter === 'a')).toEqual([['s', 'a', 500, 2000], ['t', 'a', 2400, 2800], ['s', 'a', 3000, null]]) // prettier-ignore
})

test('whatever was held by whom, a meter never counts for two at once, nor before its place was handed over', () => {
  const visit = fc.record({ service: fc.constantFrom('s', 't', 'u'), rests: fc.nat(50), waits: fc.nat(50), stays: fc.nat(100), last: fc.boolean() }) // prettier-ignore
  fc.assert(
    fc.property(fc.array(visit, { maxLength: 8 }), (visits) => {
      let at = 0
      const places = visits.map(({ service, rests, waits, stays }, index) => {
        const heldAt = at + rests
        const lastAt = heldAt + waits
        at = lastAt + stays
        const still = index === visits.length - 1
        return place({ serviceId: service, heldAt, handing: { steps: 2, done: 2, lastAt }, givenBackAt: still ? null : at }) // prettier-ignore
      })
      const spans = decideSpans(places, []).filter(({ meterId }) => meterId === 'a').toSorted((a, b) => a.from - b.from) // prettier-ignore
      for (const [index, span] of spans.entries()) {
        const next = spans[index + 1]
        if (next) expect(span.until ?? Infinity).toBeLessThanOrEqual(next.from)
        expect(places.some(({ serviceId, handing }) => serviceId === span.serviceId && handing?.lastAt === span.from)).toBe(true) // prettier-ignore
      }
    }),
  )
})
