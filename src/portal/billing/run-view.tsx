import type { ReactNode } from 'react'
import type { RunWire } from '#billing/contract'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Link } from '../ui/button.tsx'
import { Gauge } from '../ui/gauge.tsx'
import { Section } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { Table } from '../ui/table.tsx'
import { billingSentence, differenceText, SpecimenBand, Warnings } from './parts.tsx'
import { RunInvoices } from './run-invoices.tsx'
import { w } from './run-words.ts'

const EURO_CENTS = 100
/** The scale ends a little after the larger of the two. */
const ROOM = 1.15

/** This run's net beside the last one's, on one scale from 0. */
const Compared = ({ run }: { readonly run: RunWire }): ReactNode => {
  const { t, f, language } = useTongue()
  const now = run.totals.net_cents
  const before = run.previous_net_cents
  const most = Math.max(now, before ?? 0, EURO_CENTS) / EURO_CENTS
  return (
    <div>
      <h2 className="text-section font-medium">{t(w.net)}</h2>
      <p className="text-instrument tracking-tight">{f.money(now)}</p>
      {before === null ? (
        <p className="text-second text-ink-2">{t(w.noRunBefore)}</p>
      ) : (
        <>
          <Gauge
            label={t(w.comparedLabel)}
            words={t(w.comparedWords, { now: f.money(now), before: f.money(before) })}
            to={most * ROOM}
            value={Math.max(0, now) / EURO_CENTS}
            {...(language === 'fr' ? { unit: '€' } : {})}
            decimals={0}
            hands={[
              { at: Math.max(0, now) / EURO_CENTS, kind: 'measured' },
              { at: Math.max(0, before) / EURO_CENTS, kind: 'reserved' },
            ]}
          />
          <p className="text-second text-ink-2">{t(w.hollowHand, { before: f.money(before) })}</p>
        </>
      )}
    </div>
  )
}

const Amount = ({
  name,
  cents,
  says,
}: {
  readonly name: string
  readonly cents: string
  readonly says: ReactNode
}): ReactNode => (
  <div>
    <h2 className="text-section font-medium">{name}</h2>
    <p className="text-instrument tracking-tight">{cents}</p>
    <div className="text-second text-ink-2">{says}</div>
  </div>
)

/** Four columns between two ink lines: net against the last run, the difference, gross, and what a person should look at. */
const Summary = ({ run }: { readonly run: RunWire }): ReactNode => {
  const { t, f } = useTongue()
  const { totals, previous_net_cents: before } = run
  const warned = run.invoices.filter((one) => one.warnings.length > 0).length
  return (
    <div className="mb-6 grid grid-cols-1 gap-y-5 border-y border-ink py-3 narrow:grid-cols-2 wide:grid-cols-4 wide:[&>*+*]:border-l wide:[&>*+*]:border-rule wide:[&>*+*]:pl-6 wide:[&>*]:pr-5">
      <Compared run={run} />
      <Amount
        name={t(w.change)}
        cents={before === null ? '–' : differenceText(f, totals.net_cents - before)}
        says={
          before === null
            ? t(w.firstTime)
            : before === 0
              ? null
              : f.percent(((totals.net_cents - before) / before) * 100, 1)
        }
      />
      <Amount name={t(w.gross)} cents={f.money(totals.gross_cents)} says={`${t(w.vat)} ${f.money(totals.vat_cents)}`} />
      <div>
        <h2 className="pb-1 text-section font-medium">{t(w.warnings)}</h2>
        <ul className="flex flex-col gap-1">
          <li>
            {warned === 0 ? (
              <StatusMark status="ok">{t(w.noWarnings)}</StatusMark>
            ) : (
              <StatusMark status="above-rating">{t(w.nToLook, { n: warned })}</StatusMark>
            )}
          </li>
          {run.held.length > 0 && (
            <li>
              <StatusMark status="waits">
                <a href="#held" className="underline">
                  {t(w.heldShort, { n: run.held.length })}
                </a>
              </StatusMark>
            </li>
          )}
        </ul>
      </div>
    </div>
  )
}

const SellerWarnings = ({ run }: { readonly run: RunWire }): ReactNode => {
  const { t } = useTongue()
  if (run.warnings.length === 0) return null
  return (
    <div className="pb-6">
      <RefusalBox
        wait
        sentence={t(w.sellerIncomplete)}
        action={<Link href={paths.seller()}>{t(w.completeSeller)}</Link>}
      >
        <div className="pt-1">
          <Warnings warnings={run.warnings} />
        </div>
      </RefusalBox>
    </div>
  )
}

const Held = ({ run }: { readonly run: RunWire }): ReactNode => {
  const { t, language } = useTongue()
  if (run.held.length === 0) return null
  const services = (one: RunWire['held'][number]): ReactNode =>
    one.services.map((number, i) => (
      <span key={number}>
        {i > 0 && ' · '}
        <Link href={paths.service(number)}>{number}</Link>
      </span>
    ))
  return (
    <Section title={t(w.held)} count={t(w.heldCount, { n: run.held.length })} id="held">
      <p className="pb-2 text-second text-ink-2">{t(w.heldSays)}</p>
      <Table
        label={t(w.held)}
        rows={run.held}
        keyOf={(one) => `${one.organisation.id} ${one.refusal.code}`}
        columns={[
          {
            id: 'organisation',
            head: t(w.organisation),
            cell: (one) => <Link href={paths.organisation(one.organisation.handle)}>{one.organisation.name}</Link>,
          },
          {
            id: 'why',
            head: t(w.heldWhy),
            cell: (one) => <StatusMark status="waits">{billingSentence(one.refusal, language)}</StatusMark>,
          },
          { id: 'services', head: t(w.services), cell: services },
        ]}
        phone={(one) => ({
          title: <Link href={paths.organisation(one.organisation.handle)}>{one.organisation.name}</Link>,
          mark: <StatusMark status="waits">{billingSentence(one.refusal, language)}</StatusMark>,
          second: services(one),
        })}
      />
    </Section>
  )
}

/** Everything that a person checks before approving, of a try or of a kept run alike. */
export const RunView = ({ run }: { readonly run: RunWire }): ReactNode => (
  <>
    {run.specimen && <SpecimenBand />}
    <Summary run={run} />
    <SellerWarnings run={run} />
    <RunInvoices run={run} />
    <Held run={run} />
  </>
)
