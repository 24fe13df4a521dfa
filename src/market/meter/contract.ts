import { z } from 'zod'
import { route, type Word } from '#kernel'
import { csvRefusals, importAnswer, importAsked } from '../import/contract.ts'
import { powerSides } from '../products/rack-space/parameters.ts'
import { listUnitPrices, reviseUnitPrice } from './unit-price/contract.ts'

export { listUnitPrices, reviseUnitPrice } from './unit-price/contract.ts'

const staff = ['admin', 'sales', 'engineer', 'technician', 'accountant'] as const
const at = z.iso.datetime()
const side = z.enum(['A', 'B'])

/** Columns of a file of readings. `meter` is a feed of the site, or an outlet of a shared rack; a row says a counter, a power, or both. */
export const readingColumns = {
  required: ['meter', 'at'],
  optional: ['energy_kwh', 'energy_wh', 'power_w', 'reset'],
} as const
/** The same for a person, as the command's help shows them. */
export const readingColumnsSaid: readonly { readonly name: string; readonly says: Word }[] = [
  {
    name: 'meter *',
    says: {
      fr: 'la voie comme sur son étiquette, ou une prise d’une baie partagée : feed-A-3-21/b, outlet-A-3-1/4',
      en: 'the feed as on its label, or an outlet of a shared rack: feed-A-3-21/b, outlet-A-3-1/4',
    },
  },
  {
    name: 'at *',
    says: {
      fr: 'l’instant avec son décalage : 2026-10-25T02:30:00+02:00, ou …Z',
      en: 'the instant with its offset: 2026-10-25T02:30:00+02:00, or …Z',
    },
  },
  {
    name: 'energy_kwh',
    says: { fr: 'le compteur en kWh ; ou energy_wh, en Wh', en: 'the counter in kWh; or energy_wh, in Wh' },
  },
  { name: 'power_w', says: { fr: 'la puissance à cet instant, en W', en: 'the power at that instant, in W' } },
  {
    name: 'reset',
    says: {
      fr: '1 : le compteur a été remplacé ou réglé depuis le relevé d’avant',
      en: '1: the counter was replaced or set since the reading before',
    },
  },
]
/** Rows of one call. A larger file (a month of a site) comes in pieces, and is judged and kept in one transaction once the last is there. */
export const MOST_READINGS = 100_000

const MOST_PIECES = 1000

const readingsImported = importAnswer.extend({
  /** Rows that are counted and not listed: the first refused ones are, and the first of the others. */
  left_out: z.number(),
  /** Counters set anew, counters that went over their end, readings more than an hour after the one before. */
  resets: z.number(),
  wraps: z.number(),
  gaps: z.number(),
  /** How many pieces of the file are still to come; until then nothing is judged, and nothing kept. */
  waits_for: z.number(),
})
export type ReadingsImported = z.output<typeof readingsImported>

export const importReadings = route({
  method: 'POST',
  path: '/imports/readings',
  summary:
    'Readings of feeds from a CSV file: counters and powers, judged row by row; all or none unless the good ones are kept',
  who: ['admin', 'engineer'],
  body: importAsked.extend({
    /** Of a piece of a larger file: how many lines to add to those of the piece. */
    line_offset: z.int().min(0).max(1_000_000_000).default(0),
    /** Which piece of which file, the first being 1; they come in order. Null: the file is whole. */
    piece: z
      .strictObject({ file: z.uuid(), place: z.int().min(1).max(MOST_PIECES), of: z.int().min(2).max(MOST_PIECES) })
      .refine(({ place, of }) => place <= of, { path: ['place'], message: 'place <= of' })
      .nullable()
      .default(null),
  }),
  reply: readingsImported,
  idempotent: true,
  refusals: [...csvRefusals, 'piece-missing'],
})

/** What is measured of one service. Null is unknown, never zero. */
export const usageWire = z.object({
  service: z.string(),
  at,
  /** `measured`: by its own meters; `unknown`: not yet read, or in a shared rack without metered outlets, whose feeds others draw from too. */
  source: z.enum(['measured', 'unknown']),
  /** What it holds has meters, and nothing of it was handed over: they count for nobody yet. */
  awaits_handover: z.boolean(),
  measured_w: z.number().nullable(),
  /** Of the side that is further behind. */
  newest_at: at.nullable(),
  /** A + B at one instant, and how many seconds of the seven days both are known. */
  peak_7d_w: z.number().nullable(),
  peak_at: at.nullable(),
  known_s: z.number(),
  /** Null: sold without power. */
  committed_w: z.number().nullable(),
  sides: z.enum(powerSides).nullable(),
  alarm: z.object({ since: at, peak_w: z.number(), peak_at: at, limit_w: z.number() }).nullable(),
  /** Of today, in 10⁻⁶ € a kWh. */
  price_micro_euros: z.number().nullable(),
  /** Those that count now, then those of places that it left. */
  meters: z.array(
    z.object({
      feed: z.string(),
      side,
      place: z.string(),
      /** While it counts for this service: from when its place was handed over, until it was given back; null: it still does. */
      from: at,
      until: at.nullable(),
      newest_at: at.nullable(),
      power_w: z.number().nullable(),
      energy_wh: z.number().nullable(),
    }),
  ),
  /** A + B of all its places by month of the site's zone, the running one first; `until`: known so far. */
  months: z.array(
    z.object({
      month: z.string(),
      wh: z.number().nullable(),
      /** What of it is billed: none of what was drawn before the first billed day. */
      owed_wh: z.number().nullable(),
      estimated: z.boolean(),
      from: at.nullable(),
      until: at.nullable(),
      /** How many seconds between them one of the meters does not tell of; nothing of them is in `wh`. */
      missing_s: z.number(),
      places: z.array(z.object({ place: z.string(), wh: z.number() })),
    }),
  ),
})
export type UsageWire = z.output<typeof usageWire>

export const serviceUsage = route({
  method: 'GET',
  path: '/services/:service/usage',
  summary: 'What the meters of a rack space say: power now, peak of seven days, kWh by month',
  who: [...staff, 'own:read'],
  params: z.object({ service: z.string().regex(/^[A-Z]{3}-[A-Z]{2}-\d{6}$/) }),
  reply: usageWire,
})

export const measuredLoadsWire = z.object({
  at,
  compartments: z.array(
    z.object({
      compartment: z.string(),
      service: z.string(),
      organisation: z.object({ handle: z.string(), name: z.string() }),
      committed_w: z.number(),
      sides: z.enum(powerSides),
      measured_w: z.number().nullable(),
      newest_at: at.nullable(),
      peak_7d_w: z.number().nullable(),
      peak_at: at.nullable(),
      alarm: z.boolean(),
    }),
  ),
  /** Of both chains: what the feeds behind an element said last. With fewer measured than there are, it is a lower bound. */
  elements: z.array(
    z.object({
      element: z.string(),
      kind: z.string(),
      chain: side.nullable(),
      measured_w: z.number().nullable(),
      feeds: z.number(),
      feeds_measured: z.number(),
      oldest_at: at.nullable(),
    }),
  ),
})
export type MeasuredLoadsWire = z.output<typeof measuredLoadsWire>

export const measuredLoads = route({
  method: 'GET',
  path: '/telemetry/loads',
  summary: 'Measured power by compartment and on every element of both chains',
  who: staff,
  reply: measuredLoadsWire,
})

/** What is metered, or counted in days, costs so much by the unit, today. */
export const usagePriceWire = z.object({
  product: z.string(),
  item: z.string(),
  unit: z.enum(['kWh', 'day']),
  unit_micro_euros: z.number(),
})

export const meterRoutesOffered = [importReadings, serviceUsage, measuredLoads, reviseUnitPrice, listUnitPrices]
