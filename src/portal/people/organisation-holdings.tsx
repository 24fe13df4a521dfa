import type { ReactNode } from 'react'
import { listInvoices } from '#billing/contract'
import { listPanels, type PanelWire } from '#fibre/contract'
import { listLetters, listOrders, listServices, listSurveys } from '#market/contract'
import type { OrganisationWire } from '#people/contract'
import { useAsk } from '../call.ts'
import { InvoiceMark, signed } from '../billing/parts.tsx'
import { may, useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { LetterMark } from '../letter/letter.tsx'
import { productTitle } from '../market/product.ts'
import { OrderMark, ServiceMark } from '../market/states.tsx'
import { paths } from '../paths.ts'
import { ProposalMark } from '../survey/surveys-page.tsx'
import { Link } from '../ui/button.tsx'
import { Section } from '../ui/page.tsx'
import { ReadingProblem } from '../ui/table.tsx'
import { sharp } from '../ui/track.tsx'
import { useWidth } from '../ui/width.ts'
import { w as shared } from '../words.ts'
import { w } from './holdings-words.ts'

const SHORT = 5
const MICRO_PER_CENT = 10_000

interface Row {
  readonly key: string
  readonly href: string
  readonly name: string
  readonly second: ReactNode
  readonly mark: ReactNode
  readonly end: ReactNode
}

/** The newest of a list, how many there are in all, and the way to all of them. */
const ShortList = ({
  title,
  total,
  rows,
  all,
  none,
  error,
}: {
  readonly title: string
  readonly total: number | undefined
  readonly rows: readonly Row[]
  readonly all: string | null
  readonly none: string
  readonly error: unknown
}): ReactNode => {
  const { t, f } = useTongue()
  return (
    <Section
      title={title}
      {...(total === undefined ? {} : { count: f.number(total) })}
      beside={all !== null && (total ?? 0) > 0 && <Link href={all}>{t(w.all, { what: title })}</Link>}
    >
      {error !== null && error !== undefined && <ReadingProblem error={error} />}
      {total === 0 && <p className="text-ink-2">{none}</p>}
      <ul aria-label={title}>
        {rows.map((row) => (
          <li
            key={row.key}
            className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 border-b border-rule py-2 last:border-b-0"
          >
            <span className="min-w-0">
              <Link href={row.href}>{row.name}</Link>
              <span className="block text-second text-ink-2">{row.second}</span>
            </span>
            <span className="flex items-baseline gap-4 text-right">
              {row.mark}
              {row.end !== null && <span>{row.end}</span>}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

export const Services = ({ organisation }: { readonly organisation: string }): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  const found = useAsk(listServices, { query: { organisation, limit: SHORT } })
  return (
    <ShortList
      title={t(shared.services)}
      total={found.data?.total}
      all={paths.services({ organisation })}
      none={t(w.noServices)}
      error={found.error}
      rows={(found.data?.items ?? []).map((s) => ({
        key: s.number,
        href: paths.service(s.number),
        name: s.number,
        second: productTitle(s, tongue),
        mark: <ServiceMark service={s} />,
        end:
          s.monthly_micro_euros === null || s.monthly_micro_euros === 0
            ? null
            : t(w.aMonth, { amount: f.money(s.monthly_micro_euros / MICRO_PER_CENT) }),
      }))}
    />
  )
}

export const Orders = ({ organisation }: { readonly organisation: string }): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  const found = useAsk(listOrders, { query: { organisation, limit: SHORT } })
  return (
    <ShortList
      title={t(shared.orders)}
      total={found.data?.total}
      all={paths.orders({ organisation })}
      none={t(w.noOrders)}
      error={found.error}
      rows={(found.data?.items ?? []).map((o) => ({
        key: o.number,
        href: paths.order(o.number),
        name: o.number,
        second: o.lines.map((line) => productTitle(line, tongue)).join(' · '),
        mark: <OrderMark state={o.state} />,
        end: t(w.aMonth, { amount: f.money(o.totals.monthly_cents) }),
      }))}
    />
  )
}

export const Invoices = ({ organisation }: { readonly organisation: string }): ReactNode => {
  const { t, f } = useTongue()
  const session = useSession()
  const sees = may(session, ['admin', 'accountant', 'sales'], 'billing', organisation)
  const found = useAsk(listInvoices, { query: { organisation, limit: SHORT } }, { enabled: sees })
  if (!sees) return null
  return (
    <ShortList
      title={t(shared.invoices)}
      total={found.data?.total}
      all={paths.invoices({ organisation })}
      none={t(w.noInvoices)}
      error={found.error}
      rows={(found.data?.items ?? []).map((i) => ({
        key: i.id,
        href: paths.invoice(i.number ?? i.id),
        name: i.number ?? t(w.draft),
        second: [i.issue_date, i.due_date === null ? null : i.due_date]
          .flatMap((day, at) => (day === null ? [] : [t(at === 0 ? w.issuedOn : w.dueOn, { day: f.date(day) })]))
          .join(' · '),
        mark: <InvoiceMark invoice={i} />,
        end: f.money(signed(i, i.gross_cents)),
      }))}
    />
  )
}

const MOST_LETTERS = 200

/** Letters name two parties: those in which this one is either. Of the newest 200 that the reader may see. */
export const Letters = ({ organisation }: { readonly organisation: string }): ReactNode => {
  const { t } = useTongue()
  const found = useAsk(listLetters, { query: { limit: MOST_LETTERS } })
  const mine = (found.data?.items ?? []).filter(
    (l) => l.issuer.handle === organisation || l.company.handle === organisation,
  )
  return (
    <ShortList
      title={t(w.letters)}
      total={found.data && mine.length}
      all={paths.letters()}
      none={t(w.noLetters)}
      error={found.error}
      rows={mine.slice(0, SHORT).map((l) => ({
        key: l.number,
        href: paths.letter(l.number),
        name: l.number,
        second: `${l.label} · ${t(l.issuer.handle === organisation ? w.issuedTo : w.receivedFrom, {
          who: l.issuer.handle === organisation ? l.company.name : l.issuer.name,
        })}`,
        mark: <LetterMark state={l.state} />,
        end: null,
      }))}
    />
  )
}

export const Surveys = ({ organisation }: { readonly organisation: string }): ReactNode => {
  const { t, f } = useTongue()
  const found = useAsk(listSurveys, { query: { organisation, limit: SHORT } })
  return (
    <ShortList
      title={t(w.surveys)}
      total={found.data?.total}
      all={paths.surveys({ organisation })}
      none={t(w.noSurveys)}
      error={found.error}
      rows={(found.data?.items ?? []).map((s) => ({
        key: s.number,
        href: paths.survey(s.number),
        name: s.number,
        second: `${s.place} · ${f.date(s.surveyed_on)}`,
        mark: <ProposalMark survey={s} />,
        end: null,
      }))}
    />
  )
}

const TRACK = 18
const FIGURED = 12

/** The positions of one panel as a track: a tick each, tall and steel where something holds it, figured every twelve. */
const PanelTrack = ({ panel }: { readonly panel: PanelWire }): ReactNode => {
  const { t, f } = useTongue()
  const [box, width] = useWidth<HTMLDivElement>(320)
  const held = new Set(panel.held)
  const gap = Math.min(16, (width - 2) / panel.positions)
  const wide = panel.positions * gap
  const at = (n: number): number => sharp((n - 0.5) * gap + 1)
  const all = Array.from({ length: panel.positions }, (_, n) => n + 1)
  const words = t(w.heldOf, {
    held: f.number(held.size),
    of: f.number(panel.positions),
    free: f.number(panel.positions - held.size),
  })
  return (
    <li className="border-b border-rule py-2.5 last:border-b-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span>
          <span className="text-section font-medium">{panel.handle}</span>
          <span className="pl-3 font-narrow text-second text-ink-2">
            {`${panel.rack} U${panel.top_u} · ${panel.connector}`}
          </span>
        </span>
        <span className="text-second text-ink-2">{words}</span>
      </div>
      <div ref={box} role="img" aria-label={`${panel.handle}: ${words}`} className="pt-1.5">
        <svg width={width} height={TRACK + 18} aria-hidden="true" className="block overflow-visible">
          <rect x="0.5" y="0.5" width={wide} height={TRACK} fill="#fff" stroke="var(--color-ink)" />
          {all.map((n) => (
            <path
              key={n}
              d={`M${at(n)} ${held.has(n) ? 1 : TRACK - 5}V${TRACK}`}
              stroke={held.has(n) ? 'var(--color-steel)' : 'var(--color-edge)'}
              strokeWidth={held.has(n) ? Math.max(2, gap - 4) : 1}
            />
          ))}
          <g fontSize="var(--text-tick)" fill="var(--color-ink-2)" fontFamily="var(--font-narrow)">
            {all
              .filter((n) => n === 1 || n % FIGURED === 0)
              .map((n) => (
                <text key={n} x={at(n)} y={TRACK + 15} textAnchor={n === 1 ? 'start' : 'middle'}>
                  {n}
                </text>
              ))}
          </g>
        </svg>
      </div>
    </li>
  )
}

/** A carrier's panels in the meet-me room; nothing for who has none. */
export const Panels = ({ owners }: { readonly owners: readonly string[] }): ReactNode => {
  const { t } = useTongue()
  const found = useAsk(listPanels, { query: { limit: MOST_LETTERS } })
  const mine = (found.data?.items ?? []).filter(({ owner }) => owner !== null && owners.includes(owner.handle))
  if (mine.length === 0) return null
  return (
    <Section title={t(w.panels)} count={mine.length}>
      <ul>
        {mine.map((panel) => (
          <PanelTrack key={panel.id} panel={panel} />
        ))}
      </ul>
    </Section>
  )
}

/** Everything that an organisation has here, the newest of each. */
export const Holdings = ({ organisation: o }: { readonly organisation: OrganisationWire }): ReactNode => (
  <div className="grid grid-cols-1 gap-x-12 wide:grid-cols-2">
    <div className="min-w-0">
      <Services organisation={o.handle} />
      <Orders organisation={o.handle} />
      <Surveys organisation={o.handle} />
    </div>
    <div className="min-w-0">
      <Invoices organisation={o.handle} />
      <Letters organisation={o.handle} />
      <Panels owners={[o.handle]} />
    </div>
  </div>
)
