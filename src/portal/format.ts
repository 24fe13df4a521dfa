import type { Language } from '#kernel'

/** What a page needs to write numbers, money and time: one language, and the zone of the site. */
export interface Formats {
  readonly language: Language
  readonly zone: string
  number(n: number, decimals?: number): string
  /** `41,2 kW`: the number, a no-break space, the unit. */
  quantity(n: number, unit: string, decimals?: number): string
  money(cents: number): string
  /** A unit price in millionths of a euro; more than two decimals are shown only where there are any. */
  price(microEuros: number): string
  percent(n: number, decimals?: number): string
  /** `23 nov. 2026` */
  date(at: Date | string): string
  /** `lundi 23 novembre 2026` */
  longDate(at: Date | string): string
  /** `lun. 23 nov. 2026, 15:24` */
  dateTime(at: Date | string): string
  /** `13 nov. 15:40` */
  shortDateTime(at: Date | string): string
  /** `9 nov.` */
  day(at: Date | string): string
  /** `lun. 23` */
  weekday(at: Date | string): string
  /** `15:24` */
  time(at: Date | string): string
  /** `15:24:07` */
  clock(at: Date | string): string
  /** `novembre 2026` from `2026-11` */
  month(month: string): string
  /** `11 j 3 h`, `2 h 36`, `32 min`, `4 s`; two units at most. */
  duration(ms: number): string
  /** `il y a 4 s` */
  age(at: Date | string, now: Date): string
  /** `dans 2 h 36` */
  until(at: Date | string, now: Date): string
}

const NBSP = '\u00a0'
const MINUS = '\u2212'
const MICRO_EUROS_PER_EURO = 1_000_000
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** With Barlow's latin files U+202F comes out too thin to see, and a hyphen is no minus. */
const set = (text: string): string => text.replaceAll('\u202f', NBSP).replaceAll('-', MINUS)

/** A date without a time ('2026-11-23') is the same day in every zone: read as noon UTC and shown as written. */
const isDay = (at: Date | string): at is string => typeof at === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(at)
const instant = (at: Date | string): Date => (isDay(at) ? new Date(`${at}T12:00:00Z`) : new Date(at))

const durationIn = (language: Language, ms: number): string => {
  const d = language === 'fr' ? 'j' : 'd'
  const whole = Math.max(0, ms)
  if (whole < MINUTE) return `${Math.floor(whole / SECOND)}${NBSP}s`
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)}${NBSP}min`
  if (whole < DAY) {
    const minutes = Math.floor((whole % HOUR) / MINUTE)
    const hours = `${Math.floor(whole / HOUR)}${NBSP}h`
    return minutes === 0 ? hours : `${hours}${NBSP}${String(minutes).padStart(2, '0')}`
  }
  const hours = Math.floor((whole % DAY) / HOUR)
  const days = `${Math.floor(whole / DAY)}${NBSP}${d}`
  return hours === 0 || whole >= 10 * DAY * 3 ? days : `${days}${NBSP}${hours}${NBSP}h`
}

type DateParts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>

const dateFormats = (language: Language, zone: string) => {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB'
  const made = new Map<string, Intl.DateTimeFormat>()
  const parts = (at: Date | string, options: Intl.DateTimeFormatOptions): DateParts => {
    const timeZone = isDay(at) ? 'UTC' : zone
    const key = JSON.stringify([options, timeZone])
    const found = made.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone })
    made.set(key, found)
    return Object.fromEntries(found.formatToParts(instant(at)).map((p) => [p.type, p.value]))
  }
  const dayMonth = { day: 'numeric', month: 'short' } as const
  const time = (at: Date | string): string => {
    const p = parts(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    return `${p.hour}:${p.minute}`
  }
  const day = (at: Date | string): string => {
    const p = parts(at, dayMonth)
    return `${p.day}${NBSP}${p.month}`
  }
  const date = (at: Date | string): string => `${day(at)} ${parts(at, { year: 'numeric' }).year}`
  return {
    day,
    date,
    time,
    longDate: (at: Date | string) => {
      const p = parts(at, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
      return `${p.weekday} ${p.day}${NBSP}${p.month} ${p.year}`
    },
    weekday: (at: Date | string) => {
      const p = parts(at, { weekday: 'short', day: 'numeric' })
      return `${p.weekday}${NBSP}${p.day}`
    },
    dateTime: (at: Date | string) => `${parts(at, { weekday: 'short' }).weekday} ${date(at)}, ${time(at)}`,
    shortDateTime: (at: Date | string) => `${day(at)} ${time(at)}`,
    clock: (at: Date | string) => {
      const p = parts(at, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
      return `${p.hour}:${p.minute}:${p.second}`
    },
    month: (month: string) => {
      const p = parts(`${month}-01`, { month: 'long', year: 'numeric' })
      return `${p.month} ${p.year}`
    },
  }
}

const make = (language: Language, zone: string): Formats => {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB'
  const number = (n: number, decimals?: number): string =>
    set(
      new Intl.NumberFormat(locale, {
        minimumFractionDigits: decimals ?? 0,
        maximumFractionDigits: decimals ?? 3,
      }).format(n),
    )
  const euros = (n: number, most: number): string =>
    set(
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency: 'EUR',
        minimumFractionDigits: 2,
        maximumFractionDigits: most,
      }).format(n),
    )
  const duration = (ms: number): string => durationIn(language, ms)
  return {
    language,
    zone,
    number,
    // A count is of the unit one (UCUM), which nobody writes.
    quantity: (n, unit, decimals) => (unit === '1' ? number(n, decimals) : `${number(n, decimals)}${NBSP}${unit}`),
    money: (cents) => euros(cents / 100, 2),
    price: (microEuros) => euros(microEuros / MICRO_EUROS_PER_EURO, 6),
    percent: (n, decimals = 0) => (language === 'fr' ? `${number(n, decimals)}${NBSP}%` : `${number(n, decimals)}%`),
    ...dateFormats(language, zone),
    duration,
    age: (at, now) => {
      const text = duration(now.getTime() - instant(at).getTime())
      return language === 'fr' ? `il y a ${text}` : `${text} ago`
    },
    until: (at, now) => {
      const text = duration(instant(at).getTime() - now.getTime())
      return language === 'fr' ? `dans ${text}` : `in ${text}`
    },
  }
}

const known = new Map<string, Formats>()

/** The formats of one language and zone; made once each. */
export const formats = (language: Language, zone: string): Formats => {
  const key = `${language} ${zone}`
  const found = known.get(key) ?? make(language, zone)
  known.set(key, found)
  return found
}
