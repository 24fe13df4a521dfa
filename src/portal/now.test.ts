import { afterEach, expect, test } from 'vitest'
import { setSiteClock, siteNow } from './now.ts'

const DAY_MS = 86_400_000
const aheadDays = (): number => Math.round(((siteNow().getTime() - Date.now()) / DAY_MS) * 1000) / 1000
const shown = (aheadMs: number): void => setSiteClock(new Date(Date.now() + aheadMs).toISOString(), Date.now())
afterEach(() => shown(0))

test('a twin that stands a month ahead is followed by whole days; what the network or a kept page takes is not', () => {
  shown(31 * DAY_MS - 4000)
  expect(aheadDays()).toBe(31)
  // A phone without signal shows a status of some hours ago.
  shown(-3 * 3_600_000)
  expect(aheadDays()).toBe(0)
})
