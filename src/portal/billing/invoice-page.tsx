import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { addressOf } from '#kernel'
import { creditInvoice, type InvoiceSnapshot, type InvoiceWire, printInvoice, showInvoice } from '#billing/contract'
import { useAct, useAsk } from '../call.ts'
import { Wrong } from '../frame/not-found.tsx'
import { hasRole, useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { ActDialog, kept } from '../ui/act-dialog.tsx'
import { FileLink, Link } from '../ui/button.tsx'
import { Fact, Facts, Labelled, PageHead, Section } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { Table } from '../ui/table.tsx'
import { w as shared } from '../words.ts'
import { InvoiceMark } from './invoices-page.tsx'
import { w } from './words.ts'

type Line = InvoiceSnapshot['lines'][number]

export const InvoiceLines = ({ lines }: { readonly lines: readonly Line[] }): ReactNode => {
  const { t, f, language } = useTongue()
  const quantity = (line: Line): string =>
    line.unit === 'DAY' ? t(w.daysOf, { n: f.number(line.quantity), base: f.number(line.price_base) }) : `${f.number(line.quantity)} ${t(w[`unit-${line.unit}`])}`
  const period = (line: Line): string =>
    line.period.first_day === line.period.last_day ? f.date(line.period.first_day) : t(w.dates, { from: f.date(line.period.first_day), to: f.date(line.period.last_day) })
  return (
    <Table
      label={t(w.lines)}
      rows={lines}
      keyOf={(line) => String(line.line)}
      columns={[
        { id: 'line', head: t(w.line), cell: (line) => line.name[language], second: (line) => line.service },
        { id: 'period', head: t(w.period), cell: period },
        { id: 'quantity', head: t(w.quantity), figures: true, cell: quantity },
        { id: 'price', head: t(w.price), figures: true, cell: (line) => f.price(line.price_micro_euros) },
        { id: 'vat', head: t(w.vat), figures: true, cell: (line) => f.percent(line.vat_percent) },
        { id: 'net', head: t(w.net), figures: true, cell: (line) => f.money(line.net_cents) },
      ]}
      phone={(line) => ({ title: line.name[language], second: period(line), end: f.money(line.net_cents) })}
    />
  )
}

const CreditButton = ({ invoice }: { readonly invoice: InvoiceWire }): ReactNode => {
  const { t, f } = useTongue()
  const session = useSession()
  const act = useAct(creditInvoice)
  const [gross, setGross] = useState<number | null>(null)
  if (invoice.state !== 'issued' || invoice.kind !== 'invoice' || !hasRole(session, 'admin', 'accountant')) return null
  const params = { invoice: invoice.id }
  const look = (): void => {
    act.mutateAsync({ params, body: { dry_run: true } }).then(
      (would) => setGross(would.snapshot.totals.gross_cents),
      () => setGross(null),
    )
  }
  return (
    <ActDialog
      button={t(w.credit)}
      title={t(w.creditTitle)}
      changes={gross === null ? t(w.creditAsking) : t(w.creditChanges, { gross: f.money(gross) })}
      act={act}
      doWord={t(w.creditDo)}
      onOpen={look}
      onDo={() => (gross === null ? Promise.resolve(false) : kept(act.mutateAsync({ params, body: { dry_run: false } })))}
    />
  )
}

const Party = ({ name, party }: { readonly name: string; readonly party: InvoiceSnapshot['seller'] | InvoiceSnapshot['buyer'] }): ReactNode => {
  const { t } = useTongue()
  return (
    <Section title={name}>
      <p className="text-section">{party.name}</p>
      <p className="whitespace-pre-line text-second text-ink-2">{party.address}</p>
      <p className="text-second text-ink-2">
        {[party.country, party.siret === null ? null : `SIRET ${party.siret}`, party.vat_number === null ? null : `${t(w.vat)} ${party.vat_number}`]
          .filter((one) => one !== null)
          .join(' · ')}
      </p>
    </Section>
  )
}

const Totals = ({ invoice }: { readonly invoice: InvoiceWire }): ReactNode => {
  const { t, f, language } = useTongue()
  const s = invoice.snapshot
  return (
    <div className="ml-auto max-w-md pt-5">
      <Facts>
        <Fact name={t(w.net)}>{f.money(s.totals.net_cents)}</Fact>
        {s.vat.map((one) => (
          <Fact key={`${one.category} ${one.percent}`} name={t(w.vatOf, { percent: f.percent(one.percent, one.percent % 1 === 0 ? 0 : 1), base: f.money(one.net_cents) })}>
            {f.money(one.vat_cents)}
            {one.reason && <span className="block text-second text-ink-2">{one.reason[language]}</span>}
          </Fact>
        ))}
      </Facts>
      <p className="flex items-baseline justify-between gap-4 pt-2 text-line">
        <span>{t(invoice.kind === 'invoice' ? w.total : w.totalCredit)}</span>
        <span>{f.money(s.totals.gross_cents)}</span>
      </p>
    </div>
  )
}

export const InvoicePage = (): ReactNode => {
  const { t, f, language } = useTongue()
  const { invoice: key = '' } = useParams({ strict: false })
  const found = useAsk(showInvoice, { params: { invoice: key } })
  const invoice = found.data
  if (found.error && !invoice) return <Wrong error={found.error} reset={() => void found.refetch()} />
  if (!invoice) return <PageHead title={t(w.invoice)} beside={t(shared.reading)} />
  const s = invoice.snapshot
  return (
    <>
      <PageHead
        title={invoice.number ?? t(invoice.kind === 'invoice' ? w.invoice : w.creditNote)}
        above={
          <>
            <Link href={paths.invoices()}>{t(w.invoices)}</Link> / <Link href={paths.organisation(invoice.organisation.handle)}>{invoice.organisation.name}</Link>
          </>
        }
        actions={
          <>
            <FileLink href={addressOf(printInvoice, { params: { invoice: invoice.id } })} look="plain">
              {t(w.pdf)}
            </FileLink>
            <CreditButton invoice={invoice} />
          </>
        }
      />
      <dl className="flex flex-wrap gap-x-10 gap-y-3 pb-4">
        <Labelled name={t(w.state)}>
          <InvoiceMark invoice={invoice} />
        </Labelled>
        <Labelled name={t(w.issued)}>{invoice.issue_date === null ? '–' : f.date(invoice.issue_date)}</Labelled>
        <Labelled name={t(w.due)}>{invoice.due_date === null ? '–' : f.date(invoice.due_date)}</Labelled>
        {s.buyer_reference !== null && <Labelled name={t(w.buyerReference)}>{s.buyer_reference}</Labelled>}
        {s.purchase_order !== null && <Labelled name={t(w.purchaseOrder)}>{s.purchase_order}</Labelled>}
        {s.preceding && (
          <Labelled name={t(w.preceding)}>
            <Link href={paths.invoice(s.preceding.number)}>{s.preceding.number}</Link>
          </Labelled>
        )}
        {s.payment.iban !== null && <Labelled name={t(w.iban)}>{s.payment.iban}</Labelled>}
      </dl>
      {invoice.specimen && (
        <div className="pb-4">
          <RefusalBox wait sentence={t(w.specimen)} rule={t(w.specimenSays)} />
        </div>
      )}
      <div className="grid grid-cols-1 gap-x-12 narrow:grid-cols-2">
        <Party name={t(w.seller)} party={s.seller} />
        <Party name={t(w.buyer)} party={s.buyer} />
      </div>
      <Section title={t(w.lines)} count={s.lines.length}>
        <InvoiceLines lines={s.lines} />
        <Totals invoice={invoice} />
      </Section>
      {invoice.credit_notes.length > 0 && (
        <Section title={t(w.creditNotes)}>
          <Facts>
            {invoice.credit_notes.map((note) => (
              <Fact key={note.id} name={<Link href={paths.invoice(note.number ?? note.id)}>{note.number ?? t(w.creditNote)}</Link>}>
                {f.money(-note.gross_cents)}
              </Fact>
            ))}
          </Facts>
        </Section>
      )}
      {s.notes.length > 0 && (
        <Section title={t(w.notes)}>
          {s.notes.map((note) => (
            <p key={note.subject} className="max-w-3xl text-second text-ink-2">
              {note.text[language]}
            </p>
          ))}
        </Section>
      )}
    </>
  )
}
