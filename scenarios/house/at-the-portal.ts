import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { axeOf, dialog, done, overflowOf, press, shot } from '../../src/portal/testing.ts'
import { paper as received } from './asking.ts'

/** Gestures of a customer and of the site's people at a desk, by the names that a screen reader hears. Work orders: `at-the-phone.ts`. */

const said = {
  fr: {
    orders: 'Commandes',
    newOrder: 'Nouvelle commande',
    organisation: 'Organisation',
    space: 'Hébergement',
    cross: 'Liaison croisée',
    port: 'Port d’échange',
    size: 'Taille',
    power: 'Puissance souscrite',
    sides: 'Voies',
    nearMeetMe: 'Près de la salle de rencontre',
    healthData: /^Ce service hébergera des données de santé/,
    from: 'De (A)',
    to: 'Vers (Z)',
    line: 'Ligne',
    panel: 'Panneau',
    ends: {
      line: 'Place d’une ligne de cette commande',
      panel: 'Position d’un panneau',
      other: 'Une autre organisation',
    },
    sizes: { quarter: /^Quart de baie/, half: /^Demi-baie/, full: /^Baie entière/ },
    speed: 'Débit',
    asn: 'Numéro d’AS',
    prefixes: 'Préfixes annoncés',
    reference: 'Votre référence (facultatif)',
    serviceCode: 'Code service (organisme public)',
    engagement: 'Numéro d’engagement (organisme public)',
    possible: 'Possible',
    makeQuote: 'Établir le devis',
    sign: 'Accepter et réserver…',
    signDo: 'Accepter et réserver',
    paperFile: /^Document reçu/,
    paperNumber: 'Numéro du document',
    paperDate: 'Date du document',
    paperSigner: 'Signé par',
    accept: 'Accepter la livraison…',
    acceptDo: 'Accepter par écrit',
    billed: /Facturée depuis le .*acceptation écrite/,
  },
  en: {
    orders: 'Orders',
    newOrder: 'New order',
    organisation: 'Organisation',
    space: 'Rack space',
    cross: 'Cross-connect',
    port: 'Exchange port',
    size: 'Size',
    power: 'Committed power',
    sides: 'Sides',
    nearMeetMe: 'Near the meet-me room',
    healthData: /^This service will carry health data/,
    from: 'From (A)',
    to: 'To (Z)',
    line: 'Line',
    panel: 'Panel',
    ends: { line: 'Space of a line of this order', panel: 'Position of a panel', other: 'Another organisation' },
    sizes: { quarter: /^Quarter rack/, half: /^Half rack/, full: /^Full rack/ },
    speed: 'Speed',
    asn: 'AS number',
    prefixes: 'Announced prefixes',
    reference: 'Your reference (optional)',
    serviceCode: 'Service code (public body)',
    engagement: 'Engagement number (public body)',
    possible: 'Possible',
    makeQuote: 'Make the quote',
    sign: 'Accept and reserve…',
    signDo: 'Accept and reserve',
    paperFile: /^Document received/,
    paperNumber: 'Number of the document',
    paperDate: 'Date of the document',
    paperSigner: 'Signed by',
    accept: 'Accept the delivery…',
    acceptDo: 'Accept in writing',
    billed: /Billed since .*accepted in writing/,
  },
} as const

/** Somebody who is signed in, at a window of theirs (`stage.enter`). */
export interface AtDesk {
  readonly page: Page
  readonly base: string
  readonly language: keyof typeof said
}

/** Kept for eyes, read by axe, and no wider than its window. */
export const see = async (page: Page, name: string): Promise<void> => {
  await page.waitForFunction(
    () => !/Lecture…|Reading…|Calcul…|Computing…/.test(document.querySelector('main')?.textContent ?? 'Reading…'),
  )
  await shot(page, name)
  expect([await axeOf(page), await overflowOf(page)], name).toEqual([[], 0])
}
const PHONE = { width: 390, height: 844 }
/** At a desk, and the same page on a phone: as wide as its window; axe reads pages of a phone in `src/portal/pages.browser.test.ts`. */
export const seeBoth = async (page: Page, name: string): Promise<void> => {
  const desk = page.viewportSize() ?? PHONE
  await see(page, `${name}.${desk.width}`)
  await page.setViewportSize(PHONE)
  // A table becomes a list a moment after the window has changed.
  await page.waitForFunction(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)
  await shot(page, `${name}.${PHONE.width}`)
  await page.setViewportSize(desk)
}

/** Line n of an order, on its form and on its page. */
export const lineOf = (page: Page, n: number): Locator => page.getByRole('region', { name: new RegExp(`^${n}\\. `) })

const OPTION_MS = 5000
const TRIES = 3
/** Opens the choice of this label, once what can be chosen is read, and takes the option of this name. */
export const choose = async (
  page: Page,
  within: Page | Locator,
  label: string,
  option: string | RegExp,
): Promise<void> => {
  const name = typeof option === 'string' ? { name: option, exact: true } : { name: option }
  // A page that is still scrolling to its place closes what was opened on it: it is opened again.
  for (let tries = 1; ; tries += 1) {
    await within
      .getByLabel(label, { exact: true })
      .filter({ hasNotText: /Lecture…|Reading…/ })
      .click()
    const taken = await page
      .getByRole('option', name)
      .click({ timeout: OPTION_MS })
      .then(
        () => true,
        (thrown: unknown) => (tries < TRIES ? false : Promise.reject(thrown)),
      )
    if (taken) return
  }
}

export type LineTyped =
  | {
      readonly product: 'rack-space'
      readonly size: 'quarter' | 'half' | 'full'
      /** As typed: `1,5` in French. */
      readonly kilowatts: string
      readonly nearMeetMe?: boolean
      readonly healthData?: boolean
    }
  | {
      readonly product: 'cross-connect'
      /** The line of the rack space that it leads from; untouched where the form has chosen it. */
      readonly from?: number
      /** As the choices read: a panel such as `M3-P03 · LC/APC`, or the name of another organisation. */
      readonly to: { readonly panel: RegExp } | { readonly organisation: string }
    }
  | {
      readonly product: 'exchange-port'
      readonly speed?: '1G' | '10G' | '100G'
      readonly asn: string
      readonly prefixes?: string
    }

const typeLine = async ({ page, language }: AtDesk, n: number, line: LineTyped): Promise<void> => {
  const words = said[language]
  const at = lineOf(page, n)
  switch (line.product) {
    case 'rack-space':
      await press(page, words.space)
      await choose(page, at, words.size, words.sizes[line.size])
      await at.getByLabel(words.power, { exact: true }).fill(line.kilowatts)
      if (line.nearMeetMe === true) await at.getByText(words.nearMeetMe).click()
      if (line.healthData === true) await at.getByText(words.healthData).click()
      return
    case 'cross-connect':
      await press(page, words.cross)
      if (line.from !== undefined) {
        await choose(page, at, words.from, words.ends.line)
        await choose(page, at, words.line, `${words.line} ${line.from}`)
      }
      await choose(page, at, words.to, 'panel' in line.to ? words.ends.panel : words.ends.other)
      if ('panel' in line.to) await choose(page, at, words.panel, line.to.panel)
      else await choose(page, at, words.organisation, line.to.organisation)
      return
    case 'exchange-port':
      await press(page, words.port)
      if (line.speed !== undefined) await choose(page, at, words.speed, line.speed)
      await at.getByLabel(words.asn, { exact: true }).fill(line.asn)
      if (line.prefixes !== undefined) await at.getByLabel(words.prefixes, { exact: true }).fill(line.prefixes)
  }
}

export interface OrderTyped {
  /** The name of the customer, chosen by the site's people; a customer finds its own filled in. */
  readonly organisation?: string
  readonly lines: readonly LineTyped[]
  readonly reference?: string
  readonly serviceCode?: string
  readonly engagement?: string
}

/** Types an order, from the list of orders to its last field. */
export const typeOrder = async (desk: AtDesk, order: OrderTyped): Promise<void> => {
  const { page, base, language } = desk
  const words = said[language]
  await page.goto(`${base}/orders`)
  await page.getByRole('link', { name: words.newOrder }).first().click()
  if (order.organisation !== undefined) await choose(page, page, words.organisation, order.organisation)
  for (const [index, line] of order.lines.entries()) await typeLine(desk, index + 1, line)
  for (const field of ['reference', 'serviceCode', 'engagement'] as const)
    if (order[field] !== undefined) await page.getByLabel(words[field], { exact: true }).fill(order[field])
}

/** Waits until each line can be had, makes the quote, and answers with the order's number. */
export const makeQuote = async ({ page, language }: AtDesk, lines: number): Promise<string> => {
  const words = said[language]
  for (let n = 1; n <= lines; n += 1) await lineOf(page, n).getByText(words.possible, { exact: true }).waitFor()
  await press(page, words.makeQuote)
  const number = page.getByRole('heading', { level: 1, name: /^BES-O-\d{4}-\d{5}$/ })
  await number.waitFor()
  return (await number.textContent()) ?? ''
}

/** The document that a customer signed, as it is entered for it. */
export interface PaperTyped {
  readonly number: string
  readonly date: string
  readonly signer: string
}
const typePaper = async ({ page, language }: AtDesk, { number, date, signer }: PaperTyped): Promise<void> => {
  const words = said[language]
  const buffer = Buffer.from(received.content_base64, 'base64')
  const at = dialog(page)
  await at.getByLabel(words.paperFile).setInputFiles({ name: `${number}.pdf`, mimeType: 'application/pdf', buffer })
  await at.getByLabel(words.paperNumber).fill(number)
  await at.getByLabel(words.paperDate).fill(date)
  await at.getByLabel(words.paperSigner).fill(signer)
}

/** On the order's page: the dialog that says what would be reserved, left open with the paper typed, if any. */
export const openSigning = async (desk: AtDesk, paper?: PaperTyped): Promise<void> => {
  await press(desk.page, said[desk.language].sign)
  if (paper) await typePaper(desk, paper)
}
/** Presses what reserves, and waits until it is done. */
export const sign = async ({ page, language }: AtDesk): Promise<void> => {
  await press(dialog(page), said[language].signDo)
  await done(page)
}

/** On the order's page, as the customer (or for it, with its paper): line n is accepted in writing as soon as it is ready. */
export const acceptLine = async (desk: AtDesk, n: number, paper?: PaperTyped): Promise<void> => {
  const { page, language } = desk
  const words = said[language]
  await press(lineOf(page, n), words.accept)
  if (paper) await typePaper(desk, paper)
  await press(dialog(page), words.acceptDo)
  await done(page)
  await lineOf(page, n).getByText(words.billed).waitFor()
}
