import { type Refusal, type Result, ok, refuse } from '#kernel'

/** F invoices, A credit notes; the year is that of the day of issue. Leading noughts are a matter of taste. */
const OURS = /^([FA])-(\d{4})-(\d{1,9})$/

export interface Continued {
  /** F-2026 */
  readonly series: string
  readonly last: number
}

/**
 * The series that goes on after the last number of the system before. One that is numbered otherwise needs nothing: ours begins anew
 * beside it (CGI ann. II art. 242 nonies A I 7° allows series of their own). `issued`: the highest number that this house has issued
 * in a series; from then on the series is ours alone.
 */
export const continueSeries = (
  last: string,
  year: string,
  issued: (series: string) => number | null,
): Result<Continued, Refusal> => {
  const [, letter, of, digits] = OURS.exec(last) ?? []
  if (letter === undefined || of === undefined || digits === undefined)
    return refuse({ code: 'numbering-unlike-ours', last })
  if (of !== year) return refuse({ code: 'numbering-other-year', last, year })
  const series = `${letter}-${of}`
  const ours = issued(series)
  return ours === null ? ok({ series, last: Number(digits) }) : refuse({ code: 'numbering-issued', series, last: ours })
}
