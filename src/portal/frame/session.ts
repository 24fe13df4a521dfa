import { createContext, use } from 'react'
import type { OperatorRole, Right } from '#kernel'

/** Who is here, for whom they may act, and on which site. */
export interface Session {
  readonly person: { readonly id: string; readonly name: string }
  readonly roles: readonly OperatorRole[]
  readonly organisations: readonly {
    readonly id: string
    readonly handle: string
    readonly name: string
    readonly rights: readonly Right[]
  }[]
  readonly site: { readonly code: string; readonly name: string; readonly zone: string } | null
  readonly world: 'twin' | 'plant'
}

export const SessionContext = createContext<Session | null>(null)

export const useSession = (): Session => {
  const session = use(SessionContext)
  if (session === null) throw new Error('a page stands outside of a session')
  return session
}

/** One of the operator's people, whatever the role. */
export const isStaff = (session: Session): boolean => session.roles.length > 0

export const hasRole = (session: Session, ...roles: readonly OperatorRole[]): boolean =>
  roles.some((role) => session.roles.includes(role))

/** May this person do it: by one of these roles, or by this right in one of their organisations? */
export const may = (session: Session, roles: readonly OperatorRole[], right?: Right, organisation?: string): boolean =>
  hasRole(session, ...roles) ||
  (right !== undefined &&
    session.organisations.some(
      (o) => (organisation === undefined || o.handle === organisation) && o.rights.includes(right),
    ))
