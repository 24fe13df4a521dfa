import { type Clock, ok, refuse } from '#kernel'
import { type Actor, type Served, cursorAfter, partsOf, scopeOf, serve } from '#people'
import type { ReconcilerStatus } from '#postgres'
import { type Status, listJournal, showStatus } from './contract.ts'
import { listJournal as readJournal } from './journal/store.ts'
import { siteFacts } from './store.ts'

/** What the house says of itself. */
export interface House {
  readonly version: string
  readonly world: 'twin' | 'plant'
  /** Under 256 MB free: reading goes on, new promises wait. */
  readonly diskLow: () => boolean
  readonly diskFreeBytes: () => number | null
  readonly twin: () => Detail['twin']
  readonly database: Detail['database']
  readonly reconcilers: () => readonly ReconcilerStatus[]
}

type Detail = NonNullable<Status['detail']>

const detailOf = (house: House): Detail => ({
  twin: house.twin(),
  disk: { free_bytes: house.diskFreeBytes(), low: house.diskLow() },
  database: house.database,
  reconcilers: house.reconcilers().map((r) => ({
    name: r.name,
    state: r.state,
    turns: r.turns,
    last_turn_at: r.last_turn?.at.toISOString() ?? null,
    faults: [...r.faults],
    last_fault: r.last_fault && { at: r.last_fault.at.toISOString(), message: r.last_fault.message },
  })),
})

/** The world without its database: the status must answer when everything else cannot. */
const statusRoute = (house: House, clock: Clock): Served =>
  serve(showStatus, async ({ db, actor }) => {
    const site = await siteFacts(db)
    return ok({
      name: 'vesontio' as const,
      version: house.version,
      world: house.world,
      site: site && { code: site.code, name: site.name, zone: site.zone, sample: site.sample },
      now: clock().toISOString(),
      detail: actor.roles.size > 0 ? detailOf(house) : null,
    })
  })

/** A member sees who of its own people did something; of the operator's people it sees that it was one of them. */
const actorShown = (
  line: {
    readonly actor: {
      readonly kind: 'person' | 'key' | 'system' | 'file'
      readonly id: string | null
      readonly name: string | null
    }
  },
  actor: Actor,
) => (actor.roles.size > 0 || line.actor.id === actor.personId ? line.actor : { ...line.actor, id: null, name: null })

const journalRoute = serve(listJournal, async ({ db, actor, query }) => {
  const { cursor, limit, ...filter } = query
  const parts = cursor === undefined ? null : partsOf(cursor, 2)
  const [at, id] = parts ?? []
  if (cursor !== undefined && (at === undefined || id === undefined))
    return refuse({ code: 'malformed', at: [{ path: 'query.cursor', message: 'not a cursor of this list' }] })
  const after = at === undefined || id === undefined ? null : ([at, id] as const)
  const rows = await readJournal(db, scopeOf(actor), { ...filter, after, limit: limit + 1 })
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return ok({
    items: items.map((line) => ({ ...line, actor: actorShown(line, actor) })),
    next: last ? cursorAfter(last.sorts_at, last.id) : null,
  })
})

export const serverRoutes = (house: House, clock: Clock): readonly Served[] => [statusRoute(house, clock), journalRoute]
