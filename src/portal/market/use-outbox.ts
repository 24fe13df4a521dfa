import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { WorkWire } from '#market/contract'
import { useSession } from '../frame/session.ts'
import {
  drop,
  flush,
  forgetAnswer,
  hasKept,
  keep,
  type Kept,
  type OnDevice,
  onDeviceNow,
  onKept,
  type WorkAct,
} from './outbox.ts'
import { siteNow } from '../now.ts'

const TRY_AGAIN_MS = 10_000

export interface Outbox extends OnDevice {
  /** Since when the server does not answer; null while it does. */
  readonly offlineSince: Date | null
  readonly act: (work: string, what: WorkAct) => Promise<void>
  readonly drop: (key: string) => Promise<void>
}

/** The device's outbox: each act is kept first, then sent; without signal it waits and is tried again. */
export const useOutbox = (): Outbox => {
  const session = useSession()
  const queries = useQueryClient()
  const { kept, answers } = useSyncExternalStore(onKept, onDeviceNow)
  const [offlineSince, setOffline] = useState<Date | null>(null)
  const person = session.person.id
  const push = useCallback(async (): Promise<void> => {
    const waits = navigator.onLine ? (await flush(person)) === 'waits' : true
    setOffline((before) => (waits ? (before ?? siteNow()) : null))
    if (!waits) void queries.invalidateQueries()
  }, [person, queries])
  useEffect(() => {
    const on = (): void => void push()
    const off = (): void => setOffline((before) => before ?? siteNow())
    window.addEventListener('online', on)
    window.addEventListener('offline', off)
    const timer = setInterval(() => {
      if (onDeviceNow().kept.some((one) => one.problem === null && one.person === person) || !navigator.onLine)
        void push()
    }, TRY_AGAIN_MS)
    const first = setTimeout(on)
    return () => {
      clearTimeout(first)
      window.removeEventListener('online', on)
      window.removeEventListener('offline', off)
      clearInterval(timer)
    }
  }, [push, person])
  const act = useCallback(
    async (work: string, what: WorkAct) => {
      await keep(person, work, what)
      await push()
    },
    [person, push],
  )
  return { kept, answers, offlineSince, act, drop }
}

/** On every page: what this device kept for its person leaves with the next signal, or with the next visit. */
export const useOutgoing = (): void => {
  const queries = useQueryClient()
  const person = useSession().person.id
  useEffect(() => {
    const push = async (): Promise<void> => {
      if (navigator.onLine && (await hasKept(person)) && (await flush(person)) === 'sent')
        void queries.invalidateQueries()
    }
    const on = (): void => void push()
    const first = setTimeout(on)
    const timer = setInterval(on, TRY_AGAIN_MS)
    window.addEventListener('online', on)
    return () => {
      clearTimeout(first)
      clearInterval(timer)
      window.removeEventListener('online', on)
    }
  }, [queries, person])
}

/** What the page read, or the server's later answer to an act, whichever is newer; an answer that was caught up with is forgotten. */
export const useNewest = (read: WorkWire | undefined, answers: readonly WorkWire[]): WorkWire | undefined => {
  const answer = answers.find((one) => one.number === read?.number)
  const caughtUp = read !== undefined && answer !== undefined && answer.version <= read.version
  const work = answer?.number
  useEffect(() => {
    if (caughtUp && work !== undefined) void forgetAnswer(work)
  }, [caughtUp, work])
  return caughtUp ? read : (answer ?? read)
}

/** The work order as it will be once what is kept here has been sent. */
export const projected = (work: WorkWire, kept: readonly Kept[], name: string): WorkWire =>
  kept
    .filter((one) => one.work === work.number && one.problem === null)
    .reduce<WorkWire>((now, { what }) => {
      switch (what.act) {
        case 'take':
          return { ...now, state: 'taken', taken_by: name, blocked_why: null }
        case 'prove': {
          const proof = {
            name: what.proof.name,
            kind: what.proof.kind,
            text: what.proof.text ?? null,
            value: what.proof.value ?? null,
            unit: null,
            file: null,
            by: name,
            instrument: now.instruments.find(({ handle }) => handle === what.proof.instrument) ?? null,
            taken_at: what.proof.taken_at,
          }
          return { ...now, proofs: [...now.proofs.filter((p) => p.name !== proof.name), proof] }
        }
        case 'done':
          return { ...now, state: now.second_person ? 'to-confirm' : 'done', done_by: name }
        case 'block':
          return { ...now, state: 'blocked', blocked_why: what.reason }
        case 'confirm':
          return { ...now, state: 'done', confirmed_by: name }
      }
    }, work)
