import type { RackWire } from '#facility/contract'
import type { SpaceLoadWire } from '#market/contract'

export const layers = ['free', 'committed', 'lost', 'tenant', 'age', 'fact', 'own'] as const
export type Layer = (typeof layers)[number]

/** How a rack is drawn in one layer: what is written in it, and its step of 0 to 5; null is unknown. */
export interface Cell {
  readonly text: string
  readonly step: number | null
  /** What it means, where the text is too short to say it: a tenant's name, a date. */
  readonly means?: string
  /** So near a limit that it bears a mark. */
  readonly near?: boolean
}

const STEPS = 5

export const freeU = (rack: RackWire, loads: readonly SpaceLoadWire[] = []): number =>
  rack.compartments.reduce((sum, c) => {
    if (c.size !== 'shared') return sum + (c.state === 'free' ? c.units_u : 0)
    // Height units of a shared rack are sold one by one.
    const sold = loads.reduce((all, { units }) => all + (units ? units.to_u - units.from_u + 1 : 0), 0)
    return sum + Math.max(0, c.units_u - sold)
  }, 0)

const initial = { planned: 'p', ordered: 'c', built: 'b', measured: 'm' } as const
const factStep = { planned: 0, ordered: 1, built: 2, measured: 4 } as const

const KILO = 1000
/** Where a step of a layer begins: committed kW of one rack, and how near the nearest limit, in shares of it. */
const KW_STEPS = [0, 1, 2, 3, 4.5]
const SHARE_STEPS = [0, 0.25, 0.5, 0.7, 0.9]
const DAY_STEPS = [0, 1, 7, 30, 180]
const stepOf = (value: number, begins: readonly number[]): number => begins.filter((begin) => value > begin).length

/** What this rack takes of one side at most, once the other is lost: the larger of both. */
export const lostWatts = (loads: readonly SpaceLoadWire[]): number =>
  Math.max(
    0,
    ...(['A', 'B'] as const).map((side) =>
      loads
        .flatMap(({ feeds }) => feeds.filter((one) => one.side === side))
        .reduce((all, f) => all + f.other_side_lost_w, 0),
    ),
  )

/** How near the nearest limit stands with one side lost: shared ones where they are told, else the rack's own ways. 1 is full. */
export const nearness = (loads: readonly SpaceLoadWire[]): number | null => {
  const shares = loads.flatMap(({ nearest, feeds }) => [
    ...(nearest?.limit ? [nearest.reserved / nearest.limit] : []),
    ...feeds.flatMap(({ amount_va: va, limit_va: limit }) => (limit ? [va / limit] : [])),
  ])
  return shares.length === 0 ? null : Math.max(...shares)
}

const initialsOf = (name: string): string =>
  name
    .split(/[\s’'-]+/)
    .filter((part) => /^[A-ZÀ-Ý0-9]/.test(part))
    .map((part) => part[0])
    .join('')
    .slice(0, 3) || name.slice(0, 2)

const tenantCell = (rack: RackWire, loads: readonly SpaceLoadWire[]): Cell => {
  const names = [
    ...new Set([
      ...rack.compartments.flatMap((c) => (c.organisation ? [c.organisation.name] : [])),
      ...loads.map(({ organisation }) => organisation.name),
    ]),
  ]
  const [first] = names
  if (first === undefined)
    return { text: rack.compartments.length === 0 ? '?' : '–', step: rack.compartments.length === 0 ? null : 0 }
  return names.length === 1
    ? { text: initialsOf(first), step: 2, means: first }
    : { text: String(names.length), step: 4, means: names.join(', ') }
}

const MS_PER_DAY = 86_400_000

/** How old what is known of its load is: the newest reading, else since when it is committed. */
const ageCell = (loads: readonly SpaceLoadWire[], now: Date): Cell => {
  if (loads.length === 0) return { text: '–', step: 0 }
  const measured = loads.flatMap(({ measured_at: at }) => (at === null ? [] : [at]))
  const at = (measured.length > 0 ? measured : loads.map(({ since }) => since)).toSorted().at(-1) ?? ''
  const days = Math.max(0, (now.getTime() - new Date(at).getTime()) / MS_PER_DAY)
  return { text: String(Math.floor(days)), step: 1 + Math.min(4, stepOf(Math.floor(days), DAY_STEPS)), means: at }
}

const freeCell = (rack: RackWire, loads: readonly SpaceLoadWire[]): Cell => {
  const free = freeU(rack, loads)
  const empty = rack.compartments.every((c) => c.state === 'free') && loads.length === 0
  return {
    text: String(free),
    step: free === 0 ? 0 : empty ? STEPS : 1 + Math.min(3, Math.floor((free / rack.units_u) * 4)),
  }
}

/** What the power layers are drawn from: the loads of one rack. Null: not told yet. */
export interface Known {
  readonly loads: readonly SpaceLoadWire[] | null
  readonly now: Date
  /** Somebody who sees its own racks alone: the others are drawn for the way only. */
  readonly ownOnly: boolean
  /** One decimal, and none where it would be 0, in the reader's language. */
  readonly write: (n: number) => string
}
/** From here on a rack bears a mark: a tenth of the nearest limit is left. */
export const NEAR = 0.9

export const cellOf = (rack: RackWire, layer: Layer, { loads, now, ownOnly, write }: Known): Cell => {
  const all = rack.compartments.length
  if (layer === 'fact') return { text: initial[rack.fact], step: factStep[rack.fact] }
  const mine = (loads ?? []).length > 0 || all > 0
  if (ownOnly && !mine) return { text: '', step: 0 }
  if (layer === 'own') return { text: String(Math.max(all, loads?.length ?? 0)), step: STEPS }
  if (layer === 'free') return all === 0 ? { text: '?', step: null } : freeCell(rack, loads ?? [])
  if (layer === 'tenant') return tenantCell(rack, loads ?? [])
  if (loads === null) return { text: '?', step: null }
  if (layer === 'age') return ageCell(loads, now)
  const watts = layer === 'lost' ? lostWatts(loads) : loads.reduce((sum, one) => sum + (one.watts ?? 0), 0)
  if (watts === 0) return { text: '0', step: 0 }
  const text = write(Math.round(watts / 100) / 10)
  if (layer === 'committed') return { text, step: stepOf(watts / KILO, KW_STEPS) }
  const share = nearness(loads)
  return { text, step: share === null ? null : stepOf(share, SHARE_STEPS), near: share !== null && share > NEAR }
}

/** The rows of a room, as a person walks them: by their place on the plan, each from west to east. */
export const rowsOf = (racks: readonly RackWire[]): readonly (readonly RackWire[])[] => {
  const rows = new Map<string, RackWire[]>()
  for (const rack of racks) rows.set(rack.row, [...(rows.get(rack.row) ?? []), rack])
  return [...rows.values()]
    .map((row) => row.toSorted((a, b) => a.x_mm - b.x_mm || a.y_mm - b.y_mm))
    .toSorted((a, b) => (a[0]?.y_mm ?? 0) - (b[0]?.y_mm ?? 0))
}

export interface Aisle {
  readonly kind: 'cold' | 'hot'
  readonly rows: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly depth: number
}

/** Between two rows: cold where their fronts face each other, hot where their backs do. */
export const aislesOf = (racks: readonly RackWire[]): readonly Aisle[] => {
  const rows = rowsOf(racks)
  return rows.flatMap((row, i) => {
    const next = rows[i + 1]
    const [a] = row
    const b = next?.[0]
    if (!a || !b || !next) return []
    const cold = a.front === 'south' && b.front === 'north'
    const hot = a.front === 'north' && b.front === 'south'
    if (!cold && !hot) return []
    const y = a.y_mm + a.depth_mm
    const ends = [...row, ...next].map((r) => r.x_mm + r.width_mm)
    const x = Math.min(...[...row, ...next].map((r) => r.x_mm))
    return [
      {
        kind: cold ? ('cold' as const) : ('hot' as const),
        rows: `${a.row}-${b.row}`,
        x,
        y,
        width: Math.max(...ends) - x,
        depth: b.y_mm - y,
      },
    ]
  })
}

/** The next rack by an arrow key: along the row, or the nearest one in the row beyond. */
export const step = (racks: readonly RackWire[], from: string, key: string): string | null => {
  const rows = rowsOf(racks)
  const r = rows.findIndex((row) => row.some((rack) => rack.handle === from))
  const row = rows[r]
  const i = row?.findIndex((rack) => rack.handle === from) ?? -1
  const here = row?.[i]
  if (!row || !here) return rows[0]?.[0]?.handle ?? null
  if (key === 'ArrowRight') return row[i + 1]?.handle ?? null
  if (key === 'ArrowLeft') return row[i - 1]?.handle ?? null
  if (key === 'Home') return row[0]?.handle ?? null
  if (key === 'End') return row.at(-1)?.handle ?? null
  const other = key === 'ArrowDown' ? rows[r + 1] : key === 'ArrowUp' ? rows[r - 1] : undefined
  return other?.toSorted((a, b) => Math.abs(a.x_mm - here.x_mm) - Math.abs(b.x_mm - here.x_mm))[0]?.handle ?? null
}
