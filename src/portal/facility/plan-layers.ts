import type { RackWire } from '#facility/contract'

export const layers = ['free', 'sold', 'fact', 'own'] as const
export type Layer = (typeof layers)[number]

/** How a rack is drawn in one layer: what is written in it, and its step of 0 to 5; null is unknown. */
export interface Cell {
  readonly text: string
  readonly step: number | null
}

const STEPS = 5

export const freeU = (rack: RackWire): number =>
  rack.compartments.filter((c) => c.state === 'free').reduce((sum, c) => sum + c.units_u, 0)

const initial = { planned: 'p', ordered: 'c', built: 'b', measured: 'm' } as const
const factStep = { planned: 0, ordered: 1, built: 2, measured: 4 } as const

export const cellOf = (rack: RackWire, layer: Layer): Cell => {
  const all = rack.compartments.length
  if (layer === 'own') return all === 0 ? { text: '', step: null } : { text: String(all), step: STEPS }
  if (layer === 'fact') return { text: initial[rack.fact], step: factStep[rack.fact] }
  if (all === 0) return { text: '?', step: null }
  if (layer === 'sold') {
    const taken = rack.compartments.filter((c) => c.state !== 'free').length
    return { text: all === 1 ? String(taken) : `${taken}/${all}`, step: Math.round((taken / all) * STEPS) }
  }
  const free = freeU(rack)
  return {
    text: String(free),
    step:
      free === 0
        ? 0
        : rack.compartments.every((c) => c.state === 'free')
          ? STEPS
          : 1 + Math.min(3, Math.floor((free / rack.units_u) * 4)),
  }
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
