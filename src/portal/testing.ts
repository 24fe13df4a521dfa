import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { createHmac } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { acceptOrder, createOrder, listWork } from '#market/contract'
import { listPersons, makeLink } from '#people/contract'
import { must, paper, portOrder } from '../../scenarios/house/asking.ts'
import { type House, dropDataFolder, freePort, newDataFolder, startHouse } from '../../scenarios/house/start-house.ts'
import { until } from '../../scenarios/house/until.ts'

export const PASSWORD = 'six words that nobody else knows'

export interface Look {
  readonly language?: 'fr' | 'en'
  readonly width?: number
}

/** The real server on the sample site, and Chromium. */
export interface Stage {
  /** The one that runs now. */
  readonly house: House
  /** Ends the server and starts it again on the same data and address, with these arguments; windows stay open, sessions may have ended. */
  readonly reopen: (...args: readonly string[]) => Promise<void>
  /** A window of somebody who is not signed in. What its console and its policy complain of is kept in `complaints`. */
  readonly visit: (look?: Look) => Promise<Page>
  /** Comes in as people do: by the one-time link the first time; a further window is signed in already, until the server was reopened. */
  readonly enter: (mail: string, look?: Look) => Promise<Page>
  readonly linkOf: (mail: string) => Promise<string>
  readonly complaints: readonly string[]
  readonly close: () => Promise<void>
}

/** Only the bound of a failure: a machine may be slow, and a wait that is over at once costs nothing. */
const MOST_MS = 60_000
const TALL = 900
const PHONE_TALL = 844
const PHONE = 500

/** The first that is there: without a window's own pages it takes half the time. */
const BROWSERS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: BROWSERS.find(existsSync) ?? '/usr/bin/chromium', args: ['--no-sandbox'] })

const listen = (page: Page, complaints: string[]): void => {
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    // What the server refused, and what was cut off on purpose, is told by the page itself.
    if (message.type() === 'error' && !/Failed to load resource|net::ERR_/.test(message.text()))
      complaints.push(`${page.url()}: ${message.text()}`)
  })
}

type Session = Pick<Awaited<ReturnType<BrowserContext['storageState']>>, 'cookies'>

const windowOf = async (
  browser: Browser,
  { language = 'fr', width = 1440 }: Look,
  session?: Session,
): Promise<BrowserContext> => {
  const context = await browser.newContext({
    ...(session ? { storageState: { ...session, origins: [] } } : {}),
    viewport: { width, height: width < PHONE ? PHONE_TALL : TALL },
    hasTouch: width < PHONE,
    locale: language === 'fr' ? 'fr-FR' : 'en-GB',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  })
  context.setDefaultTimeout(MOST_MS)
  await context.addInitScript((chosen) => localStorage.setItem('vesontio.language', chosen), language)
  return context
}

/** Signs in on a page that stands at `/sign-in`. */
export const signIn = async (page: Page, mail: string): Promise<void> => {
  await page.locator('input[type=email]').fill(mail)
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.locator('input[type=password]').press('Enter')
  await page.locator('#content h1').waitFor()
}

export const openStage = async (): Promise<Stage> => {
  const data = newDataFolder()
  const port = await freePort()
  const start = (args: readonly string[]): Promise<House> => startHouse({ data, port, args: ['--no-twin', ...args] })
  let house = await start([])
  const reopen = async (...args: readonly string[]): Promise<void> => {
    await house.stop()
    sessions.clear()
    house = await start(args)
  }
  const browser = await openBrowser()
  const complaints: string[] = []
  /** Who has a password, and who is signed in: further windows of one person are given its session, since the server counts tries. */
  const known = new Set<string>()
  const sessions = new Map<string, Session>()
  const open = async (look: Look, session?: Session): Promise<Page> => {
    const page = await (await windowOf(browser, look, session)).newPage()
    listen(page, complaints)
    return page
  }
  const visit = (look: Look = {}): Promise<Page> => open(look)
  const linkOf = async (mail: string): Promise<string> => {
    const people = must(
      await house.client.call(listPersons, {
        query: { text: mail.split('@')[0]?.split('.').at(-1) ?? mail, limit: 50 },
      }),
    )
    const person = people.items.find((one) => one.mail === mail)
    if (!person) throw new Error(`nobody has ${mail}`)
    return must(await house.client.call(makeLink, { params: { person: person.id } })).path
  }
  const enter = async (mail: string, look: Look = {}): Promise<Page> => {
    const page = await open(look, sessions.get(mail))
    if (sessions.has(mail)) await page.goto(house.base)
    else if (known.has(mail)) {
      await page.goto(`${house.base}/sign-in`)
      await signIn(page, mail)
    } else {
      await page.goto(`${house.base}${await linkOf(mail)}`)
      await page.locator('input[type=password]').fill(PASSWORD)
      await page.locator('input[type=password]').press('Enter')
    }
    await page.locator('#content h1').waitFor()
    known.add(mail)
    sessions.set(mail, await page.context().storageState())
    return page
  }
  const close = async (): Promise<void> => {
    await browser.close()
    await house.stop()
    dropDataFolder(data)
  }
  return {
    get house() {
      return house
    },
    reopen,
    visit,
    enter,
    linkOf,
    complaints,
    close,
  }
}

/** What axe finds by WCAG 2.2 AA and by good practice, one line each. */
export const axeOf = async (page: Page): Promise<readonly string[]> => {
  // react-aria's own announcer points for some seconds at a button that has gone; it is heard, never met.
  const { violations } = await new AxeBuilder({ page })
    .exclude('[data-live-announcer]')
    // In the page itself, since no page has frames: a second page for each reading costs more than the reading.
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  return violations.map(
    (one) =>
      `${one.id}: ${one.nodes.map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`).join(' | ')}`,
  )
}

const REDRAWN_MS = 3000
/** How far the page is wider than its window: 0 unless something overflows. Drawings are drawn anew a moment after a width has changed. */
export const overflowOf = async (page: Page): Promise<number> => {
  const wider = (): number => document.documentElement.scrollWidth - document.documentElement.clientWidth
  const fits = await page
    .waitForFunction(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth, undefined, {
      timeout: REDRAWN_MS,
    })
    .catch(() => null)
  return fits ? 0 : page.evaluate(wider)
}

/** Kept where VESONTIO_SHOTS names a folder, for eyes and for the README. */
export const shot = async (page: Page, name: string): Promise<void> => {
  const folder = process.env['VESONTIO_SHOTS']
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

/** Presses the button of exactly this name. */
export const press = (within: Page | Locator, name: string): Promise<void> =>
  within.getByRole('button', { name, exact: true }).click()
export const dialog = (page: Page): Locator => page.getByRole('dialog')
/** What was asked has been done: its dialog is gone. */
export const done = (page: Page): Promise<void> => dialog(page).waitFor({ state: 'detached' })

/** RFC 6238 with its defaults: SHA-1, 30 s, six digits. */
export const totp = (secret: string, now = Date.now()): string => {
  const bits = [...secret.replace(/=+$/, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
  const digest = createHmac('sha1', key).update(counter).digest()
  const at = (digest.at(-1) ?? 0) & 0xf
  return String((digest.readUInt32BE(at) & 0x7fff_ffff) % 1_000_000).padStart(6, '0')
}

/** AS64509 is in RFC 5398's documentation range; the sample site lets it in. */
export const SAMPLE_ASN = 64509
const UNPATCHED = 14

/** The ports that the opening did not patch come last: an order past them asks for a technician. */
export const orderWork = async ({
  house: { client },
}: Pick<Stage, 'house'>): Promise<{ readonly order: string; readonly work: string }> => {
  const one = portOrder('jurassix', { speed: '1G', asn: SAMPLE_ASN })
  const { number } = must(
    await client.call(createOrder, { body: { ...one, lines: Array.from({ length: UNPATCHED }, () => one.lines[0]!) } }),
  )
  must(await client.call(acceptOrder, { params: { order: number }, body: { paper } }))
  const work = await until(
    'a work order is written',
    async () => must(await client.call(listWork, { query: { open: 'true' } })).items[0]?.number ?? null,
    60_000,
  )
  return { order: number, work }
}
