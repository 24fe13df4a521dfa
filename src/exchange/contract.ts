import { z } from 'zod'
import { route } from '#kernel'
import { portStates } from './model.ts'

const at = z.iso.datetime()
const reach = z.object({ v4: z.boolean().nullable(), v6: z.boolean().nullable() })
const asnParameter = z.object({ asn: z.coerce.number().int().min(1).max(4294967294) })
/** A service by its number or its id. */
const serviceParameter = z.object({
  service: z.string().regex(/^([A-Z]{3}-[A-Z]{2}-\d{6}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/),
})
const operators = ['admin', 'sales', 'engineer', 'technician', 'accountant'] as const

export const sessionWire = z.object({
  route_server: z.string(),
  kind: z.enum(['route-server', 'collector']),
  family: z.union([z.literal(4), z.literal(6)]),
  /** `unknown`: nobody could look. */
  state: z.enum(['established', 'down', 'absent', 'unknown']),
  since: at.nullable(),
  imported: z.number().nullable(),
  filtered: z.number().nullable(),
  exported: z.number().nullable(),
  last_error: z.string().nullable(),
  at: at.nullable(),
})

export const routeSeenWire = z.object({
  family: z.union([z.literal(4), z.literal(6)]),
  prefix: z.string(),
  witness: z.string(),
  pinged: z.boolean().nullable(),
  since: at,
  at,
})

/** What a file says of a connection at another exchange. Null in it: the file does not say. */
const declaredWire = z.object({
  exchange: z.string(),
  /** The file's own word. */
  state: z.string().nullable(),
  since: at.nullable(),
  ports: z.array(
    z.object({ switch: z.string().nullable(), speed_mbps: z.number().nullable(), type: z.string().nullable() }),
  ),
  /** Null below: another's, of whom only what an exchange publishes is told. */
  addresses: z
    .array(
      z.object({
        vlan: z.number().nullable(),
        family: z.union([z.literal(4), z.literal(6)]),
        address: z.string(),
        as_set: z.string().nullable(),
        max_prefix: z.number().nullable(),
        route_server: z.boolean().nullable(),
        macs: z.array(z.string()),
        /** The LAN that it lies in, and who says so. */
        lan: z.string().nullable(),
        lan_source: z.enum(['file', 'given', 'assumed']).nullable(),
      }),
    )
    .nullable(),
  file: z.string().nullable(),
  at: at.nullable(),
})

/** What everybody at the exchange may know of a member, as an exchange publishes it. */
const publicMember = z.object({
  service: z.string(),
  number: z.string().nullable(),
  name: z.string(),
  handle: z.string(),
  asn: z.number(),
  as_set: z.string().nullable(),
  /** Of all its ports together; null: not said. */
  speed_mbps: z.number().nullable(),
  v4: z.string().nullable(),
  v6: z.string().nullable(),
  /** `declared`: at an exchange that a file declares; nothing of it is driven or looked at from here. */
  state: z.enum([...portStates, 'declared']),
  declared: declaredWire.nullable(),
  /** The caller's own (or the caller is of the site): the fields below are filled; otherwise they are null. */
  own: z.boolean(),
})

export const memberWire = publicMember.extend({
  port: z.object({ switch: z.string(), number: z.number() }).nullable(),
  sessions: z.array(sessionWire).nullable(),
  wished_at: at.nullable(),
})

export const memberDetailWire = memberWire.extend({
  mac: z.string().nullable(),
  mac_learned: z.string().nullable(),
  mac_learned_at: at.nullable(),
  mac_confirmed_at: at.nullable(),
  /** Null, as the generation: declared, and not said or not wished. */
  max_prefix_v4: z.number().nullable(),
  max_prefix_v6: z.number().nullable(),
  prefixes: z.array(z.string()),
  generation: z.number().nullable(),
  found: z
    .object({
      generation: z.number().nullable(),
      state: z.enum(portStates).nullable(),
      applied: z.boolean(),
      link: z.enum(['up', 'down', 'unknown']),
      errors: z.number().nullable(),
      macs: z.array(z.string()),
      /** Measured at the port itself, without the customer. */
      carries: reach,
      /** The customer's equipment. */
      answers: reach,
      tested_at: at.nullable(),
      changed_at: at,
      at,
    })
    .nullable(),
  routes: z.array(routeSeenWire),
  asn_proof: z.object({
    contact_source: z.string().nullable(),
    code_sent_at: at.nullable(),
    code_expires_at: at.nullable(),
    attempts_left: z.number().nullable(),
    proved_at: at.nullable(),
    proved_how: z.string().nullable(),
  }),
})

const tally = z.object({
  production: z.number(),
  quarantine: z.number(),
  suspended: z.number(),
  /** At exchanges that files declare. */
  declared: z.number(),
  session_missing: z.number(),
  filtering: z.number(),
})

export const exchangeWire = z.object({
  lan: z
    .object({
      handle: z.string(),
      name: z.string(),
      v4: z.string(),
      v6: z.string(),
      vlan: z.number(),
      quarantine_vlan: z.number(),
    })
    .nullable(),
  members: tally,
  switches: z.array(
    z.object({
      handle: z.string(),
      rack: z.string().nullable(),
      driver: z.string(),
      ports: z.array(z.object({ speed_mbps: z.number(), built: z.number(), used: z.number() })),
      /** When its ports were last looked at; null: never. */
      at: at.nullable(),
    }),
  ),
  route_servers: z.array(
    z.object({
      handle: z.string(),
      kind: z.enum(['route-server', 'collector']),
      asn: z.number(),
      v4: z.string(),
      v6: z.string(),
      daemon: z.string(),
      generation: z.number().nullable(),
      applied_at: at.nullable(),
      /** Two for each member in production. */
      sessions_wished: z.number(),
      sessions_established: z.number(),
      routes_imported: z.number().nullable(),
      routes_filtered: z.number().nullable(),
      at: at.nullable(),
    }),
  ),
})

export const portWire = z.object({
  id: z.string(),
  switch: z.string(),
  number: z.number(),
  speed_mbps: z.number(),
  optic: z.string(),
  rack: z.string().nullable(),
  prewired: z.object({ panel: z.string(), position: z.number(), rack: z.string(), room: z.string() }).nullable(),
  service: z.string().nullable(),
  wished: z.enum(portStates).nullable(),
  found: z.enum(portStates).nullable(),
  link: z.enum(['up', 'down', 'unknown']),
  errors: z.number().nullable(),
  at: at.nullable(),
})

export const getExchange = route({
  method: 'GET',
  path: '/exchange',
  summary: 'The peering LAN, its switches and its route servers, with when each was last looked at',
  who: [...operators, 'own:read'],
  reply: exchangeWire,
})

export const listMembers = route({
  method: 'GET',
  path: '/exchange/members',
  summary:
    'Who is at the exchange: everybody in production as an exchange publishes it; sessions, and members not yet in production, only of one’s own',
  who: [...operators, 'own:read'],
  query: z.strictObject({
    cursor: z.string().max(400).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    /** Part of a name, an AS number, an address. */
    text: z.string().trim().max(80).optional(),
    state: z.enum(['quarantine', 'production', 'suspended', 'declared']).optional(),
    /** `false`: without those at exchanges that files declare. */
    declared: z.stringbool().optional(),
    /** `missing`: at least one session with a route server is not established. `filtered`: at least one route is not let in. */
    sessions: z.enum(['missing', 'filtered']).optional(),
  }),
  reply: z.object({ items: z.array(memberWire), next: z.string().nullable(), total: z.number() }),
})

export const getMember = route({
  method: 'GET',
  path: '/exchange/members/:service',
  summary: 'One attachment in full: what is wished, what was found, and how old that is',
  who: [...operators, 'own:read'],
  params: serviceParameter,
  reply: memberDetailWire,
})

export const listExchangePorts = route({
  method: 'GET',
  path: '/exchange/ports',
  summary: 'The built ports of the fabric: wished and found',
  who: operators,
  query: z.strictObject({
    cursor: z.string().max(400).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    switch: z.string().max(80).optional(),
    speed_mbps: z.coerce.number().int().optional(),
    state: z.enum([...portStates, 'free']).optional(),
  }),
  reply: z.object({ items: z.array(portWire), next: z.string().nullable(), total: z.number() }),
})

const asnProofReply = memberDetailWire.shape.asn_proof

export const setContact = route({
  method: 'POST',
  path: '/exchange/asns/:asn/contact',
  summary: 'Where the registry says that the AS can be reached: the code goes there',
  who: ['sales', 'engineer', 'admin'],
  params: asnParameter,
  body: z.strictObject({ mail: z.email().max(254), source: z.string().trim().min(3).max(300) }),
  reply: asnProofReply,
  refusals: ['asn-unknown'],
})

export const sendCode = route({
  method: 'POST',
  path: '/exchange/asns/:asn/send-code',
  summary: 'Mails a new code to the AS’s contact; the former one is worthless then',
  who: ['own:order', 'own:sign', 'sales', 'engineer', 'admin'],
  params: asnParameter,
  reply: asnProofReply,
  refusals: ['asn-unknown', 'asn-contact-unknown', 'code-just-sent'],
})

export const proveControl = route({
  method: 'POST',
  path: '/exchange/asns/:asn/prove',
  summary: 'Proves control of the AS by the mailed code',
  who: ['own:order', 'own:sign', 'engineer', 'admin'],
  params: asnParameter,
  body: z.strictObject({ code: z.string().trim().min(4).max(40) }),
  reply: asnProofReply,
  refusals: ['asn-unknown', 'code-not-sent', 'code-wrong', 'code-expired', 'too-many-attempts'],
})

export const attestControl = route({
  method: 'POST',
  path: '/exchange/asns/:asn/attest',
  summary: 'The site vouches for the control of the AS, and says why',
  who: ['engineer', 'admin'],
  params: asnParameter,
  body: z.strictObject({ reason: z.string().trim().min(10).max(1000) }),
  reply: asnProofReply,
  refusals: ['asn-unknown'],
})

export const confirmMacAddress = route({
  method: 'POST',
  path: '/exchange/services/:service/mac/confirm',
  summary: 'The MAC address that the port is locked to: the learned one, or one that is named',
  who: ['own:order', 'own:incident', 'engineer', 'admin'],
  params: serviceParameter,
  body: z.strictObject({ mac: z.string().trim().min(7).max(20).default('learned') }),
  reply: z.object({ mac: z.string(), generation: z.number() }),
  refusals: ['attachment-unknown', 'mac-not-learned', 'mac-invalid', 'mac-multicast', 'mac-taken'],
})

export const exchangeRoutesOffered = [
  getExchange,
  listMembers,
  getMember,
  listExchangePorts,
  setContact,
  sendCode,
  proveControl,
  attestControl,
  confirmMacAddress,
] as const
