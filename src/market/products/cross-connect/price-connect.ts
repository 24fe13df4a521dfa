import { type Refusal, type Result, ok, refuse } from '#kernel'
import type { Price } from '../../product.ts'
import type { CrossConnectParameters } from './parameters.ts'

/** One item of the list: `xc-fibre-duplex` is a rent, `xc-fibre-duplex-once` is paid for good. Pure. */
export const priceConnect = (
  { media, pay, payer }: Pick<CrossConnectParameters, 'media' | 'pay' | 'payer'>,
  prices: readonly Price[],
): Result<readonly Price[], Refusal> => {
  // A service is billed to who ordered it, so that only the payer can cease it.
  if (payer === 'z') return refuse({ code: 'payer-orders' })
  const item = pay === 'once' ? `xc-${media}-once` : `xc-${media}`
  const price = prices.find((candidate) => candidate.item === item)
  return price ? ok([price]) : refuse({ code: 'no-price', item })
}
