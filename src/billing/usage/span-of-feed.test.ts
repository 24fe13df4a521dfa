import { expect, test } from 'vitest'
import { type FeedTurn, startOfDay } from '#market'
import { spanOfFeed } from './span-of-feed.ts'

const ZONE = 'Europe/Paris'
const place = { serviceId: 's', compartmentId: 'c' }
const added: FeedTurn = { ...place, before: 'A', after: 'A+B', day: '2026-12-15', doneAt: 1_000 }
const givenUp: FeedTurn = { ...place, before: 'A+B', after: 'A', day: '2027-02-01', doneAt: 2_000 }
const held = { from: null, until: null }

test('a side counts from the day on which it was added until its way was open', () => {
  expect(spanOfFeed('A', 'A+B', held, [], ZONE)).toEqual(held)
  expect(spanOfFeed('B', 'A', held, [], ZONE)).toBeNull()
  expect(spanOfFeed('A', 'A+B', held, [added], ZONE)).toEqual(held)
  const from = startOfDay('2026-12-15', ZONE)
  expect(spanOfFeed('B', 'A+B', held, [added], ZONE)).toEqual({ from, until: null })
  expect(spanOfFeed('B', 'A', held, [added, givenUp], ZONE)).toEqual({ from, until: 2_000 })
  expect(spanOfFeed('B', 'A', { from: 500, until: null }, [givenUp], ZONE)).toEqual({ from: 500, until: 2_000 })
  expect(spanOfFeed('B', 'A+B', held, [givenUp, added], ZONE)).toEqual(held)
})
