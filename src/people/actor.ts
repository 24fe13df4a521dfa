import type { Language, OperatorRole, Right } from '#kernel'

/** Who calls, as decided at the edge from a session or a key; roles and rights add up. */
export interface Actor {
  readonly kind: 'person' | 'key' | 'system'
  readonly personId: string | null
  /** The key that the caller showed, where it is one. */
  readonly keyId?: string
  readonly name: string
  readonly language: Language
  readonly roles: ReadonlySet<OperatorRole>
  /** Every organisation that the caller may act for (its own, and those it resells to), with the rights there, today. */
  readonly organisations: ReadonlyMap<string, ReadonlySet<Right>>
  readonly requestId: string
}

/** Which rows a caller may know of: all of them (the operator's people) or those of some organisations. */
export type Scope = { readonly all: true } | { readonly all: false; readonly organisations: readonly string[] }

/** The rows that this caller may see with one right; an operator's role sees every organisation's. */
export const scopeOf = (actor: Actor, right: Right = 'read'): Scope =>
  actor.roles.size > 0 || actor.kind === 'system'
    ? { all: true }
    : {
        all: false,
        organisations: [...actor.organisations]
          .filter(([, held]) => held.has(right) || right === 'read')
          .map(([id]) => id),
      }

export const sees = (scope: Scope, organisationId: string | null): boolean =>
  scope.all || (organisationId !== null && scope.organisations.includes(organisationId))

/** The system itself: reconcilers, the loader of the site's files. */
export const systemActor = (requestId: string): Actor => ({
  kind: 'system',
  personId: null,
  name: 'vesontio',
  language: 'fr',
  roles: new Set(),
  organisations: new Map(),
  requestId,
})

/** Nobody in particular: what a route for `nobody` gets from a caller who is not signed in. */
export const strangerActor = (requestId: string, language: Language): Actor => ({
  ...systemActor(requestId),
  kind: 'person',
  name: '',
  language,
})
