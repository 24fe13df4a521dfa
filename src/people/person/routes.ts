import { type Refusal, type Result, ok, refuse } from '#kernel'
import { type Db, inTransaction, violated, writeJournal } from '#postgres'
import { followPerson } from '../accounts/store.ts'
import { type Actor, type Scope, scopeOf } from '../actor.ts'
import {
  type PersonWire,
  createPerson,
  editPerson,
  endPerson,
  grantRight,
  listPersons,
  setRoles,
  showPerson,
  withdrawRight,
} from '../contract.ts'
import { cursorAfter, partsOf } from '../cursor.ts'
import { organisationByHandle } from '../organisation/store.ts'
import { badCursor } from '../organisation/routes.ts'
import { type Call, type PeopleOptions, type Served, serve, staleEdit } from '../serve.ts'
import { todayIn } from '../today-in.ts'
import { refuseKeeping, refuseLosingAdmin } from './decide-edit.ts'
import * as store from './store.ts'

type Row = store.PersonRow
type No = { readonly ok: false; readonly refusal: Refusal }
interface Here {
  readonly operatorId: string | null
  readonly day: string
}
const ALL: Scope = { all: true }

const wire = (row: Row): PersonWire => ({
  ...row,
  authorisations: [...row.authorisations],
  created_at: row.created_at.toISOString(),
  ended_at: row.ended_at?.toISOString() ?? null,
})

const hereOf = async ({ site }: PeopleOptions, now: Date): Promise<Here> => {
  const of = await site()
  return { operatorId: of?.operator_id ?? null, day: todayIn(of?.zone ?? 'UTC', now) }
}

const shown = async (tx: Db, day: string, id: string): Promise<Result<PersonWire>> => {
  const row = await store.personById(tx, ALL, day, id)
  if (!row) throw new Error(`the person ${id} is gone`)
  return ok(wire(row))
}

const standing = (row: Row): { readonly organisation_id: string; readonly ended: boolean } => ({
  organisation_id: row.organisation.id,
  ended: row.ended_at !== null || row.organisation_ended,
})

type Of = Pick<Call<never>, 'db' | 'actor' | 'by' | 'now'>
interface Locked {
  readonly tx: Db
  readonly row: Row
  readonly here: Here
}
/** One edit of one person: locked, allowed, done, told to the journal, answered with the row as it then is. */
const keep = async (
  options: PeopleOptions,
  { db, actor, by, now }: Of,
  personId: string,
  name: string,
  act: (locked: Locked) => Promise<No | { readonly ok: true; readonly value: object }>,
): Promise<Result<PersonWire> | null> => {
  const here = await hereOf(options, now)
  return inTransaction(db, async (tx) => {
    const row = await store.lockPerson(tx, scopeOf(actor), here.day, personId)
    if (!row) return null
    const no = refuseKeeping(standing(row), actor.roles, here.operatorId)
    if (no) return no
    const acted = await act({ tx, row, here })
    if (!acted.ok) return acted
    const entry = {
      room: 'people',
      name,
      subject: ['person', row.id],
      by,
      at: now,
      onBehalfOf: row.organisation.id,
      data: acted.value,
    } as const
    await writeJournal(tx, entry)
    return shown(tx, here.day, row.id)
  })
}

const mailTaken = (thrown: unknown): No => {
  if (violated(thrown) === 'user_email_key') return refuse({ code: 'mail-taken' })
  throw thrown
}

const list = (options: PeopleOptions): Served =>
  serve(listPersons, async ({ db, actor, query, now }) => {
    const { cursor, limit, ...filter } = query
    const parts = cursor === undefined ? null : partsOf(cursor, 2)
    if (cursor !== undefined && !parts) return badCursor
    const [name, id] = parts ?? []
    const after = name === undefined || id === undefined ? null : ([name, id] as const)
    const { day } = await hereOf(options, now)
    const rows = await store.listPersons(db, scopeOf(actor), day, { ...filter, after, limit: limit + 1 })
    const items = rows.slice(0, limit)
    const last = rows.length > limit ? items.at(-1) : undefined
    return ok({ items: items.map(wire), next: last ? cursorAfter(last.name, last.id) : null })
  })

const show = (options: PeopleOptions): Served =>
  serve(showPerson, async ({ db, actor, params, now }) => {
    const { day } = await hereOf(options, now)
    const row = await store.personById(db, scopeOf(actor), day, params.person)
    return row && ok(wire(row))
  })

const mayAddTo = (
  organisation: { readonly id: string; readonly ended_at: Date | null },
  actor: Actor,
  here: Here,
): No | null => {
  if (organisation.ended_at !== null) return refuse({ code: 'organisation-ended' })
  return refuseKeeping({ organisation_id: organisation.id, ended: false }, actor.roles, here.operatorId)
}

const create = (options: PeopleOptions): Served =>
  serve(createPerson, async ({ db, actor, body, by, now }) => {
    const here = await hereOf(options, now)
    return inTransaction(db, async (tx) => {
      const organisation = await organisationByHandle(tx, scopeOf(actor), body.organisation)
      if (!organisation) return refuse({ code: 'organisation-unknown', organisation: body.organisation })
      const no = mayAddTo(organisation, actor, here)
      if (no) return no
      const id = await store.insertPerson(tx, body, organisation.id, now)
      await writeJournal(tx, {
        room: 'people',
        name: 'person-added',
        subject: ['person', id],
        by,
        at: now,
        onBehalfOf: organisation.id,
      })
      return shown(tx, here.day, id)
    })
  })

const edit = (options: PeopleOptions): Served =>
  serve(editPerson, async ({ params, body, ifMatch, ...call }) =>
    keep(options, call, params.person, 'person-edited', async ({ tx, row }) => {
      const stale = staleEdit(ifMatch, row.version)
      if (stale) return stale
      if (row.file_owned) return refuse({ code: 'owned-by-file' })
      const mail = body.mail === undefined ? row.mail : body.mail
      if (row.account_id !== null && mail === null) return refuse({ code: 'mail-missing' })
      await store.updatePerson(tx, row.id, body)
      if (row.account_id !== null && mail !== null)
        await followPerson(tx, row.account_id, { name: body.name ?? row.name, mail, now: call.now })
      return ok({ fields: Object.keys(body) })
    }).catch(mailTaken),
  )

const losesAdmin = async ({ tx, row, here }: Locked, staysAdmin: boolean): Promise<No | null> => {
  const wasAdmin = row.roles.includes('admin')
  const others = wasAdmin && here.operatorId !== null ? await store.otherAdmins(tx, row.id, here.operatorId) : 0
  return refuseLosingAdmin({ wasAdmin, staysAdmin, otherAdmins: others })
}

const end = (options: PeopleOptions): Served =>
  serve(endPerson, async ({ params, ifMatch, ...call }) =>
    keep(options, call, params.person, 'person-ended', async (locked) => {
      const { tx, row } = locked
      const no =
        staleEdit(ifMatch, row.version) ??
        (row.file_owned ? refuse({ code: 'owned-by-file' }) : await losesAdmin(locked, false))
      if (no) return no
      await store.endPerson(tx, row.id, call.now)
      return ok({})
    }),
  )

const grant = (options: PeopleOptions): Served =>
  serve(grantRight, async ({ params, body, ...call }) =>
    keep(options, call, params.person, 'right-granted', async ({ tx, row, here }) => {
      if (body.until_date !== null && body.until_date < body.from_date) return refuse({ code: 'dates-reversed' })
      const of = { personId: row.id, right: body.right, from_date: body.from_date, until_date: body.until_date }
      const id = await store.grantRight(tx, of, { id: call.actor.personId, day: here.day, now: call.now })
      return ok({ right: body.right, authorisation: id })
    }).catch((thrown: unknown) => {
      if (violated(thrown) === 'authorisation_once') return refuse({ code: 'right-held-already', right: body.right })
      throw thrown
    }),
  )

const withdraw = (options: PeopleOptions): Served =>
  serve(withdrawRight, async ({ params, ...call }) =>
    keep(options, call, params.person, 'right-withdrawn', async ({ tx, row }) => {
      const withdrawn = await store.withdrawRight(tx, row.id, params.authorisation, call.now)
      return withdrawn ? ok({ authorisation: params.authorisation }) : refuse({ code: 'withdrawn-already' })
    }),
  )

const roles = (options: PeopleOptions): Served =>
  serve(setRoles, async ({ params, body, ifMatch, ...call }) =>
    keep(options, call, params.person, 'roles-set', async (locked) => {
      const { tx, row, here } = locked
      if (row.organisation.id !== here.operatorId) return refuse({ code: 'not-of-the-operator' })
      const no = staleEdit(ifMatch, row.version) ?? (await losesAdmin(locked, body.roles.includes('admin')))
      if (no) return no
      await store.setRoles(tx, row.id, body.roles, call.now)
      return ok({ roles: body.roles })
    }),
  )

export const personRoutes = (options: PeopleOptions): readonly Served[] =>
  [list, show, create, edit, end, grant, withdraw, roles].map((of) => of(options))
