import type { ReactNode } from 'react'
import { listSpaceLoads, type SpaceLoadWire } from '#market/contract'
import { useAsk } from '../call.ts'
import { useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { Invoices, Panels } from '../people/own-lists.tsx'
import { useNow } from '../now.ts'
import { paths } from '../paths.ts'
import { Link } from '../ui/button.tsx'
import { Gauge } from '../ui/gauge.tsx'
import { Section } from '../ui/page.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { w } from './today-words.ts'

const K = 1000

/** One place of a tenant: what it committed as the limit, what it draws as the hand; not metered is said, never drawn as zero. */
const PlaceGauge = ({ load, to }: { readonly load: SpaceLoadWire; readonly to: number }): ReactNode => {
  const { t, f } = useTongue()
  const now = useNow()
  const committed = (load.watts ?? 0) / K
  const drawn = load.measured_w === null ? null : load.measured_w / K
  const place = load.units ? `${load.compartment} U${load.units.from_u}–${load.units.to_u}` : load.compartment
  const contracted = t(w.committedOf, { kw: f.quantity(committed, 'kW'), sides: load.sides ?? '' })
  const words =
    drawn === null
      ? `${t(w.notMetered)}, ${contracted}`
      : `${t(w.drawnNow, { kw: f.quantity(drawn, 'kW', 2), age: load.measured_at === null ? '' : f.age(load.measured_at, now) })}, ${contracted}`
  return (
    <li className="border-b border-rule py-3 last:border-b-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span>
          <Link href={paths.plan(load.compartment.split('/')[0])}>{place}</Link>
          {load.service !== null && (
            <span className="pl-3 text-second">
              <Link href={paths.service(load.service)}>{load.service}</Link>
            </span>
          )}
        </span>
        <span className="text-second text-ink-2">
          {drawn === null ? <StatusMark status="unknown">{words}</StatusMark> : words}
        </span>
      </div>
      <Gauge
        label={`${t(w.power)} ${place}`}
        words={words}
        unit="kW"
        value={drawn}
        to={to}
        limits={[committed]}
        hands={drawn === null ? [] : [{ at: drawn, kind: 'measured' }]}
      />
    </li>
  )
}

/** A tenant's racks side by side on one scale. */
const Racks = (): ReactNode => {
  const { t, f } = useTongue()
  const found = useAsk(listSpaceLoads, {}, { everyMs: 60_000 })
  const loads = (found.data?.loads ?? []).filter(({ watts, state }) => watts !== null && state === 'sold')
  if (loads.length === 0) return null
  const total = loads.reduce((sum, { watts }) => sum + (watts ?? 0), 0)
  const most = Math.max(...loads.map((one) => Math.max(one.watts ?? 0, one.measured_w ?? 0))) / K
  return (
    <Section
      title={t(w.racks)}
      count={t(w.racksOf, { n: loads.length, kw: f.quantity(total / K, 'kW') })}
      beside={<Link href={paths.plan()}>{t(w.seePlan)}</Link>}
    >
      <ul>
        {loads.map((load) => (
          <PlaceGauge key={`${load.compartment} ${load.units?.from_u ?? ''}`} load={load} to={most * 1.15} />
        ))}
      </ul>
    </Section>
  )
}

/** What a customer has here: a carrier its panels, a tenant its racks. */
export const OwnPlaces = (): ReactNode => {
  const session = useSession()
  return (
    <>
      <Panels owners={session.organisations.map(({ handle }) => handle)} />
      <Racks />
    </>
  )
}

export const OwnInvoices = (): ReactNode =>
  useSession()
    .organisations.filter(({ rights }) => rights.includes('billing'))
    .map(({ handle }) => <Invoices key={handle} organisation={handle} />)
