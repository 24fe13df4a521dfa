import { z } from 'zod'
import { route } from '#kernel'

export const takeNumbering = route({
  method: 'POST',
  path: '/billing/numbering',
  summary: 'Go on from the last number of the system before: the next one issued follows it without a gap',
  who: ['admin', 'accountant'],
  body: z.strictObject({
    /** F-2026-00118, or A-2026-0007 for credit notes. */
    last: z.string().trim().min(1).max(40),
    dry_run: z.boolean().default(false),
    site: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
  }),
  reply: z.object({
    series: z.string(),
    /** The number that the next invoice of the series gets. */
    next: z.string(),
    did: z.enum(['created', 'updated', 'unchanged']),
  }),
  idempotent: true,
  refusals: ['site-unknown', 'numbering-unlike-ours', 'numbering-other-year', 'numbering-issued'],
})
