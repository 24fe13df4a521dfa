import { sql } from 'kysely'
import { ok, refuse, type Result } from '#kernel'
import { type By, type Db, notify, writeJournal } from '#postgres'
import { parsePrefix } from '../lan/address.ts'
import { lockFabric } from '../lan/store.ts'
import type { Attachment } from '../model.ts'
import type { PortState } from '../ports.ts'
import { admitMac } from './admit-mac.ts'

const system: By = { kind: 'system', id: null }

export interface Wished {
  readonly generation: number
  /** False: the same was wished already, and the generation stayed. */
  readonly changed: boolean
}

export interface AttachmentWish {
  readonly serviceId: string
  /** The service's number, as people read it. */
  readonly label?: string | null | undefined
  readonly siteId: string
  readonly organisationId: string
  readonly lanId: string
  readonly portId: string
  readonly asn: number
  readonly asSet: string | null
  readonly v4: string
  readonly v6: string
  /** Null: to be learned in quarantine. One that was learned and confirmed before stays. */
  readonly mac: string | null
  readonly maxPrefixV4: number
  readonly maxPrefixV6: number
  readonly prefixes: readonly string[]
  readonly state: 'off' | 'quarantine'
  readonly now: Date
  readonly by?: By | undefined
}

const columns = sql`a.service_id as "serviceId", a.label, a.site_id as "siteId", a.organisation_id as "organisationId", a.lan_id as "lanId",
  a.port_id as "portId", s.handle as "switchHandle", p.number as "portNumber", p.speed_mbps as "speedMbps", a.asn, a.as_set as "asSet",
  a.v4, a.v6, a.mac, a.mac_learned as "macLearned", a.mac_learned_at as "macLearnedAt", a.mac_confirmed_at as "macConfirmedAt",
  a.max_prefix_v4 as "maxPrefixV4", a.max_prefix_v6 as "maxPrefixV6", a.prefixes::text[] as prefixes, a.state, a.generation,
  a.wished_at as "wishedAt"`
const joined = sql`exchange.attachment a join exchange.port p on p.id = a.port_id join exchange.switch s on s.id = p.switch_id`

export const attachmentOf = async (tx: Db, serviceId: string): Promise<Attachment | null> => {
  const { rows } = await sql<Attachment>`select ${columns} from ${joined} where a.service_id = ${serviceId}`.execute(tx)
  return rows[0] ?? null
}

/** The attachments of a site in some states (null: in all; one that is off still has to reach the device). */
export const attachmentsOf = async (
  tx: Db,
  siteId: string,
  states: readonly PortState[] | null = null,
): Promise<readonly Attachment[]> => {
  const { rows } = await sql<Attachment>`select ${columns} from ${joined}
    where a.site_id = ${siteId} and (${states}::text[] is null or a.state = any(${states})) order by a.service_id`.execute(
    tx,
  )
  return rows
}

export const attachmentsById = async (
  tx: Db,
  serviceIds: readonly string[],
): Promise<ReadonlyMap<string, Attachment>> => {
  const { rows } =
    await sql<Attachment>`select ${columns} from ${joined} where a.service_id = any(${serviceIds}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.serviceId, row]))
}

export const macTaken = async (
  tx: Db,
  lanId: string,
  mac: string,
  exceptServiceId: string | null,
): Promise<boolean> => {
  const { rows } =
    await sql`select from exchange.attachment where lan_id = ${lanId} and state <> 'off' and mac = ${mac}::macaddr
    and service_id is distinct from ${exceptServiceId}::uuid limit 1`.execute(tx)
  return rows.length > 0
}

type Held = Pick<Attachment, 'serviceId' | 'lanId' | 'portId' | 'v4' | 'v6' | 'mac'>

/** What another live attachment holds of this one. Asked under the fabric's lock, so that the unique indexes need never say it. */
const heldByAnother = async (tx: Db, wish: Held): Promise<Result<null>> => {
  const { rows } = await sql<{ port: boolean; v4: boolean; v6: boolean; mac: boolean }>`
    select port_id = ${wish.portId} as port, v4 = ${wish.v4}::inet as v4, v6 = ${wish.v6}::inet as v6,
           coalesce(mac = ${wish.mac}::macaddr, false) as mac
    from exchange.attachment
    where lan_id = ${wish.lanId} and state <> 'off' and service_id <> ${wish.serviceId}
      and (port_id = ${wish.portId} or v4 = ${wish.v4}::inet or v6 = ${wish.v6}::inet or mac = ${wish.mac}::macaddr)`.execute(
    tx,
  )
  for (const row of rows) {
    if (row.port) return refuse({ code: 'port-taken' })
    if (row.v4 || row.v6) return refuse({ code: 'address-taken', address: row.v4 ? wish.v4 : wish.v6 })
    if (row.mac) return refuse({ code: 'mac-taken', mac: wish.mac })
  }
  return ok(null)
}

/** Written, told and journalled: the reconcilers wake when the transaction commits. */
const told = async (
  tx: Db,
  serviceId: string,
  name: string,
  change: { now: Date; by?: By | undefined },
): Promise<Wished> => {
  const row = await attachmentOf(tx, serviceId)
  if (!row) throw new Error(`the attachment of ${serviceId} vanished while it was changed`)
  await writeJournal(tx, {
    room: 'exchange',
    name,
    subject: ['service', row.label ?? serviceId],
    by: change.by ?? system,
    at: change.now,
    siteId: row.siteId,
    onBehalfOf: row.organisationId,
    data: { state: row.state, generation: row.generation, port: `${row.switchHandle}/${row.portNumber}` },
  })
  await notify(tx, 'wish', serviceId)
  return { generation: row.generation, changed: true }
}

const admitted = async (tx: Db, wish: AttachmentWish): Promise<Result<string | null>> => {
  const mac = wish.mac === null ? ok(null) : admitMac(wish.mac)
  if (!mac.ok) return mac
  const prefix = wish.prefixes.find((text) => parsePrefix(text) === null)
  if (prefix !== undefined) return refuse({ code: 'prefix-invalid', prefix })
  const { rows } = await sql<{ organisationId: string; v4: boolean; v6: boolean }>`
    select n.organisation_id as "organisationId", ${wish.v4}::inet << l.v4 as v4, ${wish.v6}::inet << l.v6 as v6
    from exchange.lan l left join exchange.asn n on n.site_id = l.site_id and n.asn = ${wish.asn} where l.id = ${wish.lanId}`.execute(
    tx,
  )
  const known = rows[0]
  if (!known) throw new Error(`there is no LAN ${wish.lanId}`)
  if (!known.v4 || !known.v6) return refuse({ code: 'address-outside-lan', address: known.v4 ? wish.v6 : wish.v4 })
  if (known.organisationId === null) return refuse({ code: 'asn-unknown', asn: wish.asn })
  if (known.organisationId !== wish.organisationId) return refuse({ code: 'asn-of-another', asn: wish.asn })
  return mac
}

/** Creates or replaces what a service wishes of the fabric. The same wish twice is one wish: the generation stays. */
export const attach = async (tx: Db, wish: AttachmentWish): Promise<Result<Wished>> => {
  await lockFabric(tx, wish.lanId)
  const mac = await admitted(tx, wish)
  if (!mac.ok) return mac
  if (wish.state !== 'off') {
    const free = await heldByAnother(tx, { ...wish, mac: mac.value })
    if (!free.ok) return free
  }
  const { rows } = await sql<{ generation: number }>`
    insert into exchange.attachment as a (service_id, label, site_id, organisation_id, lan_id, port_id, asn, as_set, v4, v6, mac, mac_confirmed_at,
      max_prefix_v4, max_prefix_v6, prefixes, state, generation, wished_at)
    values (${wish.serviceId}, ${wish.label ?? null}, ${wish.siteId}, ${wish.organisationId}, ${wish.lanId}, ${wish.portId}, ${wish.asn}, ${wish.asSet},
      ${wish.v4}, ${wish.v6}, ${mac.value}, case when ${mac.value}::text is null then null else ${wish.now}::timestamptz end, ${wish.maxPrefixV4},
      ${wish.maxPrefixV6}, ${wish.prefixes}::cidr[], ${wish.state}, nextval('exchange.generation'), ${wish.now})
    on conflict (service_id) do update set label = coalesce(excluded.label, a.label), organisation_id = excluded.organisation_id, lan_id = excluded.lan_id, port_id = excluded.port_id,
      asn = excluded.asn, as_set = excluded.as_set, v4 = excluded.v4, v6 = excluded.v6,
      mac = coalesce(excluded.mac, a.mac), mac_confirmed_at = coalesce(excluded.mac_confirmed_at, a.mac_confirmed_at),
      max_prefix_v4 = excluded.max_prefix_v4, max_prefix_v6 = excluded.max_prefix_v6, prefixes = excluded.prefixes,
      state = excluded.state, generation = excluded.generation, wished_at = excluded.wished_at
    where (a.organisation_id, a.lan_id, a.port_id, a.asn, a.as_set, a.v4, a.v6, a.mac, a.max_prefix_v4, a.max_prefix_v6, a.prefixes, a.state)
      is distinct from (excluded.organisation_id, excluded.lan_id, excluded.port_id, excluded.asn, excluded.as_set, excluded.v4, excluded.v6,
      coalesce(excluded.mac, a.mac), excluded.max_prefix_v4, excluded.max_prefix_v6, excluded.prefixes, excluded.state)
    returning generation`.execute(tx)
  if (rows.length > 0) {
    await forgetPeering(tx, wish.serviceId)
    return ok(await told(tx, wish.serviceId, 'attached', wish))
  }
  const same = await attachmentOf(tx, wish.serviceId)
  if (!same) throw new Error(`the attachment of ${wish.serviceId} vanished while it was changed`)
  return ok({ generation: same.generation, changed: false })
}

/** Sessions and routes that were seen prove nothing of a wish that is made anew. */
const forgetPeering = async (tx: Db, serviceId: string): Promise<void> => {
  await sql`delete from exchange.found_session where service_id = ${serviceId}`.execute(tx)
  await sql`delete from exchange.found_route where service_id = ${serviceId}`.execute(tx)
}

const locked = async (tx: Db, serviceId: string): Promise<Attachment | null> => {
  const before = await attachmentOf(tx, serviceId)
  if (!before) return null
  await lockFabric(tx, before.lanId)
  return attachmentOf(tx, serviceId)
}

/** Moves a service's port to another state. `production` needs a MAC to lock the port to. */
export const wishState = async (
  tx: Db,
  serviceId: string,
  state: PortState,
  now: Date,
  by: By = system,
): Promise<Result<Wished>> => {
  const row = await locked(tx, serviceId)
  if (!row) return refuse({ code: 'attachment-unknown', service: serviceId })
  if (row.state === state) return ok({ generation: row.generation, changed: false })
  if (state === 'production' && row.mac === null) return refuse({ code: 'mac-not-confirmed', service: serviceId })
  if (row.state === 'off') {
    const free = await heldByAnother(tx, row)
    if (!free.ok) return free
  }
  if (row.state === 'production') await forgetPeering(tx, serviceId)
  await sql`update exchange.attachment set state = ${state}, generation = nextval('exchange.generation'), wished_at = ${now},
      mac_learned = case when ${state} = 'off' then null else mac_learned end,
      mac_learned_at = case when ${state} = 'off' then null else mac_learned_at end
    where service_id = ${serviceId}`.execute(tx)
  return ok(await told(tx, serviceId, `wished-${state}`, { now, by }))
}

/** Gives the port back: off, and no session. A service that never was attached is detached already. */
export const detach = async (tx: Db, serviceId: string, now: Date, by: By = system): Promise<Result<Wished | null>> => {
  const done = await wishState(tx, serviceId, 'off', now, by)
  return !done.ok && done.refusal.code === 'attachment-unknown' ? ok(null) : done
}

/** The MAC that the port is locked to in production: the one that was learned in quarantine, or one that is named. */
export const confirmMac = async (
  tx: Db,
  serviceId: string,
  mac: string,
  now: Date,
  by: By = system,
): Promise<Result<Wished>> => {
  const row = await locked(tx, serviceId)
  if (!row) return refuse({ code: 'attachment-unknown', service: serviceId })
  const named = mac === 'learned' ? row.macLearned : mac
  if (named === null) return refuse({ code: 'mac-not-learned', service: serviceId })
  const admittedMac = admitMac(named)
  if (!admittedMac.ok) return admittedMac
  if (row.mac === admittedMac.value && row.macConfirmedAt) return ok({ generation: row.generation, changed: false })
  if (await macTaken(tx, row.lanId, admittedMac.value, serviceId))
    return refuse({ code: 'mac-taken', mac: admittedMac.value })
  await sql`update exchange.attachment set mac = ${admittedMac.value}, mac_confirmed_at = ${now}, wished_at = ${now},
      generation = nextval('exchange.generation') where service_id = ${serviceId}`.execute(tx)
  await notify(tx, 'found', serviceId)
  return ok(await told(tx, serviceId, 'mac-confirmed', { now, by }))
}

/** Kept by whoever saw it: the one address that a port in quarantine sends from, while none was named. */
export const learnMac = async (
  tx: Db,
  of: { serviceId: string; generation: number; mac: string; at: Date },
): Promise<boolean> => {
  const { rows } = await sql`update exchange.attachment set mac_learned = ${of.mac}, mac_learned_at = ${of.at}
    where service_id = ${of.serviceId} and generation = ${of.generation} and state = 'quarantine'
      and mac_learned is distinct from ${of.mac}::macaddr returning service_id`.execute(tx)
  return rows.length > 0
}

/**
 * A device holds a generation that this database never drew: the database was restored from a copy and the device was not. The
 * wishes are drawn anew above it, for what was restored is what is wished. True: it was so.
 */
export const outrun = async (tx: Db, siteId: string, lanId: string, held: number): Promise<boolean> => {
  await lockFabric(tx, lanId)
  const { rows } = await sql`select from exchange.generation where last_value >= ${held}`.execute(tx)
  if (rows.length > 0) return false
  await sql`select setval('exchange.generation', ${held})`.execute(tx)
  await sql`update exchange.attachment set generation = nextval('exchange.generation') where site_id = ${siteId}`.execute(
    tx,
  )
  await sql`update exchange.lan set generation_floor = nextval('exchange.generation') where id = ${lanId}`.execute(tx)
  await notify(tx, 'wish')
  return true
}

/** Did this equipment (this MAC of this AS) come through quarantine before? */
export const passedQuarantine = async (
  tx: Db,
  { asn, mac }: { readonly asn: number; readonly mac: string },
): Promise<boolean> => {
  const { rows } = await sql`select from exchange.quarantine_pass where asn = ${asn} and mac = ${mac}::macaddr`.execute(
    tx,
  )
  return rows.length > 0
}

export const recordQuarantinePass = async (
  tx: Db,
  pass: { readonly asn: number; readonly mac: string; readonly serviceId: string; readonly now: Date },
): Promise<void> => {
  await sql`insert into exchange.quarantine_pass (asn, mac, service_id, passed_at)
    values (${pass.asn}, ${pass.mac}, ${pass.serviceId}, ${pass.now}) on conflict do nothing`.execute(tx)
}

/** A member's equipment that stands at a port, as the twin should have it. */
export interface Plugged {
  readonly serviceId: string
  readonly switchHandle: string
  readonly portNumber: number
  readonly asn: number
  readonly v4: string
  readonly v6: string
  /** Null: no address was named, the equipment has one of its own. */
  readonly mac: string | null
  readonly prefixes: readonly string[]
  readonly state: PortState
}

export const plugged = async (tx: Db, siteId: string): Promise<readonly Plugged[]> =>
  (await attachmentsOf(tx, siteId))
    .filter(({ state }) => state !== 'off')
    .map(({ serviceId, switchHandle, portNumber, asn, v4, v6, mac, macLearned, prefixes, state }) => ({
      serviceId,
      switchHandle,
      portNumber,
      asn,
      v4,
      v6,
      mac: mac ?? macLearned,
      prefixes,
      state,
    }))
