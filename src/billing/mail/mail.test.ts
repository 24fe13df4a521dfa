import { expect, test } from 'vitest'
import { languages, say } from '#kernel'
import { issuedMailWords } from './words.ts'

const invoice = { number: 'F-2026-000012', gross_cents: 117_400, due_date: '2027-01-23', preceding: null, seller: 'Vesontio', specimen: false } // prettier-ignore

test('a mail of an invoice names its number, total and due day, in words; a twin’s says that nothing is owed', () => {
  expect(say(issuedMailWords['mail-invoice-subject'], 'fr', invoice)).toBe(
    'Facture F-2026-000012\u00A0: 1\u00A0174,00\u00A0€ TTC, échéance le 23 janvier 2027',
  )
  expect(say(issuedMailWords['mail-invoice-subject'], 'en', { ...invoice, specimen: true })).toBe(
    'SPECIMEN, Invoice F-2026-000012: €1,174.00 with VAT, due on 23 January 2027',
  )
  const note = { ...invoice, number: 'A-2026-000003', due_date: null, preceding: 'F-2026-000012' }
  expect(say(issuedMailWords['mail-credit-note-body'], 'fr', note)).toContain('sur la facture F-2026-000012')
  for (const language of languages)
    for (const word of Object.values(issuedMailWords)) {
      expect(say(word, language, note)).not.toMatch(/\d{4}-\d{2}-\d{2}|undefined|NaN|Invalid/)
      expect(say(word, language, note)).not.toContain('SPECIMEN')
      expect(say(word, language, { ...note, specimen: true })).toContain('SPECIMEN')
    }
})
