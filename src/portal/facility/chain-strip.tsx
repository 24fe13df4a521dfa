import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { ElementWire, powerWire } from '#facility/contract'
import type { ElementLoadWire } from '#market/contract'
import { type Tongue, useTongue } from '../language.tsx'
import { useMinute } from '../now.ts'
import { SourceMark } from '../ui/figure.tsx'
import { Gauge } from '../ui/gauge.tsx'
import { Section } from '../ui/page.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import type { Lost } from './lost-side.ts'
import { PhaseLoads } from './phase-loads.tsx'
import { PowerSymbol } from './power-symbol.tsx'
import { w } from './words.ts'

export type Power = z.output<typeof powerWire>
type Sum = ElementLoadWire['sums'][number]

const KILO = 1000
const HALF_A_LEVEL = 0.5

/** How far an element stands from the grid: one more than the farthest thing that powers it. */
const depths = (power: Power): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  const depth = (handle: string, seen: readonly string[]): number => {
    const known = found.get(handle)
    if (known !== undefined || seen.includes(handle)) return known ?? 0
    const above = power.edges
      .filter((edge) => edge.to === handle)
      .map((edge) => depth(edge.from, [...seen, handle]) + 1)
    const value = Math.max(0, ...above)
    found.set(handle, value)
    return value
  }
  for (const element of power.elements) depth(element.handle, [])
  // A generating set hangs on nothing: it stands beside what it feeds.
  for (const { handle, kind } of power.elements) {
    const fed = power.edges.filter((edge) => edge.from === handle).map((edge) => found.get(edge.to) ?? 0)
    if (kind === 'genset' && fed.length > 0) found.set(handle, Math.min(...fed) - HALF_A_LEVEL)
  }
  return found
}

/**
 * What this element carries: with nothing lost what metered tenants draw and the others have committed; else of what is committed
 * nothing on the lost side, all of it on the other.
 */
const carried = (sum: Sum, chain: ElementWire['chain'], lost: Lost): number =>
  lost === 'none' || chain === null ? sum.expected : chain === lost ? 0 : sum.other_side_lost

const unitOf = ({ unit }: Sum): 'kW' | 'kVA' => (unit === 'W' ? 'kW' : 'kVA')

/** The limit, and what made it less than the rating, or more. */
const SumLimit = ({ sum, kilo }: { readonly sum: Sum; readonly kilo: (value: number) => string }): ReactNode => {
  const { t, f } = useTongue()
  return (
    <>
      <span>
        {t(sum.own_draw > 0 ? w.leftToSell : w.rating)}{' '}
        <span className="text-ink">{sum.limit === null ? t(w.unknown) : kilo(sum.limit / KILO)}</span>
      </span>
      {sum.own_draw > 0 && (
        <span>
          {t(w.ownDraw)} <span className="text-ink">{kilo(sum.own_draw / KILO)}</span>
        </span>
      )}
      {sum.oversell !== 1 && sum.nominal !== null && (
        <StatusMark status="above-rating">
          {t(w.oversold, { factor: f.number(sum.oversell, 2), nominal: kilo(sum.nominal / KILO) })}
        </StatusMark>
      )}
    </>
  )
}

/** One limit of one element: what it carries, what is reserved of it, and how much it may. */
const SumGauge = ({
  sum,
  element,
  load,
  lost,
}: {
  readonly sum: Sum
  readonly element: ElementWire
  readonly load: ElementLoadWire
  readonly lost: Lost
}): ReactNode => {
  const { t, f } = useTongue()
  const unit = unitOf(sum)
  const now = carried(sum, element.chain, lost) / KILO
  const reserved = sum.other_side_lost / KILO
  const limit = sum.limit === null ? null : sum.limit / KILO
  const drawn = sum.unit === 'W' && load.measured_w !== null && lost === 'none' ? load.measured_w / KILO : null
  const kilo = (value: number): string => f.quantity(value, unit, 1)
  const committed = sum.normal / KILO
  // Nobody behind it is metered: what is expected is what is committed, and is said once.
  const metered = lost === 'none' && load.feeds_measured > 0
  const words = t(metered ? w.expectedWords : lost === 'none' ? w.sumWords : w.carriesWords, {
    expected: kilo(now),
    committed: kilo(lost === 'none' ? committed : now),
    reserved: kilo(reserved),
    limit: limit === null ? t(w.unknown) : kilo(limit),
  })
  return (
    <div>
      <Gauge
        label={`${t(w[`kind-${element.kind}`])} ${element.handle}, ${unit}`}
        words={words}
        value={now}
        fill="light"
        reserved={reserved}
        to={Math.max(1, Math.ceil(Math.max(limit ?? 0, reserved) * 1.12))}
        unit={unit}
        limits={limit === null ? [] : [limit]}
        hands={[
          ...(drawn === null ? [] : [{ at: drawn, kind: 'measured' as const }]),
          lost === 'none' ? { at: committed, kind: 'reserved' as const } : { at: now, kind: 'failure' as const },
        ]}
      />
      <p className="flex flex-wrap gap-x-4 text-second text-ink-2">
        {metered && (
          <span>
            {t(w.expected)} <span className="text-ink">{kilo(now)}</span>
          </span>
        )}
        <span>
          {t(lost === 'none' ? w.committedNormal : w.carries)}{' '}
          <span className="text-ink">{kilo(lost === 'none' ? committed : now)}</span>
        </span>
        {lost === 'none' && (
          <span>
            {t(w.otherLost)} <span className="text-ink">{kilo(reserved)}</span>
          </span>
        )}
        <SumLimit sum={sum} kilo={kilo} />
      </p>
    </div>
  )
}

const Measured = ({
  load,
  dead,
}: {
  readonly load: ElementLoadWire | undefined
  readonly dead: boolean
}): ReactNode => {
  const { t, f } = useTongue()
  const now = useMinute()
  if (dead) return <StatusMark status="without-power">{t(w.dead)}</StatusMark>
  if (!load || load.measured_w === null) return <StatusMark status="unknown">{t(w.notMeteredM)}</StatusMark>
  const partial = load.feeds_measured < load.feeds
  return (
    <StatusMark status={partial ? 'redundancy-lost' : 'ok'} quiet>
      {t(partial ? w.atLeast : w.drawnWords, {
        w: f.quantity(load.measured_w / KILO, 'kW', 1),
        n: f.number(load.feeds_measured),
        of: f.number(load.feeds),
      })}
      {load.measured_at !== null && ` · ${f.age(load.measured_at, now)}`}
    </StatusMark>
  )
}

/** The figures of an element that nothing is computed for: its rating, as the site's files say it. */
const ratingText = (e: ElementWire, { t, f }: Tongue): string => {
  const parts = [
    e.limit_w === null ? null : f.quantity(e.limit_w / KILO, 'kW'),
    e.limit_va === null ? null : f.quantity(e.limit_va / KILO, 'kVA'),
    e.breaker_a === null ? null : f.quantity(e.breaker_a, 'A'),
  ].filter((part) => part !== null)
  return parts.length === 0 ? t(w.unknown) : parts.join(' · ')
}

/** What this element draws or loses by itself; nothing is said of what no file names. */
const OwnDraw = ({ element: e }: { readonly element: ElementWire }): ReactNode => {
  const { t, f } = useTongue()
  if (e.own_draw_source === null) return null
  const figure =
    e.own_draw_percent === null ? f.quantity((e.own_draw_w ?? 0) / KILO, 'kW', 1) : f.percent(e.own_draw_percent)
  return (
    <span>
      {t(e.own_draw_percent === null ? w.drawsItself : w.losesItself)} <span className="text-ink">{figure}</span>{' '}
      <SourceMark source={e.own_draw_source} />
    </span>
  )
}

const Element = ({
  element,
  from,
  load,
  lost,
}: {
  readonly element: ElementWire
  readonly from: readonly string[]
  readonly load: ElementLoadWire | undefined
  readonly lost: Lost
}): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const planned = element.fact === 'planned'
  const dead = lost !== 'none' && element.chain === lost
  return (
    <li className="grid grid-cols-[56px_minmax(0,1fr)] gap-x-4">
      <div className={dead ? 'opacity-60' : ''}>
        <PowerSymbol kind={element.kind} planned={planned || dead} />
      </div>
      <div className={`border-b pb-3 pt-1.5 ${dead ? 'border-dashed border-edge' : 'border-rule'}`}>
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span className="text-section font-medium">{t(w[`kind-${element.kind}`])}</span>
          <span className="font-narrow text-second text-ink-2">{element.handle}</span>
        </div>
        <p className="flex flex-wrap items-baseline gap-x-3 text-second text-ink-2">
          <span className="text-body text-ink">{ratingText(element, tongue)}</span>
          <SourceMark source={element.source} />
          <OwnDraw element={element} />
          {from.length > 0 && <span>{t(w.from, { from: from.join(', ') })}</span>}
          <Measured load={load} dead={dead} />
          {planned && <StatusMark status="planned">{t(w.planned)}</StatusMark>}
        </p>
        {load && !dead && (
          <div className="max-w-md">
            {load.sums.map((sum) => (
              <SumGauge key={sum.unit} sum={sum} element={element} load={load} lost={lost} />
            ))}
          </div>
        )}
        {load && !dead && <PhaseLoads load={load} lost={lost} />}
      </div>
    </li>
  )
}

interface ChainProps {
  readonly power: Power
  readonly loads: ReadonlyMap<string, ElementLoadWire>
  readonly lost: Lost
}

/** One chain from its grid contract down to its boards, with what is committed on each, what it may carry, and what it draws. */
export const ChainStrip = ({
  power,
  loads,
  lost,
  chain,
}: ChainProps & { readonly chain: 'A' | 'B' | null }): ReactNode => {
  const { t } = useTongue()
  const depth = depths(power)
  const own = power.elements
    .filter((e) => e.chain === chain && e.kind !== 'cooling-unit')
    .toSorted(
      (a, b) =>
        (depth.get(a.handle) ?? 0) - (depth.get(b.handle) ?? 0) ||
        a.handle.localeCompare(b.handle, 'en', { numeric: true }),
    )
  if (own.length === 0) return null
  const from = (handle: string): readonly string[] =>
    power.edges.filter((edge) => edge.to === handle).map((edge) => edge.from)
  const list = (
    <ul>
      {own.map((element) => (
        <Element
          key={element.handle}
          element={element}
          from={from(element.handle)}
          load={loads.get(element.handle)}
          lost={lost}
        />
      ))}
    </ul>
  )
  if (chain === null) return <div className="border-t border-ink pt-2">{list}</div>
  return (
    <Section
      title={t(w.chain, { chain })}
      count={own.length}
      beside={lost === chain && <StatusMark status="without-power">{t(w.chainLost)}</StatusMark>}
    >
      {list}
    </Section>
  )
}
