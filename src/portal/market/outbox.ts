import type { z } from 'zod'
import {
  blockWork,
  confirmWork,
  finishWork,
  type proofAsked,
  proveWork,
  takeWork,
  type WorkWire,
} from '#market/contract'
import type { Problem } from '#kernel'
import { client } from '../call.ts'
import { siteNow } from '../now.ts'

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

/** What is on this device: acts still to be sent, and each work order as the server last answered to one. */
export interface OnDevice {
  readonly kept: readonly Kept[]
  readonly answers: readonly WorkWire[]
}

const NAME = 'vesontio'
const OUTBOX = 'outbox'
const ANSWERS = 'answers'
type Store = typeof OUTBOX | typeof ANSWERS

const request = <T>(asked: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error ?? new Error('the device’s store did not answer'))
  })

let opened: Promise<IDBDatabase> | undefined
const database = (): Promise<IDBDatabase> => {
  opened ??= (() => {
    const asked = indexedDB.open(NAME, 1)
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(OUTBOX, { keyPath: 'key' })
      asked.result.createObjectStore(ANSWERS, { keyPath: 'number' })
    }
    return request(asked)
  })()
  return opened
}

const store = async (name: Store, mode: IDBTransactionMode): Promise<IDBObjectStore> =>
  (await database()).transaction(name, mode).objectStore(name)

const heard = new Set<() => void>()
let present: OnDevice = { kept: [], answers: [] }

const refresh = async (): Promise<readonly Kept[]> => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the edge of the device's store: only this file writes it
  const kept = (await request((await store(OUTBOX, 'readonly')).getAll())) as Kept[]
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  const answers = (await request((await store(ANSWERS, 'readonly')).getAll())) as WorkWire[]
  present = { kept: kept.toSorted((a, b) => a.order - b.order), answers }
  for (const tell of heard) tell()
  return present.kept
}

/** What is kept now; for `useSyncExternalStore`. */
export const onDeviceNow = (): OnDevice => present
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
    at: siteNow().toISOString(),
    problem: null,
  }
  await request((await store(OUTBOX, 'readwrite')).put(kept))
  await refresh()
}

/** Is there anything of this person still to be sent? What was refused waits for its technician, not for signal. */
export const hasKept = async (person: string): Promise<boolean> =>
  (await refresh()).some((one) => one.person === person && one.problem === null)

export const drop = async (key: string): Promise<void> => {
  await request((await store(OUTBOX, 'readwrite')).delete(key))
  await refresh()
}

/** The server's own list has caught up: its answer need not be kept any more. */
export const forgetAnswer = async (work: string): Promise<void> => {
  await request((await store(ANSWERS, 'readwrite')).delete(work))
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

const sendAll = async (person: string): Promise<'sent' | 'waits'> => {
  const stopped = new Set<string>()
  for (const kept of await refresh()) {
    // Another person's proofs wait for that person; after a refusal the rest of that work order waits too.
    if (kept.problem) stopped.add(kept.work)
    if (kept.person !== person || stopped.has(kept.work)) continue
    const outcome = await send(kept)
    if (outcome.ok) {
      // Kept before the act is dropped: without signal nothing else on this device knows that it was done.
      await request((await store(ANSWERS, 'readwrite')).put(outcome.value))
      await drop(kept.key)
    } else if (later(outcome.problem)) return 'waits'
    else {
      stopped.add(kept.work)
      await request((await store(OUTBOX, 'readwrite')).put({ ...kept, problem: outcome.problem }))
    }
  }
  await refresh()
  return 'sent'
}

let sending: Promise<'sent' | 'waits'> | undefined
let following: Promise<'sent' | 'waits'> | undefined

/**
 * Sends what is kept, in order, one at a time. What was kept while others are being sent goes right after them; however
 * often it is asked meanwhile, one such round follows, or a weak signal would pile them up.
 */
export const flush = (person: string): Promise<'sent' | 'waits'> => {
  if (sending) {
    const again = (): Promise<'sent' | 'waits'> => {
      following = undefined
      return flush(person)
    }
    following ??= sending.then(again, again)
    return following
  }
  sending = sendAll(person).finally(() => {
    sending = undefined
  })
  return sending
}
