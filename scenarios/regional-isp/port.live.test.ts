import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { doctorFindsNothing, serviceNow, untilLine } from '../house/asking.ts'
import { dayHere, inYear } from '../house/days.ts'
import { cloneBeside, commandsOf, type } from '../house/readme-commands.ts'
import { dropDataFolder, freePort, type House, newDataFolder, startHouse, twinStands } from '../house/start-house.ts'
import { hindrance } from '../house/twin-eyes.ts'

const DAYS_AHEAD = 31
const DAY_MS = 86_400_000
const data = newDataFolder()
let house: House
beforeAll(async () => {
  if (hindrance !== null) return
  house = await startHouse({ data, port: await freePort(), args: ['--days-ahead', String(DAYS_AHEAD)] })
  await twinStands(house)
}, 120_000)
afterAll(async () => {
  await house?.stop()
  dropDataFolder(data)
}, 30_000)

describe.skipIf(hindrance !== null)('the ISP’s port, by the commands of its page', () => {
  test('live on the twin, whose clock stands a month ahead, and billed', { timeout: 120_000 }, async () => {
    const today = dayHere(Date.now() + DAYS_AHEAD * DAY_MS)
    const [year = '', month = ''] = today.split('-')
    const next = month === '12' ? `${Number(year) + 1}-01` : `${year}-${String(Number(month) + 1).padStart(2, '0')}`
    const blocks = inYear(commandsOf('docs/first-port.md', '# A regional ISP'), year).map((block) =>
      block.replaceAll('--month 2026-12', `--month ${next}`),
    )
    const until = blocks.findIndex((block) => block.includes('asn prove'))
    expect(until).toBeGreaterThan(1)
    const clone = cloneBeside(data)
    await type(clone, blocks.slice(0, until + 1))
    const live = await untilLine(
      house.client,
      `BES-O-${year}-00001`,
      'the port is live',
      (line) => line.live_at !== null,
    )
    expect(live).toMatchObject({ state: 'in-service', service: 'BES-XP-000013', billing: { reason: 'first-use' } })
    const said = await type(clone, blocks.slice(until + 1))
    expect(said).toContain(`F-${year}-000001  Jurassix`)
    expect(said).toContain('0 lost, 0 double, 0 leaked')
    expect((await serviceNow(house.client, 'BES-XP-000013')).billing_from).toBe(today)
    await doctorFindsNothing(house.client)
  })
})
