import { type Language, type Word, say } from '#kernel'
import { A4, LEFT, MARGIN, type Paper, RIGHT, block, color, ink, textRight, wrap } from '#paper'
import type { InvoiceSnapshot, SnapshotLine } from '../snapshot.ts'
import { words } from '../words.ts'
import { drawTrack } from './draw-track.ts'
import { countryName, date, groups, kilo, money, percent, period, quantity, siret, unitPrice } from './format.ts'

interface Sheet {
  readonly paper: Paper
  readonly invoice: InvoiceSnapshot
  readonly language: Language
  readonly says: (word: Word, values?: object) => string
}

const HALF = LEFT + (RIGHT - LEFT) / 2
const BUYER_X = HALF + 24
/** Nothing but the foot stands below. */
const FLOOR = A4.height - 76
const COLUMN = { quantity: 372, price: 446, net: RIGHT } as const
const NAME_WIDTH = 250
const ROW_GAP = 9

type PrintedParty = InvoiceSnapshot['seller'] | InvoiceSnapshot['buyer']

/** The country is written for the post, where it is not the seller's own. */
const addressLines = ({ invoice, language }: Sheet, party: PrintedParty): readonly string[] =>
  [
    ...party.address.split('\n').map((line) => line.trim()),
    party.country === invoice.seller.country ? '' : countryName(party.country, language),
  ].filter((line) => line !== '')

const identityLines = ({ says }: Sheet, party: PrintedParty): readonly string[] => [
  ...(party.siret === null ? [] : [`SIRET ${siret(party.siret)}`]),
  ...(party.vat_number === null ? [] : [`${says(words['vat-rate'])} ${party.vat_number}`]),
]

const titleOf = ({ invoice, says }: Sheet): string =>
  says(invoice.type_code === '381' ? words['credit-note'] : words.invoice)

/** Seller at the left, what it is and its number at the right. */
const drawHead = (sheet: Sheet): number => {
  const { paper, invoice, says } = sheet
  paper.text(LEFT, 66, invoice.seller.name, ink.brand)
  const lines = [...addressLines(sheet, invoice.seller), ...identityLines(sheet, invoice.seller)]
  const under = block(paper, [LEFT, 82], lines, ink.second)
  textRight(paper, RIGHT, 70, titleOf(sheet), ink.title)
  textRight(paper, RIGHT, 92, invoice.number ?? says(words['not-issued']), ink.number)
  if (invoice.specimen) {
    textRight(paper, RIGHT, 108, says(words.specimen), ink.warn)
    textRight(paper, RIGHT, 120, says(words['specimen-why']), { ...ink.second, color: color.wait })
  }
  return Math.max(under, 132)
}

const factsOf = ({ invoice, language, says }: Sheet): readonly (readonly [string, string])[] => {
  const facts: (readonly [string, string | null])[] = [
    [
      says(invoice.type_code === '381' ? words['credit-issued-on'] : words['issued-on']),
      invoice.issue_date === null ? '–' : date(invoice.issue_date, language),
    ],
    [says(words['due-on']), invoice.due_date === null ? null : date(invoice.due_date, language)],
    [
      says(words['repays-from']),
      invoice.preceding === null
        ? null
        : `${invoice.preceding.number}, ${date(invoice.preceding.issue_date, language)}`,
    ],
    [says(words.period), period(invoice.period.first_day, invoice.period.last_day, language)],
    [says(words['service-code']), invoice.buyer_reference],
    [says(invoice.buyer.public_body ? words.engagement : words['your-reference']), invoice.purchase_order],
    [says(words['our-order']), invoice.sales_order],
  ]
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))
}

/** Facts of the invoice at the left, its buyer at the right, where a window envelope shows it. */
const drawParties = (sheet: Sheet, top: number): number => {
  const { paper, invoice, says } = sheet
  paper.line([LEFT, top], [RIGHT, top], { width: 1, color: color.ink })
  let y = top + 18
  for (const [name, value] of factsOf(sheet)) {
    paper.text(LEFT, y, name, ink.second)
    paper.text(LEFT + 92, y, value, ink.body)
    y += 14
  }
  paper.text(BUYER_X, top + 18, says(words.buyer), ink.head)
  const name = wrap(paper, invoice.buyer.name, ink.section, RIGHT - BUYER_X)
  const under = block(paper, [BUYER_X, top + 33], name, ink.section)
  const address = addressLines(sheet, invoice.buyer).flatMap((line) => wrap(paper, line, ink.body, RIGHT - BUYER_X))
  const rest = block(paper, [BUYER_X, under + 1], address, ink.body)
  const last = block(paper, [BUYER_X, rest + 3], identityLines(sheet, invoice.buyer), ink.identifier)
  return Math.max(y, last) + 14
}

const quantityOf = (line: SnapshotLine, { says, language }: Sheet): string => {
  switch (line.unit) {
    case 'MON':
      return says(words['one-month'])
    case 'DAY':
      // Storage has a price a day, rent that of its month.
      if (line.price_base === 1) return says(words.days, { days: line.quantity })
      return says(words['of-month'], { days: line.quantity, of: line.price_base })
    case 'C62':
      return String(line.quantity)
    case 'KWH':
      return says(words.kwh, { kwh: quantity(line.quantity, language) })
  }
}

const drawTableHead = ({ paper, says }: Sheet, top: number): number => {
  paper.text(LEFT, top, says(words.service), ink.head)
  textRight(paper, COLUMN.quantity, top, says(words.quantity), ink.head)
  textRight(paper, COLUMN.price, top, says(words.price), ink.head)
  textRight(paper, COLUMN.net, top, says(words.net), ink.head)
  paper.line([LEFT, top + 5], [RIGHT, top + 5], { width: 0.75, color: color.edge })
  return top + 5
}

type Part = NonNullable<SnapshotLine['parts']>[number]

/** `4 kW × 95,00 € = 380,00 €`, or the amount alone. */
const partText = ({ price_micro_euros: price, times }: Part, language: Sheet['language']): string => {
  const whole = unitPrice(price, language)
  if (!times) return whole
  const each = unitPrice(times.unit_micro_euros, language)
  const count = quantity(times.quantity, language)
  return `${times.unit === 'x' ? count : `${count}\u00A0${times.unit}`} × ${each} = ${whole}`
}

/** Each part of a month's price with its own amount. */
const partsText = (parts: readonly Part[], language: Sheet['language']): string =>
  parts.map((part) => `${part.name[language]} ${partText(part, language)}`).join(' + ')

/** What stands under a line's name: number, days, and what the page's head does not say already. */
const detailOf = ({ invoice, language, says }: Sheet, line: SnapshotLine): string =>
  [
    line.service,
    line.charge === 'setup'
      ? date(line.period.first_day, language)
      : period(line.period.first_day, line.period.last_day, language),
    ...(line.order !== null && invoice.sales_order === null ? [line.order] : []),
    ...(line.customer_reference !== null && line.customer_reference !== invoice.purchase_order
      ? [says(words['line-reference'], { reference: line.customer_reference })]
      : []),
    ...(line.parts ? [says(words['parts-a-month'], { parts: partsText(line.parts, language) })] : []),
    ...(line.metered?.meters ?? []).map(({ side, first_wh, last_wh, resets }) => {
      const [first, last] = [kilo(first_wh, language), kilo(last_wh, language)]
      return says(words['meter-ends'], { side, first, last, resets })
    }),
  ].join(' · ')

const turnPage = (sheet: Sheet): number => {
  sheet.paper.turn()
  if (sheet.invoice.specimen) sheet.paper.across(sheet.says(words.specimen), color.mark)
  sheet.paper.text(LEFT, 66, `${titleOf(sheet)} ${sheet.invoice.number ?? ''}`.trim(), ink.section)
  return 92
}

const drawLines = (sheet: Sheet, top: number): number => {
  const { paper, invoice, language } = sheet
  let y = drawTableHead(sheet, top)
  for (const line of invoice.lines) {
    const name = wrap(paper, line.name[language], ink.body, NAME_WIDTH)
    const detail = wrap(paper, detailOf(sheet, line), ink.identifier, NAME_WIDTH + 20)
    const height = name.length * 12.8 + detail.length * 11.5 + ROW_GAP
    if (y + height > FLOOR) y = drawTableHead(sheet, turnPage(sheet))
    const baseline = y + 14
    const under = block(paper, [LEFT, baseline], name, ink.body)
    block(paper, [LEFT, under - 1], detail, ink.identifier)
    textRight(paper, COLUMN.quantity, baseline, quantityOf(line, sheet), ink.body)
    textRight(paper, COLUMN.price, baseline, unitPrice(line.price_micro_euros, language), ink.body)
    textRight(paper, COLUMN.net, baseline, money(line.net_cents, language), ink.body)
    y += height
    paper.line([LEFT, y], [RIGHT, y], { width: 0.5, color: color.rule })
  }
  return y
}

/** VAT at the left, one row a rate; sums at the right, the last one large between two strokes. */
const drawTotals = (sheet: Sheet, from: number): number => {
  const { paper, invoice, language, says } = sheet
  const height = 92 + invoice.vat.length * 13
  let top = (from + height > FLOOR ? turnPage(sheet) : from) + 22
  const columns = [LEFT + 40, LEFT + 120, LEFT + 205] as const
  const heads = [words['vat-rate'], words['vat-base'], words['vat-amount']] as const
  heads.forEach((head, index) => textRight(paper, columns[index] ?? LEFT, top, says(head), ink.head))
  paper.line([LEFT, top + 5], [columns[2], top + 5], { width: 0.75, color: color.edge })
  invoice.vat.forEach((group, index) => {
    const y = top + 19 + index * 13
    textRight(paper, columns[0], y, percent(group.percent, language), ink.body)
    textRight(paper, columns[1], y, money(group.net_cents, language), ink.body)
    textRight(paper, columns[2], y, money(group.vat_cents, language), ink.body)
  })
  const sums = [
    [words['total-net'], invoice.totals.net_cents],
    [words['total-vat'], invoice.totals.vat_cents],
  ] as const
  for (const [label, amount] of sums) {
    paper.text(BUYER_X, top, says(label), ink.second)
    textRight(paper, RIGHT, top, money(amount, language), ink.body)
    top += 16
  }
  const due = invoice.type_code === '381' ? words['total-repaid'] : words['total-gross']
  for (const y of [top - 4, top - 1]) paper.line([BUYER_X, y], [RIGHT, y], { width: 0.9, color: color.ink })
  paper.text(BUYER_X, top + 20, says(due), ink.section)
  textRight(paper, RIGHT, top + 20, money(invoice.totals.gross_cents, language), ink.total)
  return Math.max(top + 30, from + 40 + invoice.vat.length * 13)
}

const paymentLines = ({ invoice, says }: Sheet): readonly string[] => {
  if (invoice.type_code === '381') return []
  const { iban, bic, days } = invoice.payment
  return [
    says(words['by-transfer'], { number: invoice.number ?? '–', days }),
    iban === null ? says(words['no-account']) : `IBAN ${groups(iban)}${bic === null ? '' : ` · BIC ${bic}`}`,
  ]
}

const drawEnd = (sheet: Sheet, from: number): void => {
  const { paper, invoice, language, says } = sheet
  const width = RIGHT - LEFT
  const payment = paymentLines(sheet)
  const mentions = invoice.notes.flatMap((note) => wrap(paper, note.text[language], ink.second, width))
  // The French of a mention binds: an English invoice has both.
  const french =
    language === 'fr'
      ? []
      : invoice.notes
          .filter((note) => note.subject === 'TXD')
          .flatMap((note) => wrap(paper, note.text.fr, ink.second, width))
  const height = 40 + (payment.length + mentions.length + french.length) * 12 + (payment.length > 0 ? 26 : 0)
  let y = (from + height > FLOOR ? turnPage(sheet) : from) + 18
  if (payment.length > 0) {
    paper.line([LEFT, y], [RIGHT, y], { width: 1, color: color.ink })
    paper.text(LEFT, y + 16, says(words.payment), ink.section)
    y = block(paper, [LEFT, y + 31], payment, ink.body, 13.5) + 6
  }
  paper.line([LEFT, y], [RIGHT, y], { width: 0.5, color: color.rule })
  block(paper, [LEFT, y + 14], [...mentions, ...french], ink.second, 11.5)
}

/** The foot of each page, once their count is known. */
export const drawFoot = (paper: Paper, invoice: InvoiceSnapshot, page: number, pages: number): void => {
  const { seller } = invoice
  const language = invoice.buyer.language
  const y = A4.height - MARGIN
  const legal = [
    seller.name,
    ...(seller.legal_form === null ? [] : [seller.legal_form]),
    ...(seller.register === null ? [] : [seller.register]),
    ...(seller.siren === null ? [] : [`SIREN ${siret(seller.siren)}`]),
  ].join(' · ')
  paper.line([LEFT, y - 13], [RIGHT, y - 13], { width: 0.5, color: color.rule })
  paper.text(LEFT, y, legal, ink.head)
  textRight(paper, RIGHT, y, say(words.page, language, { page, pages }), ink.head)
}

/** Draws all but the feet, in the language of the buyer. */
export const drawInvoice = (paper: Paper, invoice: InvoiceSnapshot): void => {
  const language = invoice.buyer.language
  const sheet: Sheet = { paper, invoice, language, says: (word, values = {}) => say(word, language, values) }
  if (invoice.specimen) paper.across(sheet.says(words.specimen), color.mark)
  let y = drawParties(sheet, drawHead(sheet) + 10)
  y = drawTrack(paper, y + 6, { ...invoice.period, hand: invoice.issue_date, language })
  y = drawLines(sheet, y + 26)
  drawEnd(sheet, drawTotals(sheet, y))
}
