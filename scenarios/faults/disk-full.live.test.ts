import { execFileSync } from 'node:child_process'
import { closeSync, openSync, statfsSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import pg from 'pg'
import { acceptOrder, createOrder, listOrders, showOrder } from '#market/contract'
import { createOrganisation } from '#people/contract'
import { openDataFolder } from '#postgres'
import { showStatus } from '#server/contract'
import { doctorFindsNothing, must, paper, portOrder, problemOf, signedOrder } from '../house/asking.ts'
import { dropDataFolder, freePort, type House, newDataFolder, startHouse } from '../house/start-house.ts'
import { until } from '../house/until.ts'

const isRoot = process.getuid?.() === 0
if (!isRoot) console.warn('NOT RUN: a full disk needs a small tmpfs, and only root may mount one')
const SIZE_MB = 640
const MB = 1024 * 1024

const data = newDataFolder()
const ballast = join(data, 'ballast')
let house: House
beforeAll(async () => {
  if (!isRoot) return
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'tmpfs', data])
  house = await startHouse({ data, port: await freePort(), args: ['--no-twin'] })
}, 60_000)
afterAll(async () => {
  await house?.stop()
  if (isRoot) execFileSync('umount', ['-l', data])
  dropDataFolder(data)
}, 30_000)

const freeMb = (): number => {
  const { bavail, bsize } = statfsSync(data)
  return (bavail * bsize) / MB
}

/** Somebody else's file that grows until only so much is free; 0: to the last byte. */
const fillUp = (leaveMb: number): void => {
  const file = openSync(ballast, 'a')
  try {
    for (const size of [MB, 4096, 1])
      for (const block = Buffer.alloc(size, 1); freeMb() > leaveMb;) writeSync(file, block)
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOSPC')) throw thrown
  } finally {
    closeSync(file)
  }
}

const inDatabase = async (statement: string): Promise<void> => {
  const { sockets } = await openDataFolder(data)
  const client = new pg.Client({ host: sockets, user: 'vesontio', database: 'vesontio' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end().catch(() => undefined)
  }
}

let n = 0
const body = () => portOrder('jurassix', { speed: '10G', asn: 4_200_600_000 + (n += 1) })
const order = () => house.client.call(createOrder, { body: body() })
const untilLow = (low: boolean) =>
  until(
    low ? 'the disk is low' : 'there is space again',
    async () => (must(await house.client.call(showStatus)).detail?.disk.low === low ? true : null),
    20_000,
  )
const newMember = () =>
  house.client.call(createOrganisation, {
    body: {
      handle: `member-${(n += 1)}`,
      name: 'x'.repeat(200),
      kinds: ['tenant'],
      country: 'FR',
      address: 'y'.repeat(500),
    },
  })

describe.skipIf(!isRoot)('a small disk fills up', () => {
  let signed = ''
  test('nearly full: new orders and signatures are refused with 507, reading goes on; with space again they are taken', async () => {
    signed = await signedOrder(house.client, body())
    const quoted = must(await order()).number
    fillUp(200)
    await untilLow(true)
    expect(problemOf(await order())).toMatchObject({ status: 507, code: 'disk-low' })
    expect(
      problemOf(await house.client.call(acceptOrder, { params: { order: quoted }, body: { paper } })),
    ).toMatchObject({ status: 507, code: 'disk-low' })
    expect(must(await house.client.call(listOrders)).total).toBe(2)
    unlinkSync(ballast)
    await untilLow(false)
    must(await house.client.call(acceptOrder, { params: { order: quoted }, body: { paper } }))
  })

  test('full to the last byte, rows: what needs a new page is refused with 507, reading goes on', async () => {
    fillUp(0)
    await untilLow(true)
    const answers = []
    for (let i = 0; i < 60; i += 1) answers.push(problemOf(await newMember())?.status ?? 200)
    expect(answers).toContain(507)
    expect(answers.filter((status) => ![200, 503, 507].includes(status))).toEqual([])
    const shown = await until('the order is shown', async () => {
      const outcome = await house.client.call(showOrder, { params: { order: signed } })
      return outcome.ok ? outcome.value : null
    })
    expect(shown.accepted).not.toBeNull()
  })

  test('the log too: the database dies, who asks is told 503, and it comes back with every promise when there is space', async () => {
    // A log switch takes a new segment; there is no room for one.
    for (let i = 0; i < 40; i += 1) {
      const gone = await inDatabase(
        `select pg_switch_wal() from pg_logical_emit_message(true, 'filler', repeat('z', 100000))`,
      ).then(
        () => false,
        (thrown: unknown) => !String(thrown).includes('No space left'),
      )
      if (gone) break
    }
    const told = await until('the database is gone', async () => problemOf(await house.client.call(listOrders)), 20_000)
    expect(told).toMatchObject({ status: 503, code: 'database-gone' })
    await until('its death is told', async () => (/The database died/.test(house.output()) ? true : null))
    unlinkSync(ballast)
    await until('it serves again', async () => ((await house.client.call(listOrders)).ok ? true : null), 30_000)
    await untilLow(false)
    expect(must(await house.client.call(listOrders)).total).toBe(2)
    must(await house.client.call(acceptOrder, { params: { order: must(await order()).number }, body: { paper } }))
    await doctorFindsNothing(house.client)
  })
})
