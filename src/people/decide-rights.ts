import { type OperatorRole, type Right, operatorRoles, rights } from '#kernel'

/** What is on record of one person on one day. */
export interface Standing {
  readonly organisation_id: string
  /** In force that day, not withdrawn. */
  readonly rights: readonly string[]
  readonly roles: readonly string[]
  /** Organisations that the person's own resells to. */
  readonly resold: readonly string[]
}

export interface Powers {
  readonly roles: ReadonlySet<OperatorRole>
  readonly organisations: ReadonlyMap<string, ReadonlySet<Right>>
}

/**
 * Roles and rights add up. Roles count for the operator's own persons only. A reseller's persons may do for the
 * organisations that it resells to what they may do for their own. A key narrows both to its scopes.
 */
export const decideRights = (
  standing: Standing,
  operatorId: string | null,
  scopes: readonly string[] | null = null,
): Powers => {
  const within = (name: string): boolean => scopes === null || scopes.includes(name)
  const ofOperator = standing.organisation_id === operatorId
  const roles = operatorRoles.filter((role) => ofOperator && standing.roles.includes(role) && within(role))
  const held = new Set(rights.filter((right) => standing.rights.includes(right) && within(right)))
  const organisations = new Map([standing.organisation_id, ...standing.resold].map((id) => [id, held] as const))
  return { roles: new Set(roles), organisations }
}

/** What a key of this caller may carry at most. */
export const scopesOf = (powers: Powers): ReadonlySet<string> =>
  new Set([...powers.roles, 'read', ...[...powers.organisations.values()].flatMap((held) => [...held])])
