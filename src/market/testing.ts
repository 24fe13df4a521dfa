import { sql } from 'kysely'
import { type Reconciler, type Right, type Route, newId, turn } from '#kernel'
import { exchangeReconcilers } from '#exchange'
import {
  type FakeFabric,
  type FakeRouteServer,
  type FakeWitnesses,
  fakeFabric,
  fakeRouteServer,
  fakeWitnesses,
} from '#exchange/testing'
import type { Actor } from '#people'
import type { Db } from '#postgres'
import { expiry, fulfilment } from './delivery/reconcile.ts'
import { type OrderAsked, type OrderWire, orderWire, type PortAsked, showOrder } from './contract.ts'
import { marketRoutes } from './routes.ts'
import { theSite } from './store.ts'

/** A small site with one switch, in a database of its own, and devices of the mind. The real ones are driven in `scenarios/`. */
export interface Bench {
  readonly db: Db
  now: Date
  readonly site: string
  readonly lan: string
  readonly isp: string
  readonly townHall: string
  readonly signatory: string
  readonly technicians: readonly [string, string]
  readonly fabric: FakeFabric
  readonly routeServers: readonly FakeRouteServer[]
  readonly witnesses: FakeWitnesses
}

const organisation = async (
  db: Db,
  handle: string,
  kinds: readonly string[],
  siret: string | null = null,
): Promise<string> => {
  const id = newId()
  await sql`insert into people.organisation (id, handle, name, kinds, country, siret, created_at)
    values (${id}, ${handle}, ${handle}, ${[...kinds]}, 'FR', ${siret}, '2026-01-01')`.execute(db)
  return id
}

const person = async (db: Db, organisationId: string, rights: readonly string[]): Promise<string> => {
  const id = newId()
  await sql`insert into people.person (id, organisation_id, name, mail, created_at) values (${id}, ${organisationId}, 'A person', ${`${id}@member.example`}, '2026-01-01')`.execute(
    db,
  )
  for (const right of rights) {
    await sql`insert into people.authorisation (id, person_id, "right", from_date, created_at) values (${newId()}, ${id}, ${right}, '2026-01-01', '2026-01-01')`.execute(
      db,
    )
  }
  return id
}

/** Ports 1 to `prewired` are patched at the opening, the others need a technician. */
export const layBench = async (db: Db, ports = { all: 6, prewired: 3 }): Promise<Bench> => {
  const now = new Date('2026-11-23T09:00:00Z')
  const operator = await organisation(db, 'operator', ['operator'])
  const [site, lan, room, rack, switchId, panel] = [newId(), newId(), newId(), newId(), newId(), newId()]
  await sql`insert into floor.world (world, begun_at) values ('twin', ${now})`.execute(db)
  await sql`insert into facility.site (id, code, name, zone, sample, operator_id, created_at) values (${site}, 'BES', 'Besançon', 'Europe/Paris', true, ${operator}, ${now})`.execute(
    db,
  )
  await sql`insert into facility.room (id, site_id, handle, name, kind, width_mm, depth_mm) values (${room}, ${site}, 'mmr', 'Meet-me room', 'meet-me-room', 5000, 4000)`.execute(
    db,
  )
  await sql`insert into facility.rack (id, site_id, room_id, handle, row_handle, x_mm, y_mm, width_mm, depth_mm, front, units_u, limit_kg)
    values (${rack}, ${site}, ${room}, 'm-1', 'm', 0, 0, 600, 1200, 'north', 47, 1000)`.execute(db)
  await sql`insert into fibre.panel (id, site_id, handle, room_id, rack_id, top_u, connector, media, positions) values (${panel}, ${site}, 'm-p1', ${room}, ${rack}, 40, 'LC-UPC', 'os2', 48)`.execute(
    db,
  )
  await sql`insert into exchange.lan (id, site_id, handle, name, v4, v6, vlan, quarantine_vlan) values (${lan}, ${site}, 'lan', 'Peering LAN', '203.0.113.0/24', '2001:db8:b5::/64', 100, 199)`.execute(
    db,
  )
  await sql`insert into exchange.switch (id, site_id, lan_id, handle, room_id, rack_id, top_u, driver) values (${switchId}, ${site}, ${lan}, 'sw1', ${room}, ${rack}, 42, 'open-vswitch')`.execute(
    db,
  )
  for (let number = 1; number <= ports.all; number += 1) {
    const wired = number <= ports.prewired
    await sql`insert into exchange.port (id, site_id, switch_id, number, speed_mbps, optic, prewired_panel_id, prewired_position)
      values (${newId()}, ${site}, ${switchId}, ${number}, 10000, '10GBASE-LR', ${wired ? panel : null}, ${wired ? number : null})`.execute(
      db,
    )
  }
  for (const n of [1, 2]) {
    await sql`insert into exchange.route_server (id, site_id, lan_id, handle, asn, v4, v6, daemon)
      values (${newId()}, ${site}, ${lan}, ${`rs${n}`}, 64999, ${`203.0.113.${n}`}, ${`2001:db8:b5::${n}`}, 'bird')`.execute(
      db,
    )
  }
  await sql`insert into market.price (id, site_id, product, item, setup_micro_euros, monthly_micro_euros, from_date) values (${newId()}, ${site}, 'exchange-port', 'port-10g', 200000000, 290000000, '2026-01-01')`.execute(
    db,
  )
  await sql`insert into market.contract (id, site_id, zone, created_at) values (${newId()}, ${site}, 'Europe/Paris', ${now})`.execute(
    db,
  )
  const isp = await organisation(db, 'isp', ['exchange-member'])
  return {
    db,
    now,
    site,
    lan,
    isp,
    townHall: await organisation(db, 'town-hall', ['public-body'], '21250056500016'),
    signatory: await person(db, isp, ['order', 'sign']),
    technicians: [await person(db, operator, []), await person(db, operator, [])],
    fabric: fakeFabric(
      'sw1',
      Array.from({ length: ports.all }, (_, at) => at + 1),
    ),
    routeServers: [fakeRouteServer('rs1'), fakeRouteServer('rs2')],
    witnesses: fakeWitnesses(),
  }
}

type PortOrder = Omit<OrderAsked, 'lines'> & {
  lines: { product: 'exchange-port'; parameters: PortAsked }[]
}

export const asked = (
  organisationHandle: string,
  parameters: Partial<PortAsked> = {},
  quote: OrderAsked['quote'] = 'subject-to-availability',
): PortOrder => ({
  organisation: organisationHandle,
  quote,
  together: false,
  lines: [
    {
      product: 'exchange-port',
      parameters: {
        speed: '10G',
        asn: 64510,
        prefixes: ['198.51.100.0/24', '2001:db8:510::/48'],
        max_prefix_v4: 10,
        max_prefix_v6: 10,
        mac: '02:00:00:00:05:10',
        ...parameters,
      },
    },
  ],
})

export const actorOf = (
  personId: string | null,
  roles: Actor['roles'] = new Set(),
  organisations: Actor['organisations'] = new Map(),
): Actor => ({
  kind: 'person',
  personId,
  name: 'A person',
  language: 'en',
  roles,
  organisations,
  requestId: 'test',
})

/** Asks one of the market's routes as this caller; an administrator of the site where nobody is named. */
export const askAs = async (
  bench: Pick<Bench, 'db' | 'now' | 'technicians'>,
  route: Route,
  of: {
    readonly params?: object
    readonly body?: object
    readonly query?: object
    readonly as?: Actor
    readonly ifMatch?: number
  },
) => {
  const served = marketRoutes.find((candidate) => candidate.route === route)
  if (!served) throw new Error(`${route.path} is not served`)
  const actor = of.as ?? actorOf(bench.technicians[0], new Set(['admin']))
  return served.handle({
    params: of.params ?? {},
    query: of.query ?? {},
    body: of.body ?? {},
    actor,
    by: { kind: 'person', id: actor.personId },
    db: bench.db,
    now: bench.now,
    clock: () => bench.now,
    ifMatch: of.ifMatch ?? null,
  })
}

/** One order as the staff sees it. */
export const orderNow = async (bench: Bench, order: string): Promise<OrderWire> => {
  const answer = await askAs(bench, showOrder, { params: { order } })
  if (!answer?.ok) throw new Error(`no order ${order}`)
  return orderWire.parse(answer.value)
}

/** A member's own person, with these rights in its organisation. */
export const memberOf = (bench: Bench, rights: readonly Right[]): Actor =>
  actorOf(bench.signatory, new Set(), new Map([[bench.isp, new Set(rights)]]))

/** The AS numbers of everybody are proved: nothing of the customers' own is missing any more. */
export const proveAll = async (bench: Bench): Promise<void> => {
  await sql`update exchange.asn set proved_at = ${bench.now}, proved_how = 'attested' where proved_at is null`.execute(
    bench.db,
  )
}

/** What answers in this site's stead: every port with a wish is lit, every member peers and is seen. */
export const energise = (bench: Bench): void => {
  for (const [port, wish] of bench.fabric.told) {
    bench.fabric.plug(port, { link: wish.state === 'off' ? 'down' : 'up', macs: wish.mac ? [wish.mac] : [] })
    bench.witnesses.answer(wish.v4, { v4: true, v6: true })
    for (const family of [4, 6] as const) {
      const address = family === 4 ? wish.v4 : wish.v6
      for (const server of bench.routeServers)
        server.peer(address, wish.state === 'production' ? { state: 'established' } : null)
      bench.witnesses.see(
        address,
        wish.state === 'production'
          ? { prefix: family === 4 ? '198.51.100.0/24' : '2001:db8:510::/48', witness: 'AS64511', pinged: true }
          : null,
      )
    }
  }
}

/** Every reconciler of the site once, in order; as often as asked. Time moves a second a round. */
export const turnAll = async (bench: Bench, rounds = 1, powered = true): Promise<void> => {
  // Each look at the clock is a second later: who waits for a device does so in time, not in rounds.
  const clock = (): Date => {
    bench.now = new Date(bench.now.getTime() + 1000)
    return bench.now
  }
  const deps = { db: bench.db, clock }
  const site = await theSite(bench.db)
  const all: readonly Reconciler[] = [
    fulfilment(deps),
    expiry(deps),
    ...(powered
      ? exchangeReconcilers({
          ...deps,
          site,
          fabrics: new Map([['sw1', bench.fabric]]),
          routeServers: new Map(bench.routeServers.map((server) => [server.name, server])),
          witnesses: bench.witnesses,
        })
      : []),
  ] as readonly Reconciler[]
  for (let round = 0; round < rounds; round += 1) {
    for (const reconciler of all) {
      const { failed } = await turn(reconciler, new AbortController().signal)
      if (failed.length > 0) throw failed[0]
      energise(bench)
    }
  }
}
