import { Temporal } from 'temporal-polyfill'
import type { Language } from '#kernel'
import { LEFT, type Paper, RIGHT, color, ink } from '#paper'
import { monthName } from './format.ts'

const TRACK_HEIGHT = 7
const MAJOR_OVER = 4
/** More days than this, and a tick a day would be a grey band. */
const DAY_TICKS_UP_TO = 130

/**
 * The invoice's period on the calendar, as a watch's minute track: whole months, a tick a day, what is billed filled, and the hand on
 * the day of issue where it falls inside. Returns the baseline under it.
 */
export const drawTrack = (
  paper: Paper,
  top: number,
  {
    first_day,
    last_day,
    hand,
    language,
  }: { first_day: string; last_day: string; hand: string | null; language: Language },
): number => {
  const from = Temporal.PlainDate.from(first_day).with({ day: 1 })
  const lastMonth = Temporal.PlainDate.from(last_day).with({ day: 1 })
  const later = hand !== null && hand.slice(0, 7) > last_day.slice(0, 7)
  const until = (later ? Temporal.PlainDate.from(hand).with({ day: 1 }) : lastMonth).add({ months: 1 })
  const shown = from.until(until).days
  const at = (day: Temporal.PlainDate): number => LEFT + ((RIGHT - LEFT) * from.until(day).days) / shown
  const bottom = top + TRACK_HEIGHT
  const start = at(Temporal.PlainDate.from(first_day))
  const end = at(Temporal.PlainDate.from(last_day).add({ days: 1 }))
  paper.fill(start, top, [end - start, TRACK_HEIGHT], color.steelLight)
  for (const y of [top, bottom]) paper.line([LEFT, y], [RIGHT, y], { width: 0.75, color: color.ink })
  for (let day = from; Temporal.PlainDate.compare(day, until) <= 0; day = day.add({ days: 1 })) {
    const major = day.day === 1
    if (!major && shown > DAY_TICKS_UP_TO) continue
    const x = at(day)
    paper.line([x, major ? top - MAJOR_OVER : top], [x, bottom], {
      width: major ? 0.9 : 0.4,
      color: major ? color.ink : color.edge,
    })
    if (major && Temporal.PlainDate.compare(day, until) < 0)
      paper.text(x + 3, bottom + 10, monthName(day.toString(), language), ink.tick)
  }
  if (hand !== null && hand >= from.toString()) {
    const x = at(Temporal.PlainDate.from(hand))
    paper.line([x, top - 7], [x, bottom + 4], { width: 1.8, color: color.steel })
  }
  return bottom + 12
}
