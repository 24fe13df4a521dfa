import type { DeclaredFacts } from './model.ts'

export interface KnownConnection {
  readonly serviceId: string
  readonly asn: number
  readonly facts: DeclaredFacts
}

interface Found {
  readonly path: string
  readonly asn: number
  readonly facts: DeclaredFacts
}

/** By what a connection is known again. */
interface Signs<Connection> {
  readonly of: Connection
  readonly addresses: ReadonlySet<string>
  /** Empty: it has none. */
  readonly ports: string
}

// Once for each connection: thousands of one AS are compared with each other.
const signsOf = <Connection extends { readonly facts: DeclaredFacts }>(of: Connection): Signs<Connection> => ({
  of,
  addresses: new Set(of.facts.addresses.map(({ address }) => address)),
  ports: of.facts.ports.length > 0 ? JSON.stringify(of.facts.ports) : '',
})

type Signed = Pick<Signs<unknown>, 'addresses' | 'ports'>

const RULES: readonly ((one: Signed, other: Signed) => boolean)[] = [
  (one, other) => [...one.addresses].some((address) => other.addresses.has(address)),
  (one, other) => one.ports !== '' && one.ports === other.ports,
  () => true,
]

/**
 * Which known connection of one exchange each connection of a file is. Exports name none, so they are known by AS and by a shared address, else
 * by the same ports, else in their order: a member that was renumbered stays the member it was. Returns path to service.
 */
export const matchConnections = (
  known: readonly KnownConnection[],
  found: readonly Found[],
): ReadonlyMap<string, string> => {
  const matched = new Map<string, string>()
  const taken = new Set<string>()
  const ofAs = new Map<number, Signs<KnownConnection>[]>()
  for (const one of known) {
    const list = ofAs.get(one.asn)
    if (list) list.push(signsOf(one))
    else ofAs.set(one.asn, [signsOf(one)])
  }
  const asked = found.map(signsOf)
  for (const same of RULES) {
    for (const other of asked) {
      if (matched.has(other.of.path)) continue
      const one = ofAs.get(other.of.asn)?.find((each) => !taken.has(each.of.serviceId) && same(each, other))
      if (!one) continue
      matched.set(other.of.path, one.of.serviceId)
      taken.add(one.of.serviceId)
    }
  }
  return matched
}
