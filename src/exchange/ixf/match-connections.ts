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

const addressesOf = ({ facts }: { readonly facts: DeclaredFacts }): ReadonlySet<string> =>
  new Set(facts.addresses.map(({ address }) => address))
const portsOf = ({ facts }: { readonly facts: DeclaredFacts }): string => JSON.stringify(facts.ports)

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
  const rules: readonly ((one: KnownConnection, other: Found) => boolean)[] = [
    (one, other) => [...addressesOf(one)].some((address) => addressesOf(other).has(address)),
    (one, other) => one.facts.ports.length > 0 && portsOf(one) === portsOf(other),
    () => true,
  ]
  for (const same of rules) {
    for (const other of found) {
      if (matched.has(other.path)) continue
      const one = known.find((each) => each.asn === other.asn && !taken.has(each.serviceId) && same(each, other))
      if (!one) continue
      matched.set(other.path, one.serviceId)
      taken.add(one.serviceId)
    }
  }
  return matched
}
