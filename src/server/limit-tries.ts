/** How often one subject (an address, a mail) may try: `burst` at once, then one each `everySeconds`. */
export interface Tries {
  readonly burst: number
  readonly everySeconds: number
}

const MOST_SUBJECTS = 20_000

/** Counts tries in this process's memory: several servers on one database each count for themselves. */
export const limitTries = (tries: Tries): ((subject: string, now: Date) => boolean) => {
  const buckets = new Map<string, { left: number; at: number }>()
  return (subject, now) => {
    const seconds = now.getTime() / 1000
    const bucket = buckets.get(subject) ?? { left: tries.burst, at: seconds }
    const left = Math.min(tries.burst, bucket.left + Math.max(0, seconds - bucket.at) / tries.everySeconds)
    buckets.delete(subject)
    // The oldest is forgotten first: a Map keeps the order in which its keys were set.
    if (buckets.size >= MOST_SUBJECTS)
      for (const [oldest] of buckets) {
        buckets.delete(oldest)
        break
      }
    const allowed = left >= 1
    buckets.set(subject, { left: allowed ? left - 1 : left, at: seconds })
    return allowed
  }
}
