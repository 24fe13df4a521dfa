import type { ReactNode } from 'react'
import type { z } from 'zod'
import { listRuns, type runCard } from '#billing/contract'
import { readAll, useList } from '../call.ts'
import { useSession } from '../frame/session.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { useMinute } from '../now.ts'
import { paths } from '../paths.ts'
import { ButtonLink, Link } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Select } from '../ui/field.tsx'
import { PageHead } from '../ui/page.tsx'
import { type Column, CsvButton, ListTable, type PhoneRow } from '../ui/table.tsx'
import { useUrlState } from '../url-state.ts'
import { FilterRow } from './filter-row.tsx'
import { monthsBefore } from './months.ts'
import { BillingTabs, counts, differenceText, RunMark } from './parts.tsx'
import { w as wr } from './run-words.ts'
import { w } from './words.ts'

type Run = z.output<typeof runCard>

const states = ['prepared', 'approved', 'discarded'] as const
const FILTERS = ['state', 'month'] as const
const MONTHS_BACK = 24

/** Against the last approved run; a discarded one has nothing left to compare. */
const difference = (run: Run): number | null =>
  run.previous_net_cents === null || run.state === 'discarded' ? null : run.totals.net_cents - run.previous_net_cents

const columns = ({ t, f }: Tongue): readonly Column<Run>[] => [
  {
    id: 'month',
    head: t(wr.month),
    cell: (r) => <Link href={paths.run(r.id ?? '')}>{f.month(r.month)}</Link>,
    second: (r) => r.site,
    csv: (r) => r.month,
  },
  {
    id: 'state',
    head: t(wr.state),
    cell: (r) => <RunMark state={r.state} />,
    second: (r) => (r.specimen ? t(w.specimen) : null),
    csv: (r) => t(wr[`state-${r.state}`]),
  },
  {
    id: 'prepared',
    head: t(wr.prepared),
    cell: (r) => f.shortDateTime(r.prepared_at),
    second: (r) => r.prepared_by,
    csv: (r) => r.prepared_at,
  },
  {
    id: 'approved',
    head: t(wr.approved),
    cell: (r) => (r.approved_at === null ? '–' : f.shortDateTime(r.approved_at)),
    second: (r) => r.approved_by,
    csv: (r) => r.approved_at,
  },
  {
    id: 'documents',
    head: t(wr.documents),
    cell: (r) => t(wr.nInvoices, { invoices: r.totals.invoices, notes: r.totals.credit_notes }),
    csv: (r) => r.totals.invoices + r.totals.credit_notes,
  },
  { id: 'held', head: t(wr.held), figures: true, cell: (r) => f.number(r.held_total), csv: (r) => r.held_total },
  {
    id: 'net',
    head: t(wr.net),
    figures: true,
    cell: (r) => f.money(r.totals.net_cents),
    csv: (r) => r.totals.net_cents / 100,
  },
  {
    id: 'change',
    head: t(wr.change),
    figures: true,
    cell: (r) => {
      const cents = difference(r)
      return cents === null ? '–' : differenceText(f, cents)
    },
    csv: (r) => {
      const cents = difference(r)
      return cents === null ? null : cents / 100
    },
  },
  {
    id: 'gross',
    head: t(wr.gross),
    figures: true,
    cell: (r) => f.money(r.totals.gross_cents),
    csv: (r) => r.totals.gross_cents / 100,
  },
]

const phone =
  ({ t, f }: Tongue) =>
  (r: Run): PhoneRow => ({
    title: <Link href={paths.run(r.id ?? '')}>{f.month(r.month)}</Link>,
    mark: <RunMark state={r.state} />,
    second: t(wr.nInvoices, { invoices: r.totals.invoices, notes: r.totals.credit_notes }),
    end: f.money(r.totals.gross_cents),
  })

const Filters = (): ReactNode => {
  const { t, f } = useTongue()
  const now = useMinute()
  const [url, change] = useUrlState()
  return (
    <FilterRow tabs={<BillingTabs here="runs" />} active={FILTERS.filter((name) => url[name] !== undefined).length}>
      <Select
        label={t(wr.state)}
        value={url['state'] ?? 'all'}
        options={[{ id: 'all', text: t(wr.anyState) }, ...states.map((id) => ({ id, text: t(wr[`state-${id}`]) }))]}
        onChange={(id) => change({ state: id === 'all' ? null : id })}
        className="w-64 max-narrow:w-full"
      />
      <Select
        label={t(wr.month)}
        value={url['month'] ?? 'all'}
        options={[
          { id: 'all', text: t(wr.anyMonth) },
          ...monthsBefore(now, f.zone, 1, MONTHS_BACK).map((id) => ({ id, text: f.month(id) })),
        ]}
        onChange={(id) => change({ month: id === 'all' ? null : id })}
        className="w-46 max-narrow:w-full"
      />
    </FilterRow>
  )
}

/** What is said to who neither prepares nor approves. */
export const RunsNotOpen = (): ReactNode => {
  const { t } = useTongue()
  return (
    <>
      <PageHead title={t(wr.runs)} />
      <div className="border-t border-ink">
        <EmptyState title={t(w.notOpen)} example={<Link href={paths.invoices()}>{t(w.invoices)}</Link>}>
          {t(w.runsNotOpenSays)}
        </EmptyState>
      </div>
    </>
  )
}

export const RunsPage = (): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const session = useSession()
  const [url] = useUrlState()
  const query = Object.fromEntries(FILTERS.flatMap((name) => (url[name] === undefined ? [] : [[name, url[name]]])))
  const open = counts(session)
  const list = useList(listRuns, query, { enabled: open })
  const cols = columns(tongue)
  if (!open) return <RunsNotOpen />
  const begin = (
    <ButtonLink href={paths.newRun()} look="main">
      {t(w.tryMonth)}
    </ButtonLink>
  )
  return (
    <>
      <PageHead
        title={t(wr.runs)}
        actions={
          <>
            <CsvButton name="invoice-runs" columns={cols} all={() => readAll(listRuns, query)} />
            {begin}
          </>
        }
      />
      <Filters />
      <ListTable
        label={t(wr.runs)}
        list={list}
        columns={cols}
        keyOf={(r) => r.id ?? r.month}
        phone={phone(tongue)}
        filtered={Object.keys(query).length > 0}
        empty={
          <EmptyState title={t(wr.runsEmpty)} action={begin}>
            {t(wr.runsEmptySays)}
          </EmptyState>
        }
      />
    </>
  )
}
