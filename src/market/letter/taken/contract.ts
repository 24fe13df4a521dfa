import { z } from 'zod'
import { day, route } from '#kernel'
import { serviceStates } from '../../model.ts'

const at = z.iso.datetime()
const party = z.object({ handle: z.string(), name: z.string() })
const staff = ['admin', 'sales', 'engineer', 'technician', 'accountant'] as const

/** A connection that lived before this system: its consent is declared by a file, there is no letter. */
export const takenConsentWire = z.object({
  service: z.string(),
  /** Whose panel is reached. */
  issuer: party,
  /** Who is connected there. */
  company: party,
  label: z.string(),
  state: z.enum(serviceStates),
  ends_on: day.nullable(),
  /** Declared by this line of this file; null: not known. */
  file_name: z.string().nullable(),
  file_line: z.number().nullable(),
  declared_at: at,
  revoked_at: at.nullable(),
  may_revoke: z.boolean(),
})
export type TakenConsentWire = z.output<typeof takenConsentWire>

export const listTakenConsents = route({
  method: 'GET',
  path: '/letters/taken-over',
  summary:
    'Connections that were taken over and reach a panel of one’s own organisation: who is connected, and by which file that is known',
  who: [...staff, 'own:read'],
  reply: z.object({ items: z.array(takenConsentWire) }),
})
export const revokeTakenConsent = route({
  method: 'POST',
  path: '/letters/taken-over/:taken/revoke',
  summary: 'Give notice to a connection that was taken over; a dry run says until when it stays',
  who: ['admin', 'engineer', 'own:loa'],
  /** The number of the service. */
  params: z.object({ taken: z.string().regex(/^[A-Z]{3}-[A-Z]{2}-\d{6}$/) }),
  body: z.strictObject({ dry_run: z.boolean().default(false) }),
  reply: z.object({
    how: z.enum(['notice', 'over']),
    service: z.string(),
    /** The first day on which the service is not there any more. */
    ends_on: day.nullable(),
    notice_days: z.number(),
  }),
  refusals: ['not-allowed', 'letter-revoked'],
})
export type TakenRevokedWire = z.output<typeof revokeTakenConsent.reply>
