import { z } from 'zod'
import { route } from '#kernel'
import { elementKinds, facts, fronts, roomKinds, sizes, sources } from './model.ts'

export { instrumentKinds, type InstrumentKind } from './model.ts'

const operators = ['admin', 'sales', 'engineer', 'technician', 'accountant'] as const
const chain = z.enum(['A', 'B'])
const fact = z.enum(facts)
const source = z.enum(sources)
const organisation = z.object({ handle: z.string(), name: z.string() })
const paged = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() })

export const siteWire = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  zone: z.string(),
  /** The site is an invented one. */
  sample: z.boolean(),
  world: z.enum(['twin', 'plant']),
  /** Counts on with every edit of the plant. */
  plant_revision: z.number(),
  operator: organisation,
  /** Public facts of the real site, each with who said it; for who reads French in French, where that is another text. Absent: read before. */
  facts: z.array(
    z.object({
      fact: z.string(),
      figure: z.string(),
      fact_fr: z.string().nullish(),
      figure_fr: z.string().nullish(),
      said_by: z.string(),
    }),
  ),
})
export type SiteWire = z.output<typeof siteWire>

const roomWire = z.object({
  handle: z.string(),
  name: z.string(),
  kind: z.enum(roomKinds),
  width_mm: z.number(),
  depth_mm: z.number(),
  invented: z.boolean(),
})

const compartmentWire = z.object({
  handle: z.string(),
  size: z.enum(sizes),
  first_u: z.number(),
  units_u: z.number(),
  /** `held`: by a firm quote. */
  state: z.enum(['free', 'held', 'sold']),
  organisation: organisation.nullable(),
})

const rackWire = z.object({
  handle: z.string(),
  room: z.string(),
  row: z.string(),
  /** Of the north-west corner, from the room's: x grows to the east, y to the south. */
  x_mm: z.number(),
  y_mm: z.number(),
  /** Across the front; a rack that looks east or west stands turned. */
  width_mm: z.number(),
  depth_mm: z.number(),
  front: z.enum(fronts),
  units_u: z.number(),
  limit_kg: z.number(),
  shared: z.boolean(),
  fact,
  /** All of them for the site's people; for others their own. */
  compartments: z.array(compartmentWire),
})
export type RackWire = z.output<typeof rackWire>

const counts = z.object({
  racks: z.number(),
  compartments: z.number(),
  free: z.number(),
  held: z.number(),
  sold: z.number(),
})
export const planWire = z.object({
  plant_revision: z.number(),
  room: roomWire,
  racks: z.array(rackWire),
  /** For the site's people. */
  counts: counts.nullable(),
})
export type PlanWire = z.output<typeof planWire>

const feedWire = z.object({
  handle: z.string(),
  chain,
  board: z.string().nullable(),
  way: z.string().nullable(),
  voltage_v: z.number().nullable(),
  phases: z.number().nullable(),
  phase: z.enum(['L1', 'L2', 'L3']).nullable(),
  breaker_a: z.number().nullable(),
  breaker_curve: z.string().nullable(),
  limit_va: z.number().nullable(),
  source,
  /** Null until it is metered: unknown, not zero. */
  measured_w: z.number().nullable(),
})
export const rackDetailWire = rackWire.extend({
  room_name: z.string(),
  compartments: z.array(compartmentWire.extend({ lock: z.string().nullable(), feeds: z.array(feedWire) })),
})
export type RackDetailWire = z.output<typeof rackDetailWire>

const elementWire = z.object({
  handle: z.string(),
  kind: z.enum(elementKinds),
  chain: chain.nullable(),
  room: z.string().nullable(),
  limit_w: z.number().nullable(),
  limit_va: z.number().nullable(),
  breaker_a: z.number().nullable(),
  breaker_curve: z.string().nullable(),
  voltage_v: z.number().nullable(),
  phases: z.number().nullable(),
  phase: z.enum(['L1', 'L2', 'L3']).nullable(),
  compartment: z.string().nullable(),
  /** What it draws itself, at most, the other side lost; of a UPS or a transformer perhaps in percent of its rating. All null: not known. */
  own_draw_w: z.number().nullable(),
  own_draw_percent: z.number().nullable(),
  own_draw_source: source.nullable(),
  fact,
  source,
  detail: z.record(z.string(), z.unknown()),
  /** Null until it is metered: unknown, not zero. */
  measured_w: z.number().nullable(),
})
export type ElementWire = z.output<typeof elementWire>
export const powerWire = z.object({
  plant_revision: z.number(),
  elements: z.array(elementWire),
  /** Who powers whom, by handle, from the grid down. */
  edges: z.array(z.object({ from: z.string(), to: z.string() })),
})

export const coolingWire = z.object({
  plant_revision: z.number(),
  units: z.array(
    elementWire
      .pick({
        handle: true,
        chain: true,
        room: true,
        limit_w: true,
        own_draw_w: true,
        own_draw_source: true,
        fact: true,
        source: true,
        detail: true,
        measured_w: true,
      })
      .extend({ serves_rows: z.array(z.string()), powered_by: z.array(z.string()) }),
  ),
  /** Null until it is metered. */
  mode: z.string().nullable(),
  pue: z.number().nullable(),
})

const certificateWire = z.object({
  scheme: z.enum(['HDS']),
  activities: z.array(z.number()),
  number: z.string(),
  issuer: z.string(),
  from: z.string(),
  /** The last day on which it is valid. */
  until: z.string(),
})
export const getSite = route({
  method: 'GET',
  path: '/site',
  summary: 'The site, its world, its certificates and what is publicly known of it',
  who: ['anyone'],
  reply: siteWire.extend({ certificates: z.array(certificateWire) }),
})
export const listRooms = route({
  method: 'GET',
  path: '/facility/rooms',
  summary: 'Rooms of the site',
  who: [...operators, 'own:read'],
  reply: paged(roomWire.extend({ racks: z.number() })),
})
export const getPlan = route({
  method: 'GET',
  path: '/facility/plan',
  summary: 'The floor plan of a room, to scale: racks, and which compartments are free',
  who: [...operators, 'own:read'],
  query: z.strictObject({ room: z.string().max(40).optional() }),
  reply: planWire,
})
export const getRack = route({
  method: 'GET',
  path: '/facility/racks/:rack',
  summary: 'One rack, its compartments and their feeds',
  who: [...operators, 'own:read'],
  params: z.object({ rack: z.string().max(40) }),
  reply: rackDetailWire,
})
export const getPower = route({
  method: 'GET',
  path: '/facility/power',
  summary: 'Both power chains, from the grid down to the boards or to each feed',
  who: [...operators, 'own:read'],
  query: z.strictObject({ down_to: z.enum(['boards', 'feeds']).default('boards') }),
  reply: powerWire,
})
export const getCooling = route({
  method: 'GET',
  path: '/facility/cooling',
  summary: 'Cooling units and the rows that they serve',
  who: [...operators, 'own:read'],
  reply: coolingWire,
})

const MOST_FILES = 50
/** The texts of a site's files, as the caller has them: the server opens no folder on a caller's word. */
const siteFiles = z.strictObject({
  files: z
    .array(z.strictObject({ name: z.string().max(100), text: z.string().max(1_000_000) }))
    .min(1)
    .max(MOST_FILES),
})
const plainValue: z.ZodType = z.unknown()
const changeWire = z.object({
  kind: z.string(),
  handle: z.string(),
  does: z.enum(['created', 'updated', 'removed']),
  fields: z.array(z.object({ field: z.string(), from: plainValue, to: plainValue })),
  refusal: z.looseObject({ code: z.string() }).nullable(),
})
export const sitePlanWire = z.object({
  code: z.string(),
  /** Names what would be done: give it to the application, which refuses when something else came between. */
  digest: z.string(),
  /** False where a change is refused: then none is made. */
  may_apply: z.boolean(),
  unchanged: z.number(),
  changes: z.array(changeWire),
})
export type SitePlanWire = z.output<typeof sitePlanWire>

export const checkSiteFiles = route({
  method: 'POST',
  path: '/site/check',
  summary: 'Do these files make a site? Tells file, line and column of what is wrong',
  who: ['admin', 'engineer'],
  body: siteFiles,
  reply: z.object({ code: z.string(), rows: z.record(z.string(), z.number()) }),
  refusals: ['site-faulty'],
})
export const planSiteFiles = route({
  method: 'POST',
  path: '/site/plan',
  summary: 'What applying these files would change; changes nothing',
  who: ['admin', 'engineer'],
  body: siteFiles,
  reply: sitePlanWire,
  refusals: ['site-faulty', 'another-site'],
})
export const applySiteFiles = route({
  method: 'POST',
  path: '/site/apply',
  summary: 'Make the site as these files say, all or nothing',
  who: ['admin'],
  body: siteFiles.extend({ digest: z.string().max(100).optional() }),
  reply: sitePlanWire,
  refusals: ['site-faulty', 'another-site', 'site-refused', 'plan-changed'],
  idempotent: true,
})
