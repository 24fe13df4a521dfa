import { z } from 'zod'
import { day, route } from '#kernel'
import { serviceStates } from '../model.ts'
import { letterStates } from './model.ts'

export * from './taken/contract.ts'

const at = z.iso.datetime()
const text = (most: number) => z.string().trim().min(1).max(most)
const handle = text(63)
const page = { cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }
const paged = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable(), total: z.number() })
const party = z.object({ handle: z.string(), name: z.string() })
const letterNumber = z.object({ letter: z.string().regex(/^[A-Z]{3}-L-\d{4}-\d{5}$/) })
const staff = ['admin', 'sales', 'engineer', 'technician', 'accountant'] as const

export const letterWire = z.object({
  number: z.string(),
  state: z.enum(letterStates),
  /** Whose panel it is. */
  issuer: party,
  /** Who may connect. */
  company: party,
  panel: z.string(),
  position: z.number(),
  /** As on the sleeve: M3-P01/07. */
  label: z.string(),
  connector: z.string(),
  media: z.string(),
  /** The last day on which it can be used, in the site's zone. */
  expires_on: day,
  issued_at: at,
  issued_by: z.string().nullable(),
  /** The line that it answers. */
  answers: z.object({ order: z.string(), position: z.number() }).nullable(),
  used: z
    .object({
      at,
      order: z.string(),
      position: z.number(),
      service: z.string().nullable(),
      /** Of that service: both sides see whether it is there, whoever pays. */
      state: z.enum(serviceStates).nullable(),
      ends_on: day.nullable(),
      /** The site has done what it owes; whoever pays may accept or reject it. */
      ready_at: at.nullable(),
    })
    .nullable(),
  /** May the caller accept or reject what is ready? */
  may_accept: z.boolean(),
  /** The issuer pays for the connection: its own contract, its own invoices. */
  pays: z.boolean(),
  revoked_at: at.nullable(),
  /** What anybody checks it by, without signing in. */
  code: z.string(),
  /** May the caller revoke it? */
  may_revoke: z.boolean(),
  version: z.number(),
})
export type LetterWire = z.output<typeof letterWire>

export const listLetters = route({
  method: 'GET',
  path: '/letters',
  summary: 'Letters of authorisation that one’s organisation has issued or received, newest first',
  who: [...staff, 'own:read'],
  query: z.strictObject({
    ...page,
    side: z.enum(['issued', 'received']).optional(),
    state: z.enum(letterStates).optional(),
    /** Issued by it or for it. */
    organisation: handle.optional(),
    text: text(80).optional(),
  }),
  reply: paged(letterWire),
})
export const showLetter = route({
  method: 'GET',
  path: '/letters/:letter',
  summary: 'One letter, for both its parties',
  who: [...staff, 'own:read'],
  params: letterNumber,
  reply: letterWire,
})
export const letterPdf = route({
  method: 'GET',
  path: '/letters/:letter/pdf',
  summary: 'The letter as a PDF, in the language asked for or the caller’s',
  who: [...staff, 'own:read'],
  params: letterNumber,
  query: z.strictObject({ language: z.enum(['fr', 'en']).optional() }),
  media: 'application/pdf',
})
export const issueLetter = route({
  method: 'POST',
  path: '/letters',
  summary: 'Let a company connect to one of one’s positions, once: issuing it is the consent, and holds the position',
  who: ['admin', 'engineer', 'own:loa'],
  body: z.strictObject({
    /** The company that may connect. */
    company: handle,
    panel: handle,
    position: z.int().min(1).max(288),
    /** The last day; absent: as many days from today as the agreement says. */
    expires_on: day.optional(),
    /** The line that waits for it. */
    answers: z.strictObject({ order: text(40), position: z.int().min(1).max(50) }).optional(),
    /** The issuer pays, as the line that is answered asks: its agreement to the price that it was shown, and what its invoices name. */
    pays: z
      .strictObject({
        customer_reference: text(80).optional(),
        service_code: text(80).optional(),
        engagement_number: text(80).optional(),
      })
      .optional(),
  }),
  reply: letterWire,
  idempotent: true,
  refusals: [
    'organisation-unknown',
    'panel-not-yours',
    'no-such-position',
    'position-taken',
    'letter-expiry',
    'letter-to-itself',
    'request-unknown',
    'letter-media',
    'letter-must-pay',
    'letter-pays-unasked',
    'not-a-signatory',
    'engagement-missing',
  ],
})
export const revokeLetter = route({
  method: 'POST',
  path: '/letters/:letter/revoke',
  summary: 'Revoke a letter: unused at once, with a service on it by notice; a dry run says which, and when',
  // Who signs for the company ends what the issuer pays for.
  who: ['admin', 'engineer', 'own:loa', 'own:sign'],
  params: letterNumber,
  body: z.strictObject({ dry_run: z.boolean().default(false) }),
  reply: z.object({
    how: z.enum(['at-once', 'delivery', 'notice', 'over']),
    service: z.string().nullable(),
    /** The first day on which the service is not there any more. */
    ends_on: day.nullable(),
    notice_days: z.number(),
  }),
  refusals: ['not-allowed', 'letter-revoked', 'letter-changed', 'payer-ceases'],
})
export type RevokedWire = z.output<typeof revokeLetter.reply>

export const handOverPaid = route({
  method: 'POST',
  path: '/letters/:letter/handover',
  summary: 'Whoever pays by its letter accepts what is ready, or rejects it with the reason',
  who: ['own:sign'],
  params: letterNumber,
  body: z.discriminatedUnion('verdict', [
    z.strictObject({ verdict: z.literal('accepted') }),
    z.strictObject({ verdict: z.literal('rejected'), reason: text(1000) }),
  ]),
  reply: letterWire,
  idempotent: true,
  refusals: ['illegal-move', 'not-allowed'],
})

/** Nothing else is told, and nothing is told of who asks. */
export const checkLetter = route({
  method: 'GET',
  path: '/letters/check/:code',
  summary: 'Is the letter with this check code valid? Only its state is told',
  who: ['nobody'],
  params: z.object({ code: z.string().max(200) }),
  reply: z.object({ state: z.enum(letterStates) }),
  guarded: true,
})

export const requestWire = z.object({
  order: z.string(),
  position: z.number(),
  product: z.string(),
  company: party,
  /** Whose port is reached. */
  other: party,
  media: z.string().nullable(),
  /** The panel that the company wishes for, if any. */
  panel: z.string().nullable(),
  /** Not null: whoever answers pays, this, under the terms of its own contract. */
  pays: z
    .object({
      items: z.array(z.string()),
      setup_cents: z.number(),
      monthly_micro_euros: z.number(),
      terms: z.object({
        billing: z.enum(['advance', 'arrears']),
        term_months: z.number(),
        notice_days: z.number(),
        acceptance_working_days: z.number(),
        early_end_percent: z.number(),
      }),
      /** A public body names its own references. */
      public_body: z.boolean(),
    })
    .nullable(),
  asked_at: at,
})
export type LetterRequestWire = z.output<typeof requestWire>
export const listRequests = route({
  method: 'GET',
  path: '/letters/requests',
  summary: 'Lines that wait for a letter of one’s own, the longest waiting first',
  who: [...staff, 'own:read'],
  reply: z.object({ items: z.array(requestWire) }),
})

export const portsWire = z.object({
  panel: z.string(),
  rack: z.string(),
  room: z.string(),
  connector: z.string(),
  media: z.string(),
  positions: z.number(),
  owner: party,
  /** Positions that something holds, or that a port is wired to. */
  taken: z.array(z.number()),
})
export type PortsWire = z.output<typeof portsWire>
export const listPorts = route({
  method: 'GET',
  path: '/letters/ports',
  summary: 'The panels to which the caller may authorise others, and which positions are taken',
  who: ['admin', 'engineer', 'own:loa'],
  reply: z.object({ items: z.array(portsWire), days: z.number() }),
})

export const standingWire = z.object({
  id: z.string(),
  issuer: party,
  panel: z.string(),
  from_position: z.number(),
  to_position: z.number(),
  /** Null: any company. */
  companies: z.array(party).nullable(),
  until_date: day,
  in_force: z.boolean(),
  given_at: at,
  ended_at: at.nullable(),
  /** Services that were connected under it and are still there. */
  connected: z.number(),
})
export type StandingWire = z.output<typeof standingWire>
export const listStanding = route({
  method: 'GET',
  path: '/letters/standing',
  summary: 'Standing consents of one’s organisation, newest first',
  who: [...staff, 'own:read'],
  reply: z.object({ items: z.array(standingWire) }),
})
export const giveStanding = route({
  method: 'POST',
  path: '/letters/standing',
  summary: 'Let companies use a group of positions without asking each time, until a day',
  who: ['admin', 'engineer', 'own:loa'],
  body: z.strictObject({
    panel: handle,
    from_position: z.int().min(1).max(288),
    to_position: z.int().min(1).max(288),
    /** Absent: any company. */
    companies: z.array(handle).min(1).max(50).optional(),
    until_date: day,
  }),
  reply: standingWire,
  idempotent: true,
  refusals: [
    'organisation-unknown',
    'panel-not-yours',
    'no-such-position',
    'positions-reversed',
    'consent-until',
    'letter-to-itself',
  ],
})
/** What was connected under a standing consent and is still there, and what revoking does, or would do, to it. */
export const standingService = z.object({
  service: z.string(),
  company: party,
  label: z.string(),
  state: z.enum(serviceStates),
  /** It was asked for. */
  revoked: z.boolean(),
  how: z.enum(['delivery', 'notice', 'over']),
  /** The first day on which the service is not there any more. */
  ends_on: day.nullable(),
})
export type StandingServiceWire = z.output<typeof standingService>
export const endStanding = route({
  method: 'POST',
  path: '/letters/standing/:consent/end',
  summary:
    'End a standing consent for the future; what was connected under it stays, unless notice is given to it in the same act',
  who: ['admin', 'engineer', 'own:loa'],
  params: z.object({ consent: z.uuid() }),
  body: z
    .strictObject({
      /** Services connected under it that get notice; `all` of them, or these. Also once the consent has ended. */
      revoke: z.union([z.literal('all'), z.array(text(40)).max(500)]).default([]),
      /** Tells what stands on it and what would happen; changes nothing. */
      dry_run: z.boolean().default(false),
    })
    .default({ revoke: [], dry_run: false }),
  reply: standingWire.extend({ services: z.array(standingService) }),
  refusals: ['consent-ended', 'not-allowed', 'service-unknown', 'letter-changed'],
})
