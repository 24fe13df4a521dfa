import { z } from 'zod'
import { type Complaint, date, handle, list, type Path, type Read, type SiteRow, type SiteRows } from '#facility'
import { addressOf, admitMac } from '#exchange'
import { marketWords } from './words.ts'
import { usagePriceRows, usagePrices } from './meter/usage-price-rows.ts'

const MICRO_EUROS = 1_000_000
const MOST_EUROS = 1_000_000
/** Euros as a person writes them, to the millionth. */
const euros = z
  .number()
  .min(0)
  .max(MOST_EUROS)
  .refine((amount) => Math.abs(amount * MICRO_EUROS - Math.round(amount * MICRO_EUROS)) < 1e-3, {
    message: '0.000001 €',
  })
  .transform((amount) => Math.round(amount * MICRO_EUROS))

const item = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
const price = z.strictObject({
  product: item,
  item,
  setup_euros: euros,
  monthly_euros: euros,
  vat_category: z.enum(['standard']).default('standard'),
  /** What it is called on paper; the items that the products sell have words of their own. */
  name: z.strictObject({ fr: z.string().trim().min(1).max(80), en: z.string().trim().min(1).max(80) }).optional(),
  from: date,
})

const terms = z.strictObject({
  /** Absent: the terms of everybody with whom nothing else was agreed. */
  organisation: handle.nullable().default(null),
  zone: z.string().refine((text) => Intl.supportedValuesOf('timeZone').includes(text), { message: 'IANA time zone' }),
  billing: z.enum(['advance', 'arrears']),
  term_months: z.int().min(0).max(120),
  notice_days: z.int().min(0).max(365),
  acceptance_working_days: z.int().min(0).max(30),
  early_end_percent: z.int().min(0).max(100),
  payment_days: z.int().min(0).max(120),
  firm_holds: z.int().min(0).max(1000),
  /** How many days ahead a place is held, without rent, for a start that a customer asks for. */
  start_days: z.int().min(0).max(3650).default(90),
  /** How long a letter of authorisation stands unless it says otherwise. */
  letter_days: z.int().min(1).max(366).default(60),
  /** The notice that the other side of a cross-connect gives when it revokes its letter. */
  letter_notice_days: z.int().min(0).max(365).default(30),
})

const maxPrefix = z.int().min(1).max(1_000_000)
/** A member that was connected before this system was there: a service in service, without a bill. */
const connected = z.strictObject({
  organisation: handle,
  port: z.string().regex(/^[a-z0-9][a-z0-9-]*\/[1-9][0-9]{0,2}$/),
  host: z.int().min(1).max(65_534),
  asn: z.int().min(1).max(4_294_967_294),
  mac: z.string().regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/),
  prefixes: list(z.union([z.cidrv4(), z.cidrv6()]), 200).min(1),
  max_prefix_v4: maxPrefix,
  max_prefix_v6: maxPrefix,
})

export const marketSchema = z.strictObject({
  prices: list(price, 1000),
  contracts: list(terms, 1000).min(1),
  usage_prices: usagePrices,
  opening: z.strictObject({ exchange_ports: list(connected, 500).default([]) }).default({ exchange_ports: [] }),
})
type Market = z.output<typeof marketSchema>

const openingRow = (of: Market['opening']['exchange_ports'][number], path: Path): SiteRow => ({
  kind: 'opening',
  handle: of.port,
  path,
  fields: { ...of, prefixes: of.prefixes.toSorted() },
  refers: [
    { kind: 'organisation', handle: of.organisation, path: [...path, 'organisation'] },
    { kind: 'port', handle: of.port, path: [...path, 'port'] },
    { kind: 'asn', handle: `AS${of.asn}`, path: [...path, 'asn'] },
  ],
})

/** Has an item words of its own, or would an invoice call it by its code? */
const isNamed = (code: string): boolean => Object.hasOwn(marketWords, code)

/** Pure: the price list, the terms, and what was connected at the opening. */
export const marketRows = ({ prices, contracts, usage_prices: used, opening }: Market): Read => {
  const rows: SiteRow[] = [...usagePriceRows(used)]
  const complaints: Complaint[] = []
  for (const [
    index,
    { product, item: own, setup_euros: setup, monthly_euros: monthly, vat_category, name, from },
  ] of prices.entries()) {
    const fields = {
      product,
      item: own,
      setup_micro_euros: setup,
      monthly_micro_euros: monthly,
      vat_category,
      name_fr: name?.fr ?? null,
      name_en: name?.en ?? null,
      from_date: from,
    }
    if (!isNamed(own) && !prices.some((one) => one.item === own && one.name))
      complaints.push({ path: ['prices', index, 'item'], refusal: { code: 'item-unnamed', item: own } })
    rows.push({ kind: 'price', handle: `${product}/${own}/${from}`, path: ['prices', index], fields })
  }
  for (const [index, of] of contracts.entries()) {
    const path = ['contracts', index]
    const refers =
      of.organisation === null
        ? []
        : [{ kind: 'organisation', handle: of.organisation, path: [...path, 'organisation'] }]
    rows.push({ kind: 'contract', handle: of.organisation ?? 'default', path, fields: of, refers })
  }
  if (!contracts.some(({ organisation }) => organisation === null)) {
    complaints.push({ path: ['contracts'], refusal: { code: 'no-default-contract' } })
  }
  for (const [index, of] of opening.exchange_ports.entries()) {
    const path = ['opening', 'exchange_ports', index]
    const mac = admitMac(of.mac)
    if (!mac.ok) complaints.push({ path: [...path, 'mac'], refusal: mac.refusal })
    rows.push(openingRow(of, path))
  }
  return { rows, complaints }
}

export interface LanShape {
  readonly v4: string
  readonly v6: string
  readonly reservedHosts: number
}
const lanShape = (row: SiteRow): LanShape => ({
  v4: String(row.fields['v4']),
  v6: String(row.fields['v6']),
  reservedHosts: Number(row.fields['reserved_hosts']),
})

/** Addresses, MACs and AS numbers of the opening members: free, of the right owner, each once. Pure. */
export const judgeMarket = (all: SiteRows): readonly Complaint[] => {
  const taken = new Map<string, string>()
  return all.of('opening').flatMap((row): readonly Complaint[] => {
    const { host, mac, organisation, asn, port } = row.fields
    const complaints: Complaint[] = []
    const fabric = all.find('switch', String(all.find('port', String(port))?.fields['switch']))
    const lan = String(fabric?.fields['lan'])
    for (const [field, key] of [
      ['host', `${lan} host ${Number(host)}`],
      ['mac', `${lan} ${String(mac)}`],
    ] as const) {
      const other = taken.get(key)
      taken.set(key, row.handle)
      if (other !== undefined)
        complaints.push({ path: [...row.path, field], refusal: { code: 'place-taken', row: row.handle, other } })
    }
    const own = all.find('lan', lan)
    const shape = own && lanShape(own)
    if (shape && (Number(host) <= shape.reservedHosts || !isHost(shape, Number(host)))) {
      complaints.push({
        path: [...row.path, 'host'],
        refusal: { code: 'host-not-for-members', host, hosts: shape.reservedHosts, v4: shape.v4 },
      })
    }
    if (all.find('asn', `AS${Number(asn)}`)?.fields['organisation'] !== organisation) {
      complaints.push({ path: [...row.path, 'asn'], refusal: { code: 'asn-of-another', asn } })
    }
    return complaints
  })
}

const isHost = (lan: LanShape, host: number): boolean => {
  try {
    return addressOf(lan, host).host === host
  } catch (thrown) {
    if (thrown instanceof RangeError) return false
    throw thrown
  }
}
