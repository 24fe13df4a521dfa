import { z } from 'zod'
import { day } from '#kernel'

export const rackSizes = ['quarter', 'half', 'full', 'shared'] as const
export const powerSides = ['A+B', 'A', 'B'] as const

const MOST_UNITS = 60
const MOST_WATTS = 100_000
const MOST_KG = 10_000
const handle = z.string().trim().min(1).max(30)

/** Where a customer would like to stand; what is not said is the site's to choose. */
const place = z.strictObject({
  rack: handle.optional(),
  row: handle.optional(),
  near_meet_me: z.boolean().default(false),
  /** Another service of the same customer, by its number: never the same row, hence never the same boards. */
  apart_from: z.string().trim().min(1).max(30).optional(),
  /** The other compartments of the rack stay empty, and are paid for. */
  no_neighbour: z.boolean().default(false),
  /**
   * A compartment of the same size beside it is held for the customer's growth, without power, at its own price: in the same rack, else
   * in the rack to the left or to the right.
   */
  option_next: z.boolean().default(false),
  /** A service of the same customer, by its number, that has an option: exactly that compartment, and the option ends with the signature. */
  exercise: z.string().trim().min(1).max(30).optional(),
})

/** What a customer says when it orders a compartment, or height units of the shared rack, with its power. */
export const rackSpaceParameters = z
  .strictObject({
    size: z.enum(rackSizes),
    /** Height units, in the shared rack only. */
    units_u: z.int().min(1).max(MOST_UNITS).optional(),
    /** Committed power: on A+B the total, which each side can carry alone. */
    watts: z.int().min(100).max(MOST_WATTS),
    /** Said aloud, never assumed: one side alone goes dark with it. */
    sides: z.enum(powerSides),
    /** What is to stand there, in kilograms: it is kept free on the rack, which others stand in too. Not said: not known. */
    weight_kg: z.int().min(1).max(MOST_KG).optional(),
    place: place.prefault({}),
    health_data: z.boolean().default(false),
    /** Otherwise that of the contract. */
    term_months: z.int().min(0).max(120).optional(),
    /** Held from the signature on, delivered when it is ready, billed from this day at the earliest. */
    start_on: day.optional(),
  })
  .refine(({ size, units_u }) => (size === 'shared') === (units_u !== undefined), {
    path: ['units_u'],
    message: 'shared: units_u',
  })
  .refine(({ size, place: { no_neighbour } }) => size !== 'shared' || !no_neighbour, {
    path: ['place', 'no_neighbour'],
    message: 'shared: no_neighbour',
  })
  .refine(({ size, place: { option_next } }) => size !== 'shared' || !option_next, {
    path: ['place', 'option_next'],
    message: 'shared: option_next',
  })
export type RackSpaceParameters = z.output<typeof rackSpaceParameters>
