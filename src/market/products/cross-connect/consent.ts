import { labelOf, readLabel } from '#fibre'
import { type Refusal, type Result, ok } from '#kernel'
import { claimsOfLines, giveBack, holdThings } from '../../claim/store.ts'
import { consentOf, requestConsent, useLetter, useStanding } from '../../letter/store.ts'
import { passToPayer } from '../../service/store.ts'
import { type Found, type Proof, type StepContext, done, waitsFor } from '../../product.ts'
import { chooseRoute, mediasFor } from './choose-route.ts'
import type { CrossConnectParameters } from './parameters.ts'
import { type Other, otherOf } from './resolve-ends.ts'
import { endHolds, endOf, holdsOf, readStock } from './stock.ts'
import { lockPanels, ordererOf } from './store.ts'

type Context = StepContext<CrossConnectParameters>

const declared = ({ now }: Context, proof: string, value: unknown, method: string): Proof => ({
  proof,
  value,
  method,
  source: 'declared',
  at: now,
})

/** The step as seen from side A: once the other side pays, the service is the other side's, and the ends are still A's and Z's. */
const fromA = async (context: Context): Promise<Context> => ({
  ...context,
  organisationId: await ordererOf(context.tx, context.lineId),
})

const otherSide = async (context: Context): Promise<Other | null> => {
  const other = await otherOf(context, { cabling: (await readStock(context, context.lineId)).cabling })
  if (!other.ok) throw new Error(`the other side of ${context.serviceNumber}: ${other.refusal.code}`)
  return other.value
}

const asked = ({ tx, site, lineId, organisationId, now, parameters }: Context, other: Other) => ({
  tx,
  of: {
    siteId: site.id,
    lineId,
    otherId: other.id,
    organisationId,
    now,
    // Of glass any will do that both ends have: the letter's panel says which.
    ...(parameters.media === 'copper' ? { media: 'cat6a' } : {}),
    pays: parameters.payer === 'z',
  },
})

/** Who has to answer is asked, once. */
export const askConsent = async (asking: Context): Promise<void> => {
  const context = await fromA(asking)
  const other = await otherSide(context)
  if (!other || context.parameters.letter !== undefined) return
  const { tx, of } = asked(context, other)
  await requestConsent(tx, { ...of, orderNumber: context.orderNumber, panelId: other.panel?.id ?? null })
}

/** The letter that was named in the order is revoked and another one came: what lies beyond this end is given back, to be chosen anew. */
const leaveOldWay = async (context: Context): Promise<void> => {
  const { cabling } = await readStock(context, context.lineId)
  const a = endOf(cabling, context.holds, 'a')
  const kept = new Set((a ? endHolds(cabling, a) : []).map(({ thingId, span }) => `${thingId} ${span[0]}`))
  const left = (await claimsOfLines(context.tx, [context.lineId])).filter(
    ({ kind, thingId, span }) => kind !== 'end-a' && !kept.has(`${thingId} ${span[0]}`),
  )
  await giveBack(context.tx, left, context.now, async () => 0)
}

/** With the other end known, the rest of the way is held in this transaction, or nothing of it. */
const holdTheRest = async (
  context: Context,
  consent: { readonly letterId: string | null; readonly panelId: string; readonly position: number },
): Promise<Result<'held', Refusal>> => {
  const { tx, site, lineId, serviceId, now, parameters } = context
  await lockPanels(tx, site.id)
  const stock = await readStock(context, lineId)
  const a = endOf(stock.cabling, context.holds, 'a')
  if (!a) throw new Error(`${context.serviceNumber} has no end of its own`)
  const z = { panelId: consent.panelId, position: consent.position }
  const chosen = chooseRoute(stock, { as: [a], zs: [z] }, mediasFor(parameters.media))
  if (!chosen.ok) return chosen
  const heldForUs = consent.letterId === null ? null : ('letter' as const)
  const wanted = await holdsOf(tx, stock.cabling, chosen.value, { lineId, heldForUs })
  const own = await claimsOfLines(tx, [lineId])
  const missing = wanted.filter(
    (hold) => !own.some(({ thingId, span }) => thingId === hold.thingId && span[0] === hold.span[0]),
  )
  await holdThings(tx, { siteId: site.id, lineId, serviceId, firmUntil: null, now }, missing)
  return ok('held')
}

/**
 * The other side's letter is used and the whole way is held once this is done. What stands in the way is told: the letter that is
 * awaited, or the panel that is full. Claims are made here, under the lock, because the look and the hold have to be one.
 */
export const foundConsent = async (asking: Context): Promise<Found> => {
  const context = await fromA(asking)
  const other = await otherSide(context)
  if (!other)
    return done(declared(context, 'consent-not-needed', true, 'panel of the customer, of the site or of the exchange'))
  const { tx, of } = asked(context, other)
  const consent = await consentOf(tx, of)
  const company = { organisation: other.name, handle: other.handle }
  if (!consent) return waitsFor('other-side', { code: of.pays ? 'payer-awaited' : 'letter-awaited', ...company })
  const panel = (await readStock(context, context.lineId)).cabling.panels.get(consent.panelId)
  if (!panel) throw new Error(`${context.serviceNumber}: consent to a panel that is not there`)
  const proof = declared(
    context,
    'consent',
    labelOf(panel, consent.position),
    consent.kind === 'letter' ? 'letter of authorisation' : 'standing consent',
  )
  const z = context.holds.find(({ kind }) => kind === 'end-z')
  const isThere = z !== undefined && samePlace(z.label, consent)
  if (z !== undefined && !isThere) await leaveOldWay(context)
  if (consent.letterId !== null) {
    const used = await useLetter(tx, { letterId: consent.letterId, lineId: context.lineId, now: context.now })
    if (!used.ok) return waitsFor('other-side', { ...used.refusal, ...company })
  }
  if (!isThere) {
    const held = await holdTheRest(context, consent)
    if (!held.ok) return waitsFor('site', { ...held.refusal })
  }
  if (consent.standingId !== null)
    await useStanding(tx, { lineId: context.lineId, consentId: consent.standingId, now: context.now })
  if (of.pays)
    await passToPayer(tx, {
      siteId: context.site.id,
      serviceId: context.serviceId,
      payerId: other.id,
      now: context.now,
    })
  return done(proof)
}

const samePlace = (
  label: string,
  { panel, position }: { readonly panel: string; readonly position: number },
): boolean => {
  const read = readLabel(label)
  return read?.panel === panel && read.position === position
}
