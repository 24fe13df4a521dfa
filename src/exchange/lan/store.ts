import { sql } from 'kysely'
import type { Db } from '#postgres'
import type { BuiltPort, Lan, RouteServerCard } from '../model.ts'

const lanColumns = sql`id, site_id as "siteId", handle, name, v4, v6, vlan, quarantine_vlan as "quarantineVlan",
  reserved_hosts as "reservedHosts", rest_days as "restDays", sample_prefixes::text[] as "samplePrefixes",
  generation_floor as "generationFloor"`

/** The site's peering LAN (its first, where there are several); null where the site has none. */
export const lanOf = async (tx: Db, siteId: string): Promise<Lan | null> => {
  const { rows } = await sql<Lan>`select ${lanColumns} from exchange.lan
    where site_id = ${siteId} and ended_at is null order by handle limit 1`.execute(tx)
  return rows[0] ?? null
}

/**
 * One at a time may take from a LAN or change what is wished of it. NO KEY UPDATE excludes others like FOR UPDATE does, but
 * lets rows that refer to the LAN be inserted meanwhile. Generations are drawn under this lock, so they commit in their order.
 */
export const lockFabric = async (tx: Db, lanId: string): Promise<void> => {
  await sql`select from exchange.lan where id = ${lanId} for no key update`.execute(tx)
}

interface PortRow {
  readonly id: string
  readonly switchId: string
  readonly switchHandle: string
  readonly driver: string
  readonly number: number
  readonly speedMbps: number
  readonly optic: string
  readonly rackHandle: string | null
  readonly rowHandle: string | null
  readonly topU: number
  readonly panelId: string | null
  readonly position: number | null
  readonly panelHandle: string | null
  readonly panelRack: string | null
  readonly panelRow: string | null
  readonly panelRoom: string | null
  readonly connector: string | null
  readonly panelTopU: number | null
}

const toPort = (row: PortRow): BuiltPort => {
  const { panelId, position, panelHandle, panelRack, panelRow, panelRoom, connector, panelTopU, ...port } = row
  return {
    ...port,
    prewired:
      panelId === null || position === null || panelHandle === null
        ? null
        : {
            panelId,
            position,
            panelHandle,
            rackHandle: panelRack ?? '',
            rowHandle: panelRow ?? '',
            roomName: panelRoom ?? '',
            connector: connector ?? '',
            topU: panelTopU ?? 0,
          },
  }
}

const portsWhere = async (tx: Db, condition: ReturnType<typeof sql>): Promise<readonly BuiltPort[]> => {
  const { rows } = await sql<PortRow>`
    select p.id, s.id as "switchId", s.handle as "switchHandle", s.driver, p.number, p.speed_mbps as "speedMbps", p.optic,
           k.handle as "rackHandle", k.row_handle as "rowHandle", s.top_u as "topU",
           f.id as "panelId", p.prewired_position as "position", f.handle as "panelHandle", f.rack_handle as "panelRack",
           f.row_handle as "panelRow", f.room_name as "panelRoom", f.connector, f.top_u as "panelTopU"
    from exchange.port p
    join exchange.switch s on s.id = p.switch_id and s.ended_at is null
    left join facility.rack_card k on k.id = s.rack_id
    left join fibre.panel_card f on f.id = p.prewired_panel_id
    where p.ended_at is null and p.fact in ('built', 'measured') and ${condition}
    order by s.handle, p.number`.execute(tx)
  return rows.map(toPort)
}

/** The built ports of one speed (null: of every speed), by switch and number. Which of them are held, the market's claims say. */
export const listPorts = (tx: Db, siteId: string, speedMbps: number | null = null): Promise<readonly BuiltPort[]> =>
  portsWhere(tx, sql`p.site_id = ${siteId} and (${speedMbps}::int is null or p.speed_mbps = ${speedMbps})`)

export const portOf = async (tx: Db, portId: string): Promise<BuiltPort | null> =>
  (await portsWhere(tx, sql`p.id = ${portId}`))[0] ?? null

export interface SwitchCard {
  readonly id: string
  readonly handle: string
  readonly lan: Lan
  /** The built ports, by number. */
  readonly ports: ReadonlyMap<number, string>
}

const lanById = async (tx: Db, lanId: string): Promise<Lan> => {
  const { rows } = await sql<Lan>`select ${lanColumns} from exchange.lan where id = ${lanId}`.execute(tx)
  const lan = rows[0]
  if (!lan) throw new Error(`there is no LAN ${lanId}`)
  return lan
}

/** A switch with its LAN and ports; null: the site has none of this name (any more). */
export const switchOf = async (tx: Db, siteId: string, handle: string): Promise<SwitchCard | null> => {
  const { rows } = await sql<{ id: string; lanId: string }>`select id, lan_id as "lanId" from exchange.switch
    where site_id = ${siteId} and handle = ${handle} and ended_at is null`.execute(tx)
  const card = rows[0]
  if (!card) return null
  const ports = await sql<{ id: string; number: number }>`select id, number from exchange.port
    where switch_id = ${card.id} and ended_at is null order by number`.execute(tx)
  return {
    id: card.id,
    handle,
    lan: await lanById(tx, card.lanId),
    ports: new Map(ports.rows.map(({ id, number }) => [number, id])),
  }
}

/** A route server with its LAN; null: the site has none of this name (any more). */
export const routeServerOf = async (
  tx: Db,
  siteId: string,
  handle: string,
): Promise<{ readonly server: RouteServerCard; readonly lan: Lan } | null> => {
  const { rows } = await sql<RouteServerCard & { lanId: string }>`
    select id, handle, kind, asn, v4, v6, daemon, lan_id as "lanId" from exchange.route_server
    where site_id = ${siteId} and handle = ${handle} and ended_at is null`.execute(tx)
  const row = rows[0]
  if (!row) return null
  const { lanId, ...server } = row
  return { server, lan: await lanById(tx, lanId) }
}

export const routeServersOf = async (tx: Db, siteId: string): Promise<readonly RouteServerCard[]> => {
  const { rows } = await sql<RouteServerCard>`
    select id, handle, kind, asn, v4, v6, daemon from exchange.route_server
    where site_id = ${siteId} and ended_at is null order by handle`.execute(tx)
  return rows
}
