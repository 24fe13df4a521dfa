import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { marketWords } from '#market/words'
import { microEuros } from '#units'
import { type Owed, composeInvoice, numberInvoice } from './compose-invoice.ts'
import type { BilledService, Party } from './model.ts'
import { rateService } from './rate-service.ts'
import { invoiceSnapshot } from './snapshot.ts'
import { german, isp, seller, service, swiss, town } from './testing.ts'

const DECEMBER = new Date('2026-12-01T07:00:00Z')

const owedFor = (...services: readonly BilledService[]): readonly Owed[] =>
  services.flatMap((one) => rateService(one, [], '2026-12', DECEMBER).map((due) => ({ service: one, due })))

const compose = (buyer: Party, ...services: readonly BilledService[]) => {
  const composed = composeInvoice(seller, buyer, owedFor(...services), true)
  if (!composed.ok) throw new Error(composed.refusal.code)
  expect(invoiceSnapshot.parse(composed.value)).toEqual(composed.value)
  return composed.value
}

test('the invoice of a port that began in November, in advance, in December', () => {
  expect(numberInvoice(compose(isp, service()), 'F-2026-000001', '2026-12-01')).toMatchInlineSnapshot(`
    {
      "buyer": {
        "address": "12 quai Vauban
    25000 Besançon",
        "country": "FR",
        "id": "doubs-fibre",
        "language": "fr",
        "name": "Doubs Fibre SAS",
        "public_body": false,
        "siren": "987654321",
        "siret": "98765432100019",
        "vat_number": "FR08987654321",
      },
      "buyer_reference": null,
      "currency": "EUR",
      "due_date": "2026-12-31",
      "issue_date": "2026-12-01",
      "lines": [
        {
          "charge": "setup",
          "customer_reference": "BC-2026-118",
          "line": 1,
          "name": {
            "en": "Exchange port 10 Gbit/s, setup",
            "fr": "Port d’échange 10 Gbit/s, mise en service",
          },
          "net_cents": 50000,
          "order": "BES-O-2026-00042",
          "period": {
            "first_day": "2026-11-20",
            "last_day": "2026-11-20",
          },
          "price_base": 1,
          "price_micro_euros": 500000000,
          "quantity": 1,
          "service": "BES-XP-000061",
          "unit": "C62",
          "vat_category": "S",
          "vat_percent": 20,
        },
        {
          "charge": "rent",
          "customer_reference": "BC-2026-118",
          "line": 2,
          "name": {
            "en": "Exchange port 10 Gbit/s",
            "fr": "Port d’échange 10 Gbit/s",
          },
          "net_cents": 12833,
          "order": "BES-O-2026-00042",
          "period": {
            "first_day": "2026-11-20",
            "last_day": "2026-11-30",
          },
          "price_base": 30,
          "price_micro_euros": 350000000,
          "quantity": 11,
          "service": "BES-XP-000061",
          "unit": "DAY",
          "vat_category": "S",
          "vat_percent": 20,
        },
        {
          "charge": "rent",
          "customer_reference": "BC-2026-118",
          "line": 3,
          "name": {
            "en": "Exchange port 10 Gbit/s",
            "fr": "Port d’échange 10 Gbit/s",
          },
          "net_cents": 35000,
          "order": "BES-O-2026-00042",
          "period": {
            "first_day": "2026-12-01",
            "last_day": "2026-12-31",
          },
          "price_base": 1,
          "price_micro_euros": 350000000,
          "quantity": 1,
          "service": "BES-XP-000061",
          "unit": "MON",
          "vat_category": "S",
          "vat_percent": 20,
        },
      ],
      "notes": [
        {
          "subject": "ABL",
          "text": {
            "en": "Nature of the supply: services.",
            "fr": "Nature de l’opération : prestation de services.",
          },
        },
        {
          "subject": "PMD",
          "text": {
            "en": "Late payment bears interest, without reminder, at the ECB’s refinancing rate plus 10 points (C. com. art. L441-10).",
            "fr": "Tout retard de paiement donne lieu, sans rappel, à des pénalités au taux de refinancement de la BCE majoré de 10 points (C. com. art. L441-10).",
          },
        },
        {
          "subject": "PMT",
          "text": {
            "en": "Fixed compensation for recovery costs in case of late payment: €40 (C. com. art. L441-10 and D441-5).",
            "fr": "Indemnité forfaitaire pour frais de recouvrement en cas de retard : 40 € (C. com. art. L441-10 et D441-5).",
          },
        },
        {
          "subject": "AAB",
          "text": {
            "en": "No discount for early payment.",
            "fr": "Pas d’escompte pour paiement anticipé.",
          },
        },
      ],
      "number": "F-2026-000001",
      "payment": {
        "bic": "PSSTFRPPXXX",
        "days": 30,
        "iban": "FR1420041010050500013M02606",
      },
      "period": {
        "first_day": "2026-11-20",
        "last_day": "2026-12-31",
      },
      "preceding": null,
      "purchase_order": "BC-2026-118",
      "sales_order": "BES-O-2026-00042",
      "seller": {
        "address": "4 rue du Balancier
    25000 Besançon",
        "country": "FR",
        "id": "operator",
        "legal_form": "SAEM au capital de 1 000 000 €",
        "name": "Vesontio Centre de données",
        "register": "RCS Besançon 123 456 782",
        "siren": "123456782",
        "siret": "12345678200012",
        "vat_number": "FR32123456782",
      },
      "specimen": true,
      "totals": {
        "gross_cents": 117400,
        "net_cents": 97833,
        "vat_cents": 19567,
      },
      "type_code": "380",
      "vat": [
        {
          "category": "S",
          "net_cents": 97833,
          "percent": 20,
          "reason": null,
          "reason_code": null,
          "vat_cents": 19567,
        },
      ],
      "version": 1,
    }
  `)
})

test('a half cent on each of two lines is rounded on each, VAT once on their sum', () => {
  const cheap = service({ setupMicroEuros: microEuros(0), monthlyMicroEuros: microEuros(15_000) }) // 1,5 c€
  const invoice = compose(isp, cheap, { ...cheap, id: 's2', number: 'BES-XP-000062' })
  expect(invoice.lines.map((line) => line.net_cents)).toEqual([1, 2, 1, 2])
  expect(invoice.totals).toEqual({ net_cents: 6, vat_cents: 1, gross_cents: 7 })
})

test('one order of the customer is named at the head, several only on their lines', () => {
  const other = service({ id: 's2', number: 'BES-XP-000062', order: { ...order(), customerReference: 'BC-2026-131' } })
  expect(compose(isp, service())).toMatchObject({ purchase_order: 'BC-2026-118', sales_order: 'BES-O-2026-00042' })
  expect(compose(isp, service(), other)).toMatchObject({ purchase_order: null, sales_order: 'BES-O-2026-00042' })
})

const order = () => {
  const { order: named } = service()
  if (!named) throw new Error('the sample service has an order')
  return named
}

test('reverse charge: no VAT, both numbers, and the mention in both languages', () => {
  const invoice = compose(german, service())
  expect(invoice).toMatchObject({
    seller: { vat_number: 'FR32123456782' },
    buyer: { vat_number: 'DE123456789', language: 'en' },
    vat: [{ category: 'AE', percent: 0, vat_cents: 0, reason_code: 'VATEX-EU-AE' }],
    totals: { net_cents: 97_833, vat_cents: 0, gross_cents: 97_833 },
  })
  expect(invoice.notes[0]).toEqual({
    subject: 'TXD',
    text: {
      fr: 'Autoliquidation : TVA due par le preneur (directive 2006/112/CE art. 44 et 196, CGI art. 283-2).',
      en: 'Reverse charge: VAT is due by the customer (directive 2006/112/EC art. 44 and 196).',
    },
  })
})

test('outside the Union: outside the scope, without VAT numbers in the fields (BR-O-02), the seller’s in a note', () => {
  const invoice = compose(swiss, service())
  expect(invoice).toMatchObject({
    seller: { vat_number: null },
    buyer: { vat_number: null },
    vat: [{ category: 'O', reason_code: 'VATEX-EU-O', vat_cents: 0 }],
  })
  expect(invoice.notes.map((note) => note.text.fr)).toContain('Numéro de TVA du vendeur : FR32123456782.')
})

test('a public body is invoiced with its service code and engagement, at its own rate of interest', () => {
  const owed = service({ order: { ...order(), engagementNumber: 'EJ-2026-00417' } })
  expect(compose(town, owed)).toMatchObject({
    buyer_reference: 'DSI-RESEAUX',
    purchase_order: 'EJ-2026-00417',
    buyer: { siret: '24250036100017', siren: '242500361', public_body: true },
  })
  expect(compose(town, owed).notes.find((note) => note.subject === 'PMD')?.text.fr).toContain('8 points')
})

test('what Chorus Pro would reject is refused, and says all that is missing', () => {
  const bare: Party = { ...town, siret: null, serviceCode: null }
  expect(composeInvoice(seller, town, owedFor(service()), true)).toMatchObject({
    ok: false,
    refusal: { code: 'engagement-unsaid', missing: ['engagement-number'] },
  })
  expect(composeInvoice(seller, bare, owedFor(service()), true)).toMatchObject({
    refusal: { missing: ['siret', 'service-code', 'engagement-number'] },
  })
})

/** These are parts of the price of a rack space and named as such. */
const PART = /^(kw-|option-)/
test('what is on the price list is called by its words on paper, never by the code of its item', () => {
  const { prices } = parse(readFileSync(new URL('../../sites/besancon/prices.yaml', import.meta.url), 'utf8')) as {
    readonly prices: readonly { readonly product: string; readonly item: string }[]
  }
  for (const { product, item } of prices.filter((one) => !PART.test(one.item))) {
    const name = compose(isp, service({ product, item })).lines[0]?.name
    expect(`${name?.fr} ${name?.en}`, item).not.toContain(product === 'move' ? 'move move' : item)
  }
  // On a quote and in the portal, each by its word, and every product.
  for (const code of prices.flatMap(({ product, item }) => [product, item])) {
    const word = Object.entries(marketWords).find(([one]) => one === code)?.[1]
    expect([typeof word, code]).toEqual(['object', code])
  }
  // An item of the site's own is called as its files say.
  const names = new Map([['dark-corner', { fr: 'Coin sombre', en: 'Dark corner' }]])
  expect(compose(isp, { ...service({ product: 'rack-space', item: 'dark-corner' }), names }).lines[0]?.name).toEqual({
    fr: 'Coin sombre, mise en service',
    en: 'Dark corner, setup',
  })
})
