import { sql } from 'kysely'
import type { Db } from '#postgres'

export interface PanelPosition {
  readonly panelId: string
  readonly panel: string
  readonly position: number
}

export interface FreePort {
  readonly id: string
  readonly switchHandle: string
  readonly number: number
  readonly speedMbps: number
  /** Where it comes out already; null: any free position of the meet-me room will do. */
  readonly prewired: PanelPosition | null
}

interface Asked {
  readonly siteId: string
  /** What this line holds does not stand in its own way. */
  readonly exceptLineId: string | null
  readonly most: number
}

const others = (exceptLineId: string | null) =>
  sql`c.given_back_at is null and (${exceptLineId}::uuid is null or c.line_id is distinct from ${exceptLineId}::uuid)`

/** The ports of these speeds that nothing holds: those already patched to the meet-me room first, for they are in service soonest. */
export const freePorts = async (
  tx: Db,
  { siteId, exceptLineId, speeds }: Omit<Asked, 'most'> & { readonly speeds: readonly number[] },
): Promise<readonly FreePort[]> =>
  (
    await sql<Omit<FreePort, 'prewired'> & { panelId: string | null; panel: string | null; position: number | null }>`
      select p.id, p.switch_handle as "switchHandle", p.number, p.speed_mbps as "speedMbps",
        f.id as "panelId", f.handle as panel, p.prewired_position as position
      from exchange.port_card p left join fibre.panel_card f on f.id = p.prewired_panel_id
      where p.site_id = ${siteId} and p.speed_mbps = any(${[...new Set(speeds)]}::int[]) and p.sellable
        and not exists (select from market.claim c where c.kind = 'port' and c.thing_id = p.id and ${others(exceptLineId)})
      order by p.prewired_panel_id is null, p.switch_handle, p.number`.execute(tx)
  ).rows.map(({ panelId, panel, position, ...port }) => ({
    ...port,
    prewired: panelId === null || panel === null || position === null ? null : { panelId, panel, position },
  }))

/** The lowest positions of the site's own single-mode panels that nothing holds and no port is wired to. */
export const freePositions = async (tx: Db, { siteId, exceptLineId, most }: Asked): Promise<readonly PanelPosition[]> =>
  (
    await sql<Omit<PanelPosition, 'position'> & { from: number; to: number }>`
      select f.id as "panelId", f.handle as panel, lower(free) as "from", upper(free) as "to"
      from fibre.panel_card f cross join lateral unnest(int8multirange(int8range(1, f.positions + 1))
          - coalesce((select range_agg(c.span) from market.claim c
              where c.kind = 'panel-position' and c.thing_id = f.id and ${others(exceptLineId)}), '{}')
          - coalesce((select range_agg(int8range(p.prewired_position, p.prewired_position + 1)) from exchange.port_card p
              where p.prewired_panel_id = f.id), '{}')) free
      where f.site_id = ${siteId} and f.media = 'os2' and f.owner_id is null
      order by f.handle, lower(free) limit ${most}`.execute(tx)
  ).rows
    .flatMap(({ from, to, ...panel }) =>
      Array.from({ length: Math.min(to - from, most) }, (_, index) => ({ ...panel, position: from + index })),
    )
    .slice(0, most)

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
