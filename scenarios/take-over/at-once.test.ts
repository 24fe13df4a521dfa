import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptOrder, createOrder, type ImportAnswer, importServices, judgeHouse } from '#market/contract'
import type { TestServer } from '../../src/server/testing.ts'
import { nextNumber, openDatabase } from '#postgres'
import { testHouse } from '../../src/testing-house.ts'
import { paper, portOrder } from '../house/asking.ts'
import { until } from '../house/until.ts'

const SAMPLE = 'sites/besancon/take-over/services.csv'
const SERVICES = 136
/** With both imports less than the connections of a test: who finds none within seconds is told to come again, which is another story. */
const ORDERS = 6
let here: TestServer
let admin: string
let csv: string
beforeAll(async () => {
  here = await testHouse()
  here.at('2026-12-01T07:00:00Z')
  admin = await here.keyOf(await here.addPerson({ organisation: here.organisations.operator, roles: ['admin'] }))
  csv = await readFile(SAMPLE, 'utf8')
}, 120_000)
afterAll(() => here.close())

const take = async (text = csv, dryRun = false): Promise<ImportAnswer> => {
  const body = { file_name: 's.csv', content_base64: Buffer.from(text).toString('base64'), dry_run: dryRun }
  const answer = await here.ask(importServices, { key: admin, body })
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return answer.json<ImportAnswer>()
}
const healthy = async (): Promise<void> => {
  expect((await here.ask(judgeHouse, { key: admin })).json()).toMatchObject({ differences: [] })
}

/** Half of them ask for space, half for a port: each of the locks that the file takes is wanted by somebody at that instant. */
const order = async (n: number): Promise<string> => {
  const space = { product: 'rack-space' as const, parameters: { size: 'quarter', watts: 400, sides: 'A+B' } }
  const mac = `02:00:00:07:00:${n.toString(16).padStart(2, '0')}`
  const port = portOrder('jurassix', { speed: '10G', asn: 4_200_200_000 + n, mac }, 'subject-to-availability')
  const body = n % 2 === 0 ? { ...port, lines: [space] } : port
  const drafted = await here.ask(createOrder, { key: admin, body })
  const { number } = drafted.json<{ number: string }>()
  const signed = await here.ask(acceptOrder, {
    key: admin,
    params: { order: number },
    body: { paper: { ...paper, date: '2026-12-01' } },
  })
  return signed.statusCode === 200 ? 'signed' : `${signed.statusCode} ${signed.body}`
}

test('what the dry run tells is what is done, row by row, also where rows contradict one another', async () => {
  // Two services in one place, an old number twice, a rack that is nowhere, and good rows between them.
  const [head = '', ...rows] = csv.trim().split('\n')
  const twin = (rows[0] ?? '').replace('A-0001', 'Z-0001')
  const nowhere = (rows[1] ?? '').replace(/A-\d{4}/, 'Z-0002').replace(/,3-1,|,\d-\d+(\/[a-d])?,/, ',9-9,')
  const text = [head, ...rows.slice(0, 4), twin, nowhere, rows[0] ?? '', ...rows.slice(4, 8), ''].join('\n')
  const dry = await take(text, true)
  expect(dry.applied).toBe(false)
  expect(dry.rows.flatMap(({ line, refusal }) => (refusal ? [[line, refusal.code]] : []))).toEqual([
    [6, 'place-in-service'],
    [7, 'compartment-unknown'],
    [8, 'old-number-twice'],
  ])
  // Without the good ones kept, nothing is done, and the same is told.
  expect(await take(text)).toEqual({ ...dry, dry_run: false })
  const body = { file_name: 's.csv', content_base64: Buffer.from(text).toString('base64'), keep_good: true }
  const kept = (await here.ask(importServices, { key: admin, body })).json<ImportAnswer>()
  expect(kept).toMatchObject({ applied: true, counts: dry.counts })
  const told = ({ rows: all }: ImportAnswer) =>
    all.map(({ line, did, refusal }) => [line, did, refusal?.code, refusal?.['place']])
  expect(told(kept)).toEqual(told(dry))
  await healthy()
}, 120_000)

test('two imports of one file while orders are signed: one takes it over, the other finds it so, and nobody is turned away by a lock', async () => {
  const [first, second, ...signed] = await Promise.all([
    take(),
    take(),
    ...Array.from({ length: ORDERS }, (_, n) => order(n)),
  ])
  expect(signed).toEqual(Array.from({ length: ORDERS }, () => 'signed'))
  for (const { applied, counts } of [first, second]) expect([applied, counts.refused]).toEqual([true, 0])
  expect([first.counts.unchanged, second.counts.unchanged].toSorted((a, b) => a - b).at(-1)).toBe(SERVICES)
  expect((await take()).counts.unchanged).toBe(SERVICES)
  await healthy()
}, 120_000)

test('an import waits for a service that somebody changes before it holds the stock, as a signature does', async () => {
  const { db } = here.database
  const [head = '', first = ''] = csv.trim().split('\n')
  const text = [head, first.replace('BC-2000', 'BC-2999'), ''].join('\n')
  const taken = await db.transaction().execute(async (tx) => {
    await sql`select from market.service s join market.taken_over t on t.service_id = s.id where t.old_number = ${first.split(',')[0]} for update of s`.execute(
      tx,
    )
    const answer = take(text)
    await until('the import waits for the service', async () => {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(
        db,
      )
      return (rows[0]?.n ?? 0) > 0 || null
    })
    await sql`select from market.element_limit where not own order by element_id for update nowait`.execute(tx)
    return { answer }
  })
  expect(await taken.answer).toMatchObject({ applied: true, counts: { updated: 1, refused: 0 } })
}, 120_000)

test('an import that PostgreSQL chose as the victim of a deadlock begins anew', async () => {
  const fresh = [
    'old_number,organisation,name,kinds,country,product,place,size,watts,sides,speed,asn,mac,v4,start,monthly_euros,invoiced_until',
    'D-1,deadlock-sa,Deadlock SA,tenant,FR,exchange-port,sw1/45,,,,10G,4200200900,02:be:51:00:09:01,203.0.113.212,2024-03-01,290.00,2026-12-01',
    'D-2,deadlock-sa,,,,rack-space,6-19,full,500,A+B,,,,,2024-03-01,475.00,2026-12-01',
    '',
  ].join('\n')
  const owner = openDatabase({ connection: here.database.owner, max: 2 })
  const { db } = owner
  // PostgreSQL ends whoever looks first for a circle: the import, which has seconds for it, never this test, however busy the machine.
  const { user, database } = here.database.connection
  await sql`alter role ${sql.id(String(user))} in database ${sql.id(String(database))} set deadlock_timeout = '4s'`.execute(
    db,
  )
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`.execute(
    db,
  )
  await until(
    'the connections that do not know of it are gone',
    async () => here.database.pool.totalCount === 0 || null,
  )
  const site =
    (await sql<{ id: string }>`select site_id as id from floor.counter limit 1`.execute(db)).rows[0]?.id ?? ''
  const taken = await db.transaction().execute(async (tx) => {
    await sql`set local deadlock_timeout = '60s'`.execute(tx)
    // The number of its second service is held here: the import stands with its customer written and the limits in its hands.
    await nextNumber(tx, site, 'RS')
    const answer = take(fresh)
    await until('the import waits for the number', async () => {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(
        db,
      )
      return (rows[0]?.n ?? 0) > 0 || null
    })
    await sql`select from market.element_limit where not own order by element_id for update`.execute(tx)
    return { answer }
  })
  expect(await taken.answer).toMatchObject({ applied: true, counts: { created: 2, refused: 0 } })
  const { rows } = await sql<{ n: number }>`
    select deadlocks::int as n from pg_stat_database where datname = current_database()`.execute(db)
  expect(rows[0]?.n).toBeGreaterThan(0)
  await owner.close()
  await healthy()
}, 120_000)
