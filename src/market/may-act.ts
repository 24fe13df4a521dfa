import type { OperatorRole, Right } from '#kernel'
import type { Actor } from '#people'

/** One of the operator's people, or the system itself: sees the rows of everybody, and what broke inside. */
export const isStaff = (actor: Actor): boolean => actor.roles.size > 0 || actor.kind === 'system'

/**
 * May the caller do this for that organisation: by one of these roles, or by the right there? Who of the operator's people has
 * neither role sees the row all the same; a right in the operator's own organisation is not one in the customer's.
 */
export const mayFor = (actor: Actor, organisationId: string, roles: readonly OperatorRole[], right: Right): boolean =>
  actor.kind === 'system' ||
  roles.some((role) => actor.roles.has(role)) ||
  actor.organisations.get(organisationId)?.has(right) === true

/** As this caller came in: a key that was not given the right to sign does not sign for its person. */
export const maySign = (actor: Actor, organisationId: string): boolean =>
  actor.personId !== null && actor.organisations.get(organisationId)?.has('sign') === true
