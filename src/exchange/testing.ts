import { sql } from 'kysely'
import { newId } from '#kernel'
import type { Db } from '#postgres'
import type { AttachmentWish } from './attachment/store.ts'

/** A small exchange in a test's database: one LAN, switches sw1 and sw2 with four 10G ports each, two route servers and a collector, two members. */
export interface Bench {
  readonly site: { readonly id: string }
  readonly lan: string
  readonly ports: readonly string[]
  readonly jura: string
  readonly doubs: string
  readonly now: Date
  /** A wish of jura's for port n of sw1, with host 60 + n. */
  readonly wish: (n: number, changes?: Partial<AttachmentWish>) => AttachmentWish
}

const PORTS = 4

const organisation = async (db: Db, handle: string): Promise<string> => {
  const id = newId()
  await sql`insert into people.organisation (id, handle, name, kinds, country, created_at)
    values (${id}, ${handle}, ${handle === 'jura' ? 'Jura Transit' : handle}, '{exchange-member}', 'FR', '2026-01-01')`.execute(
    db,
  )
  return id
}

const layPorts = async (
  db: Db,
  siteId: string,
  lanId: string,
  switches: readonly string[],
): Promise<readonly string[]> => {
  const [room, rack, panel] = [newId(), newId(), newId()]
  await sql`insert into facility.room (id, site_id, handle, name, kind, width_mm, depth_mm)
    values (${room}, ${siteId}, 'mmr', 'Meet-me room', 'meet-me-room', 5000, 4000)`.execute(db)
  await sql`insert into facility.rack (id, site_id, room_id, handle, row_handle, x_mm, y_mm, width_mm, depth_mm, front, units_u, limit_kg)
    values (${rack}, ${siteId}, ${room}, 'm-1', 'm', 0, 0, 600, 1200, 'north', 47, 1000)`.execute(db)
  await sql`insert into fibre.panel (id, site_id, handle, room_id, rack_id, top_u, connector, media, positions)
    values (${panel}, ${siteId}, 'm-p1', ${room}, ${rack}, 40, 'LC-UPC', 'os2', 48)`.execute(db)
  const ports: string[] = []
  for (const handle of switches) {
    const id = newId()
    await sql`insert into exchange.switch (id, site_id, lan_id, handle, room_id, rack_id, top_u, driver)
      values (${id}, ${siteId}, ${lanId}, ${handle}, ${room}, ${rack}, 42, 'open-vswitch')`.execute(db)
    for (let number = 1; number <= PORTS; number += 1) {
      const port = newId()
      ports.push(port)
      await sql`insert into exchange.port (id, site_id, switch_id, number, speed_mbps, optic, prewired_panel_id, prewired_position)
        values (${port}, ${siteId}, ${id}, ${number}, 10000, '10GBASE-LR', ${number === 1 ? panel : null}, ${number === 1 ? 7 : null})`.execute(
        db,
      )
    }
  }
  return ports
}

export const layExchange = async (db: Db): Promise<Bench> => {
  const now = new Date('2026-11-23T09:00:00Z')
  const [operator, jura, doubs] = [
    await organisation(db, 'operator'),
    await organisation(db, 'jura'),
    await organisation(db, 'doubs'),
  ]
  const [site, lan] = [newId(), newId()]
  await sql`insert into facility.site (id, code, name, zone, sample, operator_id, created_at)
    values (${site}, 'BES', 'Besançon', 'Europe/Paris', true, ${operator}, ${now})`.execute(db)
  await sql`insert into exchange.lan (id, site_id, handle, name, v4, v6, vlan, quarantine_vlan, sample_prefixes)
    values (${lan}, ${site}, 'lan', 'Peering LAN', '203.0.113.0/24', '2001:db8:b5::/64', 100, 199, '{198.51.100.0/24,2001:db8::/32}')`.execute(
    db,
  )
  const ports = await layPorts(db, site, lan, ['sw1', 'sw2'])
  for (const [n, handle, kind] of [
    [1, 'rs1', 'route-server'],
    [2, 'rs2', 'route-server'],
    [3, 'rc1', 'collector'],
  ] as const) {
    await sql`insert into exchange.route_server (id, site_id, lan_id, handle, kind, asn, v4, v6, daemon)
      values (${newId()}, ${site}, ${lan}, ${handle}, ${kind}, 64999, ${`203.0.113.${n}`}, ${`2001:db8:b5::${n}`}, 'bird')`.execute(
      db,
    )
  }
  await sql`insert into exchange.asn (site_id, asn, organisation_id) values (${site}, 64497, ${jura}), (${site}, 64499, ${doubs})`.execute(
    db,
  )
  const wish = (n: number, changes: Partial<AttachmentWish> = {}): AttachmentWish => ({
    serviceId: `0190a000-0000-7000-8000-00000000000${n}`,
    label: `BES-XP-00000${n}`,
    siteId: site,
    organisationId: jura,
    lanId: lan,
    portId: ports[n - 1] ?? '',
    asn: 64497,
    asSet: 'AS-JURA',
    v4: `203.0.113.${60 + n}`,
    v6: `2001:db8:b5::${60 + n}`,
    mac: null,
    maxPrefixV4: 10,
    maxPrefixV6: 10,
    prefixes: ['198.51.100.0/24', '2001:db8:4f00::/40'],
    state: 'quarantine',
    now,
    ...changes,
  })
  return { site: { id: site }, lan, ports, jura, doubs, now, wish }
}

export { exchangeRoutes } from './routes.ts'
export { type FakeFabric, fakeFabric } from './fake-fabric.ts'
export { type FakeRouteServer, fakeRouteServer } from './fake-route-server.ts'
export { type FakeWitnesses, fakeWitnesses } from './fake-witnesses.ts'
