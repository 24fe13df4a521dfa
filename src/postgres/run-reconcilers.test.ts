import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { Fault, type Reconciler } from '#kernel'
import { inTransaction, notify } from './db.ts'
import { openListener } from './listen.ts'
import { openKeeper } from './lock.ts'
import type { Connection } from './pool.ts'
import { type Running, runReconcilers } from './run-reconcilers.ts'
import { testDatabase } from './testing.ts'

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step()
})

const clock = (): Date => new Date('2026-11-23T10:00:00Z')

const run = async (connection: Connection, reconcilers: readonly Reconciler[]): Promise<Running> => {
  const listener = await openListener(connection)
  // LISTEN has taken hold: from here on each wake is a NOTIFY of the test.
  await new Promise<void>((resolve) => listener.on('tried', () => resolve()))
  const keeper = await openKeeper(connection)
  const running = runReconcilers(reconcilers, { listener, keeper, clock })
  undo.push(async () => {
    await running.stop()
    await keeper.stop()
    await listener.stop()
  })
  return running
}

const database = async () => {
  const made = await testDatabase()
  undo.push(made.close)
  return made
}

/** A reconciler whose turn is `look`. */
const looking = (name: string, look: (signal: AbortSignal) => Promise<void>, everySeconds = 3600): Reconciler => ({
  name,
  everySeconds,
  wakes: ['tried'],
  look: async (signal) => {
    await look(signal)
    return { wish: null, found: null }
  },
  plan: () => [],
  apply: async () => undefined,
})

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2))
}

const killSessions = async (owner: Connection): Promise<void> => {
  const client = new pg.Client(owner)
  await client.connect()
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await client.end()
}

test('a commit leads to a turn within a few milliseconds', async () => {
  const { db, connection } = await database()
  let turns = 0
  const running = await run(connection, [looking('quick', async () => void (turns += 1))])
  await until(() => running.status()[0]?.state === 'idle' && turns >= 1)
  const took: number[] = []
  for (let n = 0; n < 50; n += 1) {
    const before = turns
    const begun = performance.now()
    await inTransaction(db, (tx) => notify(tx, 'tried'))
    while (turns === before) await new Promise((resolve) => setImmediate(resolve))
    took.push(performance.now() - begun)
  }
  const median = took.toSorted((a, b) => a - b)[25] ?? 0
  console.log(`commit to turn: ${median.toFixed(2)} ms median, ${Math.max(...took).toFixed(2)} ms at most`)
  expect(median).toBeLessThan(50)
})

test('many wakes during one turn lead to one more, and turns do not overlap', async () => {
  const { db, connection } = await database()
  let turns = 0
  let inside = 0
  let most = 0
  let open: () => void = () => undefined
  let gate: Promise<void> | null = null
  const running = await run(connection, [
    looking('slow', async () => {
      turns += 1
      inside += 1
      most = Math.max(most, inside)
      await gate
      inside -= 1
    }),
  ])
  await until(() => running.status()[0]?.state === 'idle' && turns >= 1)
  gate = new Promise((resolve) => (open = resolve))
  const before = turns
  await notify(db, 'tried', '0')
  await until(() => turns === before + 1)
  for (let n = 1; n <= 20; n += 1) await notify(db, 'tried', String(n))
  // All twenty have been heard when this one has.
  const heard = await openListener(connection)
  await new Promise<void>((resolve) => heard.on('tried', () => resolve()))
  await heard.stop()
  open()
  // Between the two it is idle for a moment too.
  await until(() => turns > before + 1 && running.status()[0]?.state === 'idle')
  expect(turns).toBe(before + 2)
  expect(most).toBe(1)
})

test('a turn that throws is told in the status, and the next goes well', async () => {
  const { db, connection } = await database()
  let bad = true
  const said: string[] = []
  const listener = await openListener(connection)
  const keeper = await openKeeper(connection)
  const reconciler: Reconciler<null, null, number> = {
    name: 'faulty',
    everySeconds: 3600,
    wakes: ['tried'],
    look: async () => ({ wish: null, found: null }),
    plan: () => [1, 2, 3],
    apply: async (step) => {
      if (bad && step !== 2) throw new Fault('sw1', `port ${step} does not answer`)
    },
  }
  const running = runReconcilers([reconciler], { listener, keeper, clock, say: (line) => said.push(line) })
  undo.push(async () => {
    await running.stop()
    await keeper.stop()
    await listener.stop()
  })
  await until(() => running.status()[0]?.state === 'idle')
  expect(running.status()[0]).toMatchObject({
    last_turn: { steps: 3, failed: 2, at: clock() },
    faults: ['sw1: port 1 does not answer', 'sw1: port 3 does not answer'],
  })
  const once = said.length
  bad = false
  const turns = running.status()[0]?.turns ?? 0
  await notify(db, 'tried')
  await until(() => (running.status()[0]?.turns ?? 0) > turns && running.status()[0]?.state === 'idle')
  expect(running.status()[0]).toMatchObject({ faults: [], last_fault: { message: 'sw1: port 1 does not answer' } })
  expect(said).toHaveLength(once)
  expect(once).toBe(2)
})

test('after a turn that failed the next comes soon, by itself', async () => {
  const { connection } = await database()
  let turns = 0
  const running = await run(connection, [
    looking('shaken', async () => {
      turns += 1
      if (turns < 3) throw new Fault('database', 'was away')
    }),
  ])
  // Nobody wakes it, and its own time is an hour.
  await until(() => turns >= 3 && running.status()[0]?.state === 'idle')
  expect(running.status()[0]).toMatchObject({ faults: [], last_turn: { failed: 0 } })
})

test('a lost connection aborts the running turn; the listener comes back and looks again', async () => {
  const { owner, connection, db } = await database()
  let turns = 0
  let aborted = 0
  let hang = false
  await run(connection, [
    looking('cut', async (signal) => {
      turns += 1
      if (!hang) return
      hang = false
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      aborted += 1
    }),
  ])
  await until(() => turns >= 1)
  hang = true
  const before = turns
  await notify(db, 'tried')
  await until(() => turns > before)
  const during = turns
  await killSessions(owner)
  await until(() => aborted === 1)
  // Nobody notifies: the way back itself is the reason for a look.
  await until(() => turns > during)
  const after = turns
  await sql`select pg_notify('tried', '')`.execute(db).catch(() => notify(db, 'tried'))
  await until(() => turns > after)
})

test('of two processes one turns; the other takes over when the first is gone', async () => {
  const { connection } = await database()
  const counts = [0, 0]
  const first = await run(connection, [looking('lead', async () => void (counts[0]! += 1))])
  await until(() => (counts[0] ?? 0) >= 1)
  const second = await run(connection, [looking('lead', async () => void (counts[1]! += 1))])
  await until(() => second.status()[0]?.state === 'standby')
  expect(counts[1]).toBe(0)
  expect(first.status()[0]?.state).not.toBe('standby')
  const close = undo.splice(1, 1)[0]
  await close?.()
  await until(() => (counts[1] ?? 0) >= 1)
})

test('who lost its lock while it rested says so, and the other one turns', async () => {
  const { connection, owner } = await database()
  const both = [
    await run(connection, [looking('lead', async () => undefined)]),
    await run(connection, [looking('lead', async () => undefined)]),
  ]
  const states = () =>
    both
      .map((one) => one.status()[0]?.state ?? 'none')
      .toSorted()
      .join(' ')
  await until(() => states() === 'idle standby')
  for (let deaths = 0; deaths < 3; deaths += 1) {
    await killSessions(owner)
    await until(() => states() !== 'idle standby')
    await until(() => states() === 'idle standby')
  }
})

test('stop ends a turn that hangs, soon', async () => {
  const { connection } = await database()
  let begun = false
  const running = await run(connection, [
    looking('hangs', async (signal) => {
      begun = true
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    }),
  ])
  await until(() => begun)
  const at = performance.now()
  await running.stop()
  expect(performance.now() - at).toBeLessThan(1000)
  expect(running.status()[0]).toMatchObject({ state: 'stopped', faults: [] })
})
