import { z } from 'zod'
import { day } from '#kernel'

/** What the old system had said of a service that was taken over. */
export const takenOverWire = z.object({
  old_number: z.string(),
  /** The first day that the old system has not invoiced. */
  invoiced_until: day,
  setup_paid: z.boolean(),
  price_from: day.nullable(),
  index: z.string().nullable(),
  /** The value that the price rests on. */
  index_value: z.number().nullable(),
  /** MM-DD of the yearly revision. */
  index_day: z.string().nullable(),
  customer_reference: z.string().nullable(),
  engagement_number: z.string().nullable(),
  file_name: z.string(),
  file_sha256: z.string(),
  file_line: z.number(),
  /** When the file was read last that said anything new of it. */
  at: z.iso.datetime(),
  /** Null: the contract's. */
  notice_days: z.number().nullable(),
})
export type TakenOverWire = z.output<typeof takenOverWire>
