import { type End, type PlacedPanel, type Position } from '#fibre'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import { bindLetter, letterFor } from '../../letter/store.ts'
import type { Asking, AskingAll } from '../../product.ts'
import { organisationByHandle } from '../../store.ts'
import { endsOfRack, freeOn, isFree, mediasFor, type Stock } from './choose-route.ts'
import type { CrossConnectParameters } from './parameters.ts'
import { nameOf, noticeOf, ownPort, ownRack } from './store.ts'

export type Ask = Asking<CrossConnectParameters>
/** What is asked of the ends; `lineId` is null while nothing is reserved. */
export type EndsAsked = Pick<Ask, 'tx' | 'now' | 'site' | 'organisationId' | 'parameters' | 'lineId'> &
  Pick<AskingAll, 'products'>

/** Who has to consent, and to what was wished. */
export interface Other {
  readonly id: string
  readonly handle: string
  readonly name: string
  /** A panel that was wished for, where one was. */
  readonly panel: PlacedPanel | null
}

/** One side as far as it is known: where it may be; nowhere yet (another line of an order that is not drafted, or a letter that is to come). */
export interface Side {
  readonly ends: readonly End[] | null
  /** Why it is not known: what people read in its place. */
  readonly unknown: string
  /** A position that another service or a letter holds for us. */
  readonly heldForUs: 'port' | 'letter' | null
}

const known = (ends: readonly End[], heldForUs: Side['heldForUs'] = null): Side => ({ ends, unknown: '', heldForUs })
const notYet = (unknown: string): Side => ({ ends: null, unknown, heldForUs: null })

const panelCalled = ({ cabling }: Stock, handle: string): PlacedPanel | undefined =>
  [...cabling.panels.values()].find((panel) => panel.handle === handle)

type OnPanel = Extract<CrossConnectParameters['a'], { panel: string }>
type OwnSpace = Exclude<CrossConnectParameters['a'], OnPanel>

/** A line of this order that will hold what is led to; where its lines are not known, it is believed. */
const sells = ({ products }: EndsAsked, line: number, product: string): boolean =>
  products === undefined || products.get(line) === product

/** What is on its way out is no place to lead anything to. */
const notUnderNotice = async (
  { tx, organisationId }: EndsAsked,
  service: string | undefined,
): Promise<Result<null, Refusal>> => {
  const notice = service === undefined ? null : await noticeOf(tx, { organisationId }, service)
  return notice ? refuse({ code: 'service-under-notice', service, ...notice }) : ok(null)
}

const sideOfSpace = async (ask: EndsAsked, stock: Stock, named: OwnSpace): Promise<Result<Side, Refusal>> => {
  const { tx, site, organisationId, lineId, parameters } = ask
  // A dry run has no lines: which rack the other line gets is known when both are reserved.
  if ('line' in named && lineId === null)
    return sells(ask, named.line, 'rack-space')
      ? ok(notYet(`? (${named.line})`))
      : refuse({ code: 'space-unknown', line: named.line })
  const stays = await notUnderNotice(ask, 'service' in named ? named.service : undefined)
  if (!stays.ok) return stays
  const rack = await ownRack(tx, { siteId: site.id, organisationId, lineId }, named)
  if (rack === null)
    return refuse({ code: 'space-unknown', ...('line' in named ? { line: named.line } : { service: named.service }) })
  const ends = endsOfRack(stock, rack, mediasFor(parameters.media))
  return ends.ok ? ok(known(ends.value)) : ends
}

/** A named position, or the lowest free one of a named panel, of the site's own or of this customer's. */
const positionsOn = (
  { parameters }: EndsAsked,
  stock: Stock,
  panel: PlacedPanel,
  position: number | undefined,
): Result<readonly Position[], Refusal> => {
  if (!mediasFor(parameters.media).includes(panel.media))
    return refuse({ code: 'media-differ', panel: panel.handle, media: panel.media, asked: parameters.media })
  if (position === undefined) return freeOn(stock, [panel])
  if (position > panel.positions)
    return refuse({ code: 'no-such-position', panel: panel.handle, position, positions: panel.positions })
  const here = { panelId: panel.id, position }
  return isFree(stock)(here) ? ok([here]) : refuse({ code: 'position-held', label: `${panel.handle}/${position}` })
}

export const sideA = async (ask: EndsAsked, stock: Stock): Promise<Result<Side, Refusal>> => {
  const { a } = ask.parameters
  if (!('panel' in a)) return sideOfSpace(ask, stock, a)
  const panel = panelCalled(stock, a.panel)
  if (!panel) return refuse({ code: 'panel-unknown', panel: a.panel })
  if (panel.ownerId !== null && panel.ownerId !== ask.organisationId)
    return refuse({ code: 'panel-of-another', panel: a.panel })
  const ends = positionsOn(ask, stock, panel, a.position)
  return ends.ok ? ok(known(ends.value)) : ends
}

/** Whose consent this cross-connect needs: nobody's where both ends are the customer's own, the site's, or the exchange's. */
export const otherOf = async (
  { tx, organisationId, parameters: { z } }: Pick<EndsAsked, 'tx' | 'organisationId' | 'parameters'>,
  stock: Pick<Stock, 'cabling'>,
): Promise<Result<Other | null, Refusal>> => {
  const panels = [...stock.cabling.panels.values()]
  const wished = 'panel' in z && z.panel !== undefined ? panels.find(({ handle }) => handle === z.panel) : null
  if ('panel' in z && z.panel !== undefined && !wished) return refuse({ code: 'panel-unknown', panel: z.panel })
  if ('organisation' in z) {
    const organisation = await organisationByHandle(tx, z.organisation)
    if (!organisation) return refuse({ code: 'organisation-unknown', organisation: z.organisation })
    if (wished && wished.ownerId !== organisation.id) return refuse({ code: 'panel-of-another', panel: wished.handle })
    if (organisation.id === organisationId) return ok(null)
    return ok({ id: organisation.id, handle: organisation.handle, name: organisation.name, panel: wished ?? null })
  }
  if (!wished || wished.ownerId === null || wished.ownerId === organisationId) return ok(null)
  return ok({ id: wished.ownerId, ...(await nameOf(tx, wished.ownerId)), panel: wished })
}

/** A letter that was named: its position is the other end. It answers this line from now on, and no other one. */
const sideByLetter = async (
  { tx, site, organisationId, now, lineId, parameters }: EndsAsked,
  stock: Stock,
  { other, code }: { readonly other: Other; readonly code: string },
): Promise<Result<Side, Refusal>> => {
  const letter = await letterFor(tx, { siteId: site.id, code, organisationId, now, lineId })
  if (!letter.ok) return letter
  const panel = stock.cabling.panels.get(letter.value.panelId)
  // Of the company that the order names, and for a panel that is its own still.
  if (!panel || panel.ownerId !== other.id || letter.value.issuerId !== other.id)
    return refuse({ code: 'letter-of-another', organisation: other.name })
  if (!mediasFor(parameters.media).includes(panel.media))
    return refuse({ code: 'media-differ', panel: panel.handle, media: panel.media, asked: parameters.media })
  if (lineId !== null) {
    const bound = await bindLetter(tx, { letterId: letter.value.letterId, lineId })
    if (!bound.ok) return bound
  }
  return ok(known([{ panelId: panel.id, position: letter.value.position }], 'letter'))
}

const panelsOfOwner = (stock: Stock, ownerId: string, { parameters }: EndsAsked): readonly PlacedPanel[] =>
  [...stock.cabling.panels.values()].filter(
    (panel) => panel.ownerId === ownerId && mediasFor(parameters.media).includes(panel.media),
  )

/** The other side's letter is to come: it has panels for this, and not every position of them is held. */
const sideToCome = (ask: EndsAsked, stock: Stock, other: Other): Result<Side, Refusal> => {
  const panels = other.panel ? [other.panel] : panelsOfOwner(stock, other.id, ask)
  if (panels.length === 0) return refuse({ code: 'no-panel-of', organisation: other.name, media: ask.parameters.media })
  const free = freeOn(stock, panels)
  return free.ok ? ok(notYet(`${other.handle}: ?`)) : free
}

export const sideZ = async (ask: EndsAsked, stock: Stock, other: Other | null): Promise<Result<Side, Refusal>> => {
  const { tx, site, organisationId, lineId, parameters } = ask
  const { z, letter, payer } = parameters
  if (payer === 'z' && !other) return refuse({ code: 'payer-none' })
  // Nobody agrees to a price that it has not read: the letter that says who pays answers the line.
  if (payer === 'z' && other && letter !== undefined)
    return refuse({ code: 'payer-agrees-later', organisation: other.name })
  if (other)
    return letter === undefined ? sideToCome(ask, stock, other) : sideByLetter(ask, stock, { other, code: letter })
  if (letter !== undefined) return refuse({ code: 'letter-not-needed' })
  if ('exchange' in z) {
    if (z.line !== undefined && lineId === null)
      return sells(ask, z.line, 'exchange-port') ? ok(notYet(`? (${z.line})`)) : refuse({ code: 'port-none' })
    const stays = await notUnderNotice(ask, z.service)
    if (!stays.ok) return stays
    const named = z.line !== undefined ? { line: z.line } : z.service !== undefined ? { service: z.service } : null
    const port = await ownPort(tx, { siteId: site.id, organisationId, lineId }, named)
    return port ? ok(known([port], 'port')) : refuse({ code: 'port-none' })
  }
  if ('organisation' in z) {
    const panels = z.panel === undefined ? panelsOfOwner(stock, organisationId, ask) : [panelCalled(stock, z.panel)]
    const own = panels.filter((panel) => panel !== undefined)
    if (own.length === 0) return refuse({ code: 'no-panel-of', organisation: z.organisation, media: parameters.media })
    const free = freeOn(stock, own)
    return free.ok ? ok(known(free.value)) : free
  }
  if (!('panel' in z)) return sideOfSpace(ask, stock, z)
  const panel = panelCalled(stock, z.panel)
  if (!panel) return refuse({ code: 'panel-unknown', panel: z.panel })
  const ends = positionsOn(ask, stock, panel, z.position)
  return ends.ok ? ok(known(ends.value)) : ends
}
