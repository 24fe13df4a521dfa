import type { Plain, SiteRow, SiteRows } from '../site-files/site-section.ts'
import type { Outlet, Plant, PlantCompartment, PlantElement, SellingRules } from './model.ts'
import { rulesOf } from './rules-of.ts'

const text = (value: Plain | undefined): string | null => (typeof value === 'string' ? value : null)
const figure = (value: Plain | undefined): number | null => (typeof value === 'number' ? value : null)
const strings = (value: Plain | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** One of these words, or null. The files' schema let nothing else through. */
const oneOf = <T extends string | number>(value: Plain | undefined, allowed: readonly T[]): T | null =>
  allowed.find((word) => word === value) ?? null

const KINDS = [
  'grid-contract',
  'transformer',
  'genset',
  'transfer-switch',
  'ups',
  'board',
  'way',
  'feed',
  'cooling-unit',
] as const
const elementOf = ({ handle, fields }: SiteRow): PlantElement => ({
  id: handle,
  handle,
  kind: oneOf(fields['kind'], KINDS) ?? 'board',
  chain: oneOf(fields['chain'], ['A', 'B']),
  limitW: figure(fields['limit_w']),
  limitVa: figure(fields['limit_va']),
  breakerA: figure(fields['breaker_a']),
  voltageV: figure(fields['voltage_v']),
  phases: oneOf(fields['phases'], [1, 3]),
  phase: oneOf(fields['phase'], ['L1', 'L2', 'L3']),
  compartmentId: text(fields['compartment']),
  servesRows: strings(fields['serves_rows']),
  ownDrawW: figure(fields['own_draw_w']),
  ownDrawPercent: figure(fields['own_draw_percent']),
  source: oneOf(fields['source'], ['measured', 'contracted', 'nameplate', 'assumed']) ?? 'assumed',
})

const outletOf = ({ handle, fields }: SiteRow): Outlet => ({
  id: handle,
  handle,
  side: oneOf(fields['chain'], ['A', 'B']) ?? 'A',
  number: Number(fields['number']),
  limitVa: Math.floor(Number(fields['breaker_a']) * Number(fields['voltage_v'])),
})

/** The outlets of each compartment, by its handle. */
const outletsOf = (all: SiteRows): ReadonlyMap<string, readonly Outlet[]> => {
  const outlets = new Map<string, Outlet[]>()
  for (const row of all.of('outlet')) {
    const at = String(row.fields['compartment'])
    outlets.set(at, [...(outlets.get(at) ?? []), outletOf(row)])
  }
  return outlets
}

const compartmentOf = (row: SiteRow, all: SiteRows, outlets: readonly Outlet[]): PlantCompartment => {
  const rack = all.find('rack', String(row.fields['rack']))
  const room = all.find('room', String(rack?.fields['room']))
  const { size, first_u, units_u, lock } = row.fields
  return {
    id: row.handle,
    handle: row.handle,
    size: oneOf(size, ['full', 'half', 'quarter', 'shared']) ?? 'full',
    firstU: Number(first_u),
    unitsU: Number(units_u),
    lock: text(lock),
    rack: String(row.fields['rack']),
    rackId: String(row.fields['rack']),
    rackKg: Number(rack?.fields['limit_kg']),
    row: String(rack?.fields['row_handle']),
    room: String(room?.handle),
    roomName: String(room?.fields['name']),
    roomKind: String(room?.fields['kind']),
    xMm: Number(rack?.fields['x_mm']) + Number(rack?.fields['width_mm']) / 2,
    yMm: Number(rack?.fields['y_mm']) + Number(rack?.fields['depth_mm']) / 2,
    fact: oneOf(rack?.fields['fact'], ['planned', 'ordered', 'built', 'measured']) ?? 'planned',
    outlets,
  }
}

const rulesOfRows = (all: SiteRows): SellingRules => rulesOf(all.of('site')[0]?.fields['capacity'])

/** The plant as the site's files describe it, its ids being handles: what an edit would make of it, before anything is written. */
export const plantOfRows = (all: SiteRows): Plant => {
  const outlets = outletsOf(all)
  return {
    elements: all.of('element').map(elementOf),
    edges: all
      .of('element')
      .flatMap(({ handle, fields }) => strings(fields['powered_by']).map((from) => ({ from, to: handle }))),
    compartments: all.of('compartment').map((row) => compartmentOf(row, all, outlets.get(row.handle) ?? [])),
    rules: rulesOfRows(all),
  }
}
