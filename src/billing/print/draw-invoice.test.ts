import { expect, test } from 'vitest'
import { recordingPaper } from '#paper/testing'
import { composeInvoice, numberInvoice } from '../compose-invoice.ts'
import type { Party } from '../model.ts'
import { rateService } from '../rate-service.ts'
import type { InvoiceSnapshot } from '../snapshot.ts'
import { german, isp, seller, service } from '../testing.ts'
import { drawFoot, drawInvoice } from './draw-invoice.ts'
import { printInvoice } from './print-invoice.ts'

const AT = new Date('2026-12-01T07:00:00Z')

const invoiceOf = (buyer: Party, specimen: boolean, services = 1): InvoiceSnapshot => {
  const owed = Array.from({ length: services }, (_, n) =>
    service({ id: `s${n}`, number: `BES-XP-${String(n + 61).padStart(6, '0')}` }),
  ).flatMap((one) => rateService(one, [], '2026-12', AT).map((due) => ({ service: one, due })))
  const composed = composeInvoice(seller, buyer, owed, specimen)
  if (!composed.ok) throw new Error(composed.refusal.code)
  return numberInvoice(composed.value, 'F-2026-000001', '2026-12-01')
}

const drawn = (invoice: InvoiceSnapshot) => {
  const sheet = recordingPaper()
  drawInvoice(sheet.paper, invoice)
  drawFoot(sheet.paper, invoice, 1, 1)
  expect(sheet.boxed()).toBe(true)
  return sheet.read()
}

test('a French invoice of the twin, row by row', () => {
  expect(drawn(invoiceOf(isp, true))).toMatchInlineSnapshot(`
    [
      "Vesontio Centre de données",
      "Facture",
      "4 rue du Balancier",
      "F-2026-000001",
      "25000 Besançon",
      "SIRET 123 456 782 00012",
      "SPECIMEN",
      "TVA FR32123456782",
      "Document du jumeau du site : rien n’est dû.",
      "Émise le | 1 déc. 2026 | Client",
      "À payer le | 31 déc. 2026",
      "Doubs Fibre SAS",
      "Période | 20 nov. 2026 – 31 déc. 2026",
      "12 quai Vauban",
      "Votre référence | BC-2026-118 | 25000 Besançon",
      "Commande | BES-O-2026-00042",
      "SIRET 987 654 321 00019",
      "TVA FR08987654321",
      "nov. 2026 | déc. 2026",
      "Service | Quantité | Prix unitaire | Montant HT",
      "Port d’échange 10 Gbit/s, mise en service | 1 | 500,00 € | 500,00 €",
      "BES-XP-000061 · 20 nov. 2026",
      "Port d’échange 10 Gbit/s | 11 j sur 30 | 350,00 € | 128,33 €",
      "BES-XP-000061 · 20 – 30 nov. 2026",
      "Port d’échange 10 Gbit/s | 1 mois | 350,00 € | 350,00 €",
      "BES-XP-000061 · 1 – 31 déc. 2026",
      "TVA | Base HT | Montant de TVA | Total HT | 978,33 €",
      "Total TVA | 195,67 €",
      "20 % | 978,33 € | 195,67 €",
      "À payer, TTC | 1 174,00 €",
      "Paiement",
      "Par virement sous 30 jours, avec la référence F-2026-000001.",
      "IBAN FR14 2004 1010 0505 0001 3M02 606 · BIC PSSTFRPPXXX",
      "Nature de l’opération : prestation de services.",
      "Tout retard de paiement donne lieu, sans rappel, à des pénalités au taux de refinancement de la BCE majoré de 10",
      "points (C. com. art. L441-10).",
      "Indemnité forfaitaire pour frais de recouvrement en cas de retard : 40 € (C. com. art. L441-10 et D441-5).",
      "Pas d’escompte pour paiement anticipé.",
      "Vesontio Centre de données · SAEM au capital de 1 000 000 € · RCS Besançon 123 456 782 · SIREN 123 456 782 | page 1 sur 1",
      "SPECIMEN",
    ]
  `)
})

test('an English invoice under reverse charge has the mention in both languages', () => {
  const rows = drawn(invoiceOf(german, false)).join('\n')
  for (const said of [
    'Invoice',
    'Due on | 31 Dec 2026',
    'Germany',
    'VAT DE123456789',
    '11 of 30 d',
    '€128.33',
    'Amount due | €978.33',
    'Reverse charge: VAT is due by the customer',
    'Autoliquidation : TVA due par le preneur',
  ])
    expect(rows).toContain(said)
  expect(rows).not.toContain('SPECIMEN')
})

test('a long invoice turns the page, repeats its head, and keeps inside the margins', () => {
  const sheet = recordingPaper()
  drawInvoice(sheet.paper, invoiceOf(isp, true, 30))
  expect(sheet.pages()).toBeGreaterThan(3)
  expect(sheet.boxed()).toBe(true)
  expect(sheet.read().filter((row) => row === 'SPECIMEN').length).toBeGreaterThanOrEqual(sheet.pages())
})

test('the PDF embeds its fonts, is the same each time, and writes names of all Europe', async () => {
  const invoice = invoiceOf({ ...isp, name: 'Łódź Fibre š.r.o.' }, true)
  const [once, again] = await Promise.all([printInvoice(invoice, AT), printInvoice(invoice, AT)])
  const text = Buffer.from(once).toString('latin1')
  expect(text.startsWith('%PDF-1.7')).toBe(true)
  expect(text).toMatch(/FontFile/)
  expect(text).toMatch(/\/Lang \(fr\)/)
  expect(once.length).toBeLessThan(200_000)
  expect(Buffer.from(again).equals(Buffer.from(once))).toBe(true)
})
