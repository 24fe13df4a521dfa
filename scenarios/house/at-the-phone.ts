import type { Locator, Page } from 'playwright-core'

/** A technician in the cold aisle: one open work order after the other, on a phone, as its screens ask. */

const said = {
  fr: {
    open: 'à prendre',
    take: 'Prendre l’intervention',
    next: 'Fait, suite',
    finish: 'Tout est fait',
    step: /Étape (\d+) sur (\d+)/,
    scan: 'Étiquette lue',
    keepScan: 'Garder la lecture',
    keepReading: 'Garder la valeur',
    keepNote: 'Garder la note',
    photo: 'Prendre la photo',
    label: /L’étiquette doit dire (.+)\.$/,
    between: /Accepté de (\S+) à (\S+)|Il en faut (\d+)/,
    done: /^Faite par/,
    toConfirm: 'Confirmation d’une seconde personne',
  },
  en: {
    open: 'to be taken',
    take: 'Take the work order',
    next: 'Done, next',
    finish: 'All is done',
    step: /Step (\d+) of (\d+)/,
    scan: 'Label as read',
    keepScan: 'Keep the reading of the label',
    keepReading: 'Keep the reading',
    keepNote: 'Keep the note',
    photo: 'Take the photo',
    label: /The label should say (.+)\.$/,
    between: /Accepted from (\S+) to (\S+)|(\d+) are expected/,
    done: /^Done by/,
    toConfirm: 'Confirmation by a second person',
  },
} as const
type Said = (typeof said)[keyof typeof said]

/** The smallest picture that is one: 1 by 1 px. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

const numberIn = (text: string | undefined): number => Number((text ?? '').replace('−', '-').replace(',', '.'))
const isThere = async (what: Locator): Promise<boolean> => (await what.count()) > 0

export interface Worker {
  readonly page: Page
  readonly base: string
  readonly language: keyof typeof said
  /** What is written where a note is asked for, by the screen's title; where nothing fits, the note is left out. */
  readonly notes: readonly (readonly [RegExp, string])[]
  /** A reading by its title; otherwise the middle of what is accepted. */
  readonly readings?: readonly (readonly [RegExp, number])[]
  /** Each screen before anything is done on it. */
  readonly look?: (page: Page, name: string) => Promise<void>
}

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true })

/** Brings back the proof that the screen asks for, if it asks for one. */
const prove = async ({ page, notes, readings = [] }: Worker, words: Said): Promise<void> => {
  const title = (await page.getByRole('heading', { level: 2 }).first().textContent()) ?? ''
  const hint = page.getByText(words.label)
  // Of several instruments, none of which was used yet, the first that may be used is the one in the hand.
  const instruments = page.getByRole('radio')
  if ((await isThere(instruments)) && !(await isThere(page.getByRole('radio', { checked: true }))))
    await page.locator('label:has([type=radio]:not([disabled]))').first().click()
  if (await isThere(button(page, words.keepScan))) {
    const [, label = ''] = words.label.exec((await hint.textContent()) ?? '') ?? []
    await page.getByLabel(words.scan).fill(label)
    await button(page, words.keepScan).click()
  } else if (await isThere(button(page, words.keepReading))) {
    const [, least, most, count] = words.between.exec((await page.getByText(words.between).textContent()) ?? '') ?? []
    const middle = count === undefined ? (numberIn(least) + numberIn(most)) / 2 : numberIn(count)
    const value = readings.find(([of]) => of.test(title))?.[1] ?? middle
    await page.getByRole('textbox').fill(String(Math.round(value * 100) / 100))
    await button(page, words.keepReading).click()
  } else if (await isThere(button(page, words.photo))) {
    await page.getByLabel(words.photo).setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: PHOTO })
    await page.getByLabel(words.photo).waitFor({ state: 'detached' })
  } else if (await isThere(button(page, words.keepNote))) {
    const note = notes.find(([of]) => of.test(title))?.[1]
    if (note === undefined) return
    await page.getByRole('textbox').fill(note)
    await button(page, words.keepNote).click()
  }
}

/** Takes the open work order whose list entry says this, does what each of its screens asks, and says that all is done. */
export const doWorkOnPhone = async (worker: Worker, what: RegExp): Promise<void> => {
  const { page, base, language, look } = worker
  const words = said[language]
  await page.goto(`${base}/work`)
  // The one that was finished a moment ago may still be on its way from this phone.
  const open = page.getByRole('listitem').filter({ hasText: words.open })
  await open.getByRole('link', { name: what }).first().click()
  await button(page, words.take).waitFor()
  await look?.(page, 'take')
  await button(page, words.take).click()
  for (let at = 1, all = 1; at <= all; at += 1) {
    const progress = page.getByText(new RegExp(words.step.source.replace('(\\d+)', String(at)))).first()
    await progress.waitFor()
    all = Number(words.step.exec((await progress.textContent()) ?? '')?.[2] ?? 0)
    await look?.(page, `${at}`)
    await prove(worker, words)
    await button(page, words.next).click()
  }
  await look?.(page, 'finish')
  await button(page, words.finish).click()
  await page.getByText(words.done).or(page.getByText(words.toConfirm)).first().waitFor()
}
