import {
  type Cabling,
  COPPER_CHANNEL_M,
  type End,
  findRoute,
  isPosition,
  type Media,
  type PlacedPanel,
  type Position,
  type Route,
  trunkAt,
} from '#fibre'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import type { CrossConnectParameters } from './parameters.ts'

/** The site's panels as they stand, and `panel/position` of what of them is held. */
export interface Stock {
  readonly cabling: Cabling
  readonly held: ReadonlySet<string>
}

export const isFree =
  ({ held }: Pick<Stock, 'held'>) =>
  ({ panelId, position }: Position): boolean =>
    !held.has(`${panelId}/${position}`)

/** What media a customer's word means; glass is whatever both ends have. */
export const mediasFor = (media: CrossConnectParameters['media']): readonly Media[] =>
  media === 'copper' ? ['cat6a'] : ['os2', 'om4']

/** The lowest position that is free, and where a trunk is behind it, free at the trunk's other end too. */
const lowestFree = (stock: Stock, panel: PlacedPanel): Position | null => {
  const free = isFree(stock)
  for (let position = 1; position <= panel.positions; position += 1) {
    const here = { panelId: panel.id, position }
    const behind = trunkAt(stock.cabling.trunks, here)
    if (free(here) && (behind === null || free(behind.other))) return here
  }
  return null
}

/** One free position of each of these panels; a refusal where there are panels and all are full. */
export const freeOn = (stock: Stock, panels: readonly PlacedPanel[]): Result<readonly Position[], Refusal> => {
  const free = panels.flatMap((panel) => lowestFree(stock, panel) ?? [])
  return free.length > 0 ? ok(free) : refuse({ code: 'panel-full', panels: panels.map(({ handle }) => handle) })
}

/**
 * Where equipment in a rack comes out: at a panel of its own rack, else of its row, else nowhere: its jumper is run to the other end
 * itself, as long as that is.
 */
export const endsOfRack = (stock: Stock, rack: string, medias: readonly Media[]): Result<readonly End[], Refusal> => {
  const row = stock.cabling.racks.get(rack)?.row
  const panels = [...stock.cabling.panels.values()].filter(
    (panel) => panel.ownerId === null && panel.rowHandle === row && !panel.inMeetMe && medias.includes(panel.media),
  )
  if (panels.length === 0) return ok([{ rack }])
  const own = panels.filter(({ rackHandle }) => rackHandle === rack)
  return freeOn(stock, own.length > 0 ? own : panels)
}

export interface Chosen {
  readonly a: End
  readonly z: End
  readonly route: Route
}

/** The best way between any of these ends: shortest, then fewest sleeves; or why the first pair of them cannot be joined. Pure. */
export const chooseRoute = (
  stock: Stock,
  { as, zs }: { readonly as: readonly End[]; readonly zs: readonly End[] },
  medias: readonly Media[],
): Result<Chosen, Refusal> => {
  let best: Chosen | null = null
  let why: Refusal | null = null
  const fits = (end: End, media: Media): boolean =>
    !isPosition(end) || stock.cabling.panels.get(end.panelId)?.media === media
  for (const media of medias)
    for (const a of as)
      for (const z of zs) {
        // Another medium of the same kind may still do; where none does, this one says why.
        if (!fits(a, media) && medias.some((one) => fits(a, one) && fits(z, one))) continue
        const route = findRoute(stock.cabling, { from: a, to: z, media, isFree: isFree(stock) })
        if (!route.ok) why ??= route.refusal
        else if (media === 'cat6a' && route.value.lengthM > COPPER_CHANNEL_M)
          why ??= { code: 'copper-too-long', length_m: route.value.lengthM, most_m: COPPER_CHANNEL_M }
        else if (best === null || isBetter(route.value, best.route)) best = { a, z, route: route.value }
      }
  if (best !== null) return ok(best)
  return refuse(why ?? { code: 'panel-full', panels: [] })
}

const isBetter = (one: Route, other: Route): boolean =>
  one.runMm < other.runMm || (one.runMm === other.runMm && one.matedPairs < other.matedPairs)
