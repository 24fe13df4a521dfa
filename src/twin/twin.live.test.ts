import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, inside } from './command.ts'
import { namesOf } from './names.ts'
import { factoryMac } from './site.ts'
import { ping } from './witnesses.ts'
import {
  connect,
  hindrance,
  isSeen,
  makeStand,
  member,
  peersOf,
  portOf,
  signal,
  type Stand,
  tellRouteServers,
  until,
  untilSeen,
} from './testing/stand.ts'

const fabricOf = (stand: Stand) => {
  const fabric = stand.twin.fabrics.get('sw1')
  if (fabric === undefined) throw new Error('no switch')
  return fabric
}
const sessionsOf = async (stand: Stand, handle: string) =>
  (await stand.twin.routeServers.get(handle)?.look(signal()))?.sessions ?? []

describe.skipIf(hindrance !== null)('a twin with members', () => {
  let stand: Stand
  const [one, two, three] = [member(1), member(2), member(3)]
  const namespace = (port: number): string => namesOf(stand.dataFolder).member(0, port)

  beforeAll(async () => {
    stand = await makeStand()
    await connect(stand.twin, [one, two, three])
    await untilSeen(stand.twin, one)
  })
  afterAll(() => stand.close())

  test('another member learns each one’s routes and pings it, in both families', async () => {
    for (const who of [one, two, three]) await untilSeen(stand.twin, who)
    const sighting = await stand.twin.witnesses.sighting({ asn: two.asn, family: 6, nextHop: two.v6 }, signal())
    expect(sighting).toMatchObject({ prefix: two.prefixes[1], pinged: true })
    expect(sighting?.witness).toMatch(/^AS(64511|64513)$/)
  })

  test('both route servers tell of established sessions, with what they let in', async () => {
    for (const handle of ['rs1', 'rs2']) {
      await until(
        async () => (await sessionsOf(stand, handle)).every((s) => s.exported === 2),
        `${handle} exports to all`,
      )
      const sessions = await sessionsOf(stand, handle)
      expect(sessions).toHaveLength(6)
      expect(sessions.map((s) => [s.state, s.imported, s.filtered])).toEqual(
        Array.from({ length: 6 }, () => ['established', 1, 0]),
      )
      expect(sessions[0]?.since?.getTime()).toBeGreaterThan(Date.now() - 60_000)
    }
  })

  test('the switch tells of links, senders and no errors', async () => {
    const ports = await fabricOf(stand).look(signal())
    expect(ports.map((port) => [port.number, port.state, port.link, port.errors, port.macs])).toEqual(
      [one, two, three].map((who) => [who.port, 'production', 'up', 0, [who.mac]]),
    )
  })

  test('what was not registered is filtered, and seen by nobody', async () => {
    const liar = { ...three, prefixes: [...three.prefixes, '198.18.77.0/24', '198.18.3.0/25'] }
    await stand.twin.plug([one, two, liar], signal())
    const ofLiar = async () => (await sessionsOf(stand, 'rs1')).find((s) => s.address === three.v4)
    await until(async () => (await ofLiar())?.filtered === 2, 'two routes filtered')
    expect((await ofLiar())?.imported).toBe(1)
    await stand.twin.plug([one, two, three], signal())
    await until(async () => (await ofLiar())?.filtered === 0, 'withdrawn')
  })

  test('a member without registered prefixes gets nothing in', async () => {
    await tellRouteServers(stand.twin, peersOf([one, two, { ...three, prefixes: [] }]))
    await until(
      async () =>
        (await sessionsOf(stand, 'rs1'))
          .filter((s) => s.asn === three.asn)
          .every((s) => s.imported === 0 && s.filtered === 1),
      'nothing in',
    )
    await tellRouteServers(stand.twin, peersOf([one, two, three]))
    await untilSeen(stand.twin, three)
  })

  test('who announces more than agreed is cut off, and the route server says why', async () => {
    const many = Array.from({ length: 12 }, (_, at) => `198.18.3.${at * 4}/30`)
    await stand.twin.plug([one, two, { ...three, prefixes: many }], signal())
    const cut = async () => (await sessionsOf(stand, 'rs1')).find((s) => s.address === three.v4 && s.lastError !== null)
    await until(async () => (await cut()) !== undefined, 'the session is cut')
    expect((await cut())?.lastError).toContain('limit')
    await stand.twin.plug([one, two, three], signal())
    await untilSeen(stand.twin, three)
  })

  test('another sender than the agreed one is heard by nobody, and noted', async () => {
    await fabricOf(stand).apply([portOf(two, 'production', { mac: '02:00:00:00:00:aa' })], signal())
    expect(await ping(namespace(2), one.v4)).toBe(false)
    const port = (await fabricOf(stand).look(signal())).find(({ number }) => number === 2)
    expect(port?.macs).toContain(two.mac)
    await fabricOf(stand).apply([portOf(two, 'production')], signal())
    await untilSeen(stand.twin, two)
  })

  test('in quarantine a member sees the responder and nobody else', async () => {
    await fabricOf(stand).apply([portOf(two, 'quarantine', { mac: null }), portOf(three, 'quarantine')], signal())
    const responder = { v4: '203.0.113.19', v6: '2001:db8:0:1::19' }
    expect(await stand.twin.witnesses.answers({ ...two, vlan: 900 }, signal())).toEqual({ v4: true, v6: true })
    expect(await fabricOf(stand).probe(2, responder, signal())).toEqual({ v4: true, v6: true })
    const pings = await Promise.all(
      [one.v4, one.v6, three.v4, three.v6, '203.0.113.1'].map((to) => ping(namespace(2), to)),
    )
    expect(pings).toEqual([false, false, false, false, false])
    expect(await ping(namespace(2), responder.v4)).toBe(true)
    expect((await fabricOf(stand).look(signal())).find(({ number }) => number === 2)?.macs).toEqual([two.mac])
    expect(
      await stand.twin.witnesses.sighting({ asn: two.asn, family: 4, nextHop: two.v4 }, signal()),
    ).not.toMatchObject({ pinged: true })
    await fabricOf(stand).apply([portOf(two, 'production'), portOf(three, 'production')], signal())
    for (const who of [two, three]) await untilSeen(stand.twin, who)
  })

  test('a suspended port carries nothing', async () => {
    await fabricOf(stand).apply([portOf(two, 'suspended')], signal())
    expect(await ping(namespace(2), one.v4)).toBe(false)
    expect(await stand.twin.witnesses.answers({ ...two, vlan: 900 }, signal())).toEqual({ v4: false, v6: false })
    await fabricOf(stand).apply([portOf(two, 'production')], signal())
    await untilSeen(stand.twin, two)
  })

  test('of frames that no member may send, none comes through', async () => {
    const delivered = await sendFrames(namespace(1), namespace(2), one.mac ?? '', two.mac ?? '')
    // The first frame of its kind takes a longer way through the switch: they may overtake each other.
    expect(delivered.toSorted()).toEqual(['arp-own', 'end', 'ip'])
  })

  test('the same wish twice changes nothing, another router replaces the first, none is taken away', async () => {
    const pids = async () =>
      (await stand.twin.status()).namespaces.flatMap((ns) => ns.processes.map((p) => p.pid)).toSorted((a, b) => a - b)
    const before = await pids()
    await stand.twin.plug([one, two, three], signal())
    expect(await pids()).toEqual(before)
    await stand.twin.plug([one, { ...two, mac: '02:00:00:00:00:bb' }, three], signal())
    const mac = await ask([...inside(namespace(2)), 'ip', '-br', 'link', 'show', 'eth0'])
    expect(mac.out).toContain('02:00:00:00:00:bb')
    await stand.twin.plug([one, three], signal())
    expect((await stand.twin.status()).namespaces.map((ns) => ns.name)).not.toContain(namespace(2))
    expect((await fabricOf(stand).look(signal())).find(({ number }) => number === 2)?.link).toBe('down')
    // Of whom no address was named, the one that its maker gave it is learned, then named: it is the same router.
    await stand.twin.plug([one, { ...two, mac: null }, three], signal())
    const made = await pids()
    await stand.twin.plug([one, { ...two, mac: factoryMac(0, two.port) }, three], signal())
    expect(await pids()).toEqual(made)
    await stand.twin.plug([one, two, three], signal())
    await untilSeen(stand.twin, two)
    expect(await isSeen(stand.twin, one)).toBe(true)
    expect(stand.troubles).toEqual([])
  })
})

describe.skipIf(hindrance !== null)('a twin with one member', () => {
  test('the collector is the witness, while there is no other member', async () => {
    const stand = await makeStand()
    try {
      expect(
        await stand.twin.witnesses.sighting({ asn: 64511, family: 4, nextHop: '203.0.113.21' }, signal()),
      ).toBeNull()
      await connect(stand.twin, [member(1)])
      await untilSeen(stand.twin, member(1))
      const of = { asn: member(1).asn, family: 6, nextHop: member(1).v6 } as const
      expect((await stand.twin.witnesses.sighting(of, signal()))?.witness).toBe('collector')
    } finally {
      await stand.close()
    }
  })
})

/** Raw frames from one router to another by Python, which Open vSwitch's package brings; answers with what arrived, by name. */
const sendFrames = async (from: string, to: string, mac: string, other: string): Promise<readonly string[]> => {
  const script = (role: string): string => `
import socket, struct, sys, time
mac = lambda t: bytes(int(x, 16) for x in t.split(':'))
own, far, all = mac('${mac}'), mac('${other}'), b'\\xff' * 6
eth = lambda dst, src, kind, body: dst + src + struct.pack('!H', kind) + body
arp = lambda ip: struct.pack('!HHBBH', 1, 0x800, 6, 4, 1) + own + socket.inet_aton(ip) + bytes(6) + socket.inet_aton('203.0.113.22')
ip4 = lambda proto, body: struct.pack('!BBHHHBBH', 0x45, 0, 20 + len(body), 0, 0, 64, proto, 0) + socket.inet_aton('203.0.113.21') + socket.inet_aton('203.0.113.22') + body
ip6 = lambda src, body, proto: struct.pack('!IHBB', 0x60000000, len(body), proto, 255) + socket.inet_pton(socket.AF_INET6, src) + socket.inet_pton(socket.AF_INET6, '2001:db8:0:1::16') + body
udp = lambda a, b: struct.pack('!HHHH', a, b, 8, 0)
sol = bytes([135, 0, 0, 0, 0, 0, 0, 0]) + bytes(16)
tag = lambda name: b'VESONTIO:' + name.encode() + b':'
frames = [
  ('badmac', eth(far, mac('02:00:00:00:00:77'), 0x800, ip4(99, b''))),
  ('stp', eth(mac('01:80:c2:00:00:00'), own, 39, b'')),
  ('lldp', eth(mac('01:80:c2:00:00:0e'), own, 0x88cc, b'')),
  ('cdp', eth(mac('01:00:0c:cc:cc:cc'), own, 200, b'')),
  ('ra', eth(far, own, 0x86dd, ip6('fe80::1', bytes([134]) + bytes(15), 58))),
  ('dhcp', eth(far, own, 0x800, ip4(17, udp(68, 67)))),
  ('dhcp6', eth(far, own, 0x86dd, ip6('fe80::1', udp(546, 547), 17))),
  ('arp-spoof', eth(all, own, 0x806, arp('203.0.113.1'))),
  ('nd-spoof', eth(far, own, 0x86dd, ip6('2001:db8:0:1::1', sol, 58))),
  ('ethertype', eth(far, own, 0x8847, b'')),
  ('tagged', eth(far, own, 0x8100, struct.pack('!HH', 900, 0x800) + ip4(99, b''))),
  ('broadcast-ip', eth(all, own, 0x800, ip4(99, b''))),
  ('arp-own', eth(all, own, 0x806, arp('203.0.113.21'))),
  ('ip', eth(far, own, 0x800, ip4(99, b''))),
  ('end', eth(far, own, 0x800, ip4(98, b''))),
]
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
s.bind(('eth0', 0))
if '${role}' != 'listen':
  for name, frame in frames:
    if (name == 'end') == ('${role}' == 'end'):
      s.send((frame + bytes(60))[:60] + tag(name))
else:
  print('ready', flush=True)
  s.settimeout(20)
  while True:
    frame, about = s.recvfrom(2048)
    if about[2] != 4 and b'VESONTIO:' in frame:
      name = frame.split(b'VESONTIO:')[1].split(b':')[0].decode()
      print(name, flush=True)
      if name == 'end': break
`
  const listening = ask([...inside(to), 'timeout', '25', 'python3', '-u', '-c', script('listen')], {
    patienceMs: 30_000,
  })
  // The listener is asked again and again until its first word came: frames before that would be lost.
  let done = false
  const heard = listening.finally(() => {
    done = true
  })
  await until(async () => {
    const rings = await ask([...inside(to), 'cat', '/proc/net/packet'])
    return done || rings.out.trim().split('\n').length > 1
  }, 'the listener listens')
  await ask([...inside(from), 'python3', '-c', script('send')])
  await ask([...inside(from), 'python3', '-c', script('end')])
  return (await heard).out
    .trim()
    .split('\n')
    .filter((line) => line !== 'ready')
}
