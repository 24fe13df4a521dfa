import { ok } from '#kernel'
import { type Scope, scopeOf, sees, type Served, serve } from '#people'
import type { Db } from '#postgres'
import { listPanels, type PanelWire } from './contract.ts'
import type { Panel } from './model.ts'
import { ownersOf, panelsOf, theSiteId } from './store.ts'

/** What the composition root gives: positions that something holds, by panel. This room cannot know who sells them. */
export interface FibreOptions {
  readonly heldPositions: (db: Db, panelIds: readonly string[]) => Promise<ReadonlyMap<string, readonly number[]>>
}

const toWire = (panel: Panel, of: { owner: PanelWire['owner']; held: readonly number[]; scope: Scope }): PanelWire => ({
  id: panel.id,
  handle: panel.handle,
  room: panel.roomName,
  rack: panel.rackHandle,
  row: panel.rowHandle,
  top_u: panel.topU,
  connector: panel.connector,
  media: panel.media,
  positions: panel.positions,
  owner: of.owner,
  held: sees(of.scope, panel.ownerId) ? [...of.held].toSorted((a, b) => a - b) : null,
})

export const fibreRoutes = (options: FibreOptions): readonly Served[] => [
  serve(listPanels, async ({ db, actor, query }) => {
    const scope = scopeOf(actor)
    const owners = scope.all ? null : scope.organisations
    const page = { from: query.cursor ?? '', limit: query.limit + 1, owners }
    const panels = await panelsOf(db, await theSiteId(db), page)
    const shown = panels.slice(0, query.limit)
    const names = await ownersOf(
      db,
      shown.flatMap(({ ownerId }) => ownerId ?? []),
    )
    const held = await options.heldPositions(
      db,
      shown.map(({ id }) => id),
    )
    const items = shown.map((panel) =>
      toWire(panel, { owner: names.get(panel.ownerId ?? '') ?? null, held: held.get(panel.id) ?? [], scope }),
    )
    return ok({ items, next: panels.length > shown.length ? (shown.at(-1)?.handle ?? null) : null })
  }),
]
