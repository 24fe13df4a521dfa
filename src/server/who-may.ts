import { type Audience, rights } from '#kernel'
import type { Actor } from '#people'

const admits = (audience: Audience, actor: Actor): boolean => {
  if (audience === 'anyone') return true
  const held = [...actor.organisations.values()]
  // Membership of an organisation is enough to read its rows: `scopeOf` says the same.
  if (audience === 'own:read') return held.length > 0
  if (rights.some((right) => audience === `own:${right}` && held.some((of) => of.has(right)))) return true
  return [...actor.roles].some((role) => role === audience)
}

/** May this caller call a route for these audiences? Which rows it then sees is the handler's business. */
export const mayCall = (who: readonly Audience[], actor: Actor | null): 'yes' | 'not-signed-in' | 'not-allowed' => {
  if (who.includes('nobody')) return 'yes'
  if (!actor) return 'not-signed-in'
  return who.some((audience) => admits(audience, actor)) ? 'yes' : 'not-allowed'
}
