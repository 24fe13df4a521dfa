import { z } from 'zod'
import { day } from '#kernel'
import { instrumentRows, instrumentsField } from '../instruments/rows.ts'
import { expandRow, rackRow } from '../racks/expand-row.ts'
import { chain, fact, handle, list, millimetres, name, plantHandle } from './fields.ts'
import type { Complaint, Path, Read, Reference, SiteRow } from './site-section.ts'

const source = z.enum(['measured', 'contracted', 'nameplate', 'assumed'])
const zone = z
  .string()
  .refine((text) => Intl.supportedValuesOf('timeZone').includes(text), { message: 'IANA time zone' })

const figure = z.string().trim().min(1).max(300)
/** A public fact of the real site: what, how much, who said it; for who reads French in French, where that is another text. */
const publicFact = z.strictObject({
  fact: name,
  figure,
  fact_fr: name.nullable().default(null),
  figure_fr: figure.nullable().default(null),
  said_by: z.string().trim().min(1).max(200),
})

/** What it draws itself, at most, with the other side lost. A UPS or a transformer may say its loss in percent of its rating. */
const ownDraw = {
  own_draw_w: z.int().min(0).nullable().default(null),
  own_draw_source: source.nullable().default(null),
}

const element = z.strictObject({
  handle: plantHandle,
  kind: z.enum(['grid-contract', 'transformer', 'genset', 'transfer-switch', 'ups', 'board']),
  room: plantHandle.nullable().default(null),
  powered_by: list(plantHandle, 4).default([]),
  limit_w: z.int().min(1).nullable().default(null),
  limit_va: z.int().min(1).nullable().default(null),
  breaker_a: z.number().positive().nullable().default(null),
  breaker_curve: z.string().max(20).nullable().default(null),
  voltage_v: z.int().min(1).max(100_000).nullable().default(null),
  ...ownDraw,
  own_draw_percent: z.number().min(0).max(100).multipleOf(0.01).nullable().default(null),
  source,
  fact,
  /** What a person wants to read beside it: runtime, fuel, reference of the contract. */
  detail: z.record(z.string().max(60), z.union([z.string().max(200), z.number(), z.boolean()])).default({}),
})

const coolingUnit = z.strictObject({
  handle: plantHandle,
  chain,
  room: plantHandle,
  powered_by: list(plantHandle, 4).min(1),
  limit_w: z.int().min(1),
  serves_rows: list(plantHandle, 20).min(1),
  ...ownDraw,
  source,
  fact,
  detail: element.shape.detail,
})

const oversellable = [
  'grid-contract',
  'transformer',
  'genset',
  'transfer-switch',
  'ups',
  'board',
  'cooling-unit',
] as const
/** Hundredths: 1.00 sells what is there, 1.10 a tenth more, 0.90 keeps a tenth back. */
const factor = z
  .number()
  .min(0.1)
  .max(2)
  .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, { message: '0.01' })

/** How power is sold; a tenant's own way and feed are never oversold, so they cannot be named. */
const capacity = z.strictObject({
  power_factor: z.number().min(0.5).max(1).default(0.9),
  power_factor_source: source.default('assumed'),
  oversell: z.partialRecord(z.enum(oversellable), factor).default({}),
  /** Where cables leave a room towards the meet-me room. */
  meet_me_entries: list(z.strictObject({ room: plantHandle, x_mm: millimetres, y_mm: millimetres }), 100).default([]),
})

/** A certificate of the site. HDS (arrêté du 26 avril 2024): activity 1 is the physical site that houses others' equipment. */
const certificate = z
  .strictObject({
    scheme: z.enum(['HDS']),
    activities: list(z.int().min(1).max(6), 6).min(1),
    number: name,
    issuer: name,
    from: day,
    /** The last day on which it is valid. */
    until: day,
  })
  .refine(({ from, until }) => from <= until, { message: 'from <= until' })

export const plantSchema = z.strictObject({
  site: z.strictObject({
    code: z.string().regex(/^[A-Z]{3}$/),
    name,
    zone,
    /** A site that is not real: numbers and ranges for documentation are let in. */
    sample: z.boolean(),
    operator: handle,
    facts: list(publicFact, 100).default([]),
  }),
  rooms: list(
    z.strictObject({
      handle: plantHandle,
      name,
      kind: z.enum(['data-hall', 'meet-me-room', 'electrical', 'office']),
      width_mm: millimetres.min(1),
      depth_mm: millimetres.min(1),
      invented: z.boolean(),
    }),
    100,
  ).min(1),
  rack_rows: list(rackRow, 100),
  power: list(z.strictObject({ chain, elements: list(element, 100) }), 2),
  cooling: list(coolingUnit, 100),
  capacity: capacity.prefault({}),
  certificates: list(certificate, 20).default([]),
  instruments: instrumentsField,
})
type Plant = z.output<typeof plantSchema>
type Element = z.output<typeof element>

const roomReference = (room: string | null, path: Path): readonly Reference[] =>
  room === null ? [] : [{ kind: 'room', handle: room, path: [...path, 'room'] }]
const powerReferences = (by: readonly string[], path: Path): readonly Reference[] =>
  by.map((above, place) => ({ kind: 'element', handle: above, path: [...path, 'powered_by', place] }))

const elementRow = (of: Element, chainName: 'A' | 'B', path: Path): SiteRow => {
  const { handle: own, powered_by, ...fields } = of
  const none = { phases: 3, phase: null, compartment: null, serves_rows: null }
  return {
    kind: 'element',
    handle: own,
    path,
    fields: { ...fields, ...none, chain: chainName, powered_by: powered_by.toSorted() },
    refers: [...roomReference(of.room, path), ...powerReferences(powered_by, path)],
  }
}

const coolingRow = (of: z.output<typeof coolingUnit>, path: Path): SiteRow => {
  const { handle: own, powered_by, ...fields } = of
  const none = {
    limit_va: null,
    breaker_a: null,
    breaker_curve: null,
    voltage_v: null,
    phases: 3,
    phase: null,
    compartment: null,
    own_draw_percent: null,
  }
  return {
    kind: 'element',
    handle: own,
    path,
    fields: { ...fields, ...none, kind: 'cooling-unit', powered_by: powered_by.toSorted() },
    refers: [...roomReference(of.room, path), ...powerReferences(powered_by, path)],
  }
}

/** An element that limits must say of what, and a UPS both: kVA bind before kW, or after, by the load's power factor. */
const limits = (of: Element, path: Path): readonly Complaint[] => {
  const needs = {
    ups: ['limit_w', 'limit_va'],
    transformer: ['limit_va'],
    genset: ['limit_va'],
    'grid-contract': ['limit_w'],
  }
  const needed = Object.entries(needs).find(([kind]) => kind === of.kind)?.[1] ?? []
  const has = { limit_w: of.limit_w, limit_va: of.limit_va }
  return Object.entries(has)
    .filter(([field, value]) => needed.includes(field) && value === null)
    .map(([field]) => ({ path, refusal: { code: 'missing-key', key: field } }))
}

const entryReferences = ({ capacity: { meet_me_entries: entries } }: Plant): readonly Reference[] =>
  entries.map(({ room }, index) => ({
    kind: 'room',
    handle: room,
    path: ['capacity', 'meet_me_entries', index, 'room'],
  }))

/** A figure without where it comes from is not taken; a loss is in watts or in percent, never in both. */
const draws = (of: Element | z.output<typeof coolingUnit>, path: Path): readonly Complaint[] => {
  const percent = 'kind' in of ? of.own_draw_percent : null
  if (of.own_draw_w === null && percent === null)
    return of.own_draw_source === null
      ? []
      : [{ path: [...path, 'own_draw_source'], refusal: { code: 'own-draw-unclear', element: of.handle } }]
  const converts = 'kind' in of && (of.kind === 'ups' || of.kind === 'transformer')
  if (percent !== null && (of.own_draw_w !== null || !converts))
    return [{ path: [...path, 'own_draw_percent'], refusal: { code: 'own-draw-unclear', element: of.handle } }]
  return of.own_draw_source === null ? [{ path, refusal: { code: 'missing-key', key: 'own_draw_source' } }] : []
}

/** Pure: the site, its rooms, racks, compartments and every element of both chains. */
export const plantRows = (plant: Plant): Read => {
  const { code, operator, ...site } = plant.site
  const operatorAt = { kind: 'organisation', handle: operator, path: ['site', 'operator'] }
  const rows: SiteRow[] = [
    {
      kind: 'site',
      handle: code,
      path: ['site'],
      fields: { ...site, operator, capacity: plant.capacity, certificates: plant.certificates },
      refers: [operatorAt, ...entryReferences(plant)],
    },
  ]
  rows.push(...instrumentRows(plant.instruments))
  const complaints: Complaint[] = []
  for (const [index, { handle: own, ...fields }] of plant.rooms.entries()) {
    rows.push({ kind: 'room', handle: own, path: ['rooms', index], fields })
  }
  for (const [index, row] of plant.rack_rows.entries()) {
    const read = expandRow(row, ['rack_rows', index])
    rows.push(...read.rows)
    complaints.push(...read.complaints)
  }
  for (const [index, power] of plant.power.entries()) {
    for (const [place, one] of power.elements.entries()) {
      const path = ['power', index, 'elements', place]
      rows.push(elementRow(one, power.chain, path))
      complaints.push(...limits(one, path), ...draws(one, path))
    }
  }
  const known = new Set(plant.rack_rows.map(({ row }) => row))
  for (const [index, unit] of plant.cooling.entries()) {
    const path = ['cooling', index]
    rows.push(coolingRow(unit, path))
    complaints.push(...draws(unit, path))
    for (const [place, row] of unit.serves_rows.entries()) {
      if (!known.has(row))
        complaints.push({
          path: [...path, 'serves_rows', place],
          refusal: { code: 'no-such-row', kind: 'rack-row', handle: row },
        })
    }
  }
  return { rows, complaints }
}
