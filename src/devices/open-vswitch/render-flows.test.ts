import { expect, test } from 'vitest'
import type { WishedPort } from '#exchange/ports'
import { encodeAdd } from './encode-flow.ts'
import { showFlow } from './flow.ts'
import {
  cookieOf,
  generationOfCookie,
  portOfCookie,
  probeMac,
  renderBase,
  renderFloods,
  renderPort,
  type SwitchBase,
} from './render-flows.ts'

const base: SwitchBase = {
  vlan: 100,
  quarantineVlan: 199,
  sitePorts: [{ number: 901, mac: '02:56:00:00:09:01', v4: '198.51.100.1', v6: '2001:db8:100::1' }],
  responder: 904,
  uplinks: [],
}
const port = (
  number: number,
  state: WishedPort['state'],
  mac: string | null = `02:00:00:00:00:${number.toString(16).padStart(2, '0')}`,
): WishedPort => ({
  number,
  state,
  vlan: 100,
  quarantineVlan: 199,
  mac,
  v4: `198.51.100.${20 + number}`,
  v6: `2001:db8:100::${20 + number}`,
  generation: 7,
})
const text = (title: string, ports: readonly WishedPort[], on: SwitchBase): string =>
  [
    `# ${title}`,
    '# the base',
    ...renderBase(on).map(showFlow),
    '# where broadcasts go',
    ...renderFloods(ports, on).map(showFlow),
    ...ports.flatMap((one) => [`# port ${one.number}: ${one.state}`, ...renderPort(one, on, 1).map(showFlow)]),
    '',
  ].join('\n')

test('flows of the switch where the responder sits', async () => {
  const ports = [port(1, 'production'), port(2, 'quarantine', null), port(3, 'off'), port(4, 'suspended')]
  await expect(text('one switch, four members', ports, base)).toMatchFileSnapshot('golden/one-switch.flows')
})

test('flows of a second switch, behind an uplink', async () => {
  const leaf = { ...base, sitePorts: [], responder: null, uplinks: [951] }
  await expect(
    text('a switch behind an uplink', [port(1, 'production'), port(2, 'quarantine')], leaf),
  ).toMatchFileSnapshot('golden/behind-uplink.flows')
})

test('production without a sender to lock to lets nothing pass', () => {
  expect(renderPort(port(5, 'production', null), base, 1).map(showFlow)).toEqual([
    'table=0 priority=100,in_port=5 actions=drop',
  ])
  expect(renderFloods([port(5, 'production', null)], base).map(showFlow)[0]).toContain('actions=output:901')
})

test('a cookie names the port and the generation', () => {
  const cookie = cookieOf(512, 2 ** 47)
  expect([portOfCookie(cookie), generationOfCookie(cookie)]).toEqual([512, 2 ** 47])
})

test('probes of two switches never have one sender, and no sender is a group', () => {
  expect(probeMac(1, 300)).toBe('02:56:01:50:01:2c')
  expect(probeMac(2, 300)).not.toBe(probeMac(1, 300))
})

test('a flow as the bytes of OpenFlow 1.4', () => {
  const flow = {
    table: 1,
    priority: 50,
    cookie: 0x1_0000_0000_0007n,
    match: { in_port: '1', dl_type: '0x0800' },
    actions: [],
    goto: 2,
  }
  expect(encodeAdd(flow).toString('hex')).toBe(
    ['0001000000000007', '0000000000000000', '01', '00', '0000', '0000', '0032', 'ffffffff'.repeat(3), '0000', '0000']
      .concat([
        '0001',
        '0012',
        '80000004',
        '00000001',
        '80000a02',
        '0800',
        '000000000000',
        '0001',
        '0008',
        '02',
        '000000',
      ])
      .join(''),
  )
})
