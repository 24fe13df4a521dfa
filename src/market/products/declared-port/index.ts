import { endDeclared, stillDeclared } from '#exchange'
import { refuse } from '#kernel'
import { z } from 'zod'
import { type Product, type Step, done, underWay } from '../../product.ts'

const parameters = z.looseObject({ exchange: z.string(), asn: z.number() })
type Parameters = z.output<typeof parameters>

/** There is no cable of ours to pull and no device to tell: the file’s word of it ends. */
const endDeclaration: Step<Parameters> = {
  name: 'end-declaration',
  by: 'machine',
  forReady: false,
  needs: [],
  act: ({ tx, serviceId, now }) => endDeclared(tx, serviceId, now),
  found: async ({ tx, serviceId }) => ((await stillDeclared(tx, serviceId)) ? underWay : done()),
  // An end that is taken back does not bring a file's word back: the next import does.
  undo: () => Promise.resolve(),
  gone: () => Promise.resolve(done()),
}

const notSold = (): ReturnType<typeof refuse<{ readonly code: 'declared-not-sold' }>> =>
  refuse({ code: 'declared-not-sold' })

/** A member's port at an exchange that a file declares. It is shown, and can be ended; it is not sold, driven or proved here. */
export const declaredPort: Product<Parameters> = {
  name: 'declared-port',
  code: 'DP',
  parse: (given) => parameters.parse(given),
  price: notSold,
  look: (_asking, lines) => Promise.resolve(lines.map(notSold)),
  reserve: () => Promise.resolve(notSold()),
  deliver: [],
  cease: [endDeclaration],
  liveStep: null,
  signs: (_tx, _siteId, serviceIds) => Promise.resolve(new Map(serviceIds.map((id) => [id, '']))),
  suspend: () => Promise.resolve(),
  resume: () => Promise.resolve(),
  restDays: () => Promise.resolve(0),
}
