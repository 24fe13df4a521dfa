import { type Result, ok, refuse } from '#kernel'
import {
  type LineState,
  type OrderState,
  type ServiceState,
  lineMoves,
  lineStates,
  serviceMoves,
  serviceStates,
} from './model.ts'

type IllegalMove = { readonly code: 'illegal-move'; readonly from: string; readonly to: string }

const move = <S extends string>(
  moves: { readonly [from in S]: readonly S[] },
  from: S,
  to: S,
): Result<S, IllegalMove> => (moves[from].includes(to) ? ok(to) : refuse({ code: 'illegal-move', from, to }))

export const moveLine = (from: LineState, to: LineState): Result<LineState, IllegalMove> =>
  move<LineState>(lineMoves, from, to)

export const moveService = (from: ServiceState, to: ServiceState): Result<ServiceState, IllegalMove> =>
  move<ServiceState>(serviceMoves, from, to)

/** The states in which a row may stand when it is written with this one: those that lead to it, and itself. */
export const linesThatReach = (to: LineState): readonly LineState[] =>
  lineStates.filter((from) => from === to || moveLine(from, to).ok)

export const servicesThatReach = (to: ServiceState): readonly ServiceState[] =>
  serviceStates.filter((from) => from === to || moveService(from, to).ok)

/** An order has no state of its own: it is what its lines say, the least finished one first. */
export const orderState = (lines: readonly LineState[]): OrderState => {
  const some = (...states: readonly LineState[]): boolean => lines.some((state) => states.includes(state))
  if (some('accepted', 'delivering', 'waiting', 'ready', 'rejected')) return 'delivering'
  if (some('draft')) return 'draft'
  if (some('refused')) return 'refused'
  if (some('quoted')) return 'quoted'
  if (some('in-service')) return 'in-service'
  if (some('dismantled')) return 'dismantled'
  return some('expired') ? 'expired' : 'cancelled'
}
