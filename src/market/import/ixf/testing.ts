import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#postgres'

/** Exports of real exchanges lie beside the project, not in it. */
const FOLDER = join(projectRoot(), '../shared/data/ixf')

/** A real export; null: the outside data is not on this machine, and a test says so. */
export const realExport = (name: 'bcix.json' | 'small-0.7.json'): Buffer | null => {
  const path = join(FOLDER, name)
  return existsSync(path) ? readFileSync(path) : null
}

/** Version 0.6 as a small exchange writes it: its LAN named, speeds and MACs, one member on two ports. */
export const export06 = {
  version: '0.6',
  timestamp: '2026-11-01T00:00:00Z',
  ixp_list: [
    {
      ixp_id: 7,
      shortname: 'JuraIX',
      ixf_id: 900,
      country: 'FR',
      switch: [{ id: 1, name: 'sw-dole', colo: 'Dole' }],
      vlan: [
        {
          id: 10,
          name: 'Peering LAN',
          ipv4: { prefix: '192.0.2.0', mask_length: 24 },
          ipv6: { prefix: '2001:db8:7::', mask_length: 64 },
        },
      ],
    },
  ],
  member_list: [
    {
      asnum: 2200,
      name: 'Renater',
      member_since: '2020-01-01T00:00:00Z',
      connection_list: [
        {
          ixp_id: 7,
          state: 'active',
          if_list: [
            { switch_id: 1, if_speed: 10000, if_type: 'LR4' },
            { switch_id: 1, if_speed: 10000, if_type: 'LR4' },
          ],
          vlan_list: [
            {
              vlan_id: 10,
              ipv4: {
                address: '192.0.2.20',
                as_macro: 'AS-RENATER',
                max_prefix: 500,
                routeserver: true,
                mac_addresses: ['00:00:5e:00:53:01'],
              },
              ipv6: { address: '2001:db8:7::20', as_macro: 'AS-RENATER6', max_prefix: 100, routeserver: true },
            },
          ],
        },
      ],
    },
  ],
}

/** Version 1.0 with two exchanges; services are objects there. */
export const export10 = {
  version: '1.0',
  timestamp: '2026-11-01T00:00:00Z',
  ixp_list: [
    {
      ixp_id: 1,
      ixf_id: 901,
      shortname: 'Est-IX',
      name: 'Est Internet Exchange',
      vlan: [{ id: 1, ipv4: { prefix: '198.51.100.0', mask_length: 24 } }],
      switch: [],
    },
    {
      ixp_id: 2,
      ixf_id: 902,
      shortname: 'Est-IX Metz',
      vlan: [{ id: 1, ipv4: { prefix: '203.0.113.0', mask_length: 24 } }],
      switch: [],
    },
  ],
  member_list: [
    {
      asnum: 3215,
      name: 'Orange',
      connection_list: [
        {
          ixp_id: 1,
          state: 'active',
          if_list: [{ if_speed: 100000 }],
          vlan_list: [{ vlan_id: 1, ipv4: { address: '198.51.100.9' } }],
        },
        {
          ixp_id: 2,
          state: 'active',
          if_list: [{ if_speed: 10000 }],
          vlan_list: [{ vlan_id: 1, ipv4: { address: '203.0.113.9', services: [{ type: 'ixrouteserver' }] } }],
        },
      ],
    },
  ],
}

/** Everything that other systems were seen to write, and nothing of which stands in the way. */
export const oddExport = {
  ...export06,
  member_list: [
    {
      asnum: '2200',
      name: 'Renater',
      connection_list: [
        {
          ixp_id: '7',
          state: 'half asleep',
          if_list: [
            { switch_id: 99, if_speed: 0 },
            { switch_id: 1, if_speed: '10000' },
          ],
          vlan_list: [
            {
              vlan_id: 10,
              ipv4: {
                address: '10.9.9.9',
                max_prefix: 'many',
                mac_addresses: ['zz:zz', '01:00:5e:00:00:01', '0000.5e00.5301'],
              },
            },
            { vlan_id: 10, ipv6: { address: 'not an address' } },
          ],
        },
      ],
    },
    {
      asnum: 64512,
      connection_list: [
        {
          ixp_id: 7,
          if_list: [],
          vlan_list: [{ vlan_id: 10, ipv4: { address: '10.9.9.9', mac_addresses: ['00:00:5e:00:53:01'] } }],
        },
      ],
    },
    { asnum: 3215, name: 'Or\u0000ange', connection_list: [] },
    { asnum: 2200, connection_list: [{ ixp_id: 7, vlan_list: [] }] },
  ],
}

export const bytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
