import { z } from 'zod'
import { amperes, volts } from '#units'
import { breakerLimit } from '../power/apparent-power.ts'
import { fact, list, millimetres, plantHandle } from '../site-files/fields.ts'
import type { Complaint, Fields, Path, Reference, SiteRow } from '../site-files/site-section.ts'

const circuit = z.strictObject({
  breaker_a: z.number().positive().max(250),
  curve: z.enum(['B', 'C', 'D']).default('C'),
  phases: z.union([z.literal(1), z.literal(3)]).default(1),
})

/** Strips of a shared rack with an outlet beside each height unit, metered one by one. */
const outlets = z.strictObject({ breaker_a: z.number().positive().max(32) })

const sizes = { full: 1, shared: 1, half: 2, quarter: 4 } as const
const units = z.int().min(1).max(60)

/** A row of racks: the same rack `count` times at an even pitch, and the racks that are otherwise. */
export const rackRow = z.strictObject({
  row: plantHandle,
  room: plantHandle,
  count: z.int().min(1).max(100),
  first: z.strictObject({ x_mm: millimetres, y_mm: millimetres }),
  pitch_mm: millimetres.min(1),
  /** To which side the numbers grow on the plan; north is up. */
  towards: z.enum(['east', 'south']).default('east'),
  rack: z.strictObject({
    width_mm: millimetres.min(1),
    depth_mm: millimetres.min(1),
    front: z.enum(['north', 'south', 'east', 'west']),
    units_u: units,
    limit_kg: z.int().min(1).max(10_000),
  }),
  fact,
  /** The boards that the row's ways are on, and the circuit that each compartment gets from both. */
  feeds: z.strictObject({ boards: z.strictObject({ A: plantHandle, B: plantHandle }), ...circuit.shape }),
  exceptions: list(
    z.strictObject({
      racks: list(z.int().min(1).max(100), 100).min(1),
      built_as: z.enum(['full', 'half', 'quarter', 'shared']).optional(),
      units_u: units.optional(),
      limit_kg: z.int().min(1).max(10_000).optional(),
      fact: z.enum(['planned', 'ordered', 'built', 'measured']).optional(),
      feeds: circuit.optional(),
      outlets: outlets.optional(),
    }),
    100,
  ).default([]),
  /** Single-phase ways that were read on another phase than their place gives them, or on none yet. */
  ways: list(
    z.strictObject({
      way: z.string().min(1).max(60),
      phase: z.enum(['L1', 'L2', 'L3', 'unknown']),
    }),
    1000,
  ).default([]),
})
export type RackRow = z.output<typeof rackRow>

const LETTERS = ['a', 'b', 'c', 'd'] as const
const PHASES = ['L1', 'L2', 'L3'] as const
/** IEC 60038: 230 V to neutral, 400 V between phases. */
const VOLTAGE = { 1: 230, 3: 400 } as const

type Size = keyof typeof sizes

export interface BuiltCompartment {
  readonly handle: string
  readonly size: Size
  readonly first_u: number
  readonly units_u: number
  readonly lock: string
}

/** The compartments that a rack is built with, from the bottom up. What does not divide evenly stays empty at the top. */
export const compartmentsOf = (rack: string, size: Size, unitsU: number): readonly BuiltCompartment[] => {
  const count = sizes[size]
  const each = Math.floor(unitsU / count)
  return LETTERS.slice(0, count).map((letter, index) => {
    const handle = count === 1 ? rack : `${rack}/${letter}`
    return { handle, size, first_u: 1 + index * each, units_u: each, lock: `lock ${handle}` }
  })
}

/**
 * The phase of a single-phase way: by the rack's place in its row and the compartment's place in the rack, so that it never moves
 * when a neighbour is rebuilt. Both chains use the same: a technician reads one label.
 */
export const phaseOf = (rackNumber: number, compartmentIndex: number): (typeof PHASES)[number] =>
  PHASES[(rackNumber - 1 + compartmentIndex) % 3] ?? 'L1'

interface Feeding {
  readonly compartment: BuiltCompartment
  readonly index: number
  readonly rackNumber: number
  readonly circuit: z.output<typeof circuit>
  readonly boards: RackRow['feeds']['boards']
  readonly ways: RackRow['ways']
  readonly fact: string
  readonly path: Path
}

/** As it was read, else by its place; null: unknown, or all three. */
const phaseOfWay = ({ circuit: { phases }, ways, rackNumber, index }: Feeding, way: string): string | null => {
  if (phases === 3) return null
  const read = ways.find((one) => one.way === way)?.phase ?? phaseOf(rackNumber, index)
  return read === 'unknown' ? null : read
}

const wayAndFeed = (of: Feeding, chain: 'A' | 'B'): readonly SiteRow[] => {
  const { compartment, path } = of
  const board = of.boards[chain]
  const way = `way-${chain}-${compartment.handle}`
  const voltage = VOLTAGE[of.circuit.phases]
  const limit = breakerLimit({
    phases: of.circuit.phases,
    voltage: volts(voltage),
    breaker: amperes(of.circuit.breaker_a),
  })
  const common = {
    chain,
    room: null,
    limit_w: null,
    limit_va: limit,
    breaker_a: of.circuit.breaker_a,
    voltage_v: voltage,
    phases: of.circuit.phases,
    phase: phaseOfWay(of, way),
    serves_rows: null,
    own_draw_w: null,
    own_draw_percent: null,
    own_draw_source: null,
    fact: of.fact,
    source: 'nameplate',
    detail: {},
  }
  const element = (handle: string, fields: Fields, refers: readonly Reference[]): SiteRow => ({
    kind: 'element',
    handle,
    path,
    refers,
    fields: { ...common, ...fields },
  })
  return [
    element(way, { kind: 'way', breaker_curve: of.circuit.curve, compartment: null, powered_by: [board] }, [
      { kind: 'element', handle: board, path },
    ]),
    element(
      `feed-${chain}-${compartment.handle}`,
      { kind: 'feed', breaker_curve: null, compartment: compartment.handle, powered_by: [way] },
      [],
    ),
  ]
}

/** Numbered as the height units that they lie beside: who has the units has the outlets. */
const outletRows = ({ handle, first_u, units_u }: BuiltCompartment, breakerA: number, path: Path): readonly SiteRow[] =>
  (['A', 'B'] as const).flatMap((chain) =>
    Array.from({ length: units_u }, (_, step): SiteRow => {
      const number = first_u + step
      const fields = { compartment: handle, chain, number, breaker_a: breakerA, voltage_v: VOLTAGE[1] }
      return { kind: 'outlet', handle: `outlet-${chain}-${handle}/${number}`, fields, path }
    }),
  )

const rackRowsOf = (row: RackRow, number: number, exception: number | undefined, path: Path): readonly SiteRow[] => {
  const special = exception === undefined ? undefined : row.exceptions[exception]
  const at = exception === undefined ? path : [...path, 'exceptions', exception]
  const handle = `${row.row}-${number}`
  const along = (number - 1) * row.pitch_mm
  const built = { fact: special?.fact ?? row.fact, size: special?.built_as ?? 'full' }
  const unitsU = special?.units_u ?? row.rack.units_u
  const fields: Fields = {
    ...row.rack,
    room: row.room,
    row_handle: row.row,
    x_mm: row.first.x_mm + (row.towards === 'east' ? along : 0),
    y_mm: row.first.y_mm + (row.towards === 'south' ? along : 0),
    units_u: unitsU,
    limit_kg: special?.limit_kg ?? row.rack.limit_kg,
    shared: built.size === 'shared',
    fact: built.fact,
  }
  const { boards, ...usual } = row.feeds
  const rows: SiteRow[] = [
    { kind: 'rack', handle, fields, path: at, refers: [{ kind: 'room', handle: row.room, path: [...path, 'room'] }] },
  ]
  for (const [index, compartment] of compartmentsOf(handle, built.size, unitsU).entries()) {
    const { handle: own, ...rest } = compartment
    rows.push({ kind: 'compartment', handle: own, fields: { ...rest, rack: handle }, path: at })
    const feeding = {
      compartment,
      index,
      rackNumber: number,
      circuit: special?.feeds ?? usual,
      boards,
      ways: row.ways,
      fact: built.fact,
      path: at,
    }
    rows.push(...wayAndFeed(feeding, 'A'), ...wayAndFeed(feeding, 'B'))
    if (special?.outlets) rows.push(...outletRows(compartment, special.outlets.breaker_a, at))
  }
  return rows
}

/** A way that the row does not have, that has three phases, or that is said twice. */
const misnamedWays = ({ row, ways }: RackRow, rows: readonly SiteRow[], path: Path): readonly Complaint[] => {
  const single = new Set(rows.flatMap(({ handle, fields }) => (fields['kind'] === 'way' && fields['phases'] === 1 ? [handle] : []))) // prettier-ignore
  return ways.flatMap(({ way }, place): readonly Complaint[] => {
    const at = [...path, 'ways', place, 'way']
    if (!single.has(way)) return [{ path: at, refusal: { code: 'no-such-way-in-row', way, row } }]
    return ways.findIndex((one) => one.way === way) === place ? [] : [{ path: at, refusal: { code: 'way-twice', way } }]
  })
}

/** The racks, compartments, ways and feeds that one row of the file stands for. Pure. */
export const expandRow = (
  row: RackRow,
  path: Path,
): { readonly rows: readonly SiteRow[]; readonly complaints: readonly Complaint[] } => {
  const complaints: Complaint[] = []
  const special = new Map<number, number>()
  for (const [index, exception] of row.exceptions.entries()) {
    if (exception.outlets && exception.built_as !== 'shared')
      complaints.push({ path: [...path, 'exceptions', index, 'outlets'], refusal: { code: 'outlets-not-shared' } })
    for (const [place, number] of exception.racks.entries()) {
      const at = [...path, 'exceptions', index, 'racks', place]
      if (number > row.count)
        complaints.push({
          path: at,
          refusal: { code: 'no-such-rack-in-row', rack: number, row: row.row, count: row.count },
        })
      if (special.has(number))
        complaints.push({ path: at, refusal: { code: 'exception-twice', rack: `${row.row}-${number}` } })
      special.set(number, index)
    }
  }
  const numbers = Array.from({ length: row.count }, (_, index) => index + 1)
  const rows = numbers.flatMap((number) => rackRowsOf(row, number, special.get(number), path))
  return { rows, complaints: [...complaints, ...misnamedWays(row, rows, path)] }
}
