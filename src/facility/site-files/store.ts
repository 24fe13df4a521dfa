import { sql } from 'kysely'
import { type Clock, newId, ok, type Refusal, refuse, type Result } from '#kernel'
import { type By, type Db, inTransaction, notify, writeJournal } from '#postgres'
import { type Change, planChanges, refuseBegun } from './plan-changes.ts'
import { checkFiles, type CheckRefusal, indexed, type Site } from './check-site.ts'
import { readFolder } from './read-folder.ts'
import type { Against, Kind, Loading, Section, WrittenRow } from './site-section.ts'

/** Which of these ids a service holds. Given by the rooms to the right, which this one cannot know. */
export type Claimed = (db: Db, ids: readonly string[]) => Promise<ReadonlySet<string>>

/** What applying a site's files would change, shown before anything does. */
export interface SitePlan {
  readonly site: Site
  readonly siteId: string
  readonly isNew: boolean
  readonly changes: readonly Change[]
  readonly refusals: readonly Refusal[]
}

export const checkSite = async (folder: string, sections: readonly Section[]): Promise<Result<Site, CheckRefusal>> =>
  checkFiles(await readFolder(folder), sections)

const kindsOf = (sections: readonly Section[]): readonly Kind[] => sections.flatMap((room) => room.kinds)

const siteIdOf = async (db: Db, code: string): Promise<string | null> => {
  const { rows } = await sql<{ id: string }>`select id from facility.site where code = ${code}`.execute(db)
  return rows[0]?.id ?? null
}

/** Puts a room's objection beside the change that it is about; where no row was changed to it, beside the site's own. */
const withObjections = (changes: readonly Change[], against: readonly Against[]): readonly Change[] => {
  const placed = new Map<Change, Refusal>()
  for (const { on, refusal } of against) {
    const change =
      changes.find(({ kind, handle, does }) => does !== 'unchanged' && kind === on?.kind && handle === on.handle) ??
      changes.find(({ kind, does }) => kind === 'site' && does !== 'unchanged') ??
      changes.find(({ does, refusal: before }) => does !== 'unchanged' && before === null)
    if (change && !placed.has(change)) placed.set(change, refusal)
  }
  return changes.map((change) => ({ ...change, refusal: change.refusal ?? placed.get(change) ?? null }))
}

/** The calendar day of an instant where the site stands. */
const dayOn = ({ rows }: Site, at: Date): string => {
  const zone = rows.find(({ kind }) => kind === 'site')?.fields['zone']
  return new Intl.DateTimeFormat('en-CA', { timeZone: String(zone) }).format(at)
}

/** Compares the files with the database on a day; changes nothing. */
export const planSite = async (
  db: Db,
  site: Site,
  sections: readonly Section[],
  claimed: Claimed,
  at: Date,
): Promise<SitePlan> => {
  const today = dayOn(site, at)
  const found = await siteIdOf(db, site.code)
  let changes: Change[] = []
  for (const kind of kindsOf(sections)) {
    const stored = await kind.stored(db, found)
    const held = await claimed(
      db,
      stored.filter((row) => !row.ended).map((row) => row.id),
    )
    const wished = site.rows.filter((row) => row.kind === kind.name)
    const planned = refuseBegun(kind, planChanges(kind, wished, stored, held, newId), { wished, stored }, today)
    const made = new Set(planned.filter((change) => change.does === 'created').map((change) => change.handle))
    const against =
      (await kind.admit?.(
        db,
        wished.filter((row) => made.has(row.handle)),
      )) ?? new Map<string, Refusal>()
    changes.push(
      ...planned.map((change) => ({ ...change, refusal: change.refusal ?? against.get(change.handle) ?? null })),
    )
  }
  const siteId = changes.find((change) => change.kind === 'site' && change.does !== 'removed')?.id
  if (siteId === undefined) throw new Error('the plan does not name the site')
  if (found !== null && changes.some(({ does }) => does !== 'unchanged')) {
    const rows = indexed(site.rows)
    for (const room of sections)
      changes = [...withObjections(changes, await room.against(db, rows, { siteId: found, at }))]
  }
  return {
    site,
    siteId,
    isNew: found === null,
    changes,
    refusals: changes.flatMap((c) => (c.refusal ? [c.refusal] : [])),
  }
}

export const isIdle = (plan: SitePlan): boolean => plan.changes.every((change) => change.does === 'unchanged')

const writeChanges = async (tx: Db, plan: SitePlan, kinds: readonly Kind[], loading: Loading): Promise<void> => {
  const rows = new Map(plan.site.rows.map((row) => [`${row.kind} ${row.handle}`, row]))
  for (const kind of kinds) {
    const written = plan.changes
      .filter((change) => change.kind === kind.name && (change.does === 'created' || change.does === 'updated'))
      .map(({ id, handle, does }): WrittenRow => {
        const row = rows.get(`${kind.name} ${handle}`)
        if (!row) throw new Error(`the plan names ${kind.name} ${handle}, the site does not`)
        return { id, handle, fields: row.fields, isNew: does === 'created' }
      })
    if (written.length > 0) await kind.write(tx, written, loading)
  }
  for (const kind of kinds.toReversed()) {
    const ended = plan.changes
      .filter((change) => change.kind === kind.name && change.does === 'removed')
      .map(({ id }) => id)
    if (ended.length > 0) await kind.end(tx, ended, loading)
  }
}

const writeLines = async (tx: Db, plan: SitePlan, loading: Loading): Promise<void> => {
  const counts: Record<string, Record<string, number>> = {}
  for (const { kind, does } of plan.changes) {
    const of = (counts[kind] ??= {})
    of[does] = (of[does] ?? 0) + 1
  }
  const entry = { room: 'facility', by: loading.by, at: loading.at, siteId: plan.siteId }
  await writeJournal(tx, { ...entry, name: 'site-loaded', subject: ['site', plan.siteId], data: { counts } })
  if (plan.isNew) return
  for (const { kind, id, does, fields } of plan.changes) {
    if (does === 'unchanged') continue
    await writeJournal(tx, {
      ...entry,
      name: `${kind}-${does}`,
      subject: [kind, id],
      data: { fields: fields.map(({ field }) => field) },
    })
  }
}

export type ApplyRefusal = { readonly code: 'site-refused'; readonly refusals: readonly Refusal[] }

/** Does what the plan says, all or nothing. A plan that changes nothing leaves no trace, not even a new plant revision. */
export const applySite = async (
  tx: Db,
  plan: SitePlan,
  sections: readonly Section[],
  when: { readonly at: Date; readonly by: By },
): Promise<Result<SitePlan, ApplyRefusal>> => {
  if (plan.refusals.length > 0) return refuse({ code: 'site-refused', refusals: plan.refusals })
  if (isIdle(plan)) return ok(plan)
  const ids = new Map(plan.changes.filter(({ does }) => does !== 'removed').map((c) => [`${c.kind} ${c.handle}`, c.id]))
  const idOf = (kind: string, handle: string): string => {
    const id = ids.get(`${kind} ${handle}`)
    if (id === undefined) throw new Error(`no ${kind} ${handle}: the check let it through`)
    return id
  }
  const loading: Loading = { siteId: plan.siteId, at: when.at, by: when.by, idOf }
  await writeChanges(tx, plan, kindsOf(sections), loading)
  if (!plan.isNew)
    await sql`update facility.site set plant_revision = plant_revision + 1 where id = ${plan.siteId}`.execute(tx)
  for (const room of sections) await room.settle(tx, plan.siteId)
  await writeLines(tx, plan, loading)
  await notify(tx, 'wish')
  return ok(plan)
}

export interface LoadSite {
  readonly db: Db
  readonly dir: string
  readonly sections: readonly Section[]
  readonly claimed: Claimed
  readonly clock: Clock
}

export type Loaded = {
  readonly siteId: string
  readonly code: string
  /** `loaded` on the first run; `differs`: the files were edited since, a person applies them after seeing the plan. */
  readonly did: 'loaded' | 'unchanged' | 'differs'
  readonly plan: SitePlan
}

/** For the start of the server: the first run loads the site, later ones only say whether the files still tell the same. */
export const loadSite = async (load: LoadSite): Promise<Result<Loaded, CheckRefusal | ApplyRefusal>> => {
  const checked = await checkSite(load.dir, load.sections)
  if (!checked.ok) return checked
  const site = checked.value
  return inTransaction(load.db, async (tx) => {
    await lockSite(tx)
    const plan = await planSite(tx, site, load.sections, load.claimed, load.clock())
    const told = { siteId: plan.siteId, code: site.code, plan }
    if (!plan.isNew) return ok({ ...told, did: isIdle(plan) ? ('unchanged' as const) : ('differs' as const) })
    const applied = await applySite(tx, plan, load.sections, { at: load.clock(), by: { kind: 'file', id: null } })
    return applied.ok ? ok({ ...told, did: 'loaded' as const }) : applied
  })
}

/** One loader at a time: a plan is true only until the next one is applied. */
export const lockSite = async (tx: Db): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('facility.site-files'))`.execute(tx)
}
