import { z } from 'zod'
import { instant } from '#kernel'

const DAY_MINUTES = 1440

/** What a customer says when the site is to fetch its equipment out of its closet. */
export const moveParameters = z
  .strictObject({
    /** What was surveyed: BES-S-2026-00001. */
    survey: z.string().regex(/^[A-Z]{3}-S-\d{4}-\d{5}$/),
    /** A rack space of its own; otherwise the one that the same order asks for. */
    to: z
      .string()
      .regex(/^[A-Z]{3}-RS-\d{6}$/)
      .optional(),
    starts_at: instant,
    /** Everything runs again by then, here or in the old place. */
    must_run_at: instant,
    /** From door to door, one way. */
    road_minutes: z.int().min(0).max(DAY_MINUTES),
  })
  .refine(({ starts_at: from, must_run_at: until }) => Date.parse(from) < Date.parse(until), {
    path: ['must_run_at'],
    message: 'must_run_at: after starts_at',
  })
export type MoveParameters = z.output<typeof moveParameters>
