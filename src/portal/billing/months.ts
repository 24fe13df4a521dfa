/** The month of the site's day at this instant: `2026-11`. */
export const monthAt = (at: Date, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit' }).format(at).slice(0, 7)

/** `by` months later; earlier where it is below zero. */
export const monthAfter = (month: string, by: number): string => {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`
}

/** Months downwards, from `ahead` months after the present one to `back` before it. */
export const monthsBefore = (now: Date, zone: string, ahead: number, back: number): readonly string[] => {
  const present = monthAt(now, zone)
  return Array.from({ length: ahead + back + 1 }, (_, i) => monthAfter(present, ahead - i))
}
