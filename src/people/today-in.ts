import { Temporal } from 'temporal-polyfill'

/** The calendar day of an instant in an IANA zone, as YYYY-MM-DD. */
export const todayIn = (zone: string, now: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString()
