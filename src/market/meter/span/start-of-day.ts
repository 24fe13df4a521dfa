import { Temporal } from 'temporal-polyfill'

const MS = 1000

/** The first instant of a day of the zone, in seconds since 1970: a day of a clock change has 23 or 25 hours. */
export const startOfDay = (day: string, zone: string): number =>
  Math.floor(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone }).epochMilliseconds / MS)
