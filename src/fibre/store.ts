import { sql } from 'kysely'
import type { Db } from '#postgres'
import type { Panel } from './model.ts'

const columns = sql`id, handle, room_name as "roomName", rack_handle as "rackHandle", row_handle as "rowHandle", top_u as "topU",
  connector, media, positions, owner_id as "ownerId"`

interface Page {
  /** The handle behind which the page begins. */
  readonly from: string
  readonly limit: number
  /** Null: panels of every owner; otherwise the site's own and those of these organisations. */
  readonly owners: readonly string[] | null
}

/** Panels of a site in the order of their handles. */
export const panelsOf = async (db: Db, siteId: string, { from, limit, owners }: Page): Promise<readonly Panel[]> =>
  (
    await sql<Panel>`select ${columns} from fibre.panel_card where site_id = ${siteId} and handle > ${from}
      and (${owners === null} or owner_id is null or owner_id = any(${owners ?? []}::uuid[])) order by handle limit ${limit}`.execute(
      db,
    )
  ).rows

/** The site that this server runs. */
export const theSiteId = async (db: Db): Promise<string> => {
  const { rows } = await sql<{ id: string }>`select id from facility.site_card order by code limit 1`.execute(db)
  if (!rows[0]) throw new Error('no site is loaded')
  return rows[0].id
}

export const ownersOf = async (
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly handle: string; readonly name: string }>> => {
  const { rows } = await sql<{ id: string; handle: string; name: string }>`
    select id, handle, name from people.organisation_card where id = any(${[...new Set(ids)]})`.execute(db)
  return new Map(rows.map(({ id, ...named }) => [id, named]))
}
