/** What was typed into the dialog that attaches a contract. */
export interface AttachDraft {
  readonly item: string
  readonly from: string
  readonly euros: string
}
export const nothingSaid: AttachDraft = { item: '', from: '', euros: '' }

/** What the contract takes at most: a million euros a month. */
const MOST_CENTS = 100_000_000

/** Cents of an amount as people type it, or null: it cannot be read. */
export const centsOf = (euros: string): number | null => {
  const typed = euros.replaceAll(/[\s\u00A0\u202F]/g, '').replace(',', '.')
  if (!/^\d{1,7}(\.\d{1,2})?$/.test(typed)) return null
  const cents = Math.round(Number(typed) * 100)
  return cents <= MOST_CENTS ? cents : null
}

/** What is asked of the server; null: not enough is said yet, or not readably. */
export const bodyOf = ({
  item,
  from,
  euros,
}: AttachDraft): { readonly item: string; readonly from: string; readonly monthly_cents?: number } | null => {
  if (item === '' || !/^\d{4}-\d{2}-\d{2}$/.test(from)) return null
  if (euros.trim() === '') return { item, from }
  const cents = centsOf(euros)
  return cents === null ? null : { item, from, monthly_cents: cents }
}

/** Of the month of the first day billed: how many days count, of how many. */
export const firstMonth = (from: string): { readonly days: number; readonly of: number } => {
  const [year = 0, month = 1, day = 1] = from.split('-').map(Number)
  const of = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return { days: of - day + 1, of }
}
