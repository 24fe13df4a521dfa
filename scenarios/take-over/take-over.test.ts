import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { approveRun, listInvoices, prepareRun, type RunWire } from '#billing/contract'
import { type ImportAnswer, importServices, judgeHouse, listServices } from '#market/contract'
import type { TestServer } from '../../src/server/testing.ts'
import { testHouse } from '../../src/testing-house.ts'

const SAMPLE = 'sites/besancon/take-over'
let here: TestServer
let admin: string
let csv: string
beforeAll(async () => {
  here = await testHouse()
  here.at('2026-12-01T07:00:00Z')
  admin = await here.keyOf(await here.addPerson({ organisation: here.organisations.operator, roles: ['admin'] }))
  csv = await readFile(`${SAMPLE}/services.csv`, 'utf8')
}, 120_000)
afterAll(() => here.close())

const take = async (text: string, over: { dry_run?: boolean; keep_good?: boolean } = {}): Promise<ImportAnswer> => {
  const body = { file_name: 'services.csv', content_base64: Buffer.from(text).toString('base64'), ...over }
  const answer = await here.ask(importServices, { key: admin, body })
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return answer.json<ImportAnswer>()
}
const refusedIn = ({ rows }: ImportAnswer) => rows.flatMap(({ line, refusal }) => (refusal ? [{ line, ...refusal }] : []))

/** Customer, net, VAT and gross, as the sheet that was worked out by hand has them. */
const sheet = async (): Promise<ReadonlyMap<string, readonly number[]>> => {
  const [, ...lines] = (await readFile(`${SAMPLE}/expected-2026-12.csv`, 'utf8')).trim().split('\n')
  return new Map(
    lines.map((line) => {
      const [customer, , , ...cents] = line.split(',')
      return [customer ?? '', cents.map(Number)]
    }),
  )
}

test('60 customers are taken over, and their first month is that of the sheet, to the cent', async () => {
  const dry = await take(csv, { dry_run: true })
  expect(refusedIn(dry)).toEqual([])
  expect(dry).toMatchObject({ applied: false, counts: { created: 117, refused: 0 } })
  const taken = await take(csv)
  expect(taken).toMatchObject({ applied: true, counts: { created: 117, refused: 0 } })
  expect(await take(csv)).toMatchObject({ applied: true, counts: { created: 0, updated: 0, unchanged: 117 } })

  const run = (await here.ask(prepareRun, { key: admin, body: { month: '2026-12' } })).json<RunWire>()
  expect(run.held).toEqual([])
  const billed = new Map<string, number[]>()
  for (const { organisation, net_cents, vat_cents, gross_cents } of run.invoices) {
    const before = billed.get(organisation.handle) ?? [0, 0, 0]
    billed.set(
      organisation.handle,
      [net_cents, vat_cents, gross_cents].map((cents, at) => cents + (before[at] ?? 0)),
    )
  }
  const expected = await sheet()
  expect(expected.size).toBe(60)
  for (const [customer, cents] of expected) expect([customer, ...(billed.get(customer) ?? [0, 0, 0])]).toEqual([customer, ...cents])
  expect([...billed.keys()].filter((customer) => !expected.has(customer))).toEqual([])
}, 120_000)
