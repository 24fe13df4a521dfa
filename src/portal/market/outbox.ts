import type { z } from 'zod'
import { blockWork, confirmWork, finishWork, type proofAsked, proveWork, takeWork } from '#market/contract'
import type { Problem } from '#kernel'
import { client } from '../call.ts'

type ProofAsked = z.input<typeof proofAsked>

/** One act on a work order, kept on this device until the server has answered it; sent once, under its own key. */
export type WorkAct =
  | { readonly act: 'take' }
  | { readonly act: 'prove'; readonly proof: ProofAsked }
  | { readonly act: 'done' }
  | { readonly act: 'block'; readonly reason: string }
  | { readonly act: 'confirm' }

export interface Kept {
  /** The idempotency key: the same act sent twice counts once. */
  readonly key: string
  readonly order: number
  readonly person: string
  readonly work: string
  readonly what: WorkAct
  readonly at: string
  /** The server's no, in both languages: kept until the technician has read it. */
  readonly problem: Problem | null
}

const NAME = 'vesontio'
const STORE = 'outbox'

const request = <T>(asked: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error ?? new Error('the device’s store did not answer'))
  })

let opened: Promise<IDBDatabase> | undefined
const database = (): Promise<IDBDatabase> => {
  opened ??= (() => {
    const asked = indexedDB.open(NAME, 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: 'key' })
    return request(asked)
  })()
  return opened
}

const store = async (mode: IDBTransactionMode): Promise<IDBObjectStore> =>
  (await database()).transaction(STORE, mode).objectStore(STORE)

const heard = new Set<() => void>()
let present: readonly Kept[] = []

const refresh = async (): Promise<readonly Kept[]> => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the edge of the device's store: only this file writes it
  const all = (await request((await store('readonly')).getAll())) as Kept[]
  present = all.toSorted((a, b) => a.order - b.order)
  for (const tell of heard) tell()
  return present
}

/** What is kept now; for `useSyncExternalStore`. */
export const keptNow = (): readonly Kept[] => present
export const onKept = (tell: () => void): (() => void) => {
  heard.add(tell)
  if (heard.size === 1) void refresh()
  return () => heard.delete(tell)
}

export const keep = async (person: string, work: string, what: WorkAct): Promise<void> => {
  const kept: Kept = {
    key: crypto.randomUUID(),
    order: Date.now(),
    person,
    work,
    what,
    at: new Date().toISOString(),
    problem: null,
  }
  await request((await store('readwrite')).put(kept))
  await refresh()
}

export const drop = async (key: string): Promise<void> => {
  await request((await store('readwrite')).delete(key))
  await refresh()
}

const send = ({ work, what, key }: Kept) => {
  const asked = { params: { work }, idempotencyKey: key }
  switch (what.act) {
    case 'take':
      return client.call(takeWork, asked)
    case 'prove':
      return client.call(proveWork, { ...asked, body: what.proof })
    case 'done':
      return client.call(finishWork, asked)
    case 'block':
      return client.call(blockWork, { ...asked, body: { reason: what.reason } })
    case 'confirm':
      return client.call(confirmWork, asked)
  }
}

/** Answers that a later try may change: no signal, a server that starts, a session that has to be renewed. */
const later = (problem: Problem): boolean =>
  problem.code === 'no-server' ||
  problem.code === 'not-understood' ||
  problem.status === 401 ||
  problem.status === 429 ||
  problem.status >= 500

let sending: Promise<'sent' | 'waits'> | undefined

const sendAll = async (person: string): Promise<'sent' | 'waits'> => {
  const stopped = new Set<string>()
  for (const kept of await refresh()) {
    // Another person's proofs wait for that person; after a refusal the rest of that work order waits too.
    if (kept.problem) stopped.add(kept.work)
    if (kept.person !== person || stopped.has(kept.work)) continue
    const outcome = await send(kept)
    if (outcome.ok) await drop(kept.key)
    else if (later(outcome.problem)) return 'waits'
    else {
      stopped.add(kept.work)
      await request((await store('readwrite')).put({ ...kept, problem: outcome.problem }))
    }
  }
  await refresh()
  return 'sent'
}

/** Sends what is kept, in order, one at a time. */
export const flush = (person: string): Promise<'sent' | 'waits'> => {
  sending ??= sendAll(person).finally(() => {
    sending = undefined
  })
  return sending
}
