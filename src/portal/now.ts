import { useSyncExternalStore } from 'react'

/** One beat for the whole page, so that all ages on it change together. */
const EVERY_MS = 1000
let present = new Date()
let timer: ReturnType<typeof setInterval> | undefined
const heard = new Set<() => void>()

const subscribe = (tell: () => void): (() => void) => {
  heard.add(tell)
  timer ??= setInterval(() => {
    present = new Date()
    for (const one of heard) one()
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
