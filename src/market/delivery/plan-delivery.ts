import type { WaitOwner } from '../model.ts'

export type StepState = 'pending' | 'acted' | 'done' | 'undoing' | 'undone'

export interface StepView {
  readonly name: string
  readonly forReady: boolean
  readonly needs: readonly string[]
  readonly state: StepState
  readonly waits: { readonly for: WaitOwner; readonly what: { readonly code: string }; readonly since: Date } | null
}

/** The steps whose turn it is: forward, those whose needs are done; backward, the last one that still stands. */
export const stepsToDrive = (steps: readonly StepView[], unwinding: boolean): readonly StepView[] => {
  if (unwinding) {
    const standing = steps.findLast(
      (step) => step.state === 'acted' || step.state === 'done' || step.state === 'undoing',
    )
    return standing ? [standing] : []
  }
  const finished = new Set(steps.filter((step) => step.state === 'done').map((step) => step.name))
  return steps.filter(
    (step) => (step.state === 'pending' || step.state === 'acted') && step.needs.every((need) => finished.has(need)),
  )
}

export type Progress =
  | { readonly is: 'delivering' }
  | { readonly is: 'waiting'; readonly for: WaitOwner; readonly what: { readonly code: string } }
  | { readonly is: 'ready' }
  | { readonly is: 'finished' }
  | { readonly is: 'unwound' }

/**
 * Where a line stands. Before readiness only the steps that the site owes count: a customer who is slow with its own
 * part neither holds the notice back nor stops its own clock. The first step in order names the wait.
 */
export const progressOf = (steps: readonly StepView[], unwinding: boolean): Progress => {
  if (unwinding && steps.every((step) => step.state === 'pending' || step.state === 'undone')) return { is: 'unwound' }
  if (!unwinding && steps.every((step) => step.state === 'done')) return { is: 'finished' }
  if (!unwinding && steps.every((step) => !step.forReady || step.state === 'done')) return { is: 'ready' }
  const busy = steps.filter((step) => unwinding || step.forReady)
  if (busy.some((step) => step.waits === null && (step.state === 'acted' || step.state === 'undoing'))) {
    return { is: 'delivering' }
  }
  const first = busy.find((step) => step.waits !== null)
  return first?.waits ? { is: 'waiting', for: first.waits.for, what: first.waits.what } : { is: 'delivering' }
}
