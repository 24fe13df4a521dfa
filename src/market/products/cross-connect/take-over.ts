import { isPosition, type Position, positionLabel } from '#fibre'
import { newId, type Refusal, type Result, ok, refuse } from '#kernel'
import { holderOf } from '../../claim/store.ts'
import { declareConsent } from '../../letter/taken/store.ts'
import type { Hold, Place, TakeOver } from '../../product.ts'
import { chooseRoute, mediasFor, type Stock } from './choose-route.ts'
import type { CrossConnectParameters } from './parameters.ts'
import type { Ask } from './resolve-ends.ts'
import { endOf, holdsOf, readStock } from './stock.ts'
import { isOwnPort, lockPanels } from './store.ts'

/** `M3-P01/07`, a position that the site has, of the medium that was said. Pure. */
export const positionNamed = (
  { cabling }: Pick<Stock, 'cabling'>,
  { media }: Pick<CrossConnectParameters, 'media'>,
  text = '',
): Result<Position & { readonly ownerId: string | null }, Refusal> => {
  const [, handle, digits] = /^(.+)\/0*([1-9]\d{0,3})$/.exec(text) ?? []
  const panel = [...cabling.panels.values()].find((one) => one.handle === handle)
  const position = Number(digits)
  if (!panel || !(position <= panel.positions)) return refuse({ code: 'panel-position-unknown', panel: text })
  if (!mediasFor(media).includes(panel.media))
    return refuse({ code: 'media-differ', panel: panel.handle, media: panel.media, asked: media })
  return ok({ panelId: panel.id, position, ownerId: panel.ownerId })
}

/** Who holds an end already. A port of the exchange that is this customer's own is not asked: it is reached from its front. */
const takenBy = async (tx: Ask['tx'], { cabling }: Stock, at: Position): Promise<Refusal | null> => {
  const by = await holderOf(tx, at.panelId, [at.position, at.position + 1])
  return by === null ? null : { code: 'place-in-service', place: positionLabel(cabling.panels, at), by }
}

const holds = async (ask: Ask, { panels }: Place): Promise<Result<readonly Hold[], Refusal>> => {
  const { tx, site, organisationId, parameters } = ask
  await lockPanels(tx, site.id)
  const stock = await readStock(ask, null)
  const a = positionNamed(stock, parameters, panels[0])
  if (!a.ok) return a
  const z = positionNamed(stock, parameters, panels[1])
  if (!z.ok) return z
  if (a.value.ownerId !== null && a.value.ownerId !== organisationId)
    return refuse({ code: 'panel-of-another', panel: panels[0] })
  const ofPort = await isOwnPort(tx, { ...z.value, organisationId })
  const taken = (await takenBy(tx, stock, a.value)) ?? (ofPort ? null : await takenBy(tx, stock, z.value))
  if (taken) return refuse(taken)
  const chosen = chooseRoute(stock, { as: [a.value], zs: [z.value] }, mediasFor(parameters.media))
  if (!chosen.ok) return chosen
  // The marks of both ends hang on the line of an order; a service that had none gets a thing of its own for them.
  return ok(await holdsOf(tx, stock.cabling, chosen.value, { lineId: newId(), heldForUs: ofPort ? 'port' : null }))
}

/**
 * A jumper that is plugged already: the other side consented when the old system was told, which the file declares. It reads who is
 * connected, and may revoke, as with a letter that was used.
 */
const begin: TakeOver<CrossConnectParameters>['begin'] = async (ask, service) => {
  const { cabling } = await readStock(ask, null)
  const z = endOf(cabling, service.holds, 'z')
  const issuerId = z && isPosition(z) ? (cabling.panels.get(z.panelId)?.ownerId ?? null) : null
  if (z === null || !isPosition(z) || issuerId === null || issuerId === ask.organisationId) return ok(null)
  const label = positionLabel(cabling.panels, z)
  await declareConsent(ask.tx, { serviceId: service.id, siteId: ask.site.id, issuerId, label, now: ask.now })
  return ok(null)
}

export const takeOverConnect: TakeOver<CrossConnectParameters> = { holds, begin }
