import { readFile } from 'node:fs/promises'
import { afterAll, expect, test } from 'vitest'
import { importServices, listServices } from '#market/contract'
import { doctorFindsNothing, must } from '../house/asking.ts'
import { dropDataFolder, freePort, type House, newDataFolder, startHouse } from '../house/start-house.ts'

const SERVICES = 136
/** The sample takes about two seconds: the kill comes at each part of it in turn. */
const KILLS_MS = [300, 900, 1600]

const data = newDataFolder()
let house: House | undefined
afterAll(async () => {
  await house?.stop()
  dropDataFolder(data)
}, 60_000)

const start = async (): Promise<House> =>
  (house = await startHouse({ data, port: await freePort(), args: ['--no-twin'] }))
const takenOver = async ({ client }: House): Promise<number> => {
  let [cursor, n] = [undefined as string | undefined, 0]
  do {
    const page = must(
      await client.call(listServices, { query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) } }),
    )
    n += page.items.filter(({ origin }) => origin === 'taken-over').length
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return n
}

test('a server that is killed in the middle of an import has taken over nothing or all of it, and the same file then brings the rest', async () => {
  const body = {
    file_name: 's.csv',
    content_base64: (await readFile('sites/besancon/take-over/services.csv')).toString('base64'),
  }
  let here = await start()
  const found: number[] = []
  for (const ms of KILLS_MS) {
    const answer = here.client.call(importServices, { body })
    await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, ms))])
    await here.kill()
    await answer
    here = await start()
    found.push(await takenOver(here))
    expect([0, SERVICES]).toContain(found.at(-1))
  }
  // At least one kill came before the end: else this test tells nothing.
  expect(found[0]).toBe(0)
  const again = must(await here.client.call(importServices, { body }))
  expect(again).toMatchObject({ applied: true, counts: { refused: 0, updated: 0 } })
  expect(again.counts.created + again.counts.unchanged).toBe(SERVICES)
  expect(await takenOver(here)).toBe(SERVICES)
  await doctorFindsNothing(here.client)
}, 240_000)
