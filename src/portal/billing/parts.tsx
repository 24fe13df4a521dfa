import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { invoiceCard, RunWire } from '#billing/contract'
import { words as billing } from '#billing/words'
import { type Language, say, type Word } from '#kernel'
import { hasRole, type Session, useSession } from '../frame/session.ts'
import type { Formats } from '../format.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { type Phrase, sentence } from '../phrase.ts'
import { type Status, StatusMark } from '../ui/status-mark.tsx'
import { w as wr } from './run-words.ts'
import { w } from './words.ts'

export type InvoiceCard = z.output<typeof invoiceCard>
type RunState = RunWire['state']

/** Who prepares, approves and repays. */
export const counts = (session: Session): boolean => hasRole(session, 'admin', 'accountant')
/** Who may read everybody's invoices and what they say of the seller. */
export const readsAll = (session: Session): boolean => hasRole(session, 'admin', 'accountant', 'sales')
export const readsInvoices = (session: Session): boolean =>
  readsAll(session) || session.organisations.some((one) => one.rights.includes('billing'))

const own: { readonly [code: string]: Word } = billing

/** This room's sentence of a code: another room may say the same code with other values. */
export const billingSentence = (phrase: Phrase, language: Language): string => {
  const word = own[phrase.code]
  return word ? say(word, language, phrase) : sentence(phrase, language)
}

/** A credit note's amounts are positive on the wire: they are what it repays. Beside invoices they stand below zero. */
export const signed = (one: Pick<InvoiceCard, 'kind'>, cents: number): number =>
  one.kind === 'credit-note' ? -cents : cents

/** Both days are counted: `20–30 nov. 2026`, `20 nov. – 31 déc. 2026`, or one date. */
export const periodText = (f: Formats, period: { readonly first_day: string; readonly last_day: string }): string => {
  const { first_day: first, last_day: last } = period
  if (first === last) return f.date(first)
  if (first.slice(0, 7) === last.slice(0, 7)) return `${Number(first.slice(8))}–${f.date(last)}`
  return first.slice(0, 4) === last.slice(0, 4)
    ? `${f.day(first)} – ${f.date(last)}`
    : `${f.date(first)} – ${f.date(last)}`
}

/** `+120,00 €`, `−40,00 €`, `0,00 €`. */
export const differenceText = (f: Formats, cents: number): string => `${cents > 0 ? '+' : ''}${f.money(cents)}`

export const InvoiceMark = ({
  invoice,
  strong = false,
}: {
  readonly invoice: Pick<InvoiceCard, 'kind' | 'state'>
  readonly strong?: boolean
}): ReactNode => {
  const { t } = useTongue()
  const word = invoice.kind === 'invoice' ? w[`state-${invoice.state}`] : w[`state-${invoice.state}-note`]
  return (
    <StatusMark status={invoice.state === 'issued' ? 'ok' : 'planned'} strong={strong}>
      {t(word)}
    </StatusMark>
  )
}

const runMarks: Readonly<Record<RunState, Status>> = {
  'dry-run': 'planned',
  prepared: 'waits',
  approved: 'ok',
  discarded: 'ended',
}

export const RunMark = ({ state }: { readonly state: RunState }): ReactNode => {
  const { t } = useTongue()
  return <StatusMark status={runMarks[state]}>{t(wr[`state-${state}`])}</StatusMark>
}

/** A twin's document says what it is, in the dashed outline of what is simulated; the word is the one on its paper. */
export const SpecimenBand = (): ReactNode => {
  const { t } = useTongue()
  return (
    <p className="mb-5 flex flex-wrap items-baseline gap-x-4 border-y border-dashed border-edge py-2">
      <span className="text-section font-medium tracking-[0.3em]">{t(w.specimen)}</span>
      <span className="text-body text-ink-2">{t(w.specimenSays)}</span>
    </p>
  )
}

export const Warnings = ({ warnings }: { readonly warnings: readonly Phrase[] }): ReactNode => {
  const { language } = useTongue()
  return (
    <ul className="flex flex-col gap-1">
      {warnings.map((one) => (
        <li key={JSON.stringify(one)}>
          <StatusMark status="above-rating" quiet>
            {billingSentence(one, language)}
          </StatusMark>
        </li>
      ))}
    </ul>
  )
}

/** Invoices are what customers get, runs make them, the seller stands on them: pages of one room. */
export const BillingTabs = ({ here }: { readonly here: 'invoices' | 'runs' | 'seller' }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  if (!readsAll(session)) return null
  const tabs = [
    { id: 'invoices', word: w.invoices, href: paths.invoices() },
    ...(counts(session) ? [{ id: 'runs', word: w.runs, href: paths.runs() }] : []),
    { id: 'seller', word: w.seller, href: paths.seller() },
  ]
  const tab = (on: boolean): string =>
    `inline-flex min-h-8 max-narrow:min-h-11 items-center px-3.5 text-section border-l border-edge first:border-l-0 ${on ? 'bg-ink font-medium text-white' : 'text-ink-2 hover:bg-recess'}`
  return (
    <nav aria-label={t(w.tabs)} className="inline-flex max-w-full self-end rounded-control border border-edge">
      {tabs.map((one) => (
        <a
          key={one.id}
          href={one.href}
          aria-current={here === one.id ? 'page' : undefined}
          className={tab(here === one.id)}
        >
          {t(one.word)}
        </a>
      ))}
    </nav>
  )
}
