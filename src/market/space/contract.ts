import { z } from 'zod'
import { route } from '#kernel'
import { powerSides, rackSizes, rackSpaceParameters } from '../products/rack-space/parameters.ts'

const MOST_LINES = 50
const values = z.looseObject({ code: z.string() })
const span = z.object({ from_u: z.number(), to_u: z.number() })
const organisation = z.object({ handle: z.string(), name: z.string() })
const unit = z.enum(['W', 'VA'])

const place = z.object({
  compartment: z.string(),
  rack: z.string(),
  row: z.string(),
  room: z.string(),
})
export const placementWire = z.object({
  /** Places that fit, best first; of the site's rank the first ones. */
  ranked: z.array(
    place.extend({
      /** Height units of a shared rack; null for a compartment that is taken whole. */
      units: span.nullable(),
      kept_empty: z.array(z.string()),
      /** The compartment beside it that would be held as an option; null where none is asked for. */
      option: z.string().nullable(),
      reasons: z.array(values),
    }),
  ),
  fits: z.number(),
  /** Compartments of the size that were looked at. */
  tried: z.number(),
  /** How many broke which limit first. */
  counts: z.array(z.object({ code: z.string(), count: z.number() })),
  /** Each with the first limit that it breaks, the nearest misses first. For the site's people: it tells what others hold. */
  passed_over: z.array(place.extend({ because: values })).nullable(),
})
export type PlacementWire = z.output<typeof placementWire>

export const placeSpace = route({
  method: 'POST',
  path: '/space/placement',
  summary:
    'Where rack space could stand, ranked with reasons, and why each other place is passed over; nothing changes',
  who: ['admin', 'sales', 'own:order'],
  body: z.strictObject({
    organisation: z.string().trim().min(1).max(63),
    parameters: rackSpaceParameters,
    /** Rack space of earlier lines of the same order: what they would take is not to be had any more. */
    before: z.array(rackSpaceParameters).max(MOST_LINES).default([]),
  }),
  reply: placementWire,
  refusals: ['organisation-unknown', 'rack-unknown', 'apart-from-unknown', 'hds-missing', 'hds-scope', 'hds-not-valid'],
})

/** What is sold at one place, and what it takes of each side. */
const loadWire = place.extend({
  size: z.enum(rackSizes),
  units: span.nullable(),
  state: z.enum(['held', 'sold']),
  /** Held beside its holder's own as an option, empty and without power. */
  option: z.boolean(),
  organisation,
  service: z.string().nullable(),
  order: z.string().nullable(),
  /** Since when it is held: the age of what is committed. */
  since: z.iso.datetime(),
  /** Null: held empty beside its holder's own, without power. */
  watts: z.number().nullable(),
  /** What its customer says that stands there; null: not said. */
  weight_kg: z.number().nullable(),
  sides: z.enum(powerSides).nullable(),
  /** Power and weight held beside it: by a firm quote, until it expires, or by a change that is signed and not done. In every sum. */
  beside: z.array(
    z.object({
      order: z.string(),
      /** The service that it would be added to; null: a new one, which an option is exercised for. */
      service: z.string().nullable(),
      watts: z.number(),
      weight_kg: z.number().nullable(),
      sides: z.enum(powerSides),
      until: z.iso.datetime().nullable(),
    }),
  ),
  feeds: z.array(
    z.object({
      side: z.enum(['A', 'B']),
      feed: z.string(),
      phase: z.enum(['L1', 'L2', 'L3']).nullable(),
      normal_w: z.number(),
      other_side_lost_w: z.number(),
      /** With the other side lost, in the feed's own unit. */
      amount_va: z.number(),
      limit_va: z.number().nullable(),
      /** By this feed's own meter; null in a shared rack, where it is others' too. */
      measured_w: z.number().nullable(),
      measured_at: z.iso.datetime().nullable(),
    }),
  ),
  /** Of all limits behind it, shared ones too, the one that is the fullest with one side lost. For the site's people. */
  nearest: z
    .object({
      element: z.string(),
      phase: z.enum(['L1', 'L2', 'L3']).nullable(),
      unit,
      reserved: z.number(),
      limit: z.number().nullable(),
    })
    .nullable(),
  /** Null until it is metered: unknown, not zero. */
  measured_w: z.number().nullable(),
  measured_at: z.iso.datetime().nullable(),
})
export type SpaceLoadWire = z.output<typeof loadWire>

const sumWire = z.object({
  unit,
  /** Both sides there: a load on A+B is taken to draw half on each. */
  normal: z.number(),
  /** The same, with what metered tenants draw in the stead of what they have committed. Shown, never reserved. */
  expected: z.number(),
  /** The other side lost: this one carries all of it. What is reserved. */
  other_side_lost: z.number(),
  /** Of what is reserved, what firm quotes hold until they expire, by the order's number. */
  firm: z.array(z.object({ order: z.string(), amount: z.number() })),
  nominal: z.number().nullable(),
  oversell: z.number(),
  /** What the site's own plant at and below it draws, the other side lost: cooling, pumps, losses, the meet-me room's gear. */
  own_draw: z.number(),
  /** nominal × oversell − own draw; null: not known, so that nothing is sold behind it. */
  limit: z.number().nullable(),
})
export const phaseWire = z.object({
  phase: z.enum(['L1', 'L2', 'L3']),
  unit,
  normal: z.number(),
  /** What is reserved of this phase. A way whose phase is not known counts on all three. */
  other_side_lost: z.number(),
  other_side_lost_a: z.number().nullable(),
  oversell: z.number(),
  own_draw: z.number(),
  /** A third of the element's, oversell included, less a third of its own draw: In × V to neutral. Kept like every other limit; null: not known. */
  limit: z.number().nullable(),
  /** By the single-phase feeds on it that are metered; what a three-phase feed draws on one phase is not known. */
  measured_w: z.number().nullable(),
  feeds: z.number(),
  feeds_measured: z.number(),
})
const elementLoadWire = z.object({
  element: z.string(),
  kind: z.string(),
  chain: z.enum(['A', 'B']).nullable(),
  source: z.string(),
  sums: z.array(sumWire),
  /** Of a three-phase board or UPS below which ways hang without another UPS between; an UPS has them in W and in VA. */
  phases: z.array(phaseWire).nullable(),
  /** How far the fullest phase is above their mean, in percent, the other side lost; null where nothing is committed. */
  unbalance_percent: z.number().nullable(),
  /** What the feeds behind it say; with fewer measured than there are sold, a lower bound. */
  measured_w: z.number().nullable(),
  measured_at: z.iso.datetime().nullable(),
  feeds: z.number(),
  feeds_measured: z.number(),
})
export type ElementLoadWire = z.output<typeof elementLoadWire>

export const spaceLoadsWire = z.object({
  plant_revision: z.number(),
  at: z.iso.datetime(),
  /** kVA = kW ÷ this. */
  power_factor: z.number(),
  /** Of the caller's own organisations; for the site's people all. */
  loads: z.array(loadWire),
  /** Both chains. For the site's people: they tell what others hold. */
  elements: z.array(elementLoadWire).nullable(),
  /** Cooling with its largest unit lost, by the rows that it serves. For the site's people. */
  cooling: z
    .array(
      z.object({
        lost: z.string(),
        rows: z.array(z.string()),
        committed_w: z.number(),
        oversell: z.number(),
        limit_w: z.number().nullable(),
      }),
    )
    .nullable(),
})
export type SpaceLoadsWire = z.output<typeof spaceLoadsWire>

export const listSpaceLoads = route({
  method: 'GET',
  path: '/space/loads',
  summary:
    'Power committed by place and tenant, and on every element of both chains, with nothing and with one side lost',
  who: ['admin', 'sales', 'engineer', 'technician', 'accountant', 'own:read'],
  reply: spaceLoadsWire,
})
