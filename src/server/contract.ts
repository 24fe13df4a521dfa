import { z } from 'zod'
import { instant, route } from '#kernel'

const at = z.iso.datetime()
const word = z.string().min(1).max(80)
const staff = ['admin', 'sales', 'engineer', 'technician', 'accountant'] as const

/** What brings found state to wished state, and how its last turn went. */
const reconciler = z.object({
  name: z.string(),
  state: z.enum(['starting', 'idle', 'turning', 'standby', 'stopped']),
  turns: z.number(),
  last_turn_at: at.nullable(),
  faults: z.array(z.string()),
  last_fault: z.object({ at, message: z.string() }).nullable(),
})
export const status = z.object({
  name: z.literal('vesontio'),
  version: z.string(),
  world: z.enum(['twin', 'plant']),
  site: z.object({ code: z.string(), name: z.string(), zone: z.string(), sample: z.boolean() }).nullable(),
  now: at,
  /** For the operator's people only. */
  detail: z
    .object({
      twin: z.object({
        state: z.enum(['running', 'starting', 'missing', 'off', 'failed']),
        says: z.object({ fr: z.string(), en: z.string() }),
        missing: z.array(z.string()),
      }),
      disk: z.object({ free_bytes: z.number().nullable(), low: z.boolean() }),
      database: z.object({ kind: z.enum(['embedded', 'external']), version: z.string() }),
      reconcilers: z.array(reconciler),
    })
    .nullable(),
})
export type Status = z.output<typeof status>

export const journalLine = z.object({
  id: z.string(),
  at,
  actor: z.object({
    kind: z.enum(['person', 'key', 'system', 'file']),
    id: z.string().nullable(),
    name: z.string().nullable(),
  }),
  organisation: z.object({ id: z.string(), handle: z.string(), name: z.string() }).nullable(),
  request_id: z.string().nullable(),
  room: z.string(),
  name: z.string(),
  version: z.number(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  data: z.record(z.string(), z.unknown()),
})
export type JournalLine = z.output<typeof journalLine>

export const showStatus = route({
  method: 'GET',
  path: '/status',
  summary: 'The world, the version, and to the operator’s people how the house is',
  who: ['nobody'],
  reply: status,
})
export const listJournal = route({
  method: 'GET',
  path: '/journal',
  summary: 'What happened, newest first; a member sees its own organisations’ lines',
  who: [...staff, 'own:read'],
  query: z.strictObject({
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    room: word.optional(),
    name: word.optional(),
    subject_kind: word.optional(),
    subject_id: word.optional(),
    /** The organisation's handle. */
    organisation: word.optional(),
    before: instant.optional(),
  }),
  reply: z.object({ items: z.array(journalLine), next: z.string().nullable() }),
})
/** Server-sent events: `event: journal`, `data: {room, name, kind, id}`; the page reads again what it shows. */
export const watchEvents = route({
  method: 'GET',
  path: '/events',
  summary: 'Live: each journal line that the caller may see, as it is written',
  who: ['anyone'],
  media: 'text/event-stream',
})

export const serverRoutesOffered = [showStatus, listJournal, watchEvents]
