import { afterAll, beforeAll, expect, test } from 'vitest'
import { showWork } from '#market/contract'
import { must } from '../../../scenarios/house/asking.ts'
import { until } from '../../../scenarios/house/until.ts'
import { axeOf, openStage, orderWork, shot, type Stage } from '../testing.ts'

const TECHNICIAN = 'sacha.perrin@vesontio.example'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage?.close())

test('who opened only the list of work has each order without signal, with the room, the rack and the panel drawn', async () => {
  const { work } = await orderWork(stage)
  const { places } = must(await stage.house.client.call(showWork, { params: { work } }))
  const rack = places.find((place) => place.rack !== '')?.rack ?? ''
  const page = await stage.enter(TECHNICIAN, { width: 390 })
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.goto(`${stage.house.base}/work`)
  await page.getByText(work).first().waitFor()
  // The last thing that is read ahead is the order itself.
  const isKept = (): Promise<boolean> =>
    page.evaluate(
      async (number) => (await (await caches.open('vesontio-work-1')).keys()).some(({ url }) => url.endsWith(number)),
      work,
    )
  await until('the order is kept on this device', async () => (await isKept()) || null)
  await page.context().setOffline(true)
  await page.goto(`${stage.house.base}/work/${work}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  // The room and the rack, then the panel.
  await page
    .getByRole('img', { name: new RegExp(rack) })
    .nth(1)
    .waitFor()
  if (places.some(({ panel }) => panel !== null))
    await page
      .getByRole('img', { name: /^Panneau .* est marquée/ })
      .first()
      .waitFor()
  await shot(page, 'work-ahead-offline.fr.390')
  expect(await axeOf(page)).toEqual([])
  expect(stage.complaints).toEqual([])
})
