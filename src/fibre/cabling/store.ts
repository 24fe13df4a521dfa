import { sql } from 'kysely'
import type { Db } from '#postgres'
import type { Cabling, Patching, PlacedPanel, RackPlace, Tray, Trunk } from './model.ts'

interface TrunkRow extends Omit<Trunk, 'from' | 'to' | 'loss'> {
  readonly fromPanel: string
  readonly fromPosition: number
  readonly toPanel: string
  readonly toPosition: number
  readonly lossDb: number | null
  readonly lossSource: 'measured' | 'assumed' | null
}

const toTrunk = ({ fromPanel, fromPosition, toPanel, toPosition, lossDb, lossSource, ...trunk }: TrunkRow): Trunk => ({
  ...trunk,
  from: { panelId: fromPanel, position: fromPosition },
  to: { panelId: toPanel, position: toPosition },
  loss: lossDb === null || lossSource === null ? null : { db: lossDb, source: lossSource },
})

const panelsOn = async (db: Db, siteId: string): Promise<readonly PlacedPanel[]> =>
  (
    await sql<PlacedPanel>`
      select p.id, p.handle, p.room_name as "roomName", p.rack_handle as "rackHandle", p.row_handle as "rowHandle", p.top_u as "topU",
        p.connector, p.media, p.positions, p.owner_id as "ownerId", p.room_id as "roomId", r.kind = 'meet-me-room' as "inMeetMe"
      from fibre.panel_card p join facility.room_card r on r.id = p.room_id where p.site_id = ${siteId} order by p.handle`.execute(
      db,
    )
  ).rows

const trunksOn = async (db: Db, siteId: string): Promise<readonly Trunk[]> =>
  (
    await sql<TrunkRow>`
      select id, handle, from_panel_id as "fromPanel", from_position as "fromPosition", to_panel_id as "toPanel", to_position as "toPosition",
        positions, media, length_m::float8 as "lengthM", splices, loss_db::float8 as "lossDb", loss_source as "lossSource"
      from fibre.trunk where site_id = ${siteId} and ended_at is null order by handle`.execute(db)
  ).rows.map(toTrunk)

/** All that joins positions on a site, as the plant stands. A few thousand rows: read anew for each question, no path is kept. */
export const cablingOf = async (db: Db, siteId: string): Promise<Cabling> => {
  const panels = await panelsOn(db, siteId)
  const trunks = await trunksOn(db, siteId)
  const racks = await sql<RackPlace>`select k.handle, k.row_handle as "row", r.name as room
    from facility.rack_card k join facility.room_card r on r.id = k.room_id where k.site_id = ${siteId}`.execute(db)
  const trays = await sql<Tray>`select handle, stops from fibre.tray
    where site_id = ${siteId} and ended_at is null order by handle`.execute(db)
  const patching =
    await sql<Patching>`select lengths_m as "lengthsM", drop_m::float8 as "dropM", slack_m::float8 as "slackM", colours
    from fibre.patching where site_id = ${siteId}`.execute(db)
  return {
    panels: new Map(panels.map((panel) => [panel.id, panel])),
    racks: new Map(racks.rows.map((rack) => [rack.handle, rack])),
    trunks,
    trays: trays.rows,
    patching: patching.rows[0] ?? null,
  }
}
