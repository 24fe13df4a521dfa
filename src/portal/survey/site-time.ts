const MINUTE_MS = 60_000

/** The wall of a zone at an instant, as a field of date and time wants it: 2026-12-05T08:00. Empty for what is no instant. */
export const wallOf = (zone: string, instant: string): string => {
  const at = Date.parse(instant)
  if (Number.isNaN(at)) return ''
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? ''
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`
}

/**
 * The instant at which the wall of a zone shows this; empty for what is no wall time. An hour that a clock change skips is read with
 * the offset before it, one that comes twice as its first.
 */
export const instantOf = (zone: string, wall: string): string => {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(wall)) return ''
  const asUtc = Date.parse(`${wall}:00Z`)
  if (Number.isNaN(asUtc)) return ''
  const offsetAt = (at: number): number => Date.parse(`${wallOf(zone, new Date(at).toISOString())}:00Z`) - at
  const before = offsetAt(asUtc - 1440 * MINUTE_MS)
  const first = asUtc - before
  if (offsetAt(first) === before) return new Date(first).toISOString()
  const second = asUtc - offsetAt(first)
  return new Date(offsetAt(second) === offsetAt(first) ? second : first).toISOString()
}
