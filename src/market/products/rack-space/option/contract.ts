import { z } from 'zod'
import { day, route } from '#kernel'
import { rackSizes } from '../parameters.ts'

/** A compartment that is kept beside a service for its customer: empty, without power. */
export const optionWire = z.object({
  /** The handle of the compartment. */
  place: z.string(),
  size: z.enum(rackSizes),
  /** As it was quoted; null: what was agreed is one sum, with the option in it. */
  monthly_micro_euros: z.number().nullable(),
  /** The first day on which it is no longer kept: the legal end of the service; null: as long as the service. */
  kept_until: day.nullable(),
  /** Inside its term the service does not become cheaper: the first day on which the option may be given up; null: any day. */
  free_from: day.nullable(),
  /** The order whose firm quote promises to exercise it. */
  quoted_by: z.string().nullable(),
})

export const showOption = route({
  method: 'GET',
  path: '/services/:service/option',
  summary: 'The option that a rack space has on a compartment beside it: which, its price, until when',
  who: ['admin', 'sales', 'engineer', 'technician', 'accountant', 'own:read'],
  params: z.object({ service: z.string().regex(/^[A-Z]{3}-[A-Z]{2}-\d{6}$/) }),
  reply: z.object({ service: z.string(), option: optionWire.nullable() }),
})
export type OptionWire = z.output<typeof optionWire>
