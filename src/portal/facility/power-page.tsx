import type { ReactNode } from 'react'
import type { z } from 'zod'
import { type coolingWire, type ElementWire, getCooling, getPower, type powerWire } from '#facility/contract'
import { useAsk } from '../call.ts'
import { Wrong } from '../frame/not-found.tsx'
import { type Tongue, useTongue } from '../language.tsx'
import { SourceMark } from '../ui/figure.tsx'
import { Gauge } from '../ui/gauge.tsx'
import { PageHead, Section } from '../ui/page.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '../ui/table.tsx'
import { w as shared } from '../words.ts'
import { PowerSymbol } from './power-symbol.tsx'
import { w } from './words.ts'

type Power = z.output<typeof powerWire>
type CoolingUnit = z.output<typeof coolingWire>['units'][number]

const KILO = 1000

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
  return found
}

const ratingText = (e: Pick<ElementWire, 'limit_w' | 'limit_va' | 'breaker_a'>, { t, f }: Tongue): string => {
  const parts = [
    e.limit_w === null ? null : f.quantity(e.limit_w / KILO, 'kW'),
    e.limit_va === null ? null : f.quantity(e.limit_va / KILO, 'kVA'),
    e.breaker_a === null ? null : f.quantity(e.breaker_a, 'A'),
  ].filter((part) => part !== null)
  return parts.length === 0 ? t(w.unknown) : parts.join(' · ')
}

const Element = ({ element, from }: { readonly element: ElementWire; readonly from: readonly string[] }): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  const limit =
    element.limit_w !== null
      ? { n: element.limit_w / KILO, unit: 'kW' }
      : element.limit_va !== null
        ? { n: element.limit_va / KILO, unit: 'kVA' }
        : null
  const drawn = element.measured_w === null ? null : element.measured_w / KILO
  const planned = element.fact === 'planned'
  return (
    <li className={`grid grid-cols-[56px_minmax(0,1fr)] gap-x-4 ${planned ? 'opacity-90' : ''}`}>
      <PowerSymbol kind={element.kind} planned={planned} />
      <div className="border-b border-rule pb-3 pt-1.5">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span className="text-section font-medium">{t(w[`kind-${element.kind}`])}</span>
          <span className="font-narrow text-second text-ink-2">{element.handle}</span>
        </div>
        <p className="flex flex-wrap items-baseline gap-x-3 text-second text-ink-2">
          <span className="text-body text-ink">{ratingText(element, tongue)}</span>
          <SourceMark source={element.source} />
          {from.length > 0 && <span>{t(w.from, { from: from.join(', ') })}</span>}
          <StatusMark status={drawn === null ? 'unknown' : 'ok'}>
            {drawn === null ? t(w.notMeteredM) : f.quantity(drawn, 'kW', 1)}
          </StatusMark>
          {planned && <StatusMark status="planned">{t(w.planned)}</StatusMark>}
        </p>
        {limit !== null && (
          <div className="max-w-md">
            <Gauge
              label={`${t(w[`kind-${element.kind}`])} ${element.handle}`}
              words={drawn === null ? t(w.gaugeUnknown) : f.quantity(drawn, limit.unit, 1)}
              value={drawn}
              to={Math.max(1, Math.ceil(limit.n * 1.12))}
              unit={limit.unit}
              limits={[limit.n]}
              hands={drawn === null ? [] : [{ at: drawn, kind: 'measured' }]}
            />
          </div>
        )}
      </div>
    </li>
  )
}

const Chain = ({ power, chain }: { readonly power: Power; readonly chain: 'A' | 'B' }): ReactNode => {
  const { t } = useTongue()
  const depth = depths(power)
  const own = power.elements
    .filter((e) => e.chain === chain && e.kind !== 'cooling-unit')
    .toSorted((a, b) => (depth.get(a.handle) ?? 0) - (depth.get(b.handle) ?? 0) || a.handle.localeCompare(b.handle))
  const from = (handle: string): readonly string[] =>
    power.edges.filter((edge) => edge.to === handle).map((edge) => edge.from)
  return (
    <Section title={t(w.chain, { chain })} count={own.length}>
      <ul>
        {own.map((element) => (
          <Element key={element.handle} element={element} from={from(element.handle)} />
        ))}
      </ul>
    </Section>
  )
}

/** What both chains share: the grid's one connection. */
const Shared = ({ power }: { readonly power: Power }): ReactNode => {
  const own = power.elements.filter((e) => e.chain === null && e.kind !== 'cooling-unit')
  if (own.length === 0) return null
  return (
    <ul className="border-t border-ink pt-2">
      {own.map((element) => (
        <Element key={element.handle} element={element} from={[]} />
      ))}
    </ul>
  )
}

const CoolingTable = ({ units }: { readonly units: readonly CoolingUnit[] }): ReactNode => {
  const { t, f } = useTongue()
  const drawn = (u: CoolingUnit): string =>
    u.measured_w === null ? t(w.unknown) : f.quantity(u.measured_w / KILO, 'kW', 1)
  const columns: readonly Column<CoolingUnit>[] = [
    { id: 'unit', head: t(w['kind-cooling-unit']), cell: (u) => u.handle, csv: (u) => u.handle },
    { id: 'rows', head: t(w.serves), cell: (u) => u.serves_rows.join(', '), csv: (u) => u.serves_rows.join(' ') },
    { id: 'by', head: t(w.poweredBy), cell: (u) => u.powered_by.join(', '), csv: (u) => u.powered_by.join(' ') },
    {
      id: 'limit',
      head: t(w.rating),
      figures: true,
      cell: (u) => (u.limit_w === null ? t(w.unknown) : f.quantity(u.limit_w / KILO, 'kW')),
      second: (u) => <SourceMark source={u.source} />,
      csv: (u) => u.limit_w,
    },
    { id: 'drawn', head: t(w.measured), figures: true, cell: drawn, csv: (u) => u.measured_w },
  ]
  return (
    <Section
      title={t(w.cooling)}
      count={units.length}
      beside={<CsvButton look="text" name="cooling" columns={columns} all={async () => units} />}
    >
      <Table
        label={t(w.cooling)}
        rows={units}
        keyOf={(u) => u.handle}
        columns={columns}
        phone={(u) => ({ title: u.handle, second: u.serves_rows.join(', '), end: drawn(u) })}
      />
    </Section>
  )
}

/** Both chains side by side, each from the grid down to its boards; loads say that they are unknown until they are metered. */
export const PowerPage = (): ReactNode => {
  const { t } = useTongue()
  const power = useAsk(getPower, { query: { down_to: 'boards' } }, { everyMs: 30_000 })
  const cooling = useAsk(getCooling, {}, { everyMs: 30_000 })
  const error = power.error ?? cooling.error
  if (error && !power.data) return <Wrong error={error} reset={() => void power.refetch()} />
  if (!power.data) return <PageHead title={t(w.power)} beside={t(shared.reading)} />
  return (
    <>
      <PageHead title={t(w.power)} beside={t(w.powerBeside)} />
      <Shared power={power.data} />
      <div className="grid grid-cols-1 gap-x-12 narrow:grid-cols-2">
        <Chain power={power.data} chain="A" />
        <Chain power={power.data} chain="B" />
      </div>
      {cooling.data && <CoolingTable units={cooling.data.units} />}
    </>
  )
}
