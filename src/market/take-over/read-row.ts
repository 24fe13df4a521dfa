import { isUsableDay, type Refusal, type Result, type Right, ok, refuse, rights } from '#kernel'
import { identityTrouble } from '#people/contract'
import { columns, type Column, type ColumnName } from './columns.ts'
import { type DeclaredContact, type DeclaredOrganisation, declaredKinds, type TakenRow } from './model.ts'

/** The cells of one row by column; absent and empty are the same: nothing is said. */
export type Cells = Readonly<Record<string, string | undefined>>

const MOST_TEXT = 500
const MICRO_EUROS = 1_000_000n
const CENT = 10_000

const isDay = (text: string): boolean => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null
  return at !== null && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) && isUsableDay(text)
}
const isMonthDay = (text: string): boolean => /^\d{2}-\d{2}$/.test(text) && isDay(`2028-${text}`)

const EUROS = /^(\d{1,7})(?:\.(\d{1,6}))?$/
/** Euros as written, in 10⁻⁶ €: no binary fraction comes in between. */
const microEurosOf = (text: string): number => {
  const [, whole, part] = EUROS.exec(text) ?? []
  return whole === undefined ? Number.NaN : Number(BigInt(whole) * MICRO_EUROS + BigInt((part ?? '').padEnd(6, '0')))
}

const WELL_FORMED: { readonly [K in Column['kind']]: (text: string) => boolean } = {
  text: () => true,
  list: () => true,
  'one-of': () => true,
  date: isDay,
  euros: (text) => EUROS.test(text),
  whole: (text) => /^\d{1,10}$/.test(text),
  number: (text) => /^\d{1,9}(\.\d{1,6})?$/.test(text),
  'yes-no': (text) => text === 'yes' || text === 'no',
  'month-day': isMonthDay,
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  product: ['rack-space', 'exchange-port', 'cross-connect'],
  language: ['fr', 'en'],
  billing: ['advance', 'arrears'],
  kinds: declaredKinds,
  contact_rights: rights,
  size: ['quarter', 'half', 'full', 'shared'],
  sides: ['A+B', 'A', 'B'],
  speed: ['1G', '10G', '100G'],
  media: ['fibre-duplex', 'fibre-single', 'copper'],
}
const PATTERNS: Readonly<Record<string, RegExp>> = {
  organisation: /^[a-z0-9][a-z0-9-]{1,62}$/,
  siret: /^\d{14}$/,
  invoice_mail: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  contact_mail: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
}

/** What a number lies within: as a contract, an order or a list of prices would have it, and the database. */
const BOUNDS: Readonly<Record<string, readonly [from: number, to: number]>> = {
  notice_days: [0, 3650],
  early_end_percent: [0, 100],
  // A price is divided by it.
  index_value: [0.000_001, 1_000_000],
  units_u: [1, 60],
  lowest_u: [1, 60],
  watts: [100, 100_000],
  kwh_euros: [0, 1000],
  asn: [0, 4_294_967_295],
  max_prefix_v4: [1, 1_000_000],
  max_prefix_v6: [1, 1_000_000],
}
const outside = (column: string, cell: string): Refusal | null => {
  const [from, to] = BOUNDS[column] ?? [-Infinity, Infinity]
  return Number(cell) < from || Number(cell) > to ? { code: 'cell-outside', column, cell, from, to } : null
}

const listOf = (text: string | undefined): readonly string[] => text?.split(/\s+/).filter(Boolean) ?? []

/**
 * Line ends, the escapes that a terminal obeys, and what turns the reading order around (Unicode TR 36 § 2.10.2): no name of a customer has
 * them, and an invoice, a label and a terminal each would show something else than the cell.
 */
const UNPRINTED = /[\p{Cc}\p{Zl}\p{Zp}\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u

/** What is wrong with one cell, whatever the others say. */
const misread = (column: Column, text: string): Refusal | null => {
  const { name, kind } = column
  if (text.length > MOST_TEXT) return { code: 'cell-too-long', column: name, most: MOST_TEXT }
  if (UNPRINTED.test(text)) return { code: 'cell-unprinted', column: name }
  if (!WELL_FORMED[kind](text)) return { code: 'cell-misread', column: name, cell: text, form: kind }
  const choices = CHOICES[name]
  const wrong = choices && (kind === 'list' ? listOf(text) : [text]).find((one) => !choices.includes(one))
  if (choices && wrong !== undefined) return { code: 'cell-no-choice', column: name, cell: wrong, choices }
  if (PATTERNS[name]?.test(text) === false) return { code: 'cell-misread', column: name, cell: text, form: name }
  return outside(name, text) ?? (name === 'country' || name === 'siret' ? identityTrouble({ [name]: text }) : null)
}

/** Cells that every row of a product has. */
const NEEDS: ReadonlyMap<string, readonly ColumnName[]> = new Map([
  ['rack-space', ['place', 'size', 'watts', 'sides']],
  ['exchange-port', ['place', 'speed', 'asn']],
  ['cross-connect', ['media', 'panel', 'panel_z']],
])

const missingIn = (cells: Cells): readonly Refusal[] =>
  (NEEDS.get(cells['product'] ?? '') ?? []).flatMap((column) =>
    cells[column] === undefined ? [{ code: 'cell-missing', column }] : [],
  )

/** Cells that say nothing without another one. */
const TOGETHER: readonly (readonly [ColumnName, ColumnName])[] = [
  ['next_monthly_euros', 'next_price_from'],
  ['next_price_from', 'next_monthly_euros'],
  ['index_value', 'index'],
  ['index_day', 'index'],
  ['contact_mail', 'contact_name'],
  ['contact_phone', 'contact_name'],
  ['contact_rights', 'contact_name'],
]

const aloneIn = (cells: Cells): readonly Refusal[] =>
  TOGETHER.flatMap(([column, needs]) =>
    cells[column] !== undefined && cells[needs] === undefined ? [{ code: 'cell-alone', column, needs }] : [],
  )

const cellComplaints = (cells: Cells): readonly Refusal[] => {
  const product = cells['product']
  return columns.flatMap((column): readonly Refusal[] => {
    const text = cells[column.name]
    if (text === undefined) return column.needed ? [{ code: 'cell-missing', column: column.name }] : []
    const wrong = misread(column, text)
    if (wrong) return [wrong]
    const shared = column.of === 'organisation' || column.of === 'service'
    // A cross-connect comes out at panels too.
    const borrowed = column.name === 'panel' && product === 'cross-connect'
    return shared || column.of === product || borrowed
      ? []
      : [{ code: 'cell-of-another-product', column: column.name, product }]
  })
}

type Read = (name: ColumnName) => string | undefined

const wholeOf = (text: string | undefined): number | null => (text === undefined ? null : Number(text))
/** Only what is said. */
const said = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null))

const rackSpaceOf = (read: Read): object =>
  said({
    size: read('size'),
    units_u: wholeOf(read('units_u')),
    watts: wholeOf(read('watts')),
    sides: read('sides'),
  })

const exchangePortOf = (read: Read): object =>
  said({
    speed: read('speed'),
    asn: wholeOf(read('asn')),
    as_set: read('as_set'),
    mac: read('mac')?.toLowerCase(),
    v4: read('v4'),
    v6: read('v6'),
    prefixes: listOf(read('prefixes')),
    max_prefix_v4: wholeOf(read('max_prefix_v4')),
    max_prefix_v6: wholeOf(read('max_prefix_v6')),
  })

const onPanel = (text: string | undefined): object | undefined => {
  const [, panel, digits] = /^(.+)\/0*(\d{1,4})$/.exec(text ?? '') ?? []
  return panel === undefined ? undefined : { panel, position: Number(digits) }
}
const crossConnectOf = (read: Read): object =>
  said({ media: read('media'), a: onPanel(read('panel')), z: onPanel(read('panel_z')) })

const PARAMETERS: Readonly<Record<string, (read: Read) => object>> = {
  'rack-space': rackSpaceOf,
  'exchange-port': exchangePortOf,
  'cross-connect': crossConnectOf,
}

type Kinds = NonNullable<DeclaredOrganisation['given']['kinds']>

/** Which public body it is says that it is one. */
const kindsIn = (text: string | undefined): Kinds => {
  const named = listOf(text).flatMap((kind): Kinds => declaredKinds.filter((one) => one === kind))
  const isPublic = named.some((kind) => kind === 'public-health' || kind === 'public-undertaking')
  return isPublic && !named.includes('public-body') ? [...named, 'public-body'] : named
}

const organisationOf = (read: Read): DeclaredOrganisation => {
  const [name, country, siret] = [read('name'), read('country'), read('siret')]
  const [vatNumber, serviceCode, address] = [read('vat_number'), read('service_code'), read('address')]
  const [mail, language, kinds] = [read('invoice_mail'), read('language'), kindsIn(read('kinds'))]
  return {
    handle: read('organisation') ?? '',
    given: {
      ...(name === undefined ? {} : { name }),
      ...(kinds.length === 0 ? {} : { kinds }),
      ...(country === undefined ? {} : { country }),
      ...(language === 'fr' || language === 'en' ? { language } : {}),
      ...(siret === undefined ? {} : { siret }),
      ...(vatNumber === undefined ? {} : { vat_number: vatNumber }),
      ...(serviceCode === undefined ? {} : { service_code: serviceCode }),
      ...(address === undefined ? {} : { address }),
      ...(mail === undefined ? {} : { invoice_mail: mail }),
    },
  }
}

const isRight = (text: string): text is Right => rights.some((right) => right === text)

const contactOf = (read: Read): DeclaredContact | null => {
  const name = read('contact_name')
  return name === undefined
    ? null
    : {
        name,
        mail: read('contact_mail') ?? null,
        phone: read('contact_phone') ?? null,
        rights: listOf(read('contact_rights')).filter(isRight),
      }
}

const nextPrice = (read: Read): TakenRow['billed']['next'] => {
  const [from, euros] = [read('next_price_from'), read('next_monthly_euros')]
  return from === undefined || euros === undefined ? null : { from, monthlyMicroEuros: microEurosOf(euros) }
}

const billedOf = (read: Read): TakenRow['billed'] => {
  const [billing, kwh] = [read('billing'), read('kwh_euros')]
  return {
    start: read('start') ?? '',
    invoicedUntil: read('invoiced_until') ?? '',
    item: read('item') ?? null,
    monthlyMicroEuros: microEurosOf(read('monthly_euros') ?? ''),
    next: nextPrice(read),
    kwhMicroEuros: kwh === undefined ? null : microEurosOf(kwh),
    setupCents: Math.round(microEurosOf(read('setup_euros') ?? '0') / CENT),
    setupPaid: read('setup_paid') !== 'no',
    billing: billing === 'advance' || billing === 'arrears' ? billing : null,
  }
}

const openOf = (read: Read): TakenRow['open'] => {
  const index = read('index')
  const value = read('index_value')
  return {
    termEnd: read('term_end') ?? null,
    noticeDays: wholeOf(read('notice_days')),
    earlyEndPercent: wholeOf(read('early_end_percent')),
    priceFrom: read('price_from') ?? null,
    index:
      index === undefined
        ? null
        : { name: index, value: value === undefined ? null : Number(value), day: read('index_day') ?? null },
    orderReference: read('order_reference') ?? null,
    engagementNumber: read('engagement_number') ?? null,
  }
}

/** Several complaints about one row as one: the first, with those that come after it. */
export const asOne = ([first, ...also]: readonly Refusal[]): Refusal | null =>
  first ? (also.length === 0 ? first : { ...first, also }) : null

/** Cells to a row, or every cell that cannot be read. Pure. */
export const readRow = (line: number, cells: Cells): Result<TakenRow, Refusal> => {
  const trimmed: Cells = Object.fromEntries(
    Object.entries(cells).map(([name, text]) => [name, text?.trim() === '' ? undefined : text?.trim()]),
  )
  const complaint = asOne([...cellComplaints(trimmed), ...missingIn(trimmed), ...aloneIn(trimmed)])
  if (complaint) return refuse(complaint)
  const read: Read = (name) => trimmed[name]
  return ok({
    line,
    oldNumber: read('old_number') ?? '',
    organisation: organisationOf(read),
    contact: contactOf(read),
    fixed: {
      organisation: read('organisation') ?? '',
      product: read('product') ?? '',
      parameters: PARAMETERS[read('product') ?? '']?.(read) ?? {},
      place: {
        at: read('place') ?? '',
        lowestU: wholeOf(read('lowest_u')),
        panels: [read('panel'), read('panel_z')].flatMap((panel) => panel ?? []),
      },
      noticeOn: read('notice_on') ?? null,
      endsOn: read('ends_on') ?? null,
    },
    billed: billedOf(read),
    open: openOf(read),
  })
}
