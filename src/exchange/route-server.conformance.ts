import { afterEach, expect, test } from 'vitest'
import type { RouteServer, WishedPeer, WishedRouteServer } from './ports.ts'

const peer = (n: number): WishedPeer => ({
  serviceId: `0190a000-0000-7000-8000-0000000000${n}`,
  asn: 64500 + n,
  v4: `203.0.113.${n}`,
  v6: `2001:db8:0:1::${n}`,
  prefixes: [`198.51.100.${n}/32`, `2001:db8:${n}::/48`],
  maxPrefixV4: 10,
  maxPrefixV6: 10,
})

const wish = (generation: number, peers: readonly WishedPeer[]): WishedRouteServer => ({
  asn: 64496,
  routerId: '203.0.113.1',
  v4: '203.0.113.1',
  v6: '2001:db8:0:1::1',
  lanV4: '203.0.113.0/24',
  lanV6: '2001:db8:0:1::/64',
  bogons: ['10.0.0.0/8', 'fc00::/7'],
  peers,
  generation,
})

/** Every promise of a RouteServer. `make` gives a running daemon that nobody has told anything, each time anew; `own`: the addresses that it can use here. */
export const routeServerConformance = (
  make: () => Promise<RouteServer>,
  {
    own = {},
    clear = () => Promise.resolve(),
  }: { readonly own?: Partial<WishedRouteServer>; readonly clear?: () => Promise<void> } = {},
): void => {
  const signal = new AbortController().signal
  const tell = (server: RouteServer, generation: number, peers: readonly WishedPeer[]) =>
    server.apply({ ...wish(generation, peers), ...own }, signal)
  const sessions = async (server: RouteServer) =>
    (await server.look(signal)).sessions.map(({ asn, family, address }) => `AS${asn} v${family} ${address}`).toSorted()
  const both = (n: number) => [`AS${64500 + n} v4 203.0.113.${n}`, `AS${64500 + n} v6 2001:db8:0:1::${n}`]
  afterEach(clear)

  test('it says that it was never told anything', async () => {
    const server = await make()
    expect(await server.look(signal)).toEqual({ generation: null, sessions: [] })
  })

  test('it holds the generation, and a session of each family with each peer', async () => {
    const server = await make()
    await tell(server, 7, [peer(61), peer(62)])
    expect((await server.look(signal)).generation).toBe(7)
    expect(await sessions(server)).toEqual([...both(61), ...both(62)])
  })

  test('a peer that is not there is down, not an error', async () => {
    const server = await make()
    await tell(server, 7, [peer(61)])
    expect((await server.look(signal)).sessions.map(({ state }) => state)).toEqual(['down', 'down'])
  })

  test('the same wish twice is one wish', async () => {
    const server = await make()
    await tell(server, 7, [peer(61)])
    await tell(server, 7, [peer(61)])
    expect(await sessions(server)).toEqual(both(61))
  })

  test('an older generation changes nothing', async () => {
    const server = await make()
    await tell(server, 7, [peer(61)])
    await tell(server, 6, [peer(62)])
    expect((await server.look(signal)).generation).toBe(7)
    expect(await sessions(server)).toEqual(both(61))
  })

  test('the site’s own data may change within one generation', async () => {
    const server = await make()
    await tell(server, 7, [peer(61)])
    await tell(server, 7, [peer(61), peer(62)])
    expect(await sessions(server)).toEqual([...both(61), ...both(62)])
  })

  test('a peer that is wished no more is gone', async () => {
    const server = await make()
    await tell(server, 7, [peer(61), peer(62)])
    await tell(server, 8, [peer(62)])
    expect(await sessions(server)).toEqual(both(62))
    await tell(server, 9, [])
    expect(await server.look(signal)).toEqual({ generation: 9, sessions: [] })
  })

  test('a configuration that it refuses is a fault, and the old one stays', async () => {
    const server = await make()
    await tell(server, 7, [peer(61)])
    await expect(tell(server, 8, [{ ...peer(62), v4: 'nowhere' }])).rejects.toMatchObject({ name: 'Fault' })
    expect((await server.look(signal)).generation).toBe(7)
    expect(await sessions(server)).toEqual(both(61))
  })

  test('a call that was given up changes nothing', async () => {
    const server = await make()
    await expect(server.apply({ ...wish(7, [peer(61)]), ...own }, AbortSignal.abort())).rejects.toThrow()
    expect((await server.look(signal)).generation).toBeNull()
  })
}
