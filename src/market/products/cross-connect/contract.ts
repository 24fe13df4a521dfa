import { z } from 'zod'
import { day, route } from '#kernel'
import { connectors, medias } from '#fibre/contract'

const MOST_MONTHS = 36

const end = z.object({
  /** A position, or the handle of a rack. */
  label: z.string(),
  connector: z.enum(connectors).nullable(),
})
const hop = z.object({
  is: z.enum(['jumper', 'trunk']),
  from: end,
  to: end,
  length_m: z.number(),
  colour: z.string().nullable(),
  /** Null for a trunk. False: made to measure. */
  stocked: z.boolean().nullable(),
  /** The pair of a trunk: K-R1/03. */
  pair: z.string().nullable(),
  /** Of the trunk's worst strand; null: not known. */
  loss_db: z.number().nullable(),
  loss_source: z.enum(['measured', 'assumed']).nullable(),
})
export const showRoute = route({
  method: 'GET',
  path: '/cross-connects/:service/route',
  summary: 'The way of a cross-connect from end to end, computed from the plant as it stands',
  who: ['admin', 'sales', 'engineer', 'technician', 'accountant', 'own:read'],
  params: z.object({ service: z.string().regex(/^[A-Z]{3}-[A-Z]{2}-\d{6}$/) }),
  reply: z.object({
    service: z.string(),
    media: z.enum(medias),
    hops: z.array(hop),
    length_m: z.number(),
    mated_pairs: z.number(),
    splices: z.number(),
    /** The most that one strand may lose; null for copper. */
    limit_db: z.number().nullable(),
    wavelength_nm: z.number().nullable(),
  }),
  refusals: ['not-a-cross-connect', 'ends-unknown', 'no-route', 'no-patching'],
})
export type RouteWire = z.output<typeof showRoute.reply>

export const listTimeToLight = route({
  method: 'GET',
  path: '/cross-connects/time-to-light',
  summary:
    'How long cross-connects took from the signature to the ready proof: median and spread of the months asked for, and month by month',
  who: ['nobody'],
  query: z.strictObject({ months: z.coerce.number().int().min(1).max(MOST_MONTHS).default(12) }),
  reply: z.object({
    items: z.array(
      z.object({
        month: z.string(),
        lines: z.number(),
        median_hours: z.number(),
        /** Without the waits for the customer, the other side and suppliers. */
        median_site_hours: z.number(),
      }),
    ),
    /** All of these months together, from the first day of the first one until today, both counted. */
    period: z.object({
      from: day,
      until: day,
      lines: z.number(),
      /** Null: none became ready. */
      times: z
        .object({
          median_hours: z.number(),
          /** One of ten was quicker, one of ten slower. */
          tenth_hours: z.number(),
          ninetieth_hours: z.number(),
          least_hours: z.number(),
          most_hours: z.number(),
          median_site_hours: z.number(),
        })
        .nullable(),
    }),
  }),
})
