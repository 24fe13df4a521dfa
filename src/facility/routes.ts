import { createHash } from 'node:crypto'
import { ok, refuse, type Result } from '#kernel'
import { type Scope, scopeOf, sees, type Served, serve } from '#people'
import { type By, type Db, inTransaction } from '#postgres'
import {
  applySiteFiles,
  checkSiteFiles,
  getCooling,
  getPlan,
  getPower,
  getRack,
  getSite,
  listRooms,
  planSiteFiles,
  type RackDetailWire,
  type RackWire,
  type SitePlanWire,
  type SiteWire,
} from './contract.ts'
import { certificatesOf } from './capacity/store.ts'
import type { Holder } from './model.ts'
import { countCompartments, showCompartments } from './racks/show-compartments.ts'
import { checkFiles } from './site-files/check-site.ts'
import type { SourceFile } from './site-files/parse-files.ts'
import type { Section } from './site-files/site-section.ts'
import { applySite, type Claimed, lockSite, planSite, type SitePlan } from './site-files/store.ts'
import {
  type CompartmentRow,
  compartmentsIn,
  edgesOf,
  type ElementRow,
  elementsOf,
  organisationNames,
  rackOf,
  racksIn,
  roomsOf,
  siteOf,
} from './store.ts'

/** What the routes of this room are given by the composition root, for it cannot know the rooms to its right. */
export interface FacilityOptions {
  readonly sections: readonly Section[]
  readonly claimed: Claimed
  /** Who holds which compartment. */
  readonly holders: (db: Db, siteId: string) => Promise<readonly Holder[]>
}

const theSite = async (db: Db): Promise<SiteWire> => {
  const site = await siteOf(db)
  if (!site) throw new Error('no site is loaded')
  return site
}

const shownIn = async (db: Db, site: SiteWire, rackIds: readonly string[], options: FacilityOptions, scope: Scope) => {
  const holders = new Map((await options.holders(db, site.id)).map((holder) => [holder.thingId, holder]))
  const names = await organisationNames(
    db,
    [...holders.values()].map(({ organisationId }) => organisationId),
  )
  return showCompartments<CompartmentRow>(await compartmentsIn(db, rackIds), holders, names, scope)
}

const site = serve(getSite, async ({ db }) => {
  const own = await theSite(db)
  return ok({
    ...own,
    certificates: (await certificatesOf(db, own.id)).map((one) => ({ ...one, activities: [...one.activities] })),
  })
})

const rooms = serve(listRooms, async ({ db }) => {
  const { id } = await theSite(db)
  return ok({ items: (await roomsOf(db, id)).map(({ id: _id, ...room }) => room), next: null })
})

const plan = (options: FacilityOptions): Served =>
  serve(getPlan, async ({ db, actor, query }) => {
    const own = await theSite(db)
    const all = await roomsOf(db, own.id)
    const found = query.room === undefined ? all[0] : all.find(({ handle }) => handle === query.room)
    if (!found) return null
    const scope = scopeOf(actor)
    const stood = await racksIn(db, found.id)
    const shown = await shownIn(
      db,
      own,
      stood.map(({ id }) => id),
      options,
      scope,
    )
    const racks = stood.map(({ id, room_name: _name, ...rack }): RackWire => ({
      ...rack,
      compartments: shown.filter(({ built }) => built.rack_id === id).map((one) => one.shown),
    }))
    const { id: _id, racks: _racks, ...room } = found
    return ok({ plant_revision: own.plant_revision, room, racks, counts: scope.all ? countCompartments(racks) : null })
  })

type FeedWire = RackDetailWire['compartments'][number]['feeds'][number]

/** The feeds of compartments, each with the way and board above it. */
const feedsOf = async (db: Db, siteId: string): Promise<ReadonlyMap<string, readonly FeedWire[]>> => {
  const elements = new Map((await elementsOf(db, siteId)).map((element) => [element.id, element]))
  const above = new Map((await edgesOf(db, siteId)).map(({ from, to }) => [to, from]))
  const feeds = new Map<string, FeedWire[]>()
  for (const feed of elements.values()) {
    if (feed.kind !== 'feed' || feed.compartment_id === null || feed.chain === null) continue
    const way = elements.get(above.get(feed.id) ?? '')
    const board = elements.get(above.get(way?.id ?? '') ?? '')
    const { handle, chain, voltage_v, phases, phase, breaker_a, limit_va, source } = feed
    const circuit = {
      handle,
      chain,
      voltage_v,
      phases,
      phase,
      breaker_a,
      limit_va,
      source,
      breaker_curve: way?.breaker_curve ?? null,
    }
    const list = feeds.get(feed.compartment_id) ?? []
    feeds.set(feed.compartment_id, [
      ...list,
      { ...circuit, board: board?.handle ?? null, way: way?.handle ?? null, measured_w: null },
    ])
  }
  return feeds
}

const rack = (options: FacilityOptions): Served =>
  serve(getRack, async ({ db, actor, params }) => {
    const own = await theSite(db)
    const found = await rackOf(db, own.id, params.rack)
    if (!found) return null
    const shown = await shownIn(db, own, [found.id], options, scopeOf(actor))
    const feeds = await feedsOf(db, own.id)
    const { id: _id, ...fields } = found
    const compartments = shown.map(({ built, shown: one }) => ({
      ...one,
      lock: built.lock,
      feeds: [...(feeds.get(built.id) ?? [])],
    }))
    return ok({ ...fields, compartments })
  })

/** What a compartment draws on is its holder's business and the site's. */
const ownFeeds = async (
  db: Db,
  siteId: string,
  all: readonly ElementRow[],
  of: { options: FacilityOptions; scope: Scope },
): Promise<readonly ElementRow[]> => {
  const owners = new Map(
    (await of.options.holders(db, siteId)).map(({ thingId, organisationId }) => [thingId, organisationId]),
  )
  return all.filter(
    ({ kind, compartment_id }) => kind === 'feed' && sees(of.scope, owners.get(compartment_id ?? '') ?? null),
  )
}

const power = (options: FacilityOptions): Served =>
  serve(getPower, async ({ db, actor, query }) => {
    const own = await theSite(db)
    const edges = await edgesOf(db, own.id)
    const all = (await elementsOf(db, own.id)).filter(({ kind }) => kind !== 'cooling-unit')
    const feeds = query.down_to === 'feeds' ? await ownFeeds(db, own.id, all, { options, scope: scopeOf(actor) }) : []
    const fed = new Set(edges.filter(({ to }) => feeds.some(({ id }) => id === to)).map(({ from }) => from))
    const shown = all.filter(({ id, kind }) => (kind === 'way' ? fed.has(id) : kind !== 'feed')).concat(feeds)
    const handles = new Map(shown.map(({ id, handle }) => [id, handle]))
    return ok({
      plant_revision: own.plant_revision,
      elements: shown.map(({ id: _id, compartment_id: _compartment, serves_rows: _rows, ...element }) => ({
        ...element,
        measured_w: null,
      })),
      edges: edges.flatMap(({ from, to }) => {
        const [above, below] = [handles.get(from), handles.get(to)]
        return above !== undefined && below !== undefined ? [{ from: above, to: below }] : []
      }),
    })
  })

const cooling = serve(getCooling, async ({ db }) => {
  const own = await theSite(db)
  const elements = await elementsOf(db, own.id)
  const handles = new Map(elements.map(({ id, handle }) => [id, handle]))
  const edges = await edgesOf(db, own.id)
  const units = elements
    .filter(({ kind }) => kind === 'cooling-unit')
    .map(({ id, handle, chain, room, limit_w, own_draw_w, own_draw_source, fact, source, detail, serves_rows }) => {
      const by = edges.filter(({ to }) => to === id).flatMap(({ from }) => handles.get(from) ?? [])
      return {
        handle,
        chain,
        room,
        limit_w,
        own_draw_w,
        own_draw_source,
        fact,
        source,
        detail,
        serves_rows: serves_rows ?? [],
        powered_by: by,
        measured_w: null,
      }
    })
  return ok({ plant_revision: own.plant_revision, units, mode: null, pue: null })
})

const toWire = (planned: SitePlan): SitePlanWire => {
  const changes = planned.changes.flatMap(({ kind, handle, does, fields, refusal }) =>
    does === 'unchanged' ? [] : [{ kind, handle, does, fields: [...fields], refusal }],
  )
  const digest = createHash('sha256').update(JSON.stringify(changes)).digest('hex')
  const unchanged = planned.changes.length - changes.length
  return { code: planned.site.code, digest, may_apply: planned.refusals.length === 0, unchanged, changes }
}

/** Files of another site would end every row of this one. */
const planned = async (
  tx: Db,
  files: readonly SourceFile[],
  at: Date,
  options: FacilityOptions,
): Promise<Result<SitePlan>> => {
  const checked = checkFiles(files, options.sections)
  if (!checked.ok) return checked
  const own = await siteOf(tx)
  if (own && own.code !== checked.value.code)
    return refuse({ code: 'another-site', here: own.code, there: checked.value.code })
  return ok(await planSite(tx, checked.value, options.sections, options.claimed, at))
}

const applied = async (
  tx: Db,
  body: { files: readonly SourceFile[]; digest?: string | undefined },
  when: { at: Date; by: By },
  options: FacilityOptions,
) => {
  await lockSite(tx)
  const next = await planned(tx, body.files, when.at, options)
  if (!next.ok) return next
  const wire = toWire(next.value)
  if (body.digest !== undefined && body.digest !== wire.digest) return refuse({ code: 'plan-changed' })
  const did = await applySite(tx, next.value, options.sections, when)
  return did.ok ? ok(wire) : did
}

const siteFileRoutes = (options: FacilityOptions): readonly Served[] => [
  serve(checkSiteFiles, async ({ body }) => {
    const checked = checkFiles(body.files, options.sections)
    if (!checked.ok) return checked
    const rows: Record<string, number> = {}
    for (const { kind } of checked.value.rows) rows[kind] = (rows[kind] ?? 0) + 1
    return ok({ code: checked.value.code, rows })
  }),
  serve(planSiteFiles, async ({ db, body, now }) => {
    const next = await planned(db, body.files, now, options)
    return next.ok ? ok(toWire(next.value)) : next
  }),
  serve(applySiteFiles, ({ db, body, now, by }) =>
    inTransaction(db, (tx) => applied(tx, body, { at: now, by }, options)),
  ),
]

export const facilityRoutes = (options: FacilityOptions): readonly Served[] => [
  site,
  rooms,
  plan(options),
  rack(options),
  power(options),
  cooling,
  ...siteFileRoutes(options),
]
