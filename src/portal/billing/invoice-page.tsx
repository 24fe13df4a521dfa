import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type InvoiceSnapshot, type InvoiceWire, printInvoice, showInvoice } from '#billing/contract'
import { addressOf } from '#kernel'
import { useAsk } from '../call.ts'
import { Wrong } from '../frame/not-found.tsx'
import { useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { ButtonLink, FileLink, Link } from '../ui/button.tsx'
import { Columns, Fact, Facts, Labelled, PageHead, Section } from '../ui/page.tsx'
import { Table } from '../ui/table.tsx'
import { w as shared } from '../words.ts'
import { CreditButton } from './credit-note.tsx'
import { InvoiceLines, vatText } from './invoice-lines.tsx'
import { counts, InvoiceMark, periodText, SpecimenBand } from './parts.tsx'
import { w } from './words.ts'

const HeadFacts = ({ invoice }: { readonly invoice: InvoiceWire }): ReactNode => {
  const { t, f } = useTongue()
  const session = useSession()
  const s = invoice.snapshot
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3">
      <Labelled name={t(w.state)}>
        <InvoiceMark invoice={invoice} />
      </Labelled>
      {invoice.issue_date !== null && <Labelled name={t(w.issued)}>{f.date(invoice.issue_date)}</Labelled>}
      {invoice.due_date !== null && <Labelled name={t(w.due)}>{f.date(invoice.due_date)}</Labelled>}
      <Labelled name={t(w.period)}>{periodText(f, s.period)}</Labelled>
      {s.preceding && (
        <Labelled name={t(w.creditsFrom)}>
          <Link href={paths.invoice(s.preceding.number)}>{s.preceding.number}</Link>
        </Labelled>
      )}
      {invoice.run !== null && counts(session) && (
        <Labelled name={t(w.run)}>
          <Link href={paths.run(invoice.run)}>{t(w.seeRun)}</Link>
        </Labelled>
      )}
    </dl>
  )
}

const Totals = ({ invoice }: { readonly invoice: InvoiceWire }): ReactNode => {
  const { t, f } = useTongue()
  const { totals } = invoice.snapshot
  const gross = invoice.specimen ? w.totalSpecimen : invoice.kind === 'invoice' ? w.totalGross : w.totalRepaid
  return (
    <dl className="ml-auto w-full max-w-sm pt-3">
      <Fact name={t(w.totalNet)}>{f.money(totals.net_cents)}</Fact>
      <Fact name={t(w.totalVat)}>{f.money(totals.vat_cents)}</Fact>
      <div className="flex items-baseline justify-between gap-4 py-2 text-line">
        <dt>{t(gross)}</dt>
        <dd>{f.money(totals.gross_cents)}</dd>
      </div>
    </dl>
  )
}

type Vat = InvoiceSnapshot['vat'][number]

const VatTable = ({ vat }: { readonly vat: readonly Vat[] }): ReactNode => {
  const tongue = useTongue()
  const { t, f, language } = tongue
  return (
    <Section title={t(w.vatTitle)}>
      <Table
        label={t(w.vatTitle)}
        rows={vat}
        keyOf={(v) => `${v.category} ${v.percent}`}
        columns={[
          { id: 'rate', head: t(w.vatRate), cell: (v) => vatText(v.category, v.percent, tongue) },
          {
            id: 'why',
            head: t(w.why),
            cell: (v) => (v.reason === null ? '–' : v.reason[language]),
            second: (v) => v.reason_code,
          },
          { id: 'base', head: t(w.base), figures: true, cell: (v) => f.money(v.net_cents) },
          { id: 'vat', head: t(w.vat), figures: true, cell: (v) => f.money(v.vat_cents) },
        ]}
        phone={(v) => ({
          title: vatText(v.category, v.percent, tongue),
          second:
            v.reason === null
              ? `${t(w.base)} ${f.money(v.net_cents)}`
              : `${t(w.base)} ${f.money(v.net_cents)} · ${v.reason[language]}`,
          end: f.money(v.vat_cents),
        })}
      />
    </Section>
  )
}

type Party = InvoiceSnapshot['buyer'] | InvoiceSnapshot['seller']

/** What the invoice says of one party, as it stood when it was composed. */
const PartyFacts = ({ party, children }: { readonly party: Party; readonly children?: ReactNode }): ReactNode => {
  const { t } = useTongue()
  return (
    <>
      <p className="text-section">{party.name}</p>
      <p className="whitespace-pre-line pb-1 text-second text-ink-2">
        {party.address === '' ? '' : `${party.address}\n`}
        {party.country}
      </p>
      <Facts>
        {party.siret !== null && <Fact name={t(w.siret)}>{party.siret}</Fact>}
        {party.vat_number !== null && <Fact name={t(w.vatNumber)}>{party.vat_number}</Fact>}
        {children}
      </Facts>
    </>
  )
}

const Buyer = ({ invoice }: { readonly invoice: InvoiceWire }): ReactNode => {
  const { t } = useTongue()
  const s = invoice.snapshot
  return (
    <Section
      title={t(w.buyer)}
      beside={<Link href={paths.organisation(invoice.organisation.handle)}>{invoice.organisation.handle}</Link>}
    >
      <PartyFacts party={s.buyer}>
        {s.buyer_reference !== null && <Fact name={t(w.serviceCode)}>{s.buyer_reference}</Fact>}
        {s.purchase_order !== null && (
          <Fact name={t(s.buyer.public_body ? w.engagement : w.yourReference)}>{s.purchase_order}</Fact>
        )}
        {s.sales_order !== null && (
          <Fact name={t(w.order)}>
            <Link href={paths.order(s.sales_order)}>{s.sales_order}</Link>
          </Fact>
        )}
      </PartyFacts>
    </Section>
  )
}

const SellerAndPayment = ({ snapshot: s }: { readonly snapshot: InvoiceSnapshot }): ReactNode => {
  const { t, f } = useTongue()
  return (
    <>
      {s.type_code === '380' && (
        <Section title={t(w.payment)}>
          <Facts>
            <Fact name={t(w.paymentDays)}>{t(w.nDays, { n: f.number(s.payment.days) })}</Fact>
            <Fact name={t(w.iban)}>{s.payment.iban?.replaceAll(/(.{4})(?=.)/g, '$1\u00a0') ?? t(w.noIban)}</Fact>
            {s.payment.bic !== null && <Fact name={t(w.bic)}>{s.payment.bic}</Fact>}
          </Facts>
        </Section>
      )}
      <Section title={t(w.seller)}>
        <PartyFacts party={s.seller}>
          {s.seller.legal_form !== null && <Fact name={t(w.legalForm)}>{s.seller.legal_form}</Fact>}
          {s.seller.register !== null && <Fact name={t(w.register)}>{s.seller.register}</Fact>}
        </PartyFacts>
      </Section>
    </>
  )
}

const Beneath = ({ invoice }: { readonly invoice: InvoiceWire }): ReactNode => {
  const { t, f, language } = useTongue()
  const s = invoice.snapshot
  return (
    <>
      <VatTable vat={s.vat} />
      {invoice.credit_notes.length > 0 && (
        <Section title={t(w.creditNotes)}>
          <Facts>
            {invoice.credit_notes.map((note) => (
              <Fact
                key={note.id}
                name={<Link href={paths.invoice(note.number ?? note.id)}>{note.number ?? t(w.draftNoteTitle)}</Link>}
              >
                {f.money(-note.gross_cents)}
              </Fact>
            ))}
          </Facts>
        </Section>
      )}
      {s.notes.length > 0 && (
        <Section title={t(w.mentions)} count={t(w.asPrinted)}>
          <ul className="flex max-w-3xl flex-col gap-1.5 text-second text-ink-2">
            {s.notes.map((note) => (
              <li key={note.text.fr}>{note.text[language]}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

const Actions = ({ invoice }: { readonly invoice: InvoiceWire }): ReactNode => {
  const { t, language } = useTongue()
  const printed = invoice.snapshot.buyer.language
  return (
    <div className="flex flex-wrap gap-3">
      <ButtonLink href={paths.journal({ subject_kind: 'invoice', subject_id: invoice.id })}>{t(w.journal)}</ButtonLink>
      <CreditButton invoice={invoice} />
      <FileLink href={addressOf(printInvoice, { params: { invoice: invoice.id } })} look="main">
        {printed === language ? t(w.pdf) : t(w.pdfIn, { language: t(printed === 'fr' ? w.inFr : w.inEn) })}
      </FileLink>
    </div>
  )
}

/** One invoice or credit note: everything that its paper says, from its snapshot alone. */
export const InvoicePage = (): ReactNode => {
  const { t } = useTongue()
  const { invoice: key = '' } = useParams({ strict: false })
  const found = useAsk(showInvoice, { params: { invoice: key } })
  const invoice = found.data
  if (found.error && !invoice) return <Wrong error={found.error} reset={() => void found.refetch()} />
  if (!invoice) return <PageHead title={t(w.invoice)} beside={t(shared.reading)} />
  const draft = invoice.kind === 'invoice' ? w.draftTitle : w.draftNoteTitle
  return (
    <>
      <PageHead
        title={invoice.number ?? t(draft)}
        beside={invoice.number === null ? t(w.draftSays) : t(w[invoice.kind])}
        above={
          <>
            <Link href={paths.invoices()}>{t(w.invoices)}</Link> /{' '}
            <Link href={paths.invoices({ organisation: invoice.organisation.handle })}>
              {invoice.organisation.name}
            </Link>
          </>
        }
      />
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4 pb-5">
        <HeadFacts invoice={invoice} />
        <Actions invoice={invoice} />
      </div>
      {invoice.specimen && <SpecimenBand />}
      <Section title={t(w.lines)} count={invoice.snapshot.lines.length}>
        <InvoiceLines lines={invoice.snapshot.lines} whole={invoice.snapshot.period} />
        <Totals invoice={invoice} />
      </Section>
      <Columns
        left={<Beneath invoice={invoice} />}
        right={
          <>
            <Buyer invoice={invoice} />
            <SellerAndPayment snapshot={invoice.snapshot} />
          </>
        }
      />
    </>
  )
}
