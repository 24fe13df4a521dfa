import { type Actor, type Scope, scopeOf } from '#people'

/** Roles of the operator that may read everybody's invoices; its technicians and engineers may not. */
const READERS = ['admin', 'accountant', 'sales'] as const

/** Whose invoices a caller may know of: a right in an organisation opens that organisation's only. */
export const seeInvoices = (actor: Actor): Scope =>
  READERS.some((role) => actor.roles.has(role)) ? { all: true } : scopeOf({ ...actor, roles: new Set() }, 'billing')
