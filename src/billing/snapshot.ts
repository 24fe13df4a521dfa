import { z } from 'zod'
import { charges, vatCategories } from './model.ts'

/**
 * An invoice as it was composed, with the business terms (BT) and groups (BG) of EN 16931-1 beside the fields that carry them.
 * Days of a period are both counted, as BT-73/74 and BT-134/135 want it.
 */
const day = z.iso.date()
/** In both languages: an invoice is read in French by the law and in English by some buyers. */
const text = z.object({ fr: z.string(), en: z.string() })
const period = z.object({ first_day: day, last_day: day })

const party = z.object({
  id: z.string(),
  /** BT-27, BT-44 */
  name: z.string(),
  /** BT-29, BT-46, scheme 0009 */
  siret: z.string().nullable(),
  /** BT-30, BT-47, scheme 0002: the first nine digits of the SIRET */
  siren: z.string().nullable(),
  /** BT-31, BT-48; absent where the sale is outside the scope of the tax (BR-O-02) */
  vat_number: z.string().nullable(),
  /** BG-5, BG-8 */
  address: z.string(),
  /** BT-40, BT-55 */
  country: z.string(),
})

export const snapshotLine = z.object({
  /** BT-126 */
  line: z.number(),
  charge: z.enum(charges),
  /** BT-128 */
  service: z.string(),
  /** BT-153 */
  name: text,
  /** BT-129 */
  quantity: z.number(),
  /** BT-130, UN/ECE Recommendation 20 */
  unit: z.enum(['MON', 'DAY', 'C62', 'KWH']),
  /** BT-146 */
  price_micro_euros: z.number(),
  /** BT-149 */
  price_base: z.number(),
  /** BT-131: quantity × price ÷ base, rounded once */
  net_cents: z.number(),
  /** BG-26; a setup fee has one day */
  period,
  /** BT-151 */
  vat_category: z.enum(vatCategories),
  /** BT-152 */
  vat_percent: z.number(),
  /** Of rent: what the price of a month is made of (BT-154), where it is more than one thing; they add up to it. */
  parts: z
    .array(
      z.object({
        item: z.string(),
        name: text,
        price_micro_euros: z.number(),
        /** Committed kW, height units, compartments: how many, and what each costs a month; they may come to a part rounded once. */
        times: z
          .object({ quantity: z.number(), unit: z.enum(['kW', 'U', 'x']), unit_micro_euros: z.number() })
          .optional(),
      }),
    )
    .optional(),
  /** Of usage: what each counter stood at, at both ends, and whether an end was only estimated, inside a gap of readings. */
  metered: z
    .object({
      estimated: z.boolean(),
      meters: z.array(
        z.object({
          feed: z.string(),
          side: z.enum(['A', 'B']),
          first_wh: z.number(),
          last_wh: z.number(),
          resets: z.number(),
          wh: z.number(),
        }),
      ),
    })
    .optional(),
  /** The order on which the line's price rests, and the customer's own reference on it (BT-132). */
  order: z.string().nullable(),
  customer_reference: z.string().nullable(),
})

export const invoiceSnapshot = z.object({
  /** Of this shape. */
  version: z.literal(1),
  /** BT-1; null until issued */
  number: z.string().nullable(),
  /** BT-2 */
  issue_date: day.nullable(),
  /** BT-3, UNTDID 1001: 380 invoice, 381 credit note */
  type_code: z.enum(['380', '381']),
  /** BT-5 */
  currency: z.literal('EUR'),
  /** BT-9; a credit note has none */
  due_date: day.nullable(),
  /** BT-10: a public body's service code */
  buyer_reference: z.string().nullable(),
  /** BT-13: a public body's engagement number, or the customer's order when all lines have the same one */
  purchase_order: z.string().nullable(),
  /** BT-14: our order, when all lines come from one */
  sales_order: z.string().nullable(),
  /** BG-3: BT-25, BT-26 */
  preceding: z.object({ id: z.string(), number: z.string(), issue_date: day }).nullable(),
  /** BG-1: BT-22 with its subject code (BT-21, UNTDID 4451) */
  notes: z.array(z.object({ subject: z.enum(['PMT', 'PMD', 'AAB', 'ABL', 'TXD']), text })),
  /** BG-4 with BT-33 (legal form, register) */
  seller: party.extend({ legal_form: z.string().nullable(), register: z.string().nullable() }),
  /** BG-7; the language in which it is printed */
  buyer: party.extend({ public_body: z.boolean(), language: z.enum(['fr', 'en']) }),
  /** BG-14 */
  period,
  /** BG-25 */
  lines: z.array(snapshotLine),
  /** BG-23 */
  vat: z.array(
    z.object({
      /** BT-118 */
      category: z.enum(vatCategories),
      /** BT-119 */
      percent: z.number(),
      /** BT-116 */
      net_cents: z.number(),
      /** BT-117 */
      vat_cents: z.number(),
      /** BT-121 */
      reason_code: z.enum(['VATEX-EU-AE', 'VATEX-EU-O']).nullable(),
      /** BT-120 */
      reason: text.nullable(),
    }),
  ),
  /** BG-22: BT-106 = BT-109, BT-110, BT-112 = BT-115 */
  totals: z.object({ net_cents: z.number(), vat_cents: z.number(), gross_cents: z.number() }),
  /** BG-16: credit transfer (BT-81 = 30) to BT-84 with BT-83, the invoice's own number */
  payment: z.object({ days: z.number(), iban: z.string().nullable(), bic: z.string().nullable() }),
  /** A twin's invoice says SPECIMEN: nobody owes it. */
  specimen: z.boolean(),
})
export type InvoiceSnapshot = z.output<typeof invoiceSnapshot>
export type SnapshotLine = InvoiceSnapshot['lines'][number]
