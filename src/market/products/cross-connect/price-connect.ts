import { type Refusal, type Result, ok, refuse } from '#kernel'
import type { Price } from '../../product.ts'
import type { CrossConnectParameters } from './parameters.ts'

const items = {
  'fibre-duplex': { rent: 'xc-fibre-duplex', once: 'xc-fibre-duplex-once' },
  'fibre-single': { rent: 'xc-fibre-single', once: 'xc-fibre-single-once' },
  copper: { rent: 'xc-copper', once: 'xc-copper-once' },
} as const

/** One item of the list: a rent, or what is paid for good instead. Pure. */
export const priceConnect = (
  { media, pay }: Pick<CrossConnectParameters, 'media' | 'pay'>,
  prices: readonly Price[],
): Result<readonly Price[], Refusal> => {
  const item = items[media][pay]
  const price = prices.find((candidate) => candidate.item === item)
  return price ? ok([price]) : refuse({ code: 'no-price', item })
}
