import { expect, test } from 'vitest'
import { languages, say } from '#kernel'
import { letterMailWords } from './letter/words.ts'
import { marketWords } from './words.ts'

/** One of everything that a mail names. */
const values = {
  service: 'BES-XC-000042',
  order: 'BES-O-2026-00042',
  letter: 'BES-L-2026-00007',
  company: 'Jurassix',
  issuer: 'Rhin-Rhône Transit',
  label: 'M3-P01/07',
  connector: 'LC-UPC',
  media: 'os2',
  compartment: '4-20',
  peak_w: 1700,
  limit_w: 1500,
  how: 'notice',
  silent_on: '2026-12-08',
  ends_on: '2026-12-31',
  expires_on: '2027-01-23',
  storage_day_micro_euros: 12_500_000,
  organisation: 'Jurassix',
  place: '3-21/a',
  sides: 'A+B',
  zone: 'Europe/Paris',
  peak_at: new Date('2026-11-23T07:10:00Z'),
  until: new Date('2026-11-23T09:00:00Z'),
  meters: ['feed-A-3-21/a', 'feed-B-3-21/a'],
  now_w: 1100,
  index: 'SYNTEC',
  index_before: 314.2,
  index_value: 322.5,
  before_micro_euros: 589_000_000,
  monthly_micro_euros: 604_560_000,
  begun: true,
  item: 'kwh',
  unit_micro_euros: 240_000,
}
/** An alarm’s window begins at an instant, a price on a day. */
const fromOf = (code: string): object => ({
  from: code.startsWith('mail-power') ? new Date('2026-11-16T09:00:00Z') : '2026-12-16',
})
const mails = Object.entries({ ...marketWords, ...letterMailWords }).filter(([code]) => code.startsWith('mail-'))

test('every mail, in the language of its reader: days and media in words, amounts as that language writes them', async () => {
  for (const language of languages) {
    const said = mails.map(([code, word]) => `${code}: ${say(word, language, { ...values, ...fromOf(code) })}`)
    for (const text of said) {
      expect(text).not.toMatch(/\d{4}-\d{2}-\d{2}/)
      expect(text).not.toMatch(/\bos2\b|undefined|NaN/)
    }
    await expect(`${said.join('\n')}\n`).toMatchFileSnapshot(`golden/mails.${language}.txt`)
  }
})
