import { z } from 'zod'

/** The days that anything here can be about. A year 0 is a slip of the hand, and PostgreSQL writes the year before 1 in a form of its own. */
const FIRST_DAY = '1900-01-01'
const LAST_DAY = '2199-12-31'

/** Whether a day that is written YYYY-MM-DD lies within them. */
export const isUsableDay = (text: string): boolean => text >= FIRST_DAY && text <= LAST_DAY

/** A day as the contract takes it, of whatever zone it is named in. */
export const day = z.iso.date().refine(isUsableDay, { message: `from ${FIRST_DAY} to ${LAST_DAY}` })

/** An instant as the contract takes it, with its offset, within the same years. */
export const instant = z.iso.datetime({ offset: true }).refine((text) => isUsableDay(text.slice(0, 10)), {
  message: `from ${FIRST_DAY} to ${LAST_DAY}`,
})
