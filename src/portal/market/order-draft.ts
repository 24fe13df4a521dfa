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
  /** Empty: not said. */
  weight: z.string().default(''),
  sides: z.enum(['A+B', 'A', 'B']),
  rack: z.string(),
  row: z.string(),
  apartFrom: z.string(),
  nearMeetMe: z.boolean(),
  noNeighbour: z.boolean(),
  optionNext: z.boolean(),
  healthData: z.boolean(),
  termMonths: z.string(),
  startOn: z.string(),
})
const ownEnds = ['line', 'service', 'panel'] as const
const otherEnds = ['exchange', 'other', ...ownEnds] as const
const end = z.object({
  /** The key of another line of the draft. */
  line: z.string(),
  service: z.string(),
  panel: z.string(),
  position: z.string(),
  organisation: z.string(),
})
const cross = z.object({
  product: z.literal('cross-connect'),
  key: z.number(),
  media: z.enum(['fibre-duplex', 'fibre-single', 'copper']),
  pay: z.enum(['rent', 'once']),
  /** Who pays: drafts of before said nothing. */
  payer: z.enum(['a', 'z']).default('a'),
  letter: z.string(),
  a: end.extend({ kind: z.enum(ownEnds) }),
  z: end.extend({ kind: z.enum(otherEnds) }),
})
const move = z.object({
  product: z.literal('move'),
  key: z.number(),
  survey: z.string(),
  /** A rack space of one's own; empty: the one of this order. */
  to: z.string(),
  /** Instants. */
  startsAt: z.string(),
  mustRunAt: z.string(),
  roadMinutes: z.string(),
})
const line = z.discriminatedUnion('product', [port, space, cross, move])
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
export type CrossDraft = Readonly<z.output<typeof cross>>
export type MoveDraft = Readonly<z.output<typeof move>>
export type EndKind = (typeof otherEnds)[number]
export type LineDraft = PortDraft | SpaceDraft | CrossDraft | MoveDraft
export type OrderDraft = Readonly<Omit<z.output<typeof draft>, 'lines'>> & { readonly lines: readonly LineDraft[] }

export const products = ['rack-space', 'exchange-port', 'cross-connect', 'move'] as const
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
  weight: '',
  sides: 'A+B',
  rack: '',
  row: '',
  apartFrom: '',
  nearMeetMe: false,
  noNeighbour: false,
  optionNext: false,
  healthData: false,
  termMonths: '',
  startOn: '',
})
const noEnd = { line: '', service: '', panel: '', position: '', organisation: '' }
export const newCross = (key: number): CrossDraft => ({
  product: 'cross-connect',
  key,
  media: 'fibre-duplex',
  pay: 'rent',
  payer: 'a',
  letter: '',
  a: { ...noEnd, kind: 'line' },
  z: { ...noEnd, kind: 'exchange' },
})
export const newMove = (key: number): MoveDraft => ({
  product: 'move',
  key,
  survey: '',
  to: '',
  startsAt: '',
  mustRunAt: '',
  roadMinutes: '',
})
const fresh = {
  'exchange-port': newPort,
  'rack-space': newSpace,
  'cross-connect': newCross,
  move: newMove,
} as const
export const newLine = (key: number, product: ProductName): LineDraft => fresh[product](key)

/** One line more. A cross-connect leads from the space to the port of the same order, where there are any: most do. */
export const withLine = (lines: readonly LineDraft[], product: ProductName): readonly LineDraft[] => {
  const added = newLine(Math.max(0, ...lines.map(({ key }) => key)) + 1, product)
  if (added.product !== 'cross-connect') return [...lines, added]
  const keyOf = (of: ProductName): string => String(lines.findLast((one) => one.product === of)?.key ?? '')
  const from = keyOf('rack-space')
  return [
    ...lines,
    {
      ...added,
      a: { ...added.a, kind: from === '' ? 'panel' : 'line', line: from },
      z: { ...added.z, line: keyOf('exchange-port') },
    },
  ]
}

/** Without a product it begins with no line: what is asked is said, never guessed and taken away again. */
export const emptyDraft = (organisation: string, product: ProductName | null): OrderDraft => ({
  organisation,
  quote: 'firm',
  together: false,
  reference: '',
  serviceCode: '',
  engagement: '',
  lines: product === null ? [] : [newLine(1, product)],
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
  ...given('weight_kg', filled(one.weight) === undefined ? undefined : integer(one.weight)),
  health_data: one.healthData,
  ...given('term_months', filled(one.termMonths) === undefined ? undefined : integer(one.termMonths)),
  ...given('start_on', filled(one.startOn)),
  place: {
    ...given('rack', filled(one.rack)),
    ...given('row', filled(one.row)),
    ...given('apart_from', filled(one.apartFrom)),
    near_meet_me: one.nearMeetMe,
    no_neighbour: one.size !== 'shared' && one.noNeighbour,
    option_next: one.size !== 'shared' && one.optionNext,
  },
})

/** Where the lines of a draft stand in the order that is asked: by key, counted from 1. */
type Positions = ReadonlyMap<number, number>

type CrossAsked = Extract<LineAsked, { product: 'cross-connect' }>['parameters']

const ownEnd = (one: CrossDraft['a'] | CrossDraft['z'], positions: Positions): CrossAsked['a'] => {
  if (one.kind === 'line') return { line: positions.get(Number(one.line)) ?? Number.NaN }
  if (one.kind === 'service') return { service: one.service.trim() }
  return {
    panel: one.panel.trim(),
    ...given('position', filled(one.position) === undefined ? undefined : integer(one.position)),
  }
}

const farEnd = (one: CrossDraft['z'], positions: Positions): CrossAsked['z'] => {
  if (one.kind === 'exchange')
    return {
      exchange: true as const,
      ...given('service', filled(one.service)),
      ...given('line', one.line === '' ? undefined : (positions.get(Number(one.line)) ?? Number.NaN)),
    }
  if (one.kind === 'other') return { organisation: one.organisation.trim(), ...given('panel', filled(one.panel)) }
  return ownEnd(one, positions)
}

const crossAsked = (one: CrossDraft, positions: Positions): LineAsked => ({
  product: 'cross-connect',
  parameters: {
    media: one.media,
    pay: one.pay,
    ...given('payer', one.z.kind === 'other' && one.payer === 'z' ? one.payer : undefined),
    ...given('letter', one.z.kind === 'other' && one.payer === 'a' ? filled(one.letter) : undefined),
    a: ownEnd(one.a, positions),
    z: farEnd(one.z, positions),
  },
})

const moveAsked = (one: MoveDraft): LineAsked => ({
  product: 'move',
  parameters: {
    survey: one.survey.trim(),
    ...given('to', filled(one.to)),
    starts_at: one.startsAt,
    must_run_at: one.mustRunAt,
    road_minutes: integer(one.roadMinutes),
  },
})

const lineOf = (one: LineDraft, positions: Positions): LineAsked => {
  switch (one.product) {
    case 'exchange-port':
      return portAsked(one)
    case 'rack-space':
      return { product: 'rack-space', parameters: spaceAsked(one) }
    case 'cross-connect':
      return crossAsked(one, positions)
    case 'move':
      return moveAsked(one)
  }
}

const placed = (lines: readonly LineDraft[]): Positions => new Map(lines.map(({ key }, index) => [key, index + 1]))

/** The lines that are complete: one that leads to a line that is not is not either. Ends, for each round drops a line. */
const completeOf = (lines: readonly LineDraft[]): readonly LineDraft[] => {
  const positions = placed(lines)
  const kept = lines.filter((one) => lineAsked.safeParse(lineOf(one, positions)).success)
  return kept.length === lines.length ? kept : completeOf(kept)
}

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
  const head = {
    organisation: of.organisation,
    quote: of.quote,
    together: of.together,
    ...given('customer_reference', filled(of.reference)),
    ...given('service_code', filled(of.serviceCode)),
    ...given('engagement_number', filled(of.engagement)),
  }
  const ask = (lines: readonly LineDraft[]): Asked => ({
    ...head,
    lines: lines.map((one) => lineOf(one, placed(lines))),
  })
  const complete = completeOf(of.lines)
  const [asked, quotable] = [ask(of.lines), ask(complete)]
  const whole = orderAsked.safeParse(asked)
  return {
    asked: whole.success ? asked : null,
    quotable: complete.length > 0 && orderAsked.safeParse(quotable).success ? quotable : null,
    at: of.lines.flatMap((one, index) => (complete.includes(one) ? [index] : [])),
    wrong: wrongOf(whole),
  }
}
