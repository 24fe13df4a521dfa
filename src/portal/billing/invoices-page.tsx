import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { type invoiceCard, listInvoices, listRuns, prepareRun } from '#billing/contract'
import { readAll, useAct, useAsk, useList } from '../call.ts'
import { hasRole, isStaff, useSession } from '../frame/session.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { useFilterText, useUrlState } from '../url-state.ts'
import { ActDialog } from '../ui/act-dialog.tsx'
import { Link } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Field, SearchField, Segments } from '../ui/field.tsx'
import { PageHead, Section } from '../ui/page.tsx'
import { type Status, StatusMark } from '../ui/status-mark.tsx'
import { type Column, CsvButton, ListTable } from '../ui/table.tsx'
import { w } from './words.ts'

type Card = z.output<typeof invoiceCard>

export const runMarks: Readonly<Record<'dry-run' | 'prepared' | 'approved' | 'discarded', Status>> = { 'dry-run': 'planned', prepared: 'waits', approved: 'ok', discarded: 'ended' }

export const InvoiceMark = ({ invoice }: { readonly invoice: Pick<Card, 'state'> }): ReactNode => {
  const { t } = useTongue()
  return <StatusMark status={invoice.state === 'issued' ? 'ok' : 'planned'}>{t(w[`state-${invoice.state}`])}</StatusMark>
}

/** A credit note's amounts are positive on the wire: they are what it repays, so a list shows them below zero. */
const signed = (one: Card, cents: number): number => (one.kind === 'credit-note' ? -cents : cents)

const columns = ({ t, f }: Tongue): readonly Column<Card>[] => [
  {
    id: 'number',
    head: t(w.number),
    cell: (i) => <Link href={paths.invoice(i.number ?? i.id)}>{i.number ?? t(i.kind === 'invoice' ? w.invoice : w.creditNote)}</Link>,
    second: (i) => (i.specimen ? t(w.specimen) : i.kind === 'credit-note' ? t(w.creditNote) : null),
    csv: (i) => i.number,
  },
  { id: 'organisation', head: t(w.organisation), cell: (i) => i.organisation.name, csv: (i) => i.organisation.name },
  { id: 'state', head: t(w.state), cell: (i) => <InvoiceMark invoice={i} />, csv: (i) => i.state },
  { id: 'issued', head: t(w.issued), cell: (i) => (i.issue_date === null ? '–' : f.date(i.issue_date)), csv: (i) => i.issue_date },
  { id: 'due', head: t(w.due), cell: (i) => (i.due_date === null ? '–' : f.date(i.due_date)), csv: (i) => i.due_date },
  { id: 'net', head: t(w.net), figures: true, cell: (i) => f.money(signed(i, i.net_cents)), csv: (i) => signed(i, i.net_cents) / 100 },
  { id: 'vat', head: t(w.vat), figures: true, cell: (i) => f.money(signed(i, i.vat_cents)), csv: (i) => signed(i, i.vat_cents) / 100 },
  { id: 'gross', head: t(w.gross), figures: true, cell: (i) => f.money(signed(i, i.gross_cents)), csv: (i) => signed(i, i.gross_cents) / 100 },
]

const PrepareButton = (): ReactNode => {
  const { t, f } = useTongue()
  const router = useRouter()
  const act = useAct(prepareRun)
  const [month, setMonth] = useState(new Intl.DateTimeFormat('sv-SE', { timeZone: f.zone, year: 'numeric', month: '2-digit' }).format(new Date()))
  const send = async (): Promise<boolean> => {
    const run = await act.mutateAsync({ body: { month } }).catch(() => null)
    if (run && run.id !== null) router.history.push(paths.run(run.id))
    return run !== null
  }
  return (
    <ActDialog button={t(w.prepare)} look="main" title={t(w.prepareTitle)} changes={t(w.prepareChanges)} act={act} doWord={t(w.prepareDo)} onDo={send}>
      <Field label={t(w.month)} value={month} onChange={setMonth} placeholder="2026-12" />
    </ActDialog>
  )
}

const Runs = (): ReactNode => {
  const { t, f } = useTongue()
  const runs = useAsk(listRuns, { query: { limit: 6 } })
  const items = runs.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Section title={t(w.runs)} count={runs.data?.total}>
      <ul>
        {items.map((run) => (
          <li key={run.id ?? run.month} className="grid grid-cols-[170px_minmax(0,1fr)_auto] items-baseline gap-x-6 border-b border-rule py-2 max-narrow:grid-cols-1">
            {run.id === null ? f.month(run.month) : <Link href={paths.run(run.id)}>{f.month(run.month)}</Link>}
            <StatusMark status={runMarks[run.state]}>{t(w[`run-${run.state}`])}</StatusMark>
            <span className="text-right">
              {t(w.counts, { invoices: run.totals.invoices, credits: run.totals.credit_notes })}, {f.money(run.totals.gross_cents)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

const shows = ['all', 'issued', 'prepared'] as const

export const InvoicesPage = (): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const session = useSession()
  const [url, change] = useUrlState()
  const [typed, type, text] = useFilterText()
  const show = shows.find((one) => one === url['state']) ?? 'all'
  const counts = hasRole(session, 'admin', 'accountant')
  const query = {
    ...(show === 'all' ? {} : { state: show }),
    ...(url['organisation'] === undefined ? {} : { organisation: url['organisation'] }),
    ...(url['run'] === undefined ? {} : { run: url['run'] }),
    ...(text === '' ? {} : { text }),
  }
  const list = useList(listInvoices, query)
  const cols = columns(tongue)
  return (
    <>
      <PageHead
        title={t(w.invoices)}
        beside={url['organisation'] ?? t(w.invoicesBeside)}
        actions={
          <>
            <CsvButton name="invoices" columns={cols} all={() => readAll(listInvoices, query)} />
            {counts && <PrepareButton />}
          </>
        }
      />
      {counts && <Runs />}
      <div className="flex flex-wrap items-center gap-4 border-t border-ink py-4">
        <SearchField label={t(w.search)} value={typed} onChange={type} className="w-60 max-narrow:w-full" />
        {isStaff(session) && (
          <Segments
            label={t(w.which)}
            value={show}
            options={[
              { id: 'all', text: t(w.all) },
              { id: 'issued', text: t(w.onlyIssued) },
              { id: 'prepared', text: t(w.onlyPrepared) },
            ]}
            onChange={(id) => change({ state: id === 'all' ? null : id })}
          />
        )}
      </div>
      <ListTable
        label={t(w.invoices)}
        list={list}
        columns={cols}
        keyOf={(i) => i.id}
        phone={(i) => ({
          title: <Link href={paths.invoice(i.number ?? i.id)}>{i.number ?? t(w.invoice)}</Link>,
          mark: <InvoiceMark invoice={i} />,
          second: i.organisation.name,
          end: tongue.f.money(signed(i, i.gross_cents)),
        })}
        filtered={Object.keys(query).length > 0}
        empty={
          <EmptyState title={t(w.empty)} {...(counts ? { action: <PrepareButton /> } : {})}>
            {t(counts ? w.emptySays : w.emptyOwn)}
          </EmptyState>
        }
      />
    </>
  )
}
