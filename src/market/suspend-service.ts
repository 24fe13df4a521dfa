import { type Refusal, type Result, ok, refuse } from '#kernel'
import type { ServiceState, Suspension } from './model.ts'
import { moveService } from './move-line.ts'

interface Suspendable {
  readonly state: ServiceState
  readonly suspended_for: Suspension | null
}

/** Notice does not keep a service from being suspended, nor end a suspension: it stays under notice and its port is shut. */
export const suspendService = ({ state, suspended_for }: Suspendable): Result<ServiceState, Refusal> => {
  if (suspended_for !== null) return refuse({ code: 'illegal-move', from: 'suspended', to: 'suspended' })
  return state === 'notice-given' ? ok(state) : moveService(state, 'suspended')
}

export const resumeService = ({ state, suspended_for }: Suspendable): Result<ServiceState, Refusal> => {
  if (suspended_for === null) return refuse({ code: 'illegal-move', from: state, to: 'in-service' })
  return ok(state === 'suspended' ? 'in-service' : state)
}
