import { z } from 'zod'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import type { Db } from '#postgres'
import { claimsOfLines, claimsOfService, holdThings } from '../claim/store.ts'
import { insertSteps } from '../delivery/store.ts'
import { type LineQuote, type LineRow, changeLine, turnClock } from '../order/store.ts'
import type { AskingChange, Change, ChangePlan, Price, Product, Said, Site, Step } from '../product.ts'
import { productOf } from '../products/index.ts'
import { type ServiceRow, serviceById, servicesById } from '../service/store.ts'
import { lookAlone } from './expire-quotes.ts'
import { admitChange, claimsOf, movePrice, pricesAfter } from './plan-change.ts'
import { sameValues } from './same-values.ts'
import { changesBeside, claimsOfChange, openChange, openChangeOf } from './store.ts'

/** When and where a change is asked for. */
export interface At {
  readonly tx: Db
  readonly site: Site
  readonly now: Date
  /** Today on the site. */
  readonly day: string
  /** Services that are changed beside, of an order that is not drafted yet. */
  readonly beside?: AskingChange<never>['beside']
}

/** What was quoted for a change: kept with its line, and signed as it was shown. */
export interface ChangeQuoted {
  readonly prices: readonly Price[]
  /** By the unit, as agreed with the service. */
  readonly usage?: NonNullable<LineQuote['usage']>
  readonly change: NonNullable<LineQuote['change']> | null
  readonly notes?: readonly Said[]
  readonly refusal: Refusal | null
}

const changeOf = (product: Product<never>): Result<Change<never>, Refusal> =>
  product.change ? ok(product.change) : refuse({ code: 'change-not-sold', product: product.name })

/** What is asked for, as the product reads it; an unknown key or a value out of range is told by its place. */
export const readParameters = (
  product: Pick<Product<never>, 'parse'>,
  parameters: object,
): Result<{ readonly parsed: never }, Refusal> => {
  try {
    return ok({ parsed: product.parse(parameters) })
  } catch (thrown) {
    if (!(thrown instanceof z.ZodError)) throw thrown
    const issue = thrown.issues[0]
    return refuse({ code: 'parameters-refused', path: issue?.path.join('.') ?? '', message: issue?.message ?? '' })
  }
}

const askingOf = async (
  at: At,
  service: ServiceRow,
  parameters: never,
  lineId: string | null,
): Promise<AskingChange<never>> => ({
  tx: at.tx,
  now: at.now,
  site: at.site,
  organisationId: service.organisation_id,
  parameters,
  from: productOf(service.product).parse(service.parameters),
  serviceId: service.id,
  held: await claimsOfService(at.tx, service.id),
  beside: at.beside ?? [],
  lineId,
})

/** Does the same order change a service in which this one stands? */
const follows = async (
  at: At,
  of: { readonly product: Product<never>; readonly parameters: never; readonly lineId: string | null },
) => {
  const named = of.product.change?.standsIn?.(of.parameters) ?? []
  if (named.length === 0) return false
  const changed = await changesBeside(at.tx, { lineId: of.lineId, beside: at.beside ?? [] })
  return [...(await servicesById(at.tx, [...changed.keys()])).values()].some(({ number }) => named.includes(number))
}

/** Old and new price, what would be held and given back, and the steps; or the first reason why not. Reads only. */
export const quoteChange = async (
  at: At,
  service: ServiceRow,
  asked: { readonly parameters: object; readonly lineId: string | null },
  list: readonly Price[],
): Promise<ChangeQuoted> => {
  const none = (refusal: Refusal): ChangeQuoted => ({ prices: [], change: null, refusal })
  const product = productOf(service.product)
  const read = readParameters(product, asked.parameters)
  if (!read.ok) return none(read.refusal)
  const asking = await askingOf(at, service, read.value.parsed, asked.lineId)
  const along = await follows(at, { product, parameters: asking.parameters, lineId: asked.lineId })
  const before = admitChange(service, asking.from, asking.parameters, along)
  if (!before.ok) return none(before.refusal)
  const open = await openChangeOf(at.tx, service.id)
  if (open !== null) return none({ code: 'change-under-way', order: open })
  const [from, to] = [product.price(asking.from, list), product.price(asking.parameters, list)]
  if (!to.ok) return none(to.refusal)
  // What is no longer in the list cannot be taken off at today's price: the new list price stands whole.
  const moved = movePrice(
    { before: before.value, termEnds: service.term_ends, day: at.day },
    from.ok ? from.value : [{ item: '', setupMicroEuros: 0, monthlyMicroEuros: before.value }],
    to.value,
  )
  if (!moved.ok) return none(moved.refusal)
  const prices = pricesAfter(to.value, moved.value.after)
  const change = changeOf(product)
  const plan = change.ok
    ? await lookAlone(at, { serviceId: service.id, lineId: asked.lineId }, (tx) => change.value.look({ ...asking, tx }))
    : change
  if (!plan.ok) return { ...none(plan.refusal), prices }
  return { prices, change: { ...moved.value, from: service.parameters, plan: plan.value }, refusal: null }
}

/** A firm quote holds what the change takes until it expires. */
export const holdChange = async (
  at: At,
  line: LineRow,
  quoted: ChangeQuoted,
  firmUntil: Date,
): Promise<ChangeQuoted> => {
  if (quoted.change === null || line.service_id === null) return quoted
  const plan = await reservePlan(at, line, await serviceById(at.tx, line.service_id))
  if (!plan.ok) return { ...quoted, change: null, refusal: plan.refusal }
  await holdThings(
    at.tx,
    { siteId: at.site.id, lineId: line.id, serviceId: null, firmUntil, now: at.now },
    plan.value.takes,
  )
  return { ...quoted, change: { ...quoted.change, plan: plan.value } }
}

/** What a firm quote holds stands as it was quoted, but for what it cannot promise. */
const firmPlan = async (
  at: At,
  line: LineRow,
  service: ServiceRow,
  quoted: ChangePlan,
): Promise<Result<ChangePlan, Refusal>> => {
  const product = productOf(service.product)
  const admitted = await product.change?.admit?.(await askingOf(at, service, product.parse(line.parameters), line.id))
  return admitted && !admitted.ok ? admitted : ok(quoted)
}

const reservePlan = async (at: At, line: LineRow, service: ServiceRow): Promise<Result<ChangePlan, Refusal>> => {
  const product = productOf(service.product)
  const change = changeOf(product)
  return change.ok ? change.value.reserve(await askingOf(at, service, product.parse(line.parameters), line.id)) : change
}

/**
 * Signs a change whose service is locked: what it takes is held beside what the service holds, which stays in service as it is.
 * What was quoted stands only as long as the service is what it was then.
 */
export const reserveChange = async (at: At, line: LineRow): Promise<Result<string, Refusal>> => {
  const { tx, site, now } = at
  if (line.service_id === null || !line.quote?.change) throw new Error(`line ${line.id} is no quoted change`)
  const service = await serviceById(tx, line.service_id, true)
  const refused = (refusal: Refusal): Result<string, Refusal> => refuse({ ...refusal, position: line.position })
  const product = productOf(service.product)
  const along = await follows(at, { product, parameters: product.parse(line.parameters), lineId: line.id })
  const admitted = admitChange(service, service.parameters, line.parameters, along)
  if (!admitted.ok) return refused(admitted.refusal)
  const open = await openChangeOf(tx, service.id)
  if (open !== null) return refused({ code: 'change-under-way', order: open })
  const { before, from, plan: quoted } = line.quote.change
  if (!sameValues(from, service.parameters) || before !== admitted.value) return refused({ code: 'changed-meanwhile' })
  const firm = await claimsOfLines(tx, [line.id])
  // Also where nothing is taken: what else the change needs (a certificate that still holds) is asked on the day of the signature.
  const plan = await (firm.length > 0 ? firmPlan(at, line, service, quoted) : reservePlan(at, line, service))
  if (!plan.ok) return refused(plan.refusal)
  if (firm.length === 0)
    await holdThings(tx, { siteId: site.id, lineId: line.id, serviceId: null, firmUntil: null, now }, plan.value.takes)
  return signChange(at, line, service, plan.value)
}

const stepsNamed = (product: Product<never>, names: readonly string[]): readonly Step<never>[] =>
  names.map((name) => {
    const step = product.change?.steps.find((candidate) => candidate.name === name)
    if (!step) throw new Error(`the product ${product.name} changes nothing by ${name}`)
    return step
  })

const signChange = async (
  { tx, now }: At,
  line: LineRow,
  service: ServiceRow,
  plan: ChangePlan,
): Promise<Result<string, Refusal>> => {
  const claims = await claimsOfChange(tx, line)
  const leaves = claimsOf(claims, plan.leaves)
  if (!leaves.ok) return leaves
  const stays = claimsOf(claims, plan.reloads)
  if (!stays.ok) return stays
  await openChange(tx, line.id, {
    from: service.parameters,
    leaves: leaves.value.map(({ id }) => id),
    reloads: plan.reloads.flatMap(({ load, thingId }, at) => {
      const claim = stays.value[at]
      return load && claim ? [{ claimId: claim.id, compartmentId: thingId, ...load }] : []
    }),
  })
  const steps = stepsNamed(productOf(service.product), plan.steps)
  if (steps.length > 0) await insertSteps(tx, line.id, steps)
  await changeLine(tx, line.id, { state: 'accepted' })
  await turnClock(tx, line.id, 'site', { code: 'delivery-begins' }, now)
  return ok(service.id)
}
