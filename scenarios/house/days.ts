/** The day of an instant where the sample site stands: YYYY-MM-DD. */
export const dayHere = (at: Date | number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(at)

const WRITTEN_IN = '2026'

/** Pages were written in one year; numbers of orders, work orders and invoices bear the year in which they are followed. */
export const inYear = (commands: readonly string[], year: string): readonly string[] =>
  commands.map((command) =>
    command.replaceAll(new RegExp(`\\b((?:BES-[OW]|F)-)${WRITTEN_IN}-`, 'g'), (_, of: string) => `${of}${year}-`),
  )

/** Days of the first month at the price of that month's days, rounded once (half up). */
export const firstMonth = (monthlyCents: number, from: string): number => {
  const [of = 0, month = 0, day = 0] = from.split('-').map(Number)
  const ofDays = new Date(Date.UTC(of, month, 0)).getUTCDate()
  return Math.round((monthlyCents * (ofDays - day + 1)) / ofDays)
}
