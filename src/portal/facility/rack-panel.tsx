import type { ReactNode } from 'react'
import { getRack, type RackDetailWire } from '#facility/contract'
import { useAsk } from '../call.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Link } from '../ui/button.tsx'
import { SourceMark } from '../ui/figure.tsx'
import { Gauge } from '../ui/gauge.tsx'
import { Fact, Facts } from '../ui/page.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { ReadingProblem, Table } from '../ui/table.tsx'
import { w as shared } from '../words.ts'
import { freeU } from './plan-layers.ts'
import { w } from './words.ts'

type Compartment = RackDetailWire['compartments'][number]
type Feed = Compartment['feeds'][number]

const U_PX = 8
const VA_PER_KVA = 1000

/** The front of the rack, U counted from the bottom; each compartment is bracketed by whose it is. */
const Elevation = ({ rack }: { readonly rack: RackDetailWire }): ReactNode => {
  const { t } = useTongue()
  const height = rack.units_u * U_PX
  const y = (u: number): number => 6.5 + height - u * U_PX
  const who = (c: Compartment): string => c.organisation?.name ?? t(w[`state-${c.state}`])
  const parts = rack.compartments.map((c) => `${c.handle} ${who(c)}, ${c.units_u} U`).join('; ')
  return (
    <figure role="img" aria-label={t(w.elevation, { rack: rack.handle, parts })} className="max-w-full">
      <svg width="100%" height={height + 16} aria-hidden="true" className="block">
        <rect x="30.5" y="6.5" width="150" height={height} fill="#fff" stroke="var(--color-ink)" strokeWidth="2" />
        {Array.from({ length: Math.floor(rack.units_u / 5) + 1 }, (_, i) => (i === 0 ? 1 : i * 5)).map((u) => (
          <text
            key={u}
            x="24"
            y={y(u) + 9}
            textAnchor="end"
            fontSize="var(--text-tick)"
            fill="var(--color-ink-2)"
            fontFamily="var(--font-narrow)"
          >
            {u}
          </text>
        ))}
        <path
          d={Array.from({ length: rack.units_u - 1 }, (_, i) => `M31 ${y(i + 1)}h4M176 ${y(i + 1)}h4`).join('')}
          stroke="var(--color-edge)"
          strokeWidth="0.75"
        />
        {rack.compartments.map((c) => {
          const top = y(c.first_u + c.units_u - 1)
          const tall = c.units_u * U_PX
          return (
            <g key={c.handle}>
              <rect
                x="36.5"
                y={top}
                width="138"
                height={tall}
                fill={c.state === 'sold' ? 'var(--color-wash)' : '#fff'}
                stroke={c.state === 'held' ? 'var(--color-steel)' : 'var(--color-ink)'}
                strokeWidth="1"
                strokeDasharray={c.state === 'held' ? '3 2' : undefined}
              />
              <path d={`M186 ${top + 2}h5v${tall - 4}h-5`} fill="none" stroke="var(--color-ink-2)" />
              <text
                x="198"
                y={top + tall / 2}
                fontSize="14"
                fill={c.state === 'free' ? 'var(--color-steel)' : 'var(--color-ink)'}
                fontFamily="var(--font-sans)"
              >
                {c.handle.split('/').at(-1)} · {who(c)}
              </text>
              <text
                x="198"
                y={top + tall / 2 + 15}
                fontSize="max(12px, var(--text-tick))"
                fill="var(--color-ink-2)"
                fontFamily="var(--font-narrow)"
              >
                {t(w[`size-${c.size}`])}, {c.units_u} U
              </text>
            </g>
          )
        })}
      </svg>
    </figure>
  )
}

const FeedGauge = ({ feed }: { readonly feed: Feed }): ReactNode => {
  const { t, f } = useTongue()
  const limit = feed.limit_va === null ? null : feed.limit_va / VA_PER_KVA
  return (
    <div>
      <p className="flex items-baseline justify-between gap-3">
        <span className="text-section font-medium">{t(w.feed, { chain: feed.chain })}</span>
        <span className="font-narrow text-second text-ink-2">
          {feed.way ?? feed.handle}
          {feed.breaker_a !== null &&
            ` · ${f.quantity(feed.breaker_a, 'A')}${feed.breaker_curve === null ? '' : ` ${feed.breaker_curve}`}`}
          {limit !== null && ` · ${f.quantity(limit, 'kVA', 2)}`}
        </span>
      </p>
      {limit !== null && (
        <Gauge
          label={t(w.feed, { chain: feed.chain })}
          words={t(w.gaugeUnknown)}
          value={null}
          to={Math.ceil(limit * 1.1)}
          limits={[limit]}
        />
      )}
      <p className="text-second text-ink-2">
        <StatusMark status="unknown">
          {t(w.measured)}: {t(w.gaugeUnknown)}
        </StatusMark>
      </p>
    </div>
  )
}

const Feeds = ({ rack, page }: { readonly rack: RackDetailWire; readonly page: boolean }): ReactNode => {
  const { t, f } = useTongue()
  // Under the page's own title where the rack is a page, else under the panel's.
  const Title = page ? 'h2' : 'h3'
  const feeds = rack.compartments.flatMap((c) => c.feeds.map((feed) => ({ ...feed, compartment: c.handle })))
  if (feeds.length === 0) return null
  if (feeds.length <= 2)
    return (
      <div className="flex flex-col gap-3">
        <Title className="text-section font-medium">{t(w.powerKva)}</Title>
        {feeds.map((feed) => (
          <FeedGauge key={feed.handle} feed={feed} />
        ))}
      </div>
    )
  const rating = (feed: Feed): string =>
    feed.limit_va === null ? t(w.unknown) : f.quantity(feed.limit_va / VA_PER_KVA, 'kVA', 2)
  return (
    <div>
      <Title className="text-section font-medium">{t(w.feeds)}</Title>
      <Table
        label={t(w.feeds)}
        rows={feeds}
        keyOf={(feed) => feed.handle}
        columns={[
          {
            id: 'feed',
            head: t(w.feedHead),
            cell: (feed) => `${feed.compartment} ${feed.chain}`,
            second: (feed) => feed.way ?? feed.board,
          },
          {
            id: 'breaker',
            head: t(w.breaker),
            figures: true,
            cell: (feed) => (feed.breaker_a === null ? t(w.unknown) : f.quantity(feed.breaker_a, 'A')),
          },
          {
            id: 'limit',
            head: t(w.rating),
            figures: true,
            cell: rating,
            second: (feed) => <SourceMark source={feed.source} />,
          },
          {
            id: 'drawn',
            head: t(w.measured),
            figures: true,
            cell: (feed) => (feed.measured_w === null ? t(w.unknown) : f.quantity(feed.measured_w / 1000, 'kW', 2)),
          },
        ]}
        phone={(feed) => ({
          title: `${feed.compartment} ${feed.chain}`,
          second: feed.way ?? feed.board,
          end: rating(feed),
        })}
      />
    </div>
  )
}

/** One rack: its elevation, its compartments and whose they are, its feeds and what limits them. */
export const RackPanel = ({
  handle,
  page = false,
}: {
  readonly handle: string
  readonly page?: boolean
}): ReactNode => {
  const { t, f } = useTongue()
  const found = useAsk(getRack, { params: { rack: handle } })
  const rack = found.data
  if (found.error && !rack) return <ReadingProblem error={found.error} />
  if (!rack) return <p className="text-ink-3">{t(shared.reading)}</p>
  const tenants = [
    ...new Map(
      rack.compartments.flatMap((c) => (c.organisation ? [[c.organisation.handle, c.organisation] as const] : [])),
    ).values(),
  ]
  return (
    <SidePanel
      title={t(w.rack, { handle: rack.handle })}
      page={page}
      status={
        <StatusMark status={rack.fact === 'planned' || rack.fact === 'ordered' ? 'planned' : 'ok'}>
          {t(w[`fact-${rack.fact}`])}
        </StatusMark>
      }
      beside={t(w.rackBeside, { row: rack.row, room: rack.room_name, n: rack.compartments.length })}
    >
      {rack.compartments.length > 0 && <Elevation rack={rack} />}
      <Feeds rack={rack} page={page} />
      <Facts>
        {rack.compartments.length > 0 && (
          <Fact name={t(w.freeU)}>
            {f.number(freeU(rack))} / {f.number(rack.units_u)}
          </Fact>
        )}
        <Fact name={t(w.limit)}>{f.quantity(rack.limit_kg, 'kg')}</Fact>
        {rack.compartments.map(
          (c) =>
            c.lock !== null &&
            !c.lock.endsWith(c.handle) && (
              <Fact key={c.handle} name={`${t(w.lock)} ${c.handle}`}>
                {c.lock}
              </Fact>
            ),
        )}
        {tenants.length > 0 && (
          <Fact name={t(w.tenants)}>
            {tenants.map((one) => (
              <span key={one.handle} className="block">
                <Link href={paths.organisation(one.handle)}>{one.name}</Link>
              </span>
            ))}
          </Fact>
        )}
      </Facts>
    </SidePanel>
  )
}
