import { type Refusal, refuse } from '#kernel'
import type { Actor } from '../actor.ts'
import { scopesOf } from '../decide-rights.ts'

/** A key carries at most what its maker holds now; a key makes keys only in an administrator's hand. */
export const refuseScopes = (
  actor: Actor,
  scopes: readonly string[],
): { readonly ok: false; readonly refusal: Refusal } | null => {
  if (actor.kind === 'key' && !actor.roles.has('admin')) return refuse({ code: 'key-by-key' })
  const held = scopesOf(actor)
  const lacking = scopes.filter((scope) => !held.has(scope))
  return lacking.length > 0 ? refuse({ code: 'scope-not-held', scopes: lacking }) : null
}
