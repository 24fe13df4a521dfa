import { say } from '#kernel'
import { type OrderAsked, type PlacementWire, placeSpace } from '#market/contract'
import { limitNames } from '#market/words'
import { type ServerCall, sayCli } from '../command.ts'
import { sentenceOf } from '../say-refusal.ts'

type Asked = Extract<OrderAsked['lines'][number], { product: 'rack-space' }>['parameters']

/** Of the places that were passed over, as many are told one by one; all are counted. */
const MOST_TOLD = 5

const nameOf = (code: string, language: ServerCall['language']): string => {
  const name = limitNames.get(code)
  return name ? say(name, language, {}) : code
}

/** Where a line would stand and why there, and of the places that were passed over the first limit that each breaks. */
export const toldPlacement = (
  placement: PlacementWire,
  { language }: Pick<ServerCall, 'language'>,
): readonly string[] => {
  const [best] = placement.ranked
  const units = best?.units ? ` U${best.units.from_u}–${best.units.to_u}` : ''
  return [
    ...(best
      ? [
          sayCli(language, 'place-proposed', { place: `${best.compartment}${units}`, row: best.row }),
          ...best.reasons.map((reason) => `  ${sentenceOf(reason, language)}`),
        ]
      : []),
    ...(placement.fits < placement.tried
      ? [sayCli(language, 'places-passed-over', { n: placement.tried - placement.fits, of: placement.tried })]
      : []),
    // A customer is told how many broke which limit, and nothing of what others hold.
    ...(placement.passed_over
      ? placement.passed_over.slice(0, MOST_TOLD).map(({ because }) => `  ${sentenceOf(because, language)}`)
      : placement.counts.map(({ code, count }) => `  ${count} × ${nameOf(code, language)}`)),
  ]
}

/** By the line's position; a line whose place cannot even be looked for says why where it is quoted. */
export const placementsOf = async (
  { organisation, lines }: Pick<OrderAsked, 'organisation' | 'lines'>,
  call: ServerCall,
): Promise<ReadonlyMap<number, PlacementWire>> => {
  const placed = new Map<number, PlacementWire>()
  const before: Asked[] = []
  for (const [index, line] of lines.entries()) {
    if (line.product !== 'rack-space') continue
    const { parameters } = line
    // An option that is exercised is one place, and no choice.
    if (parameters.place.exercise === undefined) {
      const found = await call.client.call(placeSpace, { body: { organisation, parameters, before: [...before] } })
      if (found.ok) placed.set(index + 1, found.value)
    }
    before.push(parameters)
  }
  return placed
}
