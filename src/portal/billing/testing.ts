import { join } from 'node:path'
import { sql } from 'kysely'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { billingRoutes } from '#billing'
import { words as billingWords } from '#billing/words'
import { type Right, newId, type OperatorRole } from '#kernel'
import { marketRoutes } from '#market'
import { makeLink, useLink } from '#people/contract'
import { type Listener, openListener, projectRoot, writeJournal } from '#postgres'
import { type TestServer, testServer } from '../../server/testing.ts'
import { openBrowser } from '../testing.ts'

/** The portal as it is built, on a real server and database, in Chromium. Months and prices are invented; time is set. */
export interface Stage {
  readonly here: TestServer
  readonly origin: string
  /** A page of somebody who has signed in by the sign-in page; a fresh browser profile each. */
  readonly enter: (who: Who, look?: Look) => Promise<Page>
  readonly person: (
    name: string,
    of: { readonly organisation: string; readonly roles?: readonly OperatorRole[]; readonly rights?: readonly Right[] },
  ) => Promise<Who>
  readonly service: (over: ServiceOver) => Promise<string>
  readonly happens: (name: string, subject: readonly [string, string], organisation: string) => Promise<void>
  readonly close: () => Promise<void>
}
export interface Who {
  readonly id: string
  readonly mail: string
}
export interface Look {
  readonly language?: 'fr' | 'en'
  readonly width?: number
}
export interface ServiceOver {
  readonly organisation: string
  readonly item?: string
  readonly monthly?: number
  readonly from?: string
}

const PASSWORD = 'a long enough password of tests'
const HEIGHT = 900

const personOf =
  (here: TestServer, admin: string): Stage['person'] =>
  async (name, of) => {
    const mail = `${name.toLowerCase()}@example.net`
    const id = await here.addPerson({ ...of, name, mail })
    const link = await here.ask(makeLink, { key: admin, params: { person: id } })
    const token = String(link.json<{ path: string }>().path.split('=').at(-1))
    const set = await here.ask(useLink, { body: { token, password: PASSWORD } })
    if (set.statusCode !== 200) throw new Error(set.body)
    return { id, mail }
  }

/** Signs in by the page itself once a person; later profiles are given the cookie, since the server counts tries. */
const enterOf = (browser: Browser, origin: string, now: () => string): Stage['enter'] => {
  const signedIn = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>()
  const open = async (context: BrowserContext, who: Who): Promise<Page> => {
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    await page.clock.setFixedTime(now())
    if (signedIn.has(who.mail)) return page
    await page.goto(`${origin}/sign-in`)
    await page.locator('input[type=email]').fill(who.mail)
    await page.locator('input[type=password]').fill(PASSWORD)
    await page.locator('input[type=password]').press('Enter')
    await page.waitForURL(`${origin}/`)
    signedIn.set(who.mail, { ...(await context.storageState()), origins: [] })
    return page
  }
  return (who, { language = 'fr', width = 1440 } = {}) => {
    const kept = signedIn.get(who.mail)
    const viewport = { width, height: HEIGHT }
    const locale = language === 'fr' ? 'fr-FR' : 'en-GB'
    return browser
      .newContext({ viewport, locale, serviceWorkers: 'block', ...(kept ? { storageState: kept } : {}) })
      .then((context) => open(context, who))
  }
}

let serial = 0
const serviceOf =
  (here: TestServer): Stage['service'] =>
  async ({ organisation, item = 'port-10g', monthly = 350, from = '2026-10-20' }) => {
    serial += 1
    const number = `BES-XP-${String(serial).padStart(6, '0')}`
    await sql`
      insert into market.service (id, site_id, number, organisation_id, product, item, parameters, state, setup_cents, monthly_micro_euros,
                                  billing, zone, billing_from, billing_reason, created_at)
      select ${newId()}, id, ${number}, ${organisation}, 'exchange-port', ${item}, '{}', 'in-service', 50000, ${monthly * 1_000_000},
             'advance', 'Europe/Paris', ${from}, 'first-use', '2026-10-01T00:00:00Z' from facility.site`.execute(
      here.database.db,
    )
    return number
  }

export const openStage = async (start: string): Promise<Stage> => {
  const listeners: Listener[] = []
  const here = await testServer({
    served: () => [...marketRoutes, ...billingRoutes],
    words: billingWords,
    options: async ({ connection }) => {
      const listener = await openListener(connection)
      listeners.push(listener)
      return { portalFolder: join(projectRoot(), 'dist/portal'), listener }
    },
  })
  let now = start
  here.at(start)
  const origin = (await here.app.listen({ port: 0, host: '127.0.0.1' })).replace(/\/$/, '')
  const browser = await openBrowser()
  const admin = await here.keyOf(
    await here.addPerson({ organisation: here.organisations.operator, roles: ['admin'], name: 'Root' }),
  )
  const stage: TestServer = {
    ...here,
    at: (text) => {
      now = text
      here.at(text)
    },
  }
  return {
    here: stage,
    origin,
    enter: enterOf(browser, origin, () => now),
    person: personOf(here, admin),
    service: serviceOf(here),
    happens: (name, subject, organisation) =>
      here.database.db.transaction().execute((tx) =>
        writeJournal(tx, {
          room: 'market',
          name,
          subject,
          by: { kind: 'system', id: null },
          at: new Date(now),
          onBehalfOf: organisation,
          data: {},
        }),
      ),
    close: async () => {
      await browser.close()
      await Promise.all(listeners.map((one) => one.stop()))
      await here.close()
    },
  }
}
