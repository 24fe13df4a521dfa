import { sql } from 'kysely'
import type { Db } from '#postgres'

/** The first port of a speed that nothing holds: those already patched to the meet-me room first, for they are in service soonest. */
export const freePort = async (
  tx: Db,
  siteId: string,
  speedMbps: number,
  exceptLineId: string | null,
): Promise<string | null> =>
  (
    await sql<{ id: string }>`
      select p.id from exchange.port_card p
      where p.site_id = ${siteId} and p.speed_mbps = ${speedMbps} and p.sellable
        and not exists (select from market.claim c where c.thing_id = p.id and c.given_back_at is null
                          and (${exceptLineId}::uuid is null or c.line_id is distinct from ${exceptLineId}::uuid))
      order by p.prewired_panel_id is null, p.switch_handle, p.number limit 1`.execute(tx)
  ).rows[0]?.id ?? null

/** The lowest position of a single-mode panel of the site's own that nothing holds and no port is wired to. */
export const freePosition = async (
  tx: Db,
  siteId: string,
  exceptLineId: string | null,
): Promise<{ readonly panelId: string; readonly panel: string; readonly position: number } | null> =>
  (
    await sql<{ panelId: string; panel: string; position: number }>`
      select f.id as "panelId", f.handle as panel, n.position
      from fibre.panel_card f cross join lateral generate_series(1, f.positions) as n (position)
      where f.site_id = ${siteId} and f.media = 'os2' and f.owner_id is null
        and not exists (select from exchange.port_card p where p.prewired_panel_id = f.id and p.prewired_position = n.position)
        and not exists (select from market.claim c where c.thing_id = f.id and c.span @> n.position::bigint and c.given_back_at is null
                          and (${exceptLineId}::uuid is null or c.line_id is distinct from ${exceptLineId}::uuid))
      order by f.handle, n.position limit 1`.execute(tx)
  ).rows[0] ?? null

/** The place of a panel's position, as a technician finds it. */
export const panelPlace = async (
  tx: Db,
  panelId: string,
): Promise<{
  readonly room: string
  readonly row: string
  readonly rack: string
  readonly panel: string
  readonly unit_u: number
  readonly connector: string
} | null> =>
  (
    await sql<{ room: string; row: string; rack: string; panel: string; unit_u: number; connector: string }>`
      select room_name as room, row_handle as "row", rack_handle as rack, handle as panel, top_u as unit_u, connector
      from fibre.panel_card where id = ${panelId}`.execute(tx)
  ).rows[0] ?? null

/** The AS number that each of these services was ordered with. */
export const asnsOf = async (tx: Db, serviceIds: readonly string[]): Promise<ReadonlyMap<string, number>> =>
  new Map(
    (
      await sql<{ id: string; asn: number }>`select id, (parameters ->> 'asn')::bigint as asn from market.service
        where id = any(${[...serviceIds]})`.execute(tx)
    ).rows.map(({ id, asn }) => [id, asn]),
  )
