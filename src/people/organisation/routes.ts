import { type Refusal, type Result, ok, refuse } from '#kernel'
import { type Db, inTransaction, violated, writeJournal } from '#postgres'
import { type Scope, scopeOf } from '../actor.ts'
import {
  type OrganisationWire,
  createOrganisation,
  editOrganisation,
  endOrganisation,
  listOrganisations,
  showOrganisation,
} from '../contract.ts'
import { identityTrouble } from '../identity.ts'
import { cursorAfter, partsOf } from '../cursor.ts'
import { type PeopleOptions, type Served, serve, staleEdit } from '../serve.ts'
import * as store from './store.ts'

type Row = store.OrganisationRow
const ALL: Scope = { all: true }

const wire = (row: Row): OrganisationWire => ({
  ...row,
  created_at: row.created_at.toISOString(),
  ended_at: row.ended_at?.toISOString() ?? null,
})

const shown = async (db: Db, handle: string): Promise<Result<OrganisationWire>> => {
  const row = await store.organisationByHandle(db, ALL, handle)
  if (!row) throw new Error(`the organisation ${handle} is gone`)
  return ok(wire(row))
}

export const badCursor = refuse({
  code: 'malformed',
  at: [{ path: 'query.cursor', message: 'not a cursor of this list' }],
})

/** A reseller by its handle; nobody resells to itself, not even by way of another. */
const resellerOf = async (tx: Db, handle: string | null, buyerId: string | null): Promise<Result<string | null>> => {
  if (handle === null) return ok(null)
  const reseller = await store.organisationByHandle(tx, ALL, handle)
  if (!reseller || reseller.ended_at !== null) return refuse({ code: 'reseller-unknown', reseller: handle })
  if (reseller.id === buyerId || (buyerId !== null && reseller.reseller_id === buyerId))
    return refuse({ code: 'resells-to-itself' })
  return ok(reseller.id)
}

type Identity = { readonly [F in 'country' | 'siret' | 'service_code']?: Row[F] | undefined }

/** What is new of how it is known to its State: what was known already, a file may have said. */
const identify = async (tx: Db, said: Identity, row: Row | null): Promise<Refusal | null> => {
  const country = said.country === row?.country ? undefined : said.country
  const siret = said.siret === row?.siret ? undefined : said.siret
  const wrong = identityTrouble({ country, siret })
  const next = said.siret === undefined ? (row?.siret ?? null) : said.siret
  const serviceCode = said.service_code === undefined ? (row?.service_code ?? null) : said.service_code
  if (wrong || next === null || (next === row?.siret && serviceCode === row.service_code)) return wrong
  await store.lockSiret(tx, next)
  const organisation = await store.holderOfSiret(tx, { siret: next, serviceCode, except: row?.id ?? null })
  return organisation === null ? null : { code: 'siret-taken', siret: next, organisation }
}

/** May this row be edited at all, by one who read this version? */
const editable = (row: Row, ifMatch: number | null): { readonly ok: false; readonly refusal: Refusal } | null => {
  if (row.file_owned) return refuse({ code: 'owned-by-file' })
  if (row.ended_at !== null) return refuse({ code: 'organisation-ended' })
  return staleEdit(ifMatch, row.version)
}

const list = serve(listOrganisations, async ({ db, actor, query }) => {
  const { cursor, limit, kind, text, ended } = query
  const parts = cursor === undefined ? null : partsOf(cursor, 2)
  if (cursor !== undefined && !parts) return badCursor
  const [name, id] = parts ?? []
  const after = name === undefined || id === undefined ? null : ([name, id] as const)
  const rows = await store.listOrganisations(db, scopeOf(actor), { kind, text, ended, after, limit: limit + 1 })
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return ok({ items: items.map(wire), next: last ? cursorAfter(last.name, last.id) : null })
})

const show = serve(showOrganisation, async ({ db, actor, params }) => {
  const row = await store.organisationByHandle(db, scopeOf(actor), params.organisation)
  return row && ok(wire(row))
})

const create = serve(createOrganisation, async ({ db, body, by, now }) =>
  inTransaction(db, async (tx) => {
    const reseller = await resellerOf(tx, body.reseller, null)
    if (!reseller.ok) return reseller
    const trouble = await identify(tx, body, null)
    if (trouble) return refuse(trouble)
    const id = await store.insertOrganisation(tx, body, reseller.value, now)
    await writeJournal(tx, {
      room: 'people',
      name: 'organisation-added',
      subject: ['organisation', id],
      by,
      at: now,
      onBehalfOf: id,
    })
    return shown(tx, body.handle)
  }).catch((thrown: unknown) => {
    if (violated(thrown) === 'organisation_handle_key') return refuse({ code: 'handle-taken', handle: body.handle })
    throw thrown
  }),
)

const edit = serve(editOrganisation, async ({ db, actor, params, body, by, now, ifMatch }) =>
  inTransaction(db, async (tx) => {
    const row = await store.lockOrganisation(tx, scopeOf(actor), params.organisation)
    if (!row) return null
    const no = editable(row, ifMatch)
    if (no) return no
    const { reseller, ...fields } = body
    const found = reseller === undefined ? undefined : await resellerOf(tx, reseller, row.id)
    if (found && !found.ok) return found
    const trouble = await identify(tx, fields, row)
    if (trouble) return refuse(trouble)
    await store.updateOrganisation(tx, row.id, { ...fields, ...(found ? { reseller_id: found.value } : {}) })
    const data = { fields: Object.keys(body) }
    await writeJournal(tx, {
      room: 'people',
      name: 'organisation-edited',
      subject: ['organisation', row.id],
      by,
      at: now,
      onBehalfOf: row.id,
      data,
    })
    return shown(tx, row.handle)
  }),
)

const end = ({ site, stillServed }: PeopleOptions): Served =>
  serve(endOrganisation, async ({ db, actor, params, by, now, ifMatch }) =>
    inTransaction(db, async (tx) => {
      const row = await store.lockOrganisation(tx, scopeOf(actor), params.organisation)
      if (!row) return null
      const no = editable(row, ifMatch)
      if (no) return no
      if (row.id === (await site())?.operator_id) return refuse({ code: 'operator-stays' })
      if (row.resells_to.length > 0) return refuse({ code: 'still-resells' })
      if (await stillServed(tx, row.id)) return refuse({ code: 'still-served' })
      await store.endOrganisation(tx, row.id, now)
      await writeJournal(tx, {
        room: 'people',
        name: 'organisation-ended',
        subject: ['organisation', row.id],
        by,
        at: now,
        onBehalfOf: row.id,
      })
      return shown(tx, row.handle)
    }),
  )

export const organisationRoutes = (options: PeopleOptions): readonly Served[] => [
  list,
  show,
  create,
  edit,
  end(options),
]
