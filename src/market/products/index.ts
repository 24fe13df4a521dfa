import type { Product } from '../product.ts'
import { exchangePort } from './exchange-port/index.ts'

/** Every product that is sold, by name. */
const products: ReadonlyMap<string, Product<never>> = new Map([[exchangePort.name, exchangePort as Product<never>]])

/** The product of a line or a service; a name that is not sold is a defect, for the contract parses it. */
export const productOf = (name: string): Product<never> => {
  const product = products.get(name)
  if (!product) throw new Error(`no product is called ${name}`)
  return product
}

export const productNames: readonly string[] = [...products.keys()]
