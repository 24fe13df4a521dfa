import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { approveRun, discardRun, type RunWire, showRun } from '#billing/contract'
import { useAct, useAsk } from '../call.ts'
import { Wrong } from '../frame/not-found.tsx'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { sentence } from '../phrase.ts'
import { useUrlState } from '../url-state.ts'
import { ActDialog, kept } from '../ui/act-dialog.tsx'
import { Button, Link } from '../ui/button.tsx'
import { Fact, Facts, Labelled, PageHead, Section } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '../ui/table.tsx'
import { w as shared } from '../words.ts'
import { InvoiceLines } from './invoice-page.tsx'
import { runMarks } from './invoices-page.tsx'
import { w } from './words.ts'

type RunInvoice = RunWire['invoices'][number]

const Acts = ({ run }: { readonly run: RunWire }): ReactNode => {
  const { t, f } = useTongue()
  const approve = useAct(approveRun)
  const discard = useAct(discardRun)
  if (run.state !== 'prepared' || run.id === null) return null
  const params = { run: run.id }
  return (
    <>
      <ActDialog button={t(w.discard)} title={t(w.discardTitle)} changes={t(w.discardChanges)} act={discard} doWord={t(w.discardDo)} onDo={() => kept(discard.mutateAsync({ params }))} />
      <ActDialog
        button={t(w.approve)}
        look="main"
        title={t(w.approveTitle)}
        changes={t(w.approveChanges, { n: run.totals.invoices + run.totals.credit_notes, gross: f.money(run.totals.gross_cents) })}
        act={approve}
        doWord={t(w.approveDo)}
        onDo={() => kept(approve.mutateAsync({ params }))}
      />
    </>
  )
}

const Held = ({ run }: { readonly run: RunWire }): ReactNode => {
  const { t, language } = useTongue()
  if (run.held.length === 0) return null
  return (
    <Section title={t(w.held)} count={run.held.length}>
      <p className="pb-2 text-second text-ink-2">{t(w.heldSays)}</p>
      <ul className="flex flex-col gap-3">
        {run.held.map((one) => (
          <li key={one.organisation.id}>
            <RefusalBox wait sentence={<Link href={paths.organisation(one.organisation.handle)}>{one.organisation.name}</Link>} rule={`${sentence(one.refusal, language)} ${one.services.join(', ')}`} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

const Invoices = ({ run }: { readonly run: RunWire }): ReactNode => {
  const { t, f, language } = useTongue()
  const [url, change] = useUrlState()
  const key = (i: RunInvoice): string => i.id ?? i.organisation.id
  const difference = (i: RunInvoice): string => {
    if (i.previous_net_cents === null) return t(w.first)
    const cents = i.net_cents - i.previous_net_cents
    return cents > 0 ? `+${f.money(cents)}` : f.money(cents)
  }
  const warnings = (i: RunInvoice): ReactNode =>
    i.warnings.length === 0 ? (
      <span className="text-ink-2">{t(w.none)}</span>
    ) : (
      <span className="flex flex-col">
        {i.warnings.map((one) => (
          <StatusMark key={one.code} status="above-rating" quiet>
            {sentence(one, language)}
          </StatusMark>
        ))}
      </span>
    )
  const toggle = (i: RunInvoice): ReactNode => (
    <Button look="text" aria-expanded={url['of'] === key(i)} onPress={() => change({ of: url['of'] === key(i) ? null : key(i) })}>
      {i.organisation.name}
    </Button>
  )
  const columns: readonly Column<RunInvoice>[] = [
    { id: 'organisation', head: t(w.organisation), cell: toggle, second: (i) => i.number ?? t(i.kind === 'invoice' ? w.invoice : w.creditNote), csv: (i) => i.organisation.name },
    { id: 'warnings', head: t(w.warnings), cell: warnings, csv: (i) => i.warnings.map((one) => one.code).join(' ') },
    { id: 'net', head: t(w.net), figures: true, cell: (i) => f.money(i.net_cents), csv: (i) => i.net_cents / 100 },
    { id: 'previous', head: t(w.previous), figures: true, cell: (i) => (i.previous_net_cents === null ? '–' : f.money(i.previous_net_cents)), csv: (i) => (i.previous_net_cents === null ? null : i.previous_net_cents / 100) },
    { id: 'change', head: t(w.change), figures: true, cell: difference },
    { id: 'vat', head: t(w.vat), figures: true, cell: (i) => f.money(i.vat_cents), csv: (i) => i.vat_cents / 100 },
    { id: 'gross', head: t(w.gross), figures: true, cell: (i) => f.money(i.gross_cents), csv: (i) => i.gross_cents / 100 },
  ]
  return (
    <Section title={t(w.invoices)} count={run.invoices.length} beside={<CsvButton look="text" name={`run-${run.month}`} columns={columns} all={async () => run.invoices} />}>
      {run.invoices.length === 0 ? (
        <p className="text-ink-2">{t(w.none)}</p>
      ) : (
        <Table
          label={t(w.invoices)}
          rows={run.invoices}
          keyOf={key}
          columns={columns}
          selected={url['of'] ?? null}
          opened={(i) => (
            <div className="pt-2 pr-1">
              {i.id !== null && <Link href={paths.invoice(i.number ?? i.id)}>{i.number ?? t(w.invoice)}</Link>}
              <InvoiceLines lines={i.lines} />
            </div>
          )}
          phone={(i) => ({ title: toggle(i), mark: warnings(i), end: f.money(i.gross_cents) })}
        />
      )}
    </Section>
  )
}

export const RunPage = (): ReactNode => {
  const { t, f, language } = useTongue()
  const { run: id = '' } = useParams({ strict: false })
  const found = useAsk(showRun, { params: { run: id } })
  const run = found.data
  if (found.error && !run) return <Wrong error={found.error} reset={() => void found.refetch()} />
  if (!run) return <PageHead title={t(w.runs)} beside={t(shared.reading)} />
  return (
    <>
      <PageHead title={t(w.run, { month: f.month(run.month) })} above={<Link href={paths.invoices()}>{t(w.invoices)}</Link>} actions={<Acts run={run} />} />
      <dl className="flex flex-wrap gap-x-10 gap-y-3 pb-4">
        <Labelled name={t(w.state)}>
          <StatusMark status={runMarks[run.state]}>{t(w[`run-${run.state}`])}</StatusMark>
        </Labelled>
        <Labelled name={t(w.preparedBy)}>{t(w.by, { at: f.dateTime(run.prepared_at), by: run.prepared_by ?? '–' })}</Labelled>
        {run.approved_at !== null && <Labelled name={t(w.approvedBy)}>{t(w.by, { at: f.dateTime(run.approved_at), by: run.approved_by ?? '–' })}</Labelled>}
      </dl>
      {run.specimen && (
        <div className="pb-4">
          <RefusalBox wait sentence={t(w.specimen)} rule={t(w.specimenSays)} />
        </div>
      )}
      {run.warnings.length > 0 && (
        <ul className="flex flex-col gap-2 pb-4">
          {run.warnings.map((one) => (
            <li key={one.code}>
              <StatusMark status="above-rating" quiet>
                {sentence(one, language)}
              </StatusMark>
            </li>
          ))}
        </ul>
      )}
      <div className="max-w-md pb-6">
        <Facts>
          <Fact name={t(w.counts, { invoices: run.totals.invoices, credits: run.totals.credit_notes })}>{f.money(run.totals.net_cents)}</Fact>
          <Fact name={t(w.previous)}>{run.previous_net_cents === null ? '–' : f.money(run.previous_net_cents)}</Fact>
          <Fact name={t(w.vat)}>{f.money(run.totals.vat_cents)}</Fact>
          <Fact name={t(w.gross)}>{f.money(run.totals.gross_cents)}</Fact>
        </Facts>
      </div>
      <Held run={run} />
      <Invoices run={run} />
    </>
  )
}
