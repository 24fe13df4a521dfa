import { lineAsked, orderAsked, type preview } from '#market/contract'
import { z } from 'zod'

/** The server's dry run of an order. */
export type Preview = z.output<typeof preview>

const port = z.object({
  product: z.literal('exchange-port'),
  key: z.number(),
  speed: z.enum(['1G', '10G', '100G']),
  asn: z.string(),
  asSet: z.string(),
  mac: z.string(),
  prefixes: z.string(),
  maxV4: z.string(),
  maxV6: z.string(),
})
const space = z.object({
  product: z.literal('rack-space'),
  key: z.number(),
  size: z.enum(['quarter', 'half', 'full', 'shared']),
  units: z.string(),
  kilowatts: z.string(),
  sides: z.enum(['A+B', 'A', 'B']),
  rack: z.string(),
  row: z.string(),
  apartFrom: z.string(),
  nearMeetMe: z.boolean(),
  noNeighbour: z.boolean(),
  healthData: z.boolean(),
  termMonths: z.string(),
})
const line = z.discriminatedUnion('product', [port, space])
const draft = z.object({
  organisation: z.string(),
  quote: z.enum(['firm', 'subject-to-availability']),
  together: z.boolean(),
  reference: z.string(),
  serviceCode: z.string(),
  engagement: z.string(),
  lines: z.array(line),
})

/** What is typed, before it is an order. */
export type PortDraft = Readonly<z.output<typeof port>>
export type SpaceDraft = Readonly<z.output<typeof space>>
export type LineDraft = PortDraft | SpaceDraft
export type OrderDraft = Readonly<Omit<z.output<typeof draft>, 'lines'>> & { readonly lines: readonly LineDraft[] }

export const products = ['rack-space', 'exchange-port'] as const
export type ProductName = LineDraft['product']

export const newPort = (key: number): PortDraft => ({
  product: 'exchange-port',
  key,
  speed: '10G',
  asn: '',
  asSet: '',
  mac: '',
  prefixes: '',
  maxV4: '100',
  maxV6: '100',
})
export const newSpace = (key: number): SpaceDraft => ({
  product: 'rack-space',
  key,
  size: 'quarter',
  units: '1',
  kilowatts: '1',
  sides: 'A+B',
  rack: '',
  row: '',
  apartFrom: '',
  nearMeetMe: false,
  noNeighbour: false,
  healthData: false,
  termMonths: '',
})
export const newLine = (key: number, product: ProductName): LineDraft =>
  product === 'exchange-port' ? newPort(key) : newSpace(key)

export const emptyDraft = (organisation: string, product: ProductName): OrderDraft => ({
  organisation,
  quote: 'firm',
  together: false,
  reference: '',
  serviceCode: '',
  engagement: '',
  lines: [newLine(1, product)],
})

/** A draft as it was kept; null where nothing was, or by an earlier form. */
export const readDraft = (text: string | null): OrderDraft | null => {
  if (text === null) return null
  try {
    const found = draft.safeParse(JSON.parse(text))
    return found.success ? found.data : null
  } catch {
    // What another hand wrote there is not a draft of ours.
    return null
  }
}

export type Asked = z.input<typeof orderAsked>
type LineAsked = Asked['lines'][number]
export type SpaceAsked = Extract<LineAsked, { product: 'rack-space' }>['parameters']
export type Wrong = Readonly<Record<string, string>>

const filled = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim())
const integer = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text.trim()) : Number.NaN)
/** `1,5` or `1.5` kW as watts. */
const wattsOf = (text: string): number =>
  /^\d+([.,]\d+)?$/.test(text.trim()) ? Math.round(Number(text.trim().replace(',', '.')) * 1000) : Number.NaN
const given = <N extends string, V>(name: N, value: V | undefined): Partial<Record<N, V>> => {
  const made: Partial<Record<N, V>> = {}
  if (value !== undefined) made[name] = value
  return made
}

const portAsked = (one: PortDraft): LineAsked => ({
  product: 'exchange-port',
  parameters: {
    speed: one.speed,
    asn: integer(one.asn.replace(/^as/i, '')),
    ...given('as_set', filled(one.asSet)),
    ...given('mac', filled(one.mac)),
    prefixes: one.prefixes.split(/[\s,]+/).filter((prefix) => prefix !== ''),
    max_prefix_v4: integer(one.maxV4),
    max_prefix_v6: integer(one.maxV6),
  },
})

export const spaceAsked = (one: SpaceDraft): SpaceAsked => ({
  size: one.size,
  ...given('units_u', one.size === 'shared' ? integer(one.units) : undefined),
  watts: wattsOf(one.kilowatts),
  sides: one.sides,
  health_data: one.healthData,
  ...given('term_months', filled(one.termMonths) === undefined ? undefined : integer(one.termMonths)),
  place: {
    ...given('rack', filled(one.rack)),
    ...given('row', filled(one.row)),
    ...given('apart_from', filled(one.apartFrom)),
    near_meet_me: one.nearMeetMe,
    no_neighbour: one.size !== 'shared' && one.noNeighbour,
  },
})

export interface AskedDraft {
  /** The whole order; null while something in it is wrong. */
  readonly asked: Asked | null
  /** What of it can be quoted already: the lines that are complete. Null where there is none. */
  readonly quotable: Asked | null
  /** Which lines of the draft those are, counted from 0. */
  readonly at: readonly number[]
  /** What is wrong, by its path, such as `lines.0.parameters.asn`. */
  readonly wrong: Wrong
}

const wrongOf = (parsed: ReturnType<typeof orderAsked.safeParse>): Wrong =>
  parsed.success ? {} : Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message]))

/** The order as it would be asked, and as much of it as can be quoted while it is typed. */
export const askedOf = (of: OrderDraft): AskedDraft => {
  const lines = of.lines.map((one) =>
    one.product === 'exchange-port' ? portAsked(one) : { product: 'rack-space' as const, parameters: spaceAsked(one) },
  )
  const asked = {
    organisation: of.organisation,
    quote: of.quote,
    together: of.together,
    ...given('customer_reference', filled(of.reference)),
    ...given('service_code', filled(of.serviceCode)),
    ...given('engagement_number', filled(of.engagement)),
    lines,
  }
  const at = lines.flatMap((one, index) => (lineAsked.safeParse(one).success ? [index] : []))
  const quotable = { ...asked, lines: lines.filter((_, index) => at.includes(index)) }
  const whole = orderAsked.safeParse(asked)
  return {
    asked: whole.success ? asked : null,
    quotable: orderAsked.safeParse(quotable).success ? quotable : null,
    at,
    wrong: wrongOf(whole),
  }
}
