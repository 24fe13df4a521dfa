import type { Scope } from '#people'
import { sees } from '#people'
import type { PlanWire, RackWire } from '../contract.ts'
import type { Holder } from '../model.ts'

type Shown = RackWire['compartments'][number]
interface Built {
  readonly id: string
  readonly handle: string
  readonly size: Shown['size']
  readonly first_u: number
  readonly units_u: number
}

/**
 * Which of these compartments a caller may know of, and what: the site's people all of them with who holds it, anybody else their
 * own. That a rack stands there everybody sees; whose it is, or that it is free, is the site's business.
 */
export const showCompartments = <C extends Built>(
  built: readonly C[],
  holders: ReadonlyMap<string, Holder>,
  names: ReadonlyMap<string, { readonly handle: string; readonly name: string }>,
  scope: Scope,
): readonly { readonly built: C; readonly shown: Shown }[] =>
  built.flatMap((one) => {
    const holder = holders.get(one.id)
    if (!sees(scope, holder?.organisationId ?? null)) return []
    const { handle, size, first_u, units_u } = one
    const organisation = holder ? (names.get(holder.organisationId) ?? null) : null
    return [{ built: one, shown: { handle, size, first_u, units_u, state: holder?.state ?? 'free', organisation } }]
  })

/** How full a room is; the site's people alone are told. */
export const countCompartments = (racks: readonly RackWire[]): NonNullable<PlanWire['counts']> => {
  const all = racks.flatMap((rack) => rack.compartments)
  const of = (state: Shown['state']): number => all.filter((one) => one.state === state).length
  return { racks: racks.length, compartments: all.length, free: of('free'), held: of('held'), sold: of('sold') }
}
