import { Fault, messageOf } from '#kernel'
import { type Console, openConsole } from './start-console.ts'
import { type StartOptions, Unusable, readOptions, usage } from './start-options.ts'

/** What a start begins, it gives here to be ended: the last begun is ended first. */
export interface Life {
  readonly console: Console
  readonly onStop: (end: () => Promise<unknown>) => void
  readonly stopping: () => boolean
}

const LONGEST_STOP_MS = 4500

/** Runs a server from its command to Ctrl-C. Ends with 0 after a signal, 1 after a trouble, 2 for a call that cannot be done. */
export const live = async (start: (options: StartOptions, life: Life) => Promise<void>): Promise<void> => {
  const console = openConsole(process.stdout, process.env)
  const ends: (() => Promise<unknown>)[] = []
  let stopping = false

  /** What hangs is left after four and a half seconds: the next start adopts or ends it. */
  const stop = async (code: number): Promise<void> => {
    if (stopping) return
    stopping = true
    if (ends.length === 0) process.exit(code)
    console.tell('stopping')
    const late = setTimeout(() => process.exit(code || 1), LONGEST_STOP_MS)
    for (const end of ends.toReversed()) await end().catch((cause: unknown) => console.line(messageOf(cause)))
    clearTimeout(late)
    console.tell('stopped')
    process.exit(code)
  }
  const defect = (cause: unknown): void =>
    console.line(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause))

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))
  // A promise that nobody waited for leaves the rest as it is; an exception out of nowhere may have left anything half done.
  process.on('unhandledRejection', defect)
  process.on('uncaughtException', (cause) => {
    defect(cause)
    void stop(1)
  })
  try {
    const options = readOptions(process.argv.slice(2), process.env)
    await start(options, { console, onStop: (end) => void ends.push(end), stopping: () => stopping })
  } catch (cause) {
    // What the stop pulled away from under the start is no trouble of its own.
    if (stopping) return
    if (cause instanceof Unusable || cause instanceof Fault) console.line(chainOf(cause).map(messageOf).join('\n  '))
    else defect(cause)
    if (cause instanceof Unusable) console.line(usage)
    await stop(cause instanceof Unusable ? 2 : 1)
  }
}

const chainOf = (thrown: Error): readonly unknown[] => (thrown.cause === undefined ? [thrown] : [thrown, thrown.cause])
