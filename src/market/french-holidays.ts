import { Temporal } from 'temporal-polyfill'

/**
 * Easter Sunday of the Gregorian calendar by the anonymous computus (Meeus, Astronomical Algorithms, ch. 8):
 * the names below are the letters of that table, which have no meaning of their own.
 */
const easterSunday = (year: number): Temporal.PlainDate => {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const e = b % 4
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 19 * l) / 433)
  const month = Math.floor((h + l - 7 * m + 90) / 25)
  const day = (h + l - 7 * m + 33 * month + 19) % 32
  return Temporal.PlainDate.from({ year, month, day })
}

const EASTER_MONDAY = 1
const ASCENSION = 39
const WHIT_MONDAY = 50
const FIXED = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'] as const

/** The eleven public holidays of one year as YYYY-MM-DD, sorted (Code du travail, art. L3133-1; not the two more of Alsace-Moselle). */
export const frenchHolidays = (year: number): readonly string[] => {
  const easter = easterSunday(year)
  const moving = [EASTER_MONDAY, ASCENSION, WHIT_MONDAY].map((days) => easter.add({ days }).toString())
  return [...FIXED.map((day) => `${year}-${day}`), ...moving].toSorted()
}
