import type { ReactNode } from 'react'
import type { ElementLoadWire } from '#market/contract'
import { useTongue } from '../language.tsx'
import { Gauge } from '../ui/gauge.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import type { Lost } from './lost-side.ts'
import { w } from './words.ts'

type Phase = NonNullable<ElementLoadWire['phases']>[number]

const KILO = 1000
const FULL = 0.9

const shareOf = ({ other_side_lost: reserved, limit }: Phase): number => (limit ? reserved / limit : 1)

/** Where a phase is limited in W and in VA, the unit that is spent first. */
const nearestUnit = (phases: readonly Phase[]): readonly Phase[] => {
  const [fullest] = phases.toSorted((a, b) => shareOf(b) - shareOf(a))
  return phases.filter(({ unit }) => unit === fullest?.unit)
}

interface Shown {
  readonly element: string
  readonly phase: Phase
  readonly lost: Lost
  readonly to: number
}

const unitOf = ({ unit }: Phase): 'kW' | 'kVA' => (unit === 'W' ? 'kW' : 'kVA')
const carriedOf = ({ phase, lost }: Shown): number => (lost === 'none' ? phase.normal : phase.other_side_lost)

/** The same figures for the gauge’s words, the lines under it, and a phone. */
const useFigures = (shown: Shown) => {
  const { t, f } = useTongue()
  const kilo = (value: number | null): string =>
    value === null ? t(w.unknown) : f.quantity(value / KILO, unitOf(shown.phase), 1)
  const { other_side_lost: reserved, limit } = shown.phase
  return { committed: kilo(carriedOf(shown)), reserved: kilo(reserved), limit: kilo(limit) }
}

const PhaseGauge = (shown: Shown): ReactNode => {
  const { t } = useTongue()
  const figures = useFigures(shown)
  const { element, phase, lost, to } = shown
  const unit = unitOf(phase)
  const carried = carriedOf(shown) / KILO
  const drawn = lost === 'none' && phase.unit === 'W' ? phase.measured_w : null
  return (
    <Gauge
      label={t(w.phaseOf, { phase: phase.phase, element, unit })}
      words={t(lost === 'none' ? w.sumWords : w.carriesWords, figures)}
      value={carried}
      fill="light"
      reserved={phase.other_side_lost / KILO}
      to={to}
      unit={unit}
      limits={phase.limit === null ? [] : [phase.limit / KILO]}
      hands={[
        ...(drawn === null ? [] : [{ at: drawn / KILO, kind: 'measured' as const }]),
        { at: carried, kind: lost === 'none' ? ('reserved' as const) : ('failure' as const) },
      ]}
    />
  )
}

const OnePhase = (shown: Shown): ReactNode => {
  const { t, f } = useTongue()
  const figures = useFigures(shown)
  const { phase, lost } = shown
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-baseline gap-x-2 text-second text-ink-2">
        <span className="font-narrow text-body text-ink">{phase.phase}</span>
        <span className="narrow:hidden">{t(lost === 'none' ? w.phaseReserved : w.phaseCarries, figures)}</span>
        {shareOf(phase) > FULL && (
          <StatusMark status="above-rating">{t(w.phaseFull, { share: f.percent(shareOf(phase) * 100) })}</StatusMark>
        )}
      </p>
      {/* A phone reads the same in the line above. */}
      <div className="hidden narrow:block">
        <PhaseGauge {...shown} />
      </div>
      <p className="hidden text-second text-ink-2 narrow:block">
        {t(lost === 'none' ? w.phaseFigures : w.phaseCarries, figures)}
        {phase.other_side_lost_a !== null && ` · ${f.quantity(phase.other_side_lost_a, 'A', 1)}`}
      </p>
      {lost === 'none' && (
        <p className="text-second text-ink-2">
          {phase.measured_w === null
            ? t(w.phaseNotMeasured)
            : t(w.phaseMeasured, {
                w: f.quantity(phase.measured_w / KILO, 'kW', 1),
                n: f.number(phase.feeds_measured),
                of: f.number(phase.feeds),
              })}
        </p>
      )}
    </div>
  )
}

/** The three phases of a board or an UPS beside each other, on one scale: one may be full while the sum is not. */
export const PhaseLoads = ({ load, lost }: { readonly load: ElementLoadWire; readonly lost: Lost }): ReactNode => {
  const { t, f } = useTongue()
  if (load.phases === null) return null
  const phases = nearestUnit(load.phases)
  const most = Math.max(...phases.map(({ limit, other_side_lost: reserved }) => Math.max(limit ?? 0, reserved)))
  return (
    <div className="pt-2">
      <p className="flex flex-wrap items-baseline gap-x-4 text-second text-ink-2">
        <span>{t(w.phases)}</span>
        {load.unbalance_percent !== null && (
          <span>{t(w.unbalance, { percent: f.percent(load.unbalance_percent) })}</span>
        )}
      </p>
      <div className="grid gap-x-6 gap-y-2 narrow:grid-cols-3">
        {phases.map((phase) => (
          <OnePhase
            key={phase.phase}
            element={load.element}
            phase={phase}
            lost={lost}
            to={Math.max(1, Math.ceil((most / KILO) * 1.12))}
          />
        ))}
      </div>
    </div>
  )
}
