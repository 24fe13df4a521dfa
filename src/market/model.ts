/** The states of what is sold, listed once, and the moves between them. */

export const lineStates = [
  'draft',
  'quoted',
  'accepted',
  'delivering',
  'waiting',
  'ready',
  'in-service',
  'refused',
  'cancelled',
  'expired',
  'rejected',
  'dismantled',
] as const
export type LineState = (typeof lineStates)[number]

/** From each state, the states that a line may move to; any other move is a refusal. Staying is no move. */
export const lineMoves = {
  draft: ['quoted', 'refused', 'cancelled'],
  quoted: ['accepted', 'refused', 'expired', 'cancelled'],
  accepted: ['delivering', 'waiting', 'ready', 'cancelled', 'dismantled'],
  delivering: ['waiting', 'ready', 'cancelled', 'dismantled'],
  waiting: ['delivering', 'ready', 'cancelled', 'dismantled'],
  ready: ['in-service', 'rejected', 'cancelled'],
  rejected: ['delivering', 'cancelled'],
  'in-service': [],
  refused: ['quoted', 'expired', 'cancelled'],
  expired: ['quoted', 'refused', 'cancelled'],
  cancelled: [],
  dismantled: [],
} as const satisfies { readonly [S in LineState]: readonly LineState[] }

export const serviceStates = ['planned', 'in-service', 'suspended', 'notice-given', 'dismantling', 'closed'] as const
export type ServiceState = (typeof serviceStates)[number]

export const serviceMoves = {
  planned: ['in-service', 'closed'],
  'in-service': ['suspended', 'notice-given'],
  suspended: ['in-service', 'notice-given'],
  // A notice that is taken back leaves the service as it was before.
  'notice-given': ['dismantling', 'in-service', 'suspended'],
  dismantling: ['closed'],
  closed: [],
} as const satisfies { readonly [S in ServiceState]: readonly ServiceState[] }

/** Whom a line waits for; each owner's clock is kept. */
export const waitOwners = ['customer', 'other-side', 'supplier', 'site'] as const
export type WaitOwner = (typeof waitOwners)[number]

export const orderStates = [
  'draft',
  'quoted',
  'delivering',
  'in-service',
  'refused',
  'cancelled',
  'expired',
  'dismantled',
] as const
export type OrderState = (typeof orderStates)[number]

export const suspensions = ['unpaid', 'abuse', 'safety'] as const
export type Suspension = (typeof suspensions)[number]
