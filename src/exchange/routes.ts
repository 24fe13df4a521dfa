import type { z } from 'zod'
import { ok, type Refusal, type Result, type Right } from '#kernel'
import { type Actor, type Call, type Scope, type Served, scopeOf, sees, serve } from '#people'
import { inTransaction, type Db } from '#postgres'
import { type AsnState, asnState, attestAsn, proveAsn, sendAsnCode, setAsnContact } from './asn/store.ts'
import { attachmentOf, confirmMac } from './attachment/store.ts'
import { toDeclared, toDeclaredDetail } from './declared/wire.ts'
import {
  attestControl,
  confirmMacAddress,
  getExchange,
  getMember,
  listExchangePorts,
  listMembers,
  type memberDetailWire,
  type portWire,
  proveControl,
  sendCode,
  setContact,
} from './contract.ts'
import { foundOfMany } from './found/store.ts'
import { lanOf, listPorts, routeServersOf } from './lan/store.ts'
import type { BuiltPort } from './model.ts'
import {
  countBySpeed,
  findDeclared,
  findMember,
  listMemberRows,
  type PortRow,
  portsInUse,
  readCursor,
  routeServersInUse,
  siteIdOf,
  switchesOf,
  tallyMembers,
  writeCursor,
} from './member/store.ts'
import { instant, toDetail, toMember, toProof } from './member/wire.ts'

const exchange = serve(getExchange, async ({ db, actor }) => {
  const siteId = await siteIdOf(db)
  const lan = await lanOf(db, siteId)
  const ports = await listPorts(db, siteId)
  const inUse = await portsInUse(db, siteId)
  const used = new Set([...inUse.values()].filter(({ wished }) => wished !== null).map(({ id }) => id))
  const servers = await routeServersInUse(db, siteId)
  return ok({
    lan: lan && {
      handle: lan.handle,
      name: lan.name,
      v4: lan.v4,
      v6: lan.v6,
      vlan: lan.vlan,
      quarantine_vlan: lan.quarantineVlan,
    },
    members: await tallyMembers(db, siteId, scopeOf(actor)),
    switches: (await switchesOf(db, siteId)).map(({ handle, rack, driver, at }) => ({
      handle,
      rack,
      driver,
      ports: [
        ...countBySpeed(
          ports.filter(({ switchHandle }) => switchHandle === handle),
          used,
        ),
      ],
      at: instant(at),
    })),
    route_servers: (await routeServersOf(db, siteId)).map(({ id, handle, kind, asn, v4, v6, daemon }) => {
      const seen = servers.get(id)
      return {
        handle,
        kind,
        asn,
        v4,
        v6,
        daemon,
        generation: seen?.generation ?? null,
        applied_at: instant(seen?.appliedAt),
        sessions_wished: seen?.wished ?? 0,
        sessions_established: seen?.established ?? 0,
        routes_imported: seen?.imported ?? null,
        routes_filtered: seen?.filtered ?? null,
        at: instant(seen?.at),
      }
    }),
  })
})

const members = serve(listMembers, async ({ db, actor, query }) => {
  const { cursor, limit, ...wanted } = query
  const siteId = await siteIdOf(db)
  const scope = scopeOf(actor)
  const page = await listMemberRows(db, { ...wanted, siteId, scope }, { cursor, limit })
  const found = await foundOfMany(
    db,
    page.members.flatMap((member) => ('attachment' in member ? [member.attachment.serviceId] : [])),
  )
  const servers = await routeServersOf(db, siteId)
  const items = page.members.flatMap((member) => {
    if ('declared' in member) return [toDeclared(member, sees(scope, member.declared.organisationId))]
    const of = found.get(member.attachment.serviceId)
    return of ? [toMember(member, of, servers, sees(scope, member.attachment.organisationId))] : []
  })
  return ok({ items, next: page.next, total: page.total })
})

const member = serve(getMember, async ({ db, actor, params }) => {
  const row = await findMember(db, params.service)
  if (!row) {
    const said = await findDeclared(db, params.service)
    if (!said || !sees(scopeOf(actor), said.declared.organisationId)) return null
    return ok(toDeclaredDetail(said, await asnState(db, said.declared)))
  }
  if (!sees(scopeOf(actor), row.attachment.organisationId)) return null
  const { serviceId, siteId, asn } = row.attachment
  const found = (await foundOfMany(db, [serviceId])).get(serviceId)
  if (!found) return null
  return ok(toDetail(row, found, await routeServersOf(db, siteId), await asnState(db, { siteId, asn })))
})

const toPort = (port: BuiltPort, row: PortRow | undefined): z.input<typeof portWire> => ({
  id: port.id,
  switch: port.switchHandle,
  number: port.number,
  speed_mbps: port.speedMbps,
  optic: port.optic,
  rack: port.rackHandle,
  prewired: port.prewired && {
    panel: port.prewired.panelHandle,
    position: port.prewired.position,
    rack: port.prewired.rackHandle,
    room: port.prewired.roomName,
  },
  service: row?.service ?? null,
  wished: row?.wished ?? null,
  found: row?.found ?? null,
  link: row?.link ?? 'unknown',
  errors: row?.errors ?? null,
  at: instant(row?.at),
})

const ports = serve(listExchangePorts, async ({ db, query }) => {
  const siteId = await siteIdOf(db)
  const inUse = await portsInUse(db, siteId)
  const all = (await listPorts(db, siteId, query.speed_mbps ?? null))
    .map((port) => toPort(port, inUse.get(port.id)))
    .filter((port) => query.switch === undefined || port.switch === query.switch)
    .filter((port) => query.state === undefined || (port.wished ?? 'free') === query.state)
  const after = readCursor(query.cursor)
  const begin = after
    ? all.findIndex((port) => port.switch > after[0] || (port.switch === after[0] && port.number > Number(after[1])))
    : 0
  const items = begin < 0 ? [] : all.slice(begin, begin + query.limit)
  const last = items.at(-1)
  const next = last && last !== all.at(-1) ? writeCursor(last.switch, String(last.number)) : null
  return ok({ items, next, total: all.length })
})

/** The rows for which a caller holds one of several rights; an operator's role reaches all. */
const scopeOfAny = (actor: Actor, rights: readonly Right[]): Scope => {
  const scopes = rights.map((right) => scopeOf(actor, right))
  return { all: false, organisations: scopes.flatMap((scope) => (scope.all ? [] : scope.organisations)) }
}
const mayAct = (actor: Actor, rights: readonly Right[], organisationId: string): boolean =>
  scopeOf(actor).all || sees(scopeOfAny(actor, rights), organisationId)

type AsnCall = Pick<Call<typeof sendCode>, 'db' | 'actor' | 'params' | 'now' | 'by'>
type Proof = z.input<typeof memberDetailWire>['asn_proof']

/** Changes one AS of the caller's, and answers how its proof stands. What a refusal counted (an attempt) is kept. */
const changeAsn = (
  call: AsnCall,
  change: (tx: Db, of: { siteId: string; asn: number; now: Date; by: AsnCall['by'] }) => Promise<Result<unknown>>,
): Promise<Result<Proof, Refusal> | null> =>
  inTransaction(call.db, async (tx) => {
    const of = { siteId: await siteIdOf(tx), asn: call.params.asn, now: call.now, by: call.by }
    const before: AsnState | null = await asnState(tx, of)
    if (!before || !mayAct(call.actor, ['order', 'sign'], before.organisationId)) return null
    const changed = await change(tx, of)
    return changed.ok ? ok(toProof(await asnState(tx, of))) : changed
  })

const contact = serve(setContact, (call) =>
  changeAsn(call, (tx, of) => setAsnContact(tx, { ...of, mail: call.body.mail, source: call.body.source })),
)
const code = serve(sendCode, (call) => changeAsn(call, (tx, of) => sendAsnCode(tx, { ...of, again: true })))
const prove = serve(proveControl, (call) => changeAsn(call, (tx, of) => proveAsn(tx, { ...of, code: call.body.code })))
const attest = serve(attestControl, (call) =>
  changeAsn(call, (tx, of) => attestAsn(tx, { ...of, reason: call.body.reason })),
)

const mac = serve(confirmMacAddress, ({ db, actor, params, body, now, by }) =>
  inTransaction(db, async (tx) => {
    const row = await findMember(tx, params.service)
    if (!row || !mayAct(actor, ['order', 'incident'], row.attachment.organisationId)) return null
    const confirmed = await confirmMac(tx, row.attachment.serviceId, body.mac, now, by)
    if (!confirmed.ok) return confirmed
    const after = await attachmentOf(tx, row.attachment.serviceId)
    return after?.mac ? ok({ mac: after.mac, generation: after.generation }) : null
  }),
)

export const exchangeRoutes: readonly Served[] = [exchange, members, member, ports, contact, code, prove, attest, mac]
