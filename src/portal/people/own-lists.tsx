import type { ReactNode } from 'react'
import { listInvoices } from '#billing/contract'
import { listPanels, type PanelWire } from '#fibre/contract'
import { InvoiceMark, signed } from '../billing/parts.tsx'
import { useAsk } from '../call.ts'
import { may, useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Section } from '../ui/page.tsx'
import { sharp } from '../ui/track.tsx'
import { useWidth } from '../ui/width.ts'
import { w as shared } from '../words.ts'
import { w } from './holdings-words.ts'
import { SHORT, ShortList } from './short-list.tsx'

const MOST_PANELS = 200

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
  const found = useAsk(listPanels, { query: { limit: MOST_PANELS } })
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
