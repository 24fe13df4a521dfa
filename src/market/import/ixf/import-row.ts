import { isDeepStrictEqual } from 'node:util'
import {
  declareAsn,
  declareConnection,
  type DeclaredConnection,
  type DeclaredExchange,
  type DeclaredRow,
  declareExchange,
  holderOfAsn,
  type KnownDeclared,
} from '#exchange'
import { ok, type Refusal, refuse, type Result } from '#kernel'
import { declareOrganisation } from '#people'
import { COUNTRY_UNSAID } from '#people/contract'
import { type By, type Db, writeJournal } from '#postgres'
import type { Site } from '../../product.ts'
import { organisationsById } from '../../store.ts'
import type { Applied } from '../run-import.ts'
import { insertImported, keepDeclaration, type SourceFile } from './store.ts'

/** Everything that the rows of one file share. */
export interface Importing {
  readonly site: Site
  readonly now: Date
  readonly by: By
  readonly personId: string | null
  readonly today: string
  readonly file: SourceFile
  /** By `ixp_id`: the exchange as it stands in the database, known once its row was applied. */
  readonly places: Map<number, Place>
}

export interface Place {
  readonly id: string
  readonly name: string
  /** What was declared there before, by service. */
  readonly known: ReadonlyMap<string, KnownDeclared>
  /** Path of a connection in this file: the service that it is. */
  readonly matched: ReadonlyMap<string, string>
}

const asName = (asn: number): string => `AS${asn}`

interface Member {
  readonly id: string
  readonly did: Applied['did']
}

/** Whoever declared the AS here runs it. Otherwise it is an organisation of its own, of whom only this file speaks. */
const memberOf = async (tx: Db, { asn, name }: DeclaredConnection, on: Importing): Promise<Result<Member, Refusal>> => {
  const holder = await holderOfAsn(tx, on.site.id, asn)
  if (holder !== null) {
    const card = (await organisationsById(tx, [holder])).get(holder)
    return card?.ended_at === null ? ok({ id: holder, did: 'unchanged' }) : refuse({ code: 'organisation-ended' })
  }
  const declaring = { now: on.now, by: on.by, personId: on.personId, day: on.today }
  const given = { name: name ?? asName(asn), kinds: ['exchange-member'], country: COUNTRY_UNSAID }
  const handle = asName(asn).toLowerCase()
  // One of that handle that people made themselves keeps what they wrote of it.
  const known = await declareOrganisation(tx, { handle, given: {} }, declaring)
  if (known.ok) return ok({ id: known.value.id, did: 'unchanged' })
  if (known.refusal.code !== 'organisation-incomplete') return known
  const made = await declareOrganisation(tx, { handle, given }, declaring)
  return made.ok ? ok({ id: made.value.id, did: made.value.is }) : made
}

/** A name follows the file as long as it is what the file before said, or what stood for an unknown one. */
const followName = async (
  tx: Db,
  of: {
    readonly organisationId: string
    readonly asn: number
    readonly before: string | null
    readonly now: string | null
  },
  on: Importing,
): Promise<boolean> => {
  if (of.now === null || of.now === of.before) return false
  const card = (await organisationsById(tx, [of.organisationId])).get(of.organisationId)
  if (!card || card.name !== (of.before ?? asName(of.asn))) return false
  const declaring = { now: on.now, by: on.by, personId: on.personId, day: on.today }
  const named = await declareOrganisation(tx, { handle: card.handle, given: { name: of.now } }, declaring)
  return named.ok && named.value.is === 'updated'
}

const firstAsSet = ({ facts }: DeclaredConnection): string | null =>
  facts?.addresses.find(({ as_set }) => as_set !== null)?.as_set ?? null

interface Told {
  readonly organisationId: string
  readonly serviceId: string
  readonly number: string
  readonly row: DeclaredRow
}

const write = async (
  tx: Db,
  name: 'service-imported' | 'service-imported-again',
  { organisationId, serviceId, number, row }: Told,
  declared: { readonly place: Place; readonly connection: DeclaredConnection },
  on: Importing,
): Promise<void> => {
  const { place, connection } = declared
  const { site, now, file } = on
  if (!connection.facts) throw new Error(`${row.path} is no connection`)
  await declareConnection(
    tx,
    {
      serviceId,
      label: number,
      exchangeId: place.id,
      organisationId,
      asn: connection.asn,
      facts: connection.facts,
      path: row.path,
    },
    { siteId: site.id, file, now },
  )
  await keepDeclaration(tx, on, { serviceId, path: row.path })
  const data = { number, origin: 'imported', sha256: file.sha256, path: row.path }
  const subject = ['service', number] as const
  await writeJournal(tx, {
    room: 'market',
    name,
    subject,
    by: on.by,
    at: now,
    siteId: site.id,
    onBehalfOf: organisationId,
    data,
  })
}

const create = async (
  tx: Db,
  row: DeclaredRow,
  declared: { readonly place: Place; readonly connection: DeclaredConnection },
  on: Importing,
): Promise<Result<Applied, Refusal>> => {
  const { place, connection } = declared
  const member = await memberOf(tx, connection, on)
  if (!member.ok) return member
  if ((await holderOfAsn(tx, on.site.id, connection.asn)) === null) {
    const wish = { siteId: on.site.id, asn: connection.asn, now: on.now, by: on.by }
    const asn = await declareAsn(tx, { ...wish, organisationId: member.value.id, asSet: firstAsSet(connection) })
    if (!asn.ok) return asn
  }
  const of = { organisationId: member.value.id, asn: connection.asn, exchange: place.name }
  const service = await insertImported(tx, on, of)
  const told = { organisationId: of.organisationId, serviceId: service.id, number: service.number, row }
  await write(tx, 'service-imported', told, declared, on)
  return ok({ did: 'created', subject: `${row.subject} → ${service.number}`, warnings: connection.warnings })
}

const update = async (
  tx: Db,
  row: DeclaredRow,
  known: KnownDeclared,
  declared: { readonly place: Place; readonly connection: DeclaredConnection },
  on: Importing,
): Promise<Result<Applied, Refusal>> => {
  const { connection } = declared
  const subject = `${row.subject} → ${known.label}`
  const { organisationId, asn, serviceId } = known
  const names = { before: known.facts.member.name, now: connection.name }
  const renamed = await followName(tx, { organisationId, asn, ...names }, on)
  const same = isDeepStrictEqual(known.facts, connection.facts)
  if (!same)
    await write(tx, 'service-imported-again', { organisationId, serviceId, number: known.label, row }, declared, on)
  return ok({ did: same && !renamed ? 'unchanged' : 'updated', subject, warnings: connection.warnings })
}

/** A member without a connection: its organisation and AS are all that is known. */
const aloneMember = async (
  tx: Db,
  row: DeclaredRow,
  connection: DeclaredConnection,
  on: Importing,
): Promise<Result<Applied, Refusal>> => {
  const { warnings, asn } = connection
  if ((await holderOfAsn(tx, on.site.id, asn)) !== null) return ok({ did: 'unchanged', warnings })
  const member = await memberOf(tx, connection, on)
  if (!member.ok) return member
  const wish = { siteId: on.site.id, asn, now: on.now, by: on.by }
  const declared = await declareAsn(tx, { ...wish, organisationId: member.value.id, asSet: null })
  return declared.ok ? ok({ did: 'created', subject: row.subject, warnings }) : declared
}

/** One connection (or one member without any) of the file, inside the savepoint that the import gives it. */
export const importConnection = async (tx: Db, row: DeclaredRow, on: Importing): Promise<Result<Applied, Refusal>> => {
  if (!row.read.ok) return row.read
  const connection = row.read.value
  if (connection.ixp === null || connection.facts === null) return aloneMember(tx, row, connection, on)
  const place = on.places.get(connection.ixp)
  if (!place) throw new Error(`the exchange ${connection.ixp} was not applied before its members`)
  const known = place.known.get(place.matched.get(row.path) ?? '')
  const declared = { place, connection }
  return known ? update(tx, row, known, declared, on) : create(tx, row, declared, on)
}

/** An exchange of the file, before its members. */
export const importExchange = async (
  tx: Db,
  exchange: DeclaredExchange,
  placeOf: (id: string) => Promise<Place>,
  on: Importing,
): Promise<Result<Applied, Refusal>> => {
  const { site, file, now } = on
  const { id, did } = await declareExchange(tx, exchange, { siteId: site.id, file, now })
  on.places.set(exchange.ixp, await placeOf(id))
  return ok({ did, warnings: exchange.warnings })
}
