import type { LineState, ServiceState, Suspension, WaitOwner } from '../model.ts'

export type StepState = 'pending' | 'acted' | 'done' | 'undoing' | 'undone'

export interface StepView {
  readonly name: string
  readonly forReady: boolean
  readonly needs: readonly string[]
  readonly state: StepState
  readonly waits: { readonly for: WaitOwner; readonly what: { readonly code: string }; readonly since: Date } | null
}

/**
 * May this line be driven now? A delivery stands still while its service is suspended, or its port would be opened behind
 * the suspension's back, and is over once the service is being taken down; what is ceased stays up until its legal end.
 */
export const mayDrive = (
  line: { readonly does: 'create' | 'change' | 'cease'; readonly state: LineState; readonly unwinding: boolean },
  service: {
    readonly state: ServiceState
    readonly suspended_for: Suspension | null
    readonly ends_on: string | null
  },
  today: string,
): boolean => {
  if (line.unwinding) return true
  const underWay = line.state === 'accepted' || line.state === 'delivering' || line.state === 'waiting'
  if (line.does === 'cease') return underWay && (service.ends_on === null || service.ends_on <= today)
  return (
    (underWay || line.state === 'ready' || line.state === 'in-service') &&
    service.suspended_for === null &&
    (service.state === 'planned' || service.state === 'in-service' || service.state === 'notice-given')
  )
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

/** When a line was last driven and with what sign; `again` is when it is asked anew although nothing changed. */
export interface Driven {
  readonly sign: string
  readonly again: Date
}

/** The lines worth a transaction now: something of them changed since they were driven, or their time has come. */
export const linesToDrive = <L extends { readonly id: string; readonly sign: string }>(
  lines: readonly L[],
  driven: ReadonlyMap<string, Driven>,
  now: Date,
): readonly L[] =>
  lines.filter(({ id, sign }) => {
    const last = driven.get(id)
    return last === undefined || last.sign !== sign || last.again <= now
  })
