import type { ReactNode } from 'react'
import type { z } from 'zod'
import { type coolingWire, getCooling, getPower, type powerWire } from '#facility/contract'
import { useAsk } from '../call.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Link } from '../ui/button.tsx'
import { Figure } from '../ui/figure.tsx'
import { Gauge } from '../ui/gauge.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { ReadingProblem } from '../ui/table.tsx'
import { LimitShape } from '../ui/track.tsx'
import { w } from './words.ts'

type Power = z.output<typeof powerWire>
type Cooling = z.output<typeof coolingWire>

const W_PER_KW = 1000

/** What one chain draws at its UPS, and what that may carry; the mean of nothing is not 0 but unknown. */
const Chain = ({ power, chain }: { readonly power: Power; readonly chain: 'A' | 'B' }): ReactNode => {
  const { t, f } = useTongue()
  const units = power.elements.filter((e) => e.kind === 'ups' && e.chain === chain)
  const limit = units.reduce((sum, e) => sum + (e.limit_w ?? 0), 0) / W_PER_KW
  const known = units.length > 0 && units.every((e) => e.measured_w !== null)
  const drawn = known ? units.reduce((sum, e) => sum + (e.measured_w ?? 0), 0) / W_PER_KW : null
  const to = Math.max(20, Math.ceil((limit * 1.125) / 20) * 20)
  return (
    <div>
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h2 className="text-section font-medium">{t(w.chain, { chain })}</h2>
        <StatusMark status={known ? 'ok' : 'unknown'}>
          {known ? f.quantity(drawn ?? 0, 'kW', 1) : t(w.notMetered)}
        </StatusMark>
      </div>
      <Figure value={drawn} unit="kW" decimals={1} what={t(w.drawn)} source="measured" />
      <Gauge
        label={t(w.chain, { chain })}
        words={
          drawn === null
            ? t(w.gaugeUnknown)
            : t(w.meterWords, { value: f.quantity(drawn, 'kW', 1), to: f.quantity(limit, 'kW') })
        }
        value={drawn}
        to={to}
        limits={limit > 0 ? [limit] : []}
        hands={drawn === null ? [] : [{ at: drawn, kind: 'measured' }]}
      />
      <dl className="flex flex-wrap gap-x-6 gap-y-1 pt-1 text-second text-ink-2">
        <div>
          <dt className="flex items-center gap-1.5">
            <LimitShape /> {t(w.upsLimit)}
          </dt>
          <dd className="text-section text-ink">{limit > 0 ? f.quantity(limit, 'kW', 1) : t(w.unknown)}</dd>
        </div>
      </dl>
    </div>
  )
}

const Froid = ({ cooling }: { readonly cooling: Cooling }): ReactNode => {
  const { t, f } = useTongue()
  const built = cooling.units.filter((u) => u.fact !== 'planned')
  const each = built[0]?.limit_w ?? null
  return (
    <div>
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h2 className="text-section font-medium">{t(w.cooling)}</h2>
        <StatusMark status={cooling.mode === null ? 'unknown' : 'ok'}>{cooling.mode ?? t(w.notMeteredM)}</StatusMark>
      </div>
      <Figure value={null} unit="°C" what={t(w.mode)} source="measured" />
      <dl className="pt-3 text-second text-ink-2">
        <dt>{t(w.units)}</dt>
        <dd className="text-section text-ink">
          {each === null
            ? f.number(built.length)
            : t(w.unitsOf, { n: f.number(built.length), w: f.quantity(each / W_PER_KW, 'kW') })}
        </dd>
      </dl>
    </div>
  )
}

const Pue = ({ pue }: { readonly pue: number | null }): ReactNode => {
  const { t, f } = useTongue()
  return (
    <div>
      <h2 className="text-section font-medium">PUE</h2>
      <Figure value={pue} unit="" decimals={2} source="computed" />
      <Gauge
        label="PUE"
        words={pue === null ? t(w.gaugeUnknown) : f.number(pue, 2)}
        value={null}
        from={1}
        to={1.6}
        major={0.2}
        decimals={1}
        hands={pue === null ? [] : [{ at: pue, kind: 'measured' }]}
      />
      <p className="text-second text-ink-2">{t(w.overall)}</p>
    </div>
  )
}

/** Both chains, cooling and PUE in one strip between two ink lines; what nobody meters yet says that it is unknown. */
export const PlantStrip = (): ReactNode => {
  const { t } = useTongue()
  const power = useAsk(getPower, { query: { down_to: 'boards' } }, { everyMs: 30_000 })
  const cooling = useAsk(getCooling, {}, { everyMs: 30_000 })
  const error = power.error ?? cooling.error
  if (error) return <ReadingProblem error={error} />
  if (!power.data || !cooling.data) return <div className="h-48 border-y border-ink" />
  return (
    <section aria-label={t(w.power)} className="mb-7">
      <div className="grid grid-cols-1 gap-y-6 border-y border-ink py-3 narrow:grid-cols-2 wide:grid-cols-[1.35fr_1.35fr_1fr_0.8fr] wide:[&>*+*]:border-l wide:[&>*+*]:border-rule wide:[&>*+*]:pl-5 wide:[&>*]:pr-5">
        <Chain power={power.data} chain="A" />
        <Chain power={power.data} chain="B" />
        <Froid cooling={cooling.data} />
        <Pue pue={cooling.data.pue} />
      </div>
      <p className="pt-1.5 text-right text-second">
        <Link href={paths.power()}>{t(w.power)}</Link>
      </p>
    </section>
  )
}
