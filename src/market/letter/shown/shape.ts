import { z } from 'zod'
import { letterStates } from '../model.ts'

export const otherSideWire = z.object({
  organisation: z.object({ handle: z.string(), name: z.string() }),
  /** `asked`: a letter is waited for. */
  by: z.enum(['letter', 'standing-consent', 'taken-over', 'asked']),
  letter: z.string().nullable(),
  letter_state: z.enum(letterStates).nullable(),
  revoked: z.boolean(),
})
export type OtherSideWire = z.output<typeof otherSideWire>
