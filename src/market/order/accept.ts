import { sql } from 'kysely'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import { type By, type Db, notify, writeJournal } from '#postgres'
import { amountOf, cents, microEuros } from '#units'
import { allOrNothing } from '../all-or-nothing.ts'
import { bindClaims, claimsOfLines, giveBack, holdThings, soldMeanwhile } from '../claim/store.ts'
import { reserveChange } from '../change/ask-change.ts'
import { expireQuotes } from '../change/expire-quotes.ts'
import { changesIn, tiesOf } from '../change/find-ties.ts'
import { giveUpFor } from '../change/give-up.ts'
import { insertSteps } from '../delivery/store.ts'
import { agreeUsage, usageSigned } from '../meter/store-agreed.ts'
import { buyerOf, missingReferences } from '../miss-references.ts'
import type { Site } from '../product.ts'
import { productOf } from '../products/index.ts'
import { mayLeaveGear } from '../service/store-storage.ts'
import { type Terms, findService, insertService, serviceById, termsOf } from '../service/store.ts'
import { dayIn } from '../start-billing.ts'
import type { OrganisationCard } from '../store.ts'
import { type LineRow, type OrderRow, changeLine, goTogether, inLockOrder, lockLines, turnClock } from './store.ts'

/** Who signs: a signatory in the portal, or sales with the paper that was received. */
export type Signature =
  | { readonly by: 'signatory'; readonly personId: string }
  | {
      readonly by: 'paper'
      readonly enteredBy: string | null
      readonly fileId: string
      readonly number: string
      readonly date: string
      readonly signer: string
    }

interface Signing {
  readonly tx: Db
  readonly site: Site
  readonly now: Date
  readonly order: OrderRow
  /** Of today; what was quoted under others is signed under those. */
  readonly terms: Terms
}

/** May this order be signed at all? Pure: what stock says comes after. */
export const admitSignature = (
  order: Pick<
    OrderRow,
    'quoted_at' | 'expires_at' | 'accepted_at' | 'cancelled_at' | 'engagement_number' | 'service_code'
  >,
  lines: readonly Pick<LineRow, 'state' | 'position'>[],
  organisation: Pick<OrganisationCard, 'kinds' | 'siret' | 'service_code'>,
  now: Date,
): Result<'signable', Refusal> => {
  if (order.accepted_at || order.cancelled_at) {
    return refuse({ code: 'illegal-move', from: order.accepted_at ? 'accepted' : 'cancelled', to: 'accepted' })
  }
  if (!order.quoted_at || !order.expires_at) return refuse({ code: 'illegal-move', from: 'draft', to: 'accepted' })
  if (order.expires_at <= now) return refuse({ code: 'quote-expired', expired_at: order.expires_at.toISOString() })
  const notQuoted = lines.find((line) => line.state !== 'quoted')
  if (notQuoted) {
    return notQuoted.state === 'expired'
      ? refuse({ code: 'quote-expired', expired_at: order.expires_at.toISOString() })
      : refuse({ code: 'nothing-to-sign', position: notQuoted.position, state: notQuoted.state })
  }
  const { service_code: serviceCode, engagement_number: engagementNumber } = order
  const missing = missingReferences(buyerOf(organisation), [{ serviceCode, engagementNumber }])
  return missing.length > 0 ? refuse({ code: 'engagement-missing', missing }) : ok('signable')
}

/** Reserves one line: what a firm quote holds already stays as it was promised, else what the stock still has. */
const reserveLine = async (signing: Signing, line: LineRow): Promise<Result<string, Refusal>> => {
  const { tx, site, now, order, terms } = signing
  const product = productOf(line.product)
  const parameters = product.parse(line.parameters)
  // Asked again where a firm quote holds it already: a certificate, a letter or an AS number may have lapsed since.
  const reserved = await product.reserve({
    tx,
    now,
    site,
    organisationId: order.organisation_id,
    parameters,
    lineId: line.id,
  })
  if (!reserved.ok) return refuse({ ...reserved.refusal, position: line.position })
  const instead = product.instead?.service(parameters) ?? null
  if (product.instead && instead !== null) {
    // What a firm quote held beside the other service makes way for the thing itself.
    await giveBack(tx, await claimsOfLines(tx, [line.id]), now, async () => 0)
    const given = await giveUpFor({ tx, site, now, day: dayIn(site.zone, now) }, line, instead, product.instead)
    if (!given.ok) return refuse({ ...given.refusal, position: line.position })
  }
  if ((await claimsOfLines(tx, [line.id])).length === 0)
    await holdThings(tx, { siteId: site.id, lineId: line.id, serviceId: null, firmUntil: null, now }, reserved.value)
  const prices = line.quote?.prices ?? []
  const service = await insertService(tx, site, {
    code: product.code,
    product: product.name,
    organisationId: order.organisation_id,
    parameters: line.parameters,
    item: prices[0]?.item ?? null,
    setupCents: prices.reduce(
      (total, price) => cents(total + amountOf(microEuros(price.setup_micro_euros), 1)),
      cents(0),
    ),
    monthlyMicroEuros: prices.reduce((total, price) => total + price.monthly_micro_euros, 0),
    terms: { ...terms, ...line.quote?.terms },
    now,
  })
  await bindClaims(tx, line.id, service.id)
  await agreeUsage(tx, service.id, usageSigned(line.quote?.usage ?? [], mayLeaveGear(product)), dayIn(site.zone, now))
  await insertSteps(tx, line.id, product.deliver)
  await changeLine(tx, line.id, { state: 'accepted', serviceId: service.id })
  await turnClock(tx, line.id, 'site', { code: 'delivery-begins' }, now)
  return ok(service.id)
}

/** Services before stock, as the delivery does: whoever drives one of them meanwhile is waited for here. */
const lockServices = async (tx: Db, lines: readonly LineRow[]): Promise<void> => {
  const ids = lines.flatMap(({ does, service_id: id }) => (does === 'change' && id !== null ? [id] : []))
  for (const { does, product: name, parameters } of lines) {
    const product = productOf(name)
    const number = does === 'create' ? (product.instead?.service(product.parse(parameters)) ?? null) : null
    const service = number === null ? null : await findService(tx, number)
    if (service) ids.push(service.id)
  }
  for (const id of new Set(ids.toSorted())) await serviceById(tx, id, true)
}

/** All lines or none: the first refusal undoes what the lines before it took. */
const reserveAll = async (signing: Signing, lines: readonly LineRow[]): Promise<Result<'reserved', Refusal>> => {
  try {
    return await allOrNothing(signing.tx, async (tx): Promise<Result<'reserved', Refusal>> => {
      await lockServices(tx, lines)
      const { site, now, order } = signing
      const serviceIds = lines.flatMap(({ does, service_id: id }) => (does === 'change' && id !== null ? [id] : []))
      const who = { kind: 'system', id: null } as const
      await expireQuotes(tx, { serviceIds, by: { orderId: order.id, lines }, siteId: site.id, now, who })
      for (const line of inLockOrder(lines)) {
        const reserved =
          line.does === 'change'
            ? await reserveChange({ tx, site, now, day: dayIn(site.zone, now) }, line)
            : await reserveLine({ ...signing, tx }, line)
        if (!reserved.ok) return reserved
      }
      // By what is held now: a port may come out elsewhere than was quoted.
      const claims = await claimsOfLines(
        tx,
        lines.map(({ id }) => id),
      )
      const changes = changesIn(lines, ({ id }) => claims.filter(({ lineId }) => lineId === id))
      if ((await tiesOf(tx, changes)).size > 0) await goTogether(tx, signing.order.id)
      return ok('reserved')
    })
  } catch (thrown) {
    if (soldMeanwhile(thrown)) return refuse({ code: 'sold-meanwhile' })
    throw thrown
  }
}

/**
 * Accept = reserve, in the given transaction, whose order row is locked: what cannot be reserved cannot be signed. The references of
 * the order are kept as they are given here, which may be otherwise than in its row: they are known by the day of the signature.
 * Wakes the delivery when the transaction commits.
 */
export const acceptOrder = async (
  at: { readonly tx: Db; readonly site: Site; readonly now: Date; readonly by: By },
  order: OrderRow,
  organisation: OrganisationCard,
  signature: Signature,
): Promise<Result<'accepted', Refusal>> => {
  const { tx, site, now } = at
  const lines = await lockLines(tx, order.id)
  const admitted = admitSignature(order, lines, organisation, now)
  if (!admitted.ok) return admitted
  const terms = await termsOf(tx, site.id, order.organisation_id)
  const reserved = await reserveAll({ tx, site, now, order, terms }, lines)
  if (!reserved.ok) return reserved
  const paper = signature.by === 'paper' ? signature : null
  await sql`
    update market."order" set accepted_at = ${now}, accepted_by = ${signature.by === 'signatory' ? signature.personId : null},
      paper_file_id = ${paper?.fileId ?? null}, paper_number = ${paper?.number ?? null}, paper_date = ${paper?.date ?? null},
      paper_signer = ${paper?.signer ?? null}, entered_by = ${paper?.enteredBy ?? null},
      customer_reference = ${order.customer_reference}, service_code = ${order.service_code}, engagement_number = ${order.engagement_number},
      version = version + 1
    where id = ${order.id}`.execute(tx)
  await writeJournal(tx, {
    room: 'market',
    name: 'order-accepted',
    subject: ['order', order.number],
    by: at.by,
    at: now,
    siteId: site.id,
    onBehalfOf: order.organisation_id,
    data: { lines: lines.length, how: signature.by },
  })
  await notify(tx, 'work')
  return ok('accepted')
}
