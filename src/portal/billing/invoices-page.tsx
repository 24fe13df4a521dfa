import type { ReactNode } from 'react'
import { listInvoices } from '#billing/contract'
import { readAll, useList } from '../call.ts'
import { useSession } from '../frame/session.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { useMinute } from '../now.ts'
import { paths } from '../paths.ts'
import { ButtonLink, Link } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { SearchField, Select } from '../ui/field.tsx'
import { PageHead } from '../ui/page.tsx'
import { type Column, CsvButton, ListTable, type PhoneRow } from '../ui/table.tsx'
import { useFilterText, useUrlState } from '../url-state.ts'
import { FilterRow } from './filter-row.tsx'
import { monthsBefore } from './months.ts'
import { OrganisationSelect } from './organisation-select.tsx'
import { BillingTabs, counts, type InvoiceCard, InvoiceMark, readsAll, readsInvoices, signed } from './parts.tsx'
import { w } from './words.ts'

const keyOf = (one: InvoiceCard): string => one.number ?? one.id
const FILTERS = ['state', 'kind', 'organisation', 'month', 'run', 'text'] as const
const MONTHS_BACK = 24

const columns = ({ t, f }: Tongue, all: boolean): readonly Column<InvoiceCard>[] => [
  {
    id: 'number',
    head: t(w.number),
    cell: (i) => (
      <Link href={paths.invoice(keyOf(i))}>
        {i.number ?? t(i.kind === 'invoice' ? w.draftTitle : w.draftNoteTitle)}
      </Link>
    ),
    second: (i) => (i.specimen ? t(w.specimen) : null),
    csv: (i) => i.number,
  },
  {
    id: 'kind',
    head: t(w.kind),
    cell: (i) => t(w[i.kind]),
    second: (i) => (i.credits === null ? null : `${t(w.creditsFrom)} ${i.credits}`),
    csv: (i) => t(w[i.kind]),
  },
  ...(all
    ? [
        {
          id: 'organisation',
          head: t(w.organisation),
          cell: (i: InvoiceCard) => i.organisation.name,
          csv: (i: InvoiceCard) => i.organisation.name,
        },
        {
          id: 'state',
          head: t(w.state),
          cell: (i: InvoiceCard) => <InvoiceMark invoice={i} />,
          csv: (i: InvoiceCard) => t(w[`state-${i.state}`]),
        },
      ]
    : []),
  {
    id: 'issued',
    head: t(w.issued),
    cell: (i) => (i.issue_date === null ? '–' : f.date(i.issue_date)),
    csv: (i) => i.issue_date,
  },
  { id: 'due', head: t(w.due), cell: (i) => (i.due_date === null ? '–' : f.date(i.due_date)), csv: (i) => i.due_date },
  {
    id: 'net',
    head: t(w.net),
    figures: true,
    cell: (i) => f.money(signed(i, i.net_cents)),
    csv: (i) => signed(i, i.net_cents) / 100,
  },
  {
    id: 'vat',
    head: t(w.vat),
    figures: true,
    cell: (i) => f.money(signed(i, i.vat_cents)),
    csv: (i) => signed(i, i.vat_cents) / 100,
  },
  {
    id: 'gross',
    head: t(w.gross),
    figures: true,
    cell: (i) => f.money(signed(i, i.gross_cents)),
    csv: (i) => signed(i, i.gross_cents) / 100,
  },
]

/** A file travels without its page: each row says itself that nobody owes it. */
const specimen = ({ t }: Tongue): Column<InvoiceCard> => ({
  id: 'specimen',
  head: t(w.specimen),
  cell: () => null,
  csv: (i) => (i.specimen ? t(w.specimen) : null),
})

const phone =
  ({ t, f }: Tongue) =>
  (i: InvoiceCard): PhoneRow => ({
    title: (
      <Link href={paths.invoice(keyOf(i))}>
        {i.number ?? t(i.kind === 'invoice' ? w.draftTitle : w.draftNoteTitle)}
      </Link>
    ),
    mark: <InvoiceMark invoice={i} />,
    second: `${i.organisation.name}${i.issue_date === null ? '' : ` · ${f.date(i.issue_date)}`}${i.specimen ? ` · ${t(w.specimen)}` : ''}`,
    end: f.money(signed(i, i.gross_cents)),
  })

const Filters = (): ReactNode => {
  const { t, f } = useTongue()
  const session = useSession()
  const now = useMinute()
  const [url, change] = useUrlState()
  const [typed, type] = useFilterText()
  const choose = (name: string) => (id: string) => change({ [name]: id === 'all' ? null : id })
  return (
    <FilterRow tabs={<BillingTabs here="invoices" />} active={FILTERS.filter((name) => url[name] !== undefined).length}>
      <SearchField label={t(w.search)} value={typed} onChange={type} className="w-50 max-narrow:w-full" />
      <OrganisationSelect value={url['organisation']} onChange={(organisation) => change({ organisation })} />
      <Select
        label={t(w.kind)}
        value={url['kind'] ?? 'all'}
        options={[
          { id: 'all', text: t(w.anyKind) },
          ...(['invoice', 'credit-note'] as const).map((id) => ({ id, text: t(w[`kind-${id}`]) })),
        ]}
        onChange={choose('kind')}
        className="w-44 max-narrow:w-full"
      />
      {readsAll(session) && (
        <Select
          label={t(w.state)}
          value={url['state'] ?? 'all'}
          options={[
            { id: 'all', text: t(w.anyState) },
            ...(['issued', 'prepared'] as const).map((id) => ({ id, text: t(w[`state-${id}`]) })),
          ]}
          onChange={choose('state')}
          className="w-50 max-narrow:w-full"
        />
      )}
      <Select
        label={t(w.month)}
        value={url['month'] ?? 'all'}
        options={[
          { id: 'all', text: t(w.anyMonth) },
          ...monthsBefore(now, f.zone, 0, MONTHS_BACK).map((id) => ({ id, text: f.month(id) })),
        ]}
        onChange={choose('month')}
        className="w-46 max-narrow:w-full"
      />
    </FilterRow>
  )
}

const Empty = (): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const services = <Link href={paths.services()}>{t(w.whichBilled)}</Link>
  if (!readsAll(session))
    return (
      <EmptyState title={t(w.empty)} example={services}>
        {t(w.emptySays)}
      </EmptyState>
    )
  const start = counts(session)
    ? {
        action: (
          <ButtonLink href={paths.newRun()} look="main">
            {t(w.tryMonth)}
          </ButtonLink>
        ),
      }
    : {}
  return (
    <EmptyState title={t(w.emptyStaff)} example={services} {...start}>
      {t(w.emptyStaffSays)}
    </EmptyState>
  )
}

export const InvoicesPage = (): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const session = useSession()
  const [url] = useUrlState()
  const open = readsInvoices(session)
  const query = Object.fromEntries(FILTERS.flatMap((name) => (url[name] === undefined ? [] : [[name, url[name]]])))
  const list = useList(listInvoices, query, { enabled: open })
  const cols = columns(tongue, readsAll(session))
  if (!open)
    return (
      <>
        <PageHead title={t(w.invoices)} />
        <div className="border-t border-ink">
          <EmptyState title={t(w.notOpen)}>{t(w.notOpenSays)}</EmptyState>
        </div>
      </>
    )
  return (
    <>
      <PageHead
        title={t(w.invoices)}
        beside={url['run'] === undefined ? undefined : <Link href={paths.run(url['run'])}>{t(w.ofRun)}</Link>}
        actions={
          <>
            <CsvButton name="invoices" columns={[...cols, specimen(tongue)]} all={() => readAll(listInvoices, query)} />
            {counts(session) && (
              <ButtonLink href={paths.newRun()} look="main">
                {t(w.tryMonth)}
              </ButtonLink>
            )}
          </>
        }
      />
      <Filters />
      <ListTable
        label={t(w.invoices)}
        list={list}
        columns={cols}
        keyOf={(i) => i.id}
        phone={phone(tongue)}
        filtered={Object.keys(query).length > 0}
        empty={<Empty />}
      />
    </>
  )
}
