/**
 * A reconciler brings found state to wished state. It takes no arguments, keeps no retry loop (its next turn is the retry),
 * and one code path serves the happy case and the recovery.
 */
export interface Reconciler<Wish = unknown, Found = unknown, Step = unknown> {
  readonly name: string
  readonly everySeconds: number
  /** Channels of NOTIFY that wake it before its time. */
  readonly wakes?: readonly string[]
  look(signal: AbortSignal): Promise<{ readonly wish: Wish; readonly found: Found }>
  /** Pure: what `--dry-run` and the portal show. */
  plan(wish: Wish, found: Found): readonly Step[]
  /** Idempotent; a throw ends the turn and the next turn tries again. */
  apply(step: Step, signal: AbortSignal): Promise<void>
}

export type Turn = { readonly steps: number; readonly failed: readonly unknown[] }

/** One turn. A step that fails does not hide the others: each is tried, the failures are told together. */
export const turn = async <W, F, S>(r: Reconciler<W, F, S>, signal: AbortSignal): Promise<Turn> => {
  const { wish, found } = await r.look(signal)
  const steps = r.plan(wish, found)
  const failed: unknown[] = []
  for (const step of steps) {
    if (signal.aborted) break
    try {
      await r.apply(step, signal)
    } catch (cause) {
      failed.push(cause)
    }
  }
  return { steps: steps.length, failed }
}
