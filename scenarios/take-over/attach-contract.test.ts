import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareRun, type RunWire } from '#billing/contract'
import {
  attachContract,
  type ImportAnswer,
  importIxf,
  judgeHouse,
  listServices,
  type ServiceWire,
} from '#market/contract'
import type { TestServer } from '../../src/server/testing.ts'
import { testHouse } from '../../src/testing-house.ts'

let here: TestServer
let admin: string
beforeAll(async () => {
  here = await testHouse()
  here.at('2026-12-01T07:00:00Z')
  admin = await here.keyOf(await here.addPerson({ organisation: here.organisations.operator, roles: ['admin'] }))
}, 120_000)
afterAll(() => here.close())

const ixf = {
  version: '1.0',
  timestamp: '2026-12-01T06:00:00Z',
  ixp_list: [
    {
      ixp_id: 1,
      shortname: 'Jura-IX',
      ixf_id: 1,
      vlan: [{ id: 1, ipv4: { prefix: '198.51.100.0', mask_length: 24 } }],
      switch: [{ id: 1, name: 'j1' }],
    },
  ],
  member_list: [
    {
      asnum: 64510,
      name: 'Jurassix',
      connection_list: [
        {
          ixp_id: 1,
          state: 'active',
          if_list: [{ switch_id: 1, if_speed: 10000 }],
          vlan_list: [{ vlan_id: 1, ipv4: { address: '198.51.100.7' } }],
        },
      ],
    },
  ],
}

test('an imported port is billed from the day on which its contract is attached, once', async () => {
  const body = { file_name: 'ix.json', content_base64: Buffer.from(JSON.stringify(ixf)).toString('base64') }
  const taken = await here.ask(importIxf, { key: admin, body })
  expect(taken.json<ImportAnswer>()).toMatchObject({ applied: true })
  const services = (await here.ask(listServices, { key: admin, query: {} })).json<{ items: ServiceWire[] }>().items
  const service = services.find(({ product }) => product === 'declared-port')?.number ?? ''
  const run = async () =>
    (await here.ask(prepareRun, { key: admin, body: { month: '2026-12', dry_run: true } })).json<RunWire>()
  expect((await run()).invoices).toEqual([])

  const attach = async (asked: object) =>
    (await here.ask(attachContract, { key: admin, params: { service }, body: { item: 'port-10g', ...asked } })).json<{
      code?: string
      monthly_micro_euros?: number
    }>()
  expect(await attach({ from: '2026-11-30' })).toMatchObject({ code: 'contract-before-import' })
  expect(await attach({ item: 'port-of-nobody', from: '2026-12-17' })).toMatchObject({ code: 'no-price' })
  expect(await attach({ from: '2026-12-17', dry_run: true })).toMatchObject({ monthly_micro_euros: 290_000_000 })
  expect((await run()).invoices).toEqual([])
  expect(await attach({ from: '2026-12-17', monthly_cents: 31_000 })).toMatchObject({
    monthly_micro_euros: 310_000_000,
  })
  expect(await attach({ from: '2026-12-17' })).toMatchObject({ code: 'contract-attached' })
  // 15 of the 31 days of December, at 10 € a day.
  expect((await run()).invoices.map(({ net_cents }) => net_cents)).toEqual([15_000])
  expect((await here.ask(judgeHouse, { key: admin })).json()).toMatchObject({ differences: [] })
}, 120_000)
