import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { ElementWire } from '#facility/contract'
import type { ElementLoadWire } from '#market/contract'
import { type Tongue, useTongue } from '../language.tsx'
import { useMinute } from '../now.ts'
import { paths } from '../paths.ts'
import { Link } from '../ui/button.tsx'
import { SourceMark } from '../ui/figure.tsx'
import { Gauge } from '../ui/gauge.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import type { Lost } from './lost-side.ts'
import { nearestOf, nearestSum } from './nearest-limit.ts'
import { PhaseLoads } from './phase-loads.tsx'
import { NEAR } from './plan-layers.ts'
import { PowerSymbol } from './power-symbol.tsx'
import { w } from './words.ts'

type Sum = ElementLoadWire['sums'][number]

const KILO = 1000

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

interface SumShown {
  readonly sum: Sum
  readonly element: ElementWire
  readonly load: ElementLoadWire
  readonly lost: Lost
}

/** One limit of one element, in words and in figures: nobody behind it is metered, what is expected is what is committed, and is said once. */
const useSum = ({ sum, element, load, lost }: SumShown) => {
  const { t, f } = useTongue()
  const kilo = (value: number): string => f.quantity(value / KILO, unitOf(sum), 1)
  const now = carried(sum, element.chain, lost)
  const metered = lost === 'none' && load.feeds_measured > 0
  const figures = {
    expected: kilo(now),
    committed: kilo(lost === 'none' ? sum.normal : now),
    reserved: kilo(sum.other_side_lost),
    limit: sum.limit === null ? t(w.unknown) : kilo(sum.limit),
  }
  return { kilo, now, metered, figures }
}

/** What it carries, what is reserved of it, and how much it may. */
const SumGauge = (shown: SumShown): ReactNode => {
  const { t } = useTongue()
  const { sum, element, load, lost } = shown
  const { now, metered, figures } = useSum(shown)
  const unit = unitOf(sum)
  const drawn = sum.unit === 'W' && load.measured_w !== null && lost === 'none' ? load.measured_w / KILO : null
  const most = Math.max(sum.limit ?? 0, sum.other_side_lost) / KILO
  return (
    <Gauge
      label={`${t(w[`kind-${element.kind}`])} ${element.handle}, ${unit}`}
      words={t(metered ? w.expectedWords : lost === 'none' ? w.sumWords : w.carriesWords, figures)}
      value={now / KILO}
      fill="light"
      reserved={sum.other_side_lost / KILO}
      to={Math.max(1, Math.ceil(most * 1.12))}
      unit={unit}
      limits={sum.limit === null ? [] : [sum.limit / KILO]}
      hands={[
        ...(drawn === null ? [] : [{ at: drawn, kind: 'measured' as const }]),
        lost === 'none'
          ? { at: sum.normal / KILO, kind: 'reserved' as const }
          : { at: now / KILO, kind: 'failure' as const },
      ]}
    />
  )
}

const SumFigures = (shown: SumShown): ReactNode => {
  const { t } = useTongue()
  const { sum, lost } = shown
  const { kilo, metered, figures } = useSum(shown)
  return (
    <p className="flex flex-wrap gap-x-4 text-second text-ink-2">
      {metered && (
        <span>
          {t(w.expected)} <span className="text-ink">{figures.expected}</span>
        </span>
      )}
      <span>
        {t(lost === 'none' ? w.committedNormal : w.carries)} <span className="text-ink">{figures.committed}</span>
      </span>
      {lost === 'none' && (
        <span>
          {t(w.otherLost)} <span className="text-ink">{figures.reserved}</span>
        </span>
      )}
      {sum.firm.map(({ order, amount }) => (
        <span key={order}>
          {t(w.ofFirmQuote)} <Link href={paths.order(order)}>{order}</Link>{' '}
          <span className="text-ink">{kilo(amount)}</span>
        </span>
      ))}
      <SumLimit sum={sum} kilo={(value) => kilo(value * KILO)} />
    </p>
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

interface Shown {
  readonly element: ElementWire
  readonly load: ElementLoadWire | undefined
  readonly lost: Lost
}

/** In one line what one looks for: what is taken of the limit that is spent first, and how much of it that is. */
const InShort = ({ element, load, lost }: Shown): ReactNode => {
  const { f, ...tongue } = useTongue()
  const { t } = tongue
  const dead = lost !== 'none' && element.chain === lost
  const sum = load ? nearestSum(load) : null
  if (dead || !load || !sum)
    return (
      <span className="flex flex-wrap items-baseline gap-x-3">
        {dead ? <StatusMark status="without-power">{t(w.dead)}</StatusMark> : ratingText(element, { f, ...tongue })}
      </span>
    )
  return <Taken sum={sum} element={element} load={load} lost={lost} />
}

const Taken = (shown: SumShown): ReactNode => {
  const { t, f } = useTongue()
  const { figures } = useSum(shown)
  const { load, lost } = shown
  const nearest = nearestOf(load)
  const share =
    nearest &&
    t(nearest.phase === null ? w.shareOfLimit : w.shareOfPhase, {
      share: f.percent(Math.round(nearest.share * 100)),
      phase: nearest.phase ?? '',
    })
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      <span>{t(lost === 'none' ? w.phaseReserved : w.phaseCarries, figures)}</span>
      {nearest && nearest.share >= NEAR ? <StatusMark status="above-rating">{share}</StatusMark> : <span>{share}</span>}
      {load.measured_w !== null && lost === 'none' && <Measured load={load} dead={false} />}
    </span>
  )
}

/** Everything that is known of it: where its figures come from, each of its limits, its phases. */
const Detail = ({ element, load, lost, from }: Shown & { readonly from: readonly string[] }): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const dead = lost !== 'none' && element.chain === lost
  const nearest = load ? nearestSum(load) : null
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-3 text-second text-ink-2">
        <span className="text-body text-ink">{ratingText(element, tongue)}</span>
        <SourceMark source={element.source} />
        <OwnDraw element={element} />
        {from.length > 0 && <span>{t(w.from, { from: from.join(', ') })}</span>}
        <Measured load={load} dead={dead} />
      </p>
      {load && !dead && (
        <div className="max-w-md">
          {load.sums.map((sum) => (
            <div key={sum.unit}>
              {/* The one that is spent first stands above already where the window is wide enough. */}
              <div className={sum === nearest ? 'narrow:hidden' : ''}>
                <SumGauge sum={sum} element={element} load={load} lost={lost} />
              </div>
              <SumFigures sum={sum} element={element} load={load} lost={lost} />
            </div>
          ))}
        </div>
      )}
      {load && !dead && <PhaseLoads load={load} lost={lost} />}
    </>
  )
}

/** One element of a chain: in short, with the gauge of its nearest limit; its details open under it, at once where little is left. */
export const PowerElement = ({
  all,
  from,
  ...shown
}: Shown & { readonly from: readonly string[]; readonly all: boolean }): ReactNode => {
  const { t } = useTongue()
  const id = useId()
  const { element, load, lost } = shown
  const [chosen, choose] = useState<boolean | null>(null)
  const planned = element.fact === 'planned'
  const dead = lost !== 'none' && element.chain === lost
  const near = load !== undefined && !dead && (nearestOf(load)?.share ?? 0) >= NEAR
  const open = chosen ?? (all || near)
  const sum = load && !dead ? nearestSum(load) : null
  return (
    <li className="grid grid-cols-[44px_minmax(0,1fr)] gap-x-3">
      <div className={dead ? 'opacity-60' : ''}>
        <PowerSymbol kind={element.kind} planned={planned || dead} />
      </div>
      <div className={`border-b ${dead ? 'border-dashed border-edge' : 'border-rule'}`}>
        <div className="grid gap-x-6 wide:grid-cols-[minmax(0,1fr)_minmax(0,15rem)]">
          <AriaButton
            aria-expanded={open}
            aria-controls={id}
            onPress={() => choose(!open)}
            className="block w-full cursor-pointer py-2 text-left hover:bg-recess"
          >
            <span className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="text-section font-medium">{t(w[`kind-${element.kind}`])}</span>
              <span className="font-narrow text-second text-ink-2">
                {element.handle}{' '}
                <ChevronDown
                  size={14}
                  strokeWidth={1.5}
                  aria-hidden="true"
                  className={`inline ${open ? 'rotate-180' : ''}`}
                />
              </span>
            </span>
            <span className="block text-second text-ink-2">
              <InShort {...shown} />
            </span>
            {planned && <StatusMark status="planned">{t(w.planned)}</StatusMark>}
          </AriaButton>
          <div className="max-narrow:hidden">
            {load && sum && <SumGauge sum={sum} element={element} load={load} lost={lost} />}
          </div>
        </div>
        <div id={id} className={open ? 'pb-3' : ''}>
          {open && <Detail {...shown} from={from} />}
        </div>
      </div>
    </li>
  )
}
