import { sql } from 'kysely'
import type { Db } from '#postgres'
import { changesBeside } from '../../change/store.ts'
import type { AskingChange, Hold } from '../../product.ts'
import { movedEnd } from '../cross-connect/change/decide-change.ts'

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
  readonly speeds: readonly number[]
}

/**
 * What is held, the panels and the ports of the site, each read once and kept (`materialized`): left to itself the planner joins racks
 * and rooms to every port, and plans for longer than it reads.
 */
const stock = ({ siteId, exceptLineId }: Asked) => sql`
  held as materialized (select c.kind, c.thing_id, c.span from market.claim c
    where c.site_id = ${siteId} and c.kind = any('{port,lan-host,mac,panel-position,panel-front}') and c.given_back_at is null
      and (${exceptLineId}::uuid is null or c.line_id is distinct from ${exceptLineId}::uuid)),
  panels as materialized (select id, handle, positions, media, owner_id, fibre.front_of(id) as front
    from fibre.panel_card where site_id = ${siteId}),
  ports as materialized (select id, switch_handle, number, speed_mbps, sellable, prewired_panel_id, prewired_position
    from exchange.port_card where site_id = ${siteId})`

/** A jumper is plugged in front of this position already, for a port that was there before. */
const frontHeld = (position: ReturnType<typeof sql>) =>
  sql`exists (select from held h where h.kind = 'panel-front' and h.thing_id = f.front and h.span @> ${position}::bigint)`

/** The ports of these speeds that nothing holds: those already patched to the meet-me room first, for they are in service soonest. */
const freePorts = (speeds: readonly number[]) => sql`
  select p.id, p.switch_handle as "switchHandle", p.number, p.speed_mbps as "speedMbps", case when f.id is not null then
    jsonb_build_object('panelId', f.id, 'panel', f.handle, 'position', p.prewired_position) end as prewired
  from ports p left join panels f on f.id = p.prewired_panel_id
  where p.speed_mbps = any(${[...new Set(speeds)]}::int[]) and p.sellable
    and not exists (select from held h where h.kind = 'port' and h.thing_id = p.id) and not ${frontHeld(sql`p.prewired_position`)}
  order by p.prewired_panel_id is null, p.switch_handle, p.number`

/** The lowest positions of the site's own single-mode panels that nothing holds, no port is wired to and no trunk leads away from. */
const freePositions = (most: number) => sql`
  select f.id as "panelId", f.handle as panel, n as position from panels f cross join lateral generate_series(1, f.positions) n
  where f.media = 'os2' and f.owner_id is null
    and not exists (select from fibre.trunk_card k where f.id in (k.from_panel_id, k.to_panel_id))
    and not exists (select from held h where h.kind = 'panel-position' and h.thing_id = f.id and h.span @> n::bigint)
    and not exists (select from ports p where p.prewired_panel_id = f.id and p.prewired_position = n) and not ${frontHeld(sql`n`)}
  order by f.handle, n limit ${most}`

/** Is there any port of this speed to be had? */
export const anyPortFree = async (tx: Db, asked: Asked): Promise<boolean> =>
  (await sql`with ${stock(asked)} ${freePorts(asked.speeds)} limit 1`.execute(tx)).rows.length > 0

/** What there is to choose from, read at one instant. */
export interface FreeStock {
  readonly ports: readonly FreePort[]
  readonly positions: readonly PanelPosition[]
  /** Host numbers and MAC addresses that are held, as numbers. */
  readonly hosts: readonly number[]
  readonly macs: readonly number[]
}
export const freeStock = async (tx: Db, asked: Asked, most: number): Promise<FreeStock> => {
  const held = (kind: string) => sql`select coalesce(jsonb_agg(lower(h.span)), '[]') from held h where h.kind = ${kind}`
  const listed = (rows: ReturnType<typeof sql>) => sql`select coalesce(jsonb_agg(r), '[]') from (${rows}) r`
  const { rows } = await sql<FreeStock>`with ${stock(asked)} select (${listed(freePorts(asked.speeds))}) as ports,
    (${listed(freePositions(most))}) as positions, (${held('lan-host')}) as hosts, (${held('mac')}) as macs`.execute(tx)
  if (!rows[0]) throw new Error('the stock was not read')
  return rows[0]
}

/** A position as people write it (M1-P01/07), on any panel of the site and not wired to a port; null: there is none. */
export const panelPosition = async (tx: Db, siteId: string, text: string): Promise<PanelPosition | null> => {
  const [, handle, digits] = /^(.+)\/0*([1-9]\d{0,3})$/.exec(text) ?? []
  if (handle === undefined || digits === undefined) return null
  const position = Number(digits)
  const { rows } = await sql<{ id: string; handle: string }>`
    select f.id, f.handle from fibre.panel_card f where f.site_id = ${siteId} and f.handle = ${handle} and f.positions >= ${position}
      and not exists (select from exchange.port_card p where p.prewired_panel_id = f.id and p.prewired_position = ${position})`.execute(
    tx,
  )
  return rows[0] ? { panelId: rows[0].id, panel: rows[0].handle, position } : null
}

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

/** The address of the equipment that last passed quarantine on this service: one that was learned stands in no order. */
export const provedMac = async (tx: Db, serviceId: string): Promise<string | null> =>
  (
    await sql<{ mac: string | null }>`select value #>> '{}' as mac from market.evidence
      where service_id = ${serviceId} and step = 'quarantine' and proof in ('mac', 'quarantine-passed-before') order by at desc limit 1`.execute(
      tx,
    )
  ).rows[0]?.mac ?? null

/** Cross-connects that are plugged into the front of this position and that the same order does not take away from it, by their numbers. */
export const pluggedInFront = async (
  db: Db,
  { thingId, span: [at] }: Hold,
  of: Pick<AskingChange<never>, 'lineId' | 'beside'>,
): Promise<readonly string[]> => {
  const { rows } = await sql<{ id: string; number: string; parameters: object }>`
    select x.id, x.number, x.parameters from market.claim f left join market.line g on g.id = f.line_id and g.change_open and not g.unwinding
      join market.service x on x.id = coalesce(f.service_id, g.service_id)
    where f.kind = 'panel-front' and f.thing_id = fibre.front_of(${thingId}::uuid) and lower(f.span) = ${at} and f.given_back_at is null
    order by x.number`.execute(db)
  const changed = await changesBeside(db, of)
  // What reaches a port of the exchange is a cross-connect's end Z: one that moves its other end stays plugged here.
  return rows.flatMap(({ id, number, parameters }) => {
    const to = changed.get(id)
    return to && movedEnd(parameters, to) === 'z' ? [] : [number]
  })
}
