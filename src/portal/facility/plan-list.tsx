import type { ReactNode } from 'react'
import type { PlanWire, RackWire } from '#facility/contract'
import type { SpaceLoadWire } from '#market/contract'
import { type Tongue, useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Link } from '../ui/button.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { freeU, lostWatts, nearness } from './plan-layers.ts'
import { w } from './words.ts'

/** One rack with what is sold in it; null: not told yet. */
export interface RackRow {
  readonly rack: RackWire
  readonly loads: readonly SpaceLoadWire[] | null
}

const wattsOf = (loads: readonly SpaceLoadWire[]): number => loads.reduce((sum, one) => sum + (one.watts ?? 0), 0)

export const tenantsOf = ({ rack, loads }: RackRow): string =>
  [
    ...new Set([
      ...rack.compartments.flatMap((c) => (c.organisation ? [c.organisation.name] : [])),
      ...(loads ?? []).map(({ organisation }) => organisation.name),
    ]),
  ].join(', ')

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
    { id: 'tenants', head: t(w.tenants), cell: (row) => tenantsOf(row) || '–', csv: tenantsOf },
    { id: 'fact', head: t(w.fact), cell: ({ rack: r }) => t(w[`fact-${r.fact}`]), csv: ({ rack: r }) => r.fact },
  ]
}

/** The plan as a table: the same figures for who does not see the drawing, all layers at once. */
export const RackList = ({
  plan,
  rows,
  selected,
}: {
  readonly plan: PlanWire
  readonly rows: readonly RackRow[]
  readonly selected: string | null
}): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  return (
    <Table
      label={plan.room.name}
      rows={rows}
      columns={rackColumns(tongue)}
      keyOf={({ rack }) => rack.handle}
      selected={selected}
      phone={(row) => ({
        title: <Link href={paths.plan(row.rack.handle)}>{t(w.rack, { handle: row.rack.handle })}</Link>,
        second: `${tenantsOf(row) || t(w[`fact-${row.rack.fact}`])}${row.loads && wattsOf(row.loads) > 0 ? ` · ${f.quantity(wattsOf(row.loads) / 1000, 'kW', 1)}` : ''}`,
        end: t(w.uFree, { n: freeU(row.rack, row.loads ?? []) }),
      })}
    />
  )
}
