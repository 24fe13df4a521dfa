import { rmSync } from 'node:fs'
import { afterAll, beforeAll, test } from 'vitest'
import { clientOf, doctorFindsNothing } from './house/asking.ts'
import { editedSite } from './house/edited-site.ts'
import { dropDataFolder, freePort, newDataFolder, startHouse } from './house/start-house.ts'
import type { Stage } from './house/stage.ts'
import * as clinic from './clinic/story.ts'
import * as grandBesancon from './grand-besancon/story.ts'
import * as regionalIsp from './regional-isp/story.ts'
import * as watchmaker from './watchmaker/story.ts'

/** As the README says it: a month later. */
const DAYS_AHEAD = '31'

const data = newDataFolder()
const site = editedSite([])
let stage: Stage
const open = async (...args: readonly string[]): Promise<void> => {
  const house = await startHouse({ data, port: await freePort(), args: ['--no-twin', '--site', site, ...args] })
  const key = (mail: string, ...scopes: readonly string[]) => clientOf(house, mail, scopes)
  stage = {
    house,
    site,
    key,
    technician: await key('camille.roy@vesontio.example', 'read', 'technician', 'engineer'),
    colleague: await key('sacha.perrin@vesontio.example', 'read', 'technician'),
  }
}
beforeAll(() => open(), 120_000)
afterAll(async () => {
  await stage?.house.stop()
  dropDataFolder(data)
  rmSync(site, { recursive: true, force: true })
}, 30_000)

test('Grand Besançon orders, and all three lines are delivered and accepted by the commands of the README', async () => {
  await grandBesancon.orders(stage)
})
test('Grand Besançon: no engagement number, no signature; one line of the three is given notice', async () => {
  await grandBesancon.isRefusedWithoutEngagement(stage)
  await grandBesancon.givesUpOneLine(stage)
})
test('the regional ISP: the rack is billed while the carrier sleeps, and each wait has its own clock', async () => {
  await regionalIsp.orders(stage)
})
test('the watchmaker: the survey proposes a quarter rack and a kilowatt; agreed, fetched, racked, tested, handed over', async () => {
  await watchmaker.moves(stage)
})
test('the clinic is refused with the reason, and accepted once the certificate is recorded', async () => {
  await clinic.orders(stage)
})
test('a month later: Grand Besançon’s invoice in arrears, to the cent', { timeout: 120_000 }, async () => {
  await stage.house.stop()
  await open('--days-ahead', DAYS_AHEAD)
  await grandBesancon.isBilled(stage)
  await grandBesancon.hasOneLineLess(stage)
})
test('a month later: the carrier has answered; its line alone waited for it, is rejected, put right and accepted', async () => {
  await regionalIsp.isConnected(stage)
})
test('a month later: more power, a bigger compartment, a second feed', async () => {
  await regionalIsp.grows(stage)
  await watchmaker.isMetered(stage)
})
test('in the end the doctor finds nothing lost, double or leaked', async () => {
  await doctorFindsNothing(stage.house.client)
})
