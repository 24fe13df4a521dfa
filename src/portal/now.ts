import { useSyncExternalStore } from 'react'

/** One beat for the whole page, so that all ages on it change together. */
const EVERY_MS = 1000
const DAY_MS = 86_400_000
/** A twin's clock may stand whole days ahead of this device's: ages and dates are the site's. */
let aheadMs = 0
/** This instant, as the site counts it. */
export const siteNow = (): Date => new Date(Date.now() + aheadMs)
let present = siteNow()
let timer: ReturnType<typeof setInterval> | undefined
const heard = new Set<() => void>()

const beat = (): void => {
  present = siteNow()
  for (const one of heard) one()
}

/** What the site's clock showed when it was asked, at an instant of this device. Minutes between the two are the network's, or a page's that was kept. */
export const setSiteClock = (shown: string, askedAt: number): void => {
  aheadMs = Math.round((Date.parse(shown) - askedAt) / DAY_MS) * DAY_MS
  beat()
}

const subscribe = (tell: () => void): (() => void) => {
  heard.add(tell)
  timer ??= setInterval(() => {
    beat()
  }, EVERY_MS)
  return () => {
    heard.delete(tell)
    if (heard.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The present time, one beat a second. */
export const useNow = (): Date => useSyncExternalStore(subscribe, () => present)

/** The present time in steps of one minute: for what need not be drawn each second. */
export const useMinute = (): Date => {
  const minute = useSyncExternalStore(subscribe, () => Math.floor(present.getTime() / 60_000))
  return new Date(minute * 60_000)
}
