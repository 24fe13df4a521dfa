import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { Fault } from '#kernel'
import { inside, systemEnv } from './command.ts'

/** A daemon of the twin: in its namespace, in a session of its own, its words in a file; started again when it dies. */

export interface DaemonPlan {
  readonly name: string
  readonly namespace: string
  readonly command: readonly string[]
  readonly logFile: string
  readonly env?: NodeJS.ProcessEnv
  /** Answers there when it is ready. */
  readonly socket: string
  /** After a death, when it answers again: what it forgot is brought back. */
  readonly revived?: () => Promise<void>
}

export interface Daemon {
  readonly name: string
  readonly pid: () => number | null
  readonly starts: () => number
  /** Lets it die: it is not started again. */
  readonly release: () => void
}

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path)
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })

const WORDS_MAX = 500

const lastWords = async (logFile: string): Promise<string> => {
  try {
    return (await readFile(logFile, 'utf8')).trim().slice(-WORDS_MAX)
  } catch {
    return 'it said nothing'
  }
}

const READY_MS = 10_000
const READY_STEP_MS = 5

/** Waits until a daemon takes connections; one that has died meanwhile is not waited for. */
export const untilAnswers = async (plan: DaemonPlan, isAlive: () => boolean): Promise<void> => {
  for (let waited = 0; waited < READY_MS; waited += READY_STEP_MS) {
    if (await answers(plan.socket)) return
    if (!isAlive()) throw new Fault(plan.name, `ended as soon as it started: ${await lastWords(plan.logFile)}`)
    await new Promise((resolve) => setTimeout(resolve, READY_STEP_MS))
  }
  throw new Fault(plan.name, `did not answer in ${READY_MS} ms: ${await lastWords(plan.logFile)}`)
}

const launch = (plan: DaemonPlan): ChildProcess => {
  const log = openSync(plan.logFile, 'a', 0o600)
  try {
    const [program, ...args] = [...inside(plan.namespace), ...plan.command]
    // A session of its own: Ctrl-C is for the server, which ends its daemons in order. Files for words: a pipe would hang whoever waits for ours.
    const child = spawn(program ?? '', args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...systemEnv, TZ: 'UTC', ...plan.env },
    })
    child.unref()
    return child
  } finally {
    closeSync(log)
  }
}

const PAUSE_MS_FIRST = 100
const PAUSE_MS_MOST = 5000
/** Who lived so long may die again without a longer pause. */
const STEADY_MS = 10_000

/** Who is told of trouble, and knows when the whole twin is being taken down. */
export interface Watch {
  readonly trouble: (fault: unknown) => void
  readonly isOver: () => boolean
}

export const startDaemon = async (plan: DaemonPlan, watch: Watch): Promise<Daemon> => {
  let child: ChildProcess | null = null
  let starts = 0
  // Until it has answered once, its death is told by the start itself.
  let wanted = false
  let pause = PAUSE_MS_FIRST
  const start = (): void => {
    const mine = launch(plan)
    child = mine
    starts += 1
    const born = performance.now()
    const ended = (): void => {
      if (child === mine) child = null
      if (!wanted || watch.isOver()) return
      watch.trouble(new Fault(plan.name, 'died and is started again'))
      pause = performance.now() - born > STEADY_MS ? PAUSE_MS_FIRST : Math.min(pause * 2, PAUSE_MS_MOST)
      setTimeout(() => void again(), pause).unref()
    }
    mine.once('exit', ended)
    mine.once('error', ended)
  }
  const again = async (): Promise<void> => {
    if (!wanted || watch.isOver() || child !== null) return
    try {
      start()
      await untilAnswers(plan, () => child !== null)
      await plan.revived?.()
    } catch (fault) {
      watch.trouble(fault)
    }
  }
  start()
  await untilAnswers(plan, () => child !== null)
  wanted = true
  return {
    name: plan.name,
    pid: () => child?.pid ?? null,
    starts: () => starts,
    release: () => {
      wanted = false
    },
  }
}
