import { ok, refuse } from '#kernel'
import { inTransaction, writeJournal } from '#postgres'
import type { Actor } from '../actor.ts'
import { type KeyWire, createKey, listKeys, revokeKey } from '../contract.ts'
import { cursorAfter, partsOf } from '../cursor.ts'
import { badCursor } from '../organisation/routes.ts'
import { type Served, serve } from '../serve.ts'
import { refuseScopes } from './decide-scopes.ts'
import * as store from './store.ts'

const DAY_MS = 86_400_000

const wire = ({ organisation_id: _, ...row }: store.KeyRow): KeyWire => ({
  ...row,
  created_at: row.created_at.toISOString(),
  expires_at: row.expires_at.toISOString(),
  last_used_at: row.last_used_at?.toISOString() ?? null,
  revoked_at: row.revoked_at?.toISOString() ?? null,
})

const whose = (actor: Actor): store.Whose =>
  actor.roles.has('admin') ? { all: true } : { all: false, personId: actor.personId ?? '' }

const list = serve(listKeys, async ({ db, actor, query }) => {
  const parts = query.cursor === undefined ? null : partsOf(query.cursor, 1)
  if (query.cursor !== undefined && !parts) return badCursor
  const rows = await store.listKeys(db, whose(actor), parts?.[0] ?? null, query.limit + 1)
  const items = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? items.at(-1) : undefined
  return ok({ items: items.map(wire), next: last ? cursorAfter(last.id) : null })
})

const create = serve(createKey, async ({ db, actor, body, by, now }) => {
  const { personId } = actor
  if (personId === null) throw new Error('a key is made by somebody')
  const no = refuseScopes(actor, body.scopes)
  if (no) return no
  return inTransaction(db, async (tx) => {
    const expiresAt = new Date(now.getTime() + body.days * DAY_MS)
    const { id, secret } = await store.insertKey(tx, {
      personId,
      label: body.label,
      scopes: [...new Set(body.scopes)],
      now,
      expiresAt,
    })
    const row = await store.keyById(tx, { all: true }, id)
    if (!row) throw new Error(`the key ${id} is gone`)
    const data = { scopes: row.scopes, person: personId }
    await writeJournal(tx, {
      room: 'people',
      name: 'key-made',
      subject: ['key', id],
      by,
      at: now,
      onBehalfOf: row.organisation_id,
      data,
    })
    return ok({ ...wire(row), key: secret })
  })
})

const revoke = serve(revokeKey, async ({ db, actor, params, by, now }) =>
  inTransaction(db, async (tx) => {
    const row = await store.keyById(tx, whose(actor), params.key)
    if (!row) return null
    if (!(await store.revokeKey(tx, row.id, now))) return refuse({ code: 'revoked-already' })
    await writeJournal(tx, {
      room: 'people',
      name: 'key-revoked',
      subject: ['key', row.id],
      by,
      at: now,
      onBehalfOf: row.organisation_id,
    })
    return ok(wire({ ...row, revoked_at: now }))
  }),
)

export const keyRoutes: readonly Served[] = [list, create, revoke]
