import { type Clock, type Reconciler, messageOf, turn } from '#kernel'
import type { Listener } from './listen.ts'
import type { Keeper } from './lock.ts'

/** What `/status` tells of one reconciler. */
export interface ReconcilerStatus {
  readonly name: string
  readonly every_seconds: number
  /** `standby`: another process holds its lock (or the database is away). */
  readonly state: 'starting' | 'idle' | 'turning' | 'standby' | 'stopped'
  readonly turns: number
  readonly last_turn: {
    readonly at: Date
    readonly took_ms: number
    readonly steps: number
    readonly failed: number
  } | null
  /** What went wrong in the last turn; empty after one that went well. */
  readonly faults: readonly string[]
  readonly last_fault: { readonly at: Date; readonly message: string } | null
}

export interface Running {
  readonly status: () => readonly ReconcilerStatus[]
  /** A turn now, for a process that knows a reason which is not in the database (a device that came back). */
  readonly wake: (name: string) => void
  /** Aborts running turns and waits for them, at most `graceMs`. */
  readonly stop: (graceMs?: number) => Promise<void>
}

export interface RunWith {
  readonly listener: Listener
  readonly keeper: Keeper
  readonly clock: Clock
  /** Each new fault, once: a device that is away for a night does not fill the log. */
  readonly say?: (line: string) => void
}

/** How often a process that does not hold a lock asks for it. */
const STANDBY_MS = 1000
/** After a turn that did not go well the next comes soon, then ever later, until it is as late as any. */
const SOON_MS = 250
/** Two reconcilers that wake each other for ever leave the machine some air: more turns a second than this wait. */
const TURNS_PER_SECOND = 200

interface Runner {
  readonly reconciler: Reconciler
  state: ReconcilerStatus['state']
  turns: number
  last: ReconcilerStatus['last_turn']
  faults: readonly string[]
  lastFault: ReconcilerStatus['last_fault']
  /** Turns since the last one that went well. */
  failures: number
  woken: boolean
  wake: () => void
  second: { at: number; turns: number }
}

export const runReconcilers = (reconcilers: readonly Reconciler[], using: RunWith): Running => {
  const stopping = new AbortController()
  const runners = reconcilers.map(newRunner)
  const names = new Set(reconcilers.map((r) => r.name))
  if (names.size !== reconcilers.length) throw new Error('two reconcilers have one name')
  const silences = runners.flatMap((runner) =>
    (runner.reconciler.wakes ?? []).map((channel) => using.listener.on(channel, () => wakeUp(runner))),
  )
  const loops = runners.map((runner) => loop(runner, using, stopping.signal))
  return {
    status: () => runners.map(statusOf),
    wake: (name) => runners.filter((r) => r.reconciler.name === name).forEach(wakeUp),
    stop: async (graceMs = 3000) => {
      stopping.abort(new Error('the server stops'))
      for (const silence of silences) silence()
      runners.forEach(wakeUp)
      await Promise.race([Promise.all(loops), new Promise((resolve) => setTimeout(resolve, graceMs).unref())])
    },
  }
}

const newRunner = (reconciler: Reconciler): Runner => ({
  reconciler,
  state: 'starting',
  turns: 0,
  last: null,
  faults: [],
  lastFault: null,
  failures: 0,
  // The first turn comes at once: it is the recovery of whatever the last process left.
  woken: true,
  wake: () => undefined,
  second: { at: 0, turns: 0 },
})

const statusOf = (r: Runner): ReconcilerStatus => ({
  name: r.reconciler.name,
  every_seconds: r.reconciler.everySeconds,
  state: r.state,
  turns: r.turns,
  last_turn: r.last,
  faults: r.faults,
  last_fault: r.lastFault,
})

/** Many wakes during one turn lead to one more turn. */
const wakeUp = (runner: Runner): void => {
  runner.woken = true
  runner.wake()
}

const loop = async (runner: Runner, using: RunWith, stop: AbortSignal): Promise<void> => {
  while (!stop.aborted) {
    const lock = await using.keeper.hold(runner.reconciler.name).catch(() => null)
    if (stop.aborted) break
    if (!lock) {
      runner.state = 'standby'
      runner.woken = true
      await pause(runner, STANDBY_MS, { wakes: false })
      continue
    }
    if (!runner.woken) {
      runner.state = 'idle'
      // Whether by a wake, by its time or because the lock went: it is asked for again.
      await pause(runner, restMs(runner), { wakes: true, lock })
      runner.woken = true
      continue
    }
    runner.woken = false
    runner.state = 'turning'
    await takeTurn(runner, using, AbortSignal.any([stop, lock]))
    await breathe(runner)
  }
  runner.state = 'stopped'
}

/** A database that was away for a second must not cost the half minute of a reconciler that nobody else wakes. */
const restMs = ({ reconciler, failures }: Runner): number => {
  const most = reconciler.everySeconds * 1000
  return failures === 0 ? most : Math.min(most, SOON_MS * 2 ** Math.min(failures - 1, 20))
}

const takeTurn = async (runner: Runner, using: RunWith, signal: AbortSignal): Promise<void> => {
  const at = using.clock()
  const begun = performance.now()
  let steps = 0
  let thrown: readonly unknown[]
  try {
    const done = await turn(runner.reconciler, signal)
    steps = done.steps
    thrown = done.failed
  } catch (cause) {
    thrown = [cause]
  }
  runner.turns += 1
  runner.last = { at, took_ms: Math.round(performance.now() - begun), steps, failed: thrown.length }
  runner.failures = thrown.length === 0 && !signal.aborted ? 0 : runner.failures + 1
  // What an abort broke is no fault of the world.
  if (signal.aborted) return
  const faults = thrown.map(messageOf)
  for (const fault of faults) if (!runner.faults.includes(fault)) using.say?.(`${runner.reconciler.name}: ${fault}`)
  runner.faults = faults.slice(0, 20)
  const message = faults[0]
  if (message !== undefined) runner.lastFault = { at, message }
}

/** For `ms`, or until it is woken, or its lock is lost. */
const pause = (
  runner: Runner,
  ms: number,
  until: { readonly wakes: boolean; readonly lock?: AbortSignal },
): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    function done(): void {
      clearTimeout(timer)
      until.lock?.removeEventListener('abort', done)
      runner.wake = () => undefined
      resolve()
    }
    runner.wake = until.wakes ? done : () => undefined
    until.lock?.addEventListener('abort', done)
    if (until.lock?.aborted) done()
  })

const breathe = async (runner: Runner): Promise<void> => {
  const second = Math.floor(performance.now() / 1000)
  if (runner.second.at !== second) runner.second = { at: second, turns: 0 }
  runner.second.turns += 1
  if (runner.second.turns > TURNS_PER_SECOND) await new Promise((resolve) => setTimeout(resolve, 50))
}
