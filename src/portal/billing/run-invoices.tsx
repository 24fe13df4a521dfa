import type { ReactNode } from 'react'
import type { RunWire } from '#billing/contract'
import { type Tongue, useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Button, Link } from '../ui/button.tsx'
import { SearchField, Segments } from '../ui/field.tsx'
import { Section } from '../ui/page.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { type Column, CsvButton, type PhoneRow, Table } from '../ui/table.tsx'
import { useFilterText, useUrlState } from '../url-state.ts'
import { InvoiceLines } from './invoice-lines.tsx'
import { billingSentence, differenceText, signed, Warnings } from './parts.tsx'
import { w as wr } from './run-words.ts'
import { w } from './words.ts'

type One = RunWire['invoices'][number]

/** What of an organisation this run bills or repays in all, to be held against its last run. */
const togetherOf = (run: RunWire, one: One): number =>
  run.invoices
    .filter((other) => other.organisation.id === one.organisation.id)
    .reduce((sum, other) => sum + signed(other, other.net_cents), 0)

/** Told once an organisation, on its first document. */
const isFirstOf = (run: RunWire, one: One): boolean =>
  run.invoices.find((other) => other.organisation.id === one.organisation.id) === one

interface Comparing {
  readonly keyOf: (one: One) => string
  readonly change: (one: One) => number | null
}

const comparing = (run: RunWire): Comparing => ({
  keyOf: (one) => one.id ?? `${run.invoices.indexOf(one)}`,
  change: (one) =>
    one.previous_net_cents === null || !isFirstOf(run, one) ? null : togetherOf(run, one) - one.previous_net_cents,
})

const Opener = ({
  one,
  open,
  onOpen,
}: {
  readonly one: One
  readonly open: boolean
  readonly onOpen: () => void
}): ReactNode => (
  <Button look="text" aria-expanded={open} onPress={onOpen}>
    {one.organisation.name}
  </Button>
)

/** Net, VAT and gross; what a credit note repays counts against. */
const amounts = ({ t, f }: Tongue): readonly Column<One>[] =>
  (['net', 'vat', 'gross'] as const).map((sum) => ({
    id: sum,
    head: t(wr[sum]),
    figures: true,
    cell: (i) => f.money(signed(i, i[`${sum}_cents`])),
    csv: (i) => signed(i, i[`${sum}_cents`]) / 100,
  }))

const columns = (
  tongue: Tongue,
  { keyOf, change }: Comparing,
  opened: string | undefined,
  open: (key: string | null) => void,
): readonly Column<One>[] => {
  const { t, f, language } = tongue
  return [
    {
      id: 'organisation',
      head: t(wr.organisation),
      cell: (i) => (
        <Opener one={i} open={opened === keyOf(i)} onOpen={() => open(opened === keyOf(i) ? null : keyOf(i))} />
      ),
      second: (i) => i.organisation.handle,
      csv: (i) => i.organisation.name,
    },
    {
      id: 'document',
      head: t(wr.document),
      cell: (i) =>
        i.id === null ? t(w[i.kind]) : <Link href={paths.invoice(i.number ?? i.id)}>{i.number ?? t(w[i.kind])}</Link>,
      second: (i) => (i.number === null ? null : t(w[i.kind])),
      csv: (i) => i.number ?? t(w[i.kind]),
    },
    {
      id: 'warnings',
      head: t(wr.warnings),
      cell: (i) =>
        i.warnings.length === 0 ? (
          <span className="text-ink-2">{t(wr.noWarnings)}</span>
        ) : (
          <Warnings warnings={i.warnings} />
        ),
      csv: (i) => i.warnings.map((one) => billingSentence(one, language)).join(' '),
    },
    {
      id: 'before',
      head: t(wr.before),
      figures: true,
      cell: (i) => (i.previous_net_cents === null ? '–' : f.money(i.previous_net_cents)),
      csv: (i) => (i.previous_net_cents === null ? null : i.previous_net_cents / 100),
    },
    {
      id: 'change',
      head: t(wr.change),
      figures: true,
      cell: (i) => {
        const cents = change(i)
        return cents === null ? '–' : differenceText(f, cents)
      },
      csv: (i) => {
        const cents = change(i)
        return cents === null ? null : cents / 100
      },
    },
    ...amounts(tongue),
  ]
}

const shows = ['all', 'warned', 'changed'] as const
type Show = (typeof shows)[number]

/** Every document of the run, opened to its lines; the address keeps which ones and the opened one. */
export const RunInvoices = ({ run }: { readonly run: RunWire }): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  const [url, change] = useUrlState()
  const [typed, type, text] = useFilterText()
  const compared = comparing(run)
  const keeps: Readonly<Record<Show, (one: One) => boolean>> = {
    all: () => true,
    warned: (one) => one.warnings.length > 0,
    changed: (one) => (compared.change(one) ?? 0) !== 0,
  }
  const show = shows.find((one) => one === url['show']) ?? 'all'
  const rows = run.invoices.filter(
    (one) => keeps[show](one) && one.organisation.name.toLowerCase().includes(text.toLowerCase()),
  )
  const open = (key: string | null): void => change({ invoice: key })
  const cols = columns(tongue, compared, url['invoice'], open)
  const phone = (i: One): PhoneRow => ({
    title: (
      <Opener
        one={i}
        open={url['invoice'] === compared.keyOf(i)}
        onOpen={() => open(url['invoice'] === compared.keyOf(i) ? null : compared.keyOf(i))}
      />
    ),
    mark:
      i.warnings.length === 0 ? (
        <StatusMark status="ok" quiet>
          {t(wr.noWarnings)}
        </StatusMark>
      ) : (
        <Warnings warnings={i.warnings} />
      ),
    second: i.number ?? t(w[i.kind]),
    end: f.money(signed(i, i.gross_cents)),
  })
  return (
    <Section
      rule={false}
      title={t(wr.documents)}
      count={t(wr.nInvoices, { invoices: run.totals.invoices, notes: run.totals.credit_notes })}
      beside={<CsvButton name={`invoice-run-${run.month}`} columns={cols} all={async () => rows} look="text" />}
    >
      <div className="flex flex-wrap items-center gap-4 pb-3">
        <SearchField label={t(wr.search)} value={typed} onChange={type} className="w-64 max-narrow:w-full" />
        <Segments
          label={t(wr.which)}
          value={show}
          options={shows.map((id) => ({ id, text: t(wr[id]), count: run.invoices.filter(keeps[id]).length }))}
          onChange={(id) => change({ show: id === 'all' ? null : id })}
        />
      </div>
      {rows.length === 0 ? (
        <p className="py-4 text-ink-2">{t(wr.noMatch)}</p>
      ) : (
        <Table
          label={t(wr.documents)}
          rows={rows}
          columns={cols}
          keyOf={compared.keyOf}
          phone={phone}
          selected={url['invoice'] ?? null}
          opened={(i) => <InvoiceLines lines={i.lines} />}
        />
      )}
      <p className="pt-3 text-ink-2">{t(wr.shown, { n: f.number(rows.length), of: f.number(run.invoices.length) })}</p>
    </Section>
  )
}
