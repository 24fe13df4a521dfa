import { sql } from 'kysely'
import type { Db } from '#postgres'
import type { Panel } from './model.ts'

const columns = sql`id, handle, room_name as "roomName", rack_handle as "rackHandle", row_handle as "rowHandle", top_u as "topU",
  connector, media, positions, owner_id as "ownerId"`

/** Panels of a site in the order of their handles, after `from`. */
export const panelsOf = async (db: Db, siteId: string, page: { readonly from: string; readonly limit: number }): Promise<readonly Panel[]> =>
  (
    await sql<Panel>`select ${columns} from fibre.panel_card where site_id = ${siteId} and handle > ${page.from}
      order by handle limit ${page.limit}`.execute(db)
  ).rows

export const panelOf = async (db: Db, panelId: string): Promise<Panel | null> =>
  (await sql<Panel>`select ${columns} from fibre.panel_card where id = ${panelId}`.execute(db)).rows[0] ?? null
