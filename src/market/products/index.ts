import type { Product } from '../product.ts'
import { declaredPort } from './declared-port/index.ts'
import { crossConnect } from './cross-connect/index.ts'
import { exchangePort } from './exchange-port/index.ts'
import { move } from './move/index.ts'
import { rackSpace } from './rack-space/index.ts'

/** Every product that is sold, by name. */
// A product is given only parameters that it parsed itself, so the backbone need not know their type.
const opaque = <P>(product: Product<P>): Product<never> => product as unknown as Product<never> // oxlint-disable-line typescript/no-unsafe-type-assertion

const products: ReadonlyMap<string, Product<never>> = new Map(
  [opaque(exchangePort), opaque(rackSpace), opaque(move), opaque(crossConnect), opaque(declaredPort)].map((product) => [
    product.name,
    product,
  ]),
)

/** The product of a line or a service; a name that is not sold is a defect, for the contract parses it. */
export const productOf = (name: string): Product<never> => {
  const product = products.get(name)
  if (!product) throw new Error(`no product is called ${name}`)
  return product
}

export const productNames: readonly string[] = [...products.keys()]
