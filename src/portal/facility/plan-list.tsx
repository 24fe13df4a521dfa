import type { ReactNode } from 'react'
import type { PlanWire, RackWire } from '#facility/contract'
import type { SpaceLoadWire } from '#market/contract'
import { type Tongue, useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { useFilterText, useUrlState } from '../url-state.ts'
import { Button, Link } from '../ui/button.tsx'
import { SearchField } from '../ui/field.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { useNarrow } from '../ui/width.ts'
import { freeU, type Layer, lostWatts, nearness } from './plan-layers.ts'
import { w } from './words.ts'

/** One rack with what is sold in it; null: not told yet. */
export interface RackRow {
  readonly rack: RackWire
  readonly loads: readonly SpaceLoadWire[] | null
}

const wattsOf = (loads: readonly SpaceLoadWire[]): number => loads.reduce((sum, one) => sum + (one.watts ?? 0), 0)

const namesIn = ({ rack, loads }: RackRow): readonly string[] => [
  ...new Set([
    ...rack.compartments.flatMap((c) => (c.organisation ? [c.organisation.name] : [])),
    ...(loads ?? []).map(({ organisation }) => organisation.name),
  ]),
]

export const tenantsOf = (row: RackRow): string => namesIn(row).join(', ')

/** The rack's own panel and the CSV name all of them. */
const NAMED = 3
const someTenants = (row: RackRow, { t, f }: Tongue): string => {
  const names = namesIn(row)
  if (names.length <= NAMED + 1) return names.join(', ')
  return `${names.slice(0, NAMED).join(', ')} ${t(w.moreTenants, { n: f.number(names.length - NAMED) })}`
}

/** The newest of what is known: a reading, else the contract. */
const newestOf = (loads: readonly SpaceLoadWire[]): { readonly at: string; readonly measured: boolean } | null => {
  const measured = loads.flatMap(({ measured_at: at }) => (at === null ? [] : [at])).toSorted()
  const at =
    measured.at(-1) ??
    loads
      .map(({ since }) => since)
      .toSorted()
      .at(-1)
  return at === undefined ? null : { at, measured: measured.length > 0 }
}

const powerColumns = ({ t, f }: Tongue): readonly Column<RackRow>[] => {
  const kilo = (watts: number | null): string => (watts === null ? t(w.unknown) : f.quantity(watts / 1000, 'kW', 1))
  return [
    {
      id: 'committed',
      head: t(w['layer-committed']),
      figures: true,
      cell: ({ loads }) => kilo(loads && wattsOf(loads)),
      csv: ({ loads }) => loads && wattsOf(loads),
    },
    {
      id: 'lost',
      head: t(w['layer-lost']),
      figures: true,
      cell: ({ loads }) => kilo(loads && lostWatts(loads)),
      second: ({ loads }) => {
        const share = loads && nearness(loads)
        return share === null ? null : t(w.ofNearest, { share: f.percent(share * 100) })
      },
      className: 'whitespace-nowrap',
      csv: ({ loads }) => loads && lostWatts(loads),
    },
    {
      id: 'age',
      head: t(w['layer-age']),
      cell: ({ loads }) => {
        const newest = loads && newestOf(loads)
        return newest ? f.date(newest.at) : '–'
      },
      second: ({ loads }) => {
        const newest = loads && newestOf(loads)
        return newest && t(newest.measured ? w.measuredThen : w.contractedThen)
      },
      className: 'whitespace-nowrap',
      csv: ({ loads }) => (loads && newestOf(loads)?.at) ?? null,
    },
  ]
}

export const rackColumns = (tongue: Tongue): readonly Column<RackRow>[] => {
  const { t, f } = tongue
  return [
    {
      id: 'rack',
      head: t(w.rackHead),
      cell: ({ rack: r }) => <Link href={paths.plan(r.handle)}>{r.handle}</Link>,
      csv: ({ rack: r }) => r.handle,
    },
    { id: 'row', head: t(w.row), cell: ({ rack: r }) => r.row, csv: ({ rack: r }) => r.row },
    {
      id: 'compartments',
      head: t(w.compartments),
      cell: ({ rack: r }) => {
        const sizes = [...new Set(r.compartments.map((c) => c.size))]
        return (
          sizes.map((size) => t(w.timesSize, { n: r.compartments.length, size: t(w[`size-${size}`]) })).join(', ') ||
          '–'
        )
      },
      csv: ({ rack: r }) => r.compartments.length,
    },
    {
      id: 'free',
      head: t(w.freeU),
      figures: true,
      cell: ({ rack: r, loads }) => (r.compartments.length === 0 ? t(w.unknown) : f.number(freeU(r, loads ?? []))),
      csv: ({ rack: r, loads }) => (r.compartments.length === 0 ? null : freeU(r, loads ?? [])),
    },
    ...powerColumns(tongue),
    {
      id: 'limit',
      head: t(w.limit),
      figures: true,
      cell: ({ rack: r }) => f.quantity(r.limit_kg, 'kg'),
      csv: ({ rack: r }) => r.limit_kg,
    },
    { id: 'tenants', head: t(w.tenants), cell: (row) => someTenants(row, tongue) || '–', csv: tenantsOf },
    { id: 'fact', head: t(w.fact), cell: ({ rack: r }) => t(w[`fact-${r.fact}`]), csv: ({ rack: r }) => r.fact },
  ]
}

/** The oldest first: when the newest thing that is known of a rack was told. */
const oldness = ({ loads }: RackRow): number => {
  const newest = loads && newestOf(loads)
  return newest ? new Date(newest.at).getTime() : Number.POSITIVE_INFINITY
}

/** What one looks for stands first: where a layer has a worst, from there; else the order of the plan. */
const orders: Readonly<Partial<Record<Layer, (a: RackRow, b: RackRow) => number>>> = {
  committed: (a, b) => wattsOf(b.loads ?? []) - wattsOf(a.loads ?? []),
  lost: (a, b) => (nearness(b.loads ?? []) ?? 0) - (nearness(a.loads ?? []) ?? 0),
  age: (a, b) => oldness(a) - oldness(b),
}
const orderWord = (layer: Layer) =>
  layer === 'committed' || layer === 'lost' || layer === 'age' ? w[`order-${layer}`] : w['order-free']

/** What a rack bears in the layer that is chosen, where a phone has room for one figure. */
const endOf = ({ rack, loads }: RackRow, layer: Layer, { t, f }: Tongue): string => {
  const share = loads && nearness(loads)
  if (layer === 'lost' && loads && share !== null)
    return `${f.quantity(lostWatts(loads) / 1000, 'kW', 1)} · ${f.percent(share * 100)}`
  const newest = loads && newestOf(loads)
  if (layer === 'age' && newest) return f.date(newest.at)
  return t(w.uFree, { n: freeU(rack, loads ?? []) })
}

const AT_FIRST = 40
const AT_FIRST_ON_PHONE = 15

const foundBy = (row: RackRow, text: string): boolean =>
  [row.rack.handle, row.rack.row, tenantsOf(row)].join(' ').toLocaleLowerCase().includes(text.toLocaleLowerCase())

/** The plan as a table: the same figures for who does not see the drawing, all layers at once; the layer that is chosen orders it. */
export const RackList = ({
  plan,
  rows,
  layer,
  selected,
}: {
  readonly plan: PlanWire
  readonly rows: readonly RackRow[]
  readonly layer: Layer
  readonly selected: string | null
}): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  const [typed, type, text] = useFilterText()
  const [url, change] = useUrlState()
  const narrow = useNarrow()
  const order = orders[layer]
  const found = (order ? rows.toSorted(order) : rows).filter((row) => foundBy(row, text))
  const shown = url['racks'] === 'all' ? found : found.slice(0, narrow ? AT_FIRST_ON_PHONE : AT_FIRST)
  return (
    <>
      <div className="flex flex-wrap items-end gap-x-6 gap-y-2 pb-3">
        <SearchField label={t(w.findRack)} value={typed} onChange={type} className="w-72 max-narrow:w-full" />
        <p role="status" className="text-second text-ink-2">
          {t(w.racksFound, { n: f.number(found.length), of: f.number(rows.length) })}, {t(orderWord(layer))}
        </p>
      </div>
      {found.length === 0 && <p className="py-6 text-ink-2">{t(w.noRackFound)}</p>}
      {found.length > 0 && (
        <Table
          label={plan.room.name}
          rows={shown}
          columns={rackColumns(tongue)}
          keyOf={({ rack }) => rack.handle}
          selected={selected}
          phone={(row) => ({
            title: <Link href={paths.plan(row.rack.handle)}>{t(w.rack, { handle: row.rack.handle })}</Link>,
            second: `${someTenants(row, tongue) || t(w[`fact-${row.rack.fact}`])}${row.loads && wattsOf(row.loads) > 0 ? ` · ${f.quantity(wattsOf(row.loads) / 1000, 'kW', 1)}` : ''}`,
            end: endOf(row, layer, tongue),
          })}
        />
      )}
      {shown.length < found.length && (
        <div className="py-3">
          <Button onPress={() => change({ racks: 'all' })}>{t(w.allRacks, { n: f.number(found.length) })}</Button>
        </div>
      )}
    </>
  )
}
