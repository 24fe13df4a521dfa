import { useCallback, useEffect, useReducer, useState } from 'react'
import { type JournalLine, listJournal } from '#server/contract'
import { ask, useAsk } from '../call.ts'

type Query = Readonly<Record<string, string>>

/** Lines never change, so those that were read stay; only newer ones are asked for again. */
interface Held {
  readonly lines: readonly JournalLine[]
  /** Where older ones go on; null: there are none. */
  readonly next: string | null
  /** Newer than the first held one, not shown yet. */
  readonly fresh: readonly JournalLine[]
  /** More are new than one page holds: they do not join the held ones. */
  readonly apart: string | null | undefined
  /** How many the last news brought, to be said. */
  readonly heard: number
  readonly begun: boolean
}

type Act =
  | { readonly does: 'heard'; readonly items: readonly JournalLine[]; readonly next: string | null }
  | { readonly does: 'older'; readonly items: readonly JournalLine[]; readonly next: string | null }
  | { readonly does: 'show' }

const nothing: Held = { lines: [], next: null, fresh: [], apart: undefined, heard: 0, begun: false }

/** The newest page was read again: what of it is new waits until it is shown. */
const heard = (held: Held, items: readonly JournalLine[], next: string | null): Held => {
  if (!held.begun || held.lines.length === 0)
    return { lines: items, next, fresh: [], apart: undefined, heard: held.begun ? items.length : 0, begun: true }
  const first = held.lines[0]?.id
  const joins = items.findIndex((line) => line.id === first)
  if (joins === -1) return { ...held, fresh: items, apart: next, heard: items.length }
  return { ...held, fresh: items.slice(0, joins), apart: undefined, heard: joins === 0 ? held.heard : joins }
}

export const holdJournal = (held: Held, act: Act): Held => {
  switch (act.does) {
    case 'heard':
      return heard(held, act.items, act.next)
    case 'older':
      return { ...held, lines: [...held.lines, ...act.items], next: act.next }
    case 'show':
      return held.apart === undefined
        ? { ...held, lines: [...held.fresh, ...held.lines], fresh: [] }
        : { ...held, lines: held.fresh, next: held.apart, fresh: [], apart: undefined }
  }
}
export const emptyJournal = nothing

/** The journal by keyset pages, kept up to date at its new end without moving what is being read. One per filter. */
export const useJournal = (query: Query) => {
  const newest = useAsk(listJournal, { query })
  const [held, tell] = useReducer(holdJournal, nothing)
  const [loadingMore, setLoadingMore] = useState(false)
  const [trouble, setTrouble] = useState<unknown>(null)
  useEffect(() => {
    if (newest.data) tell({ does: 'heard', items: newest.data.items, next: newest.data.next })
  }, [newest.data])
  const more = async (): Promise<void> => {
    if (held.next === null || loadingMore) return
    setLoadingMore(true)
    try {
      const page = await ask(listJournal, { query: { ...query, cursor: held.next } })
      tell({ does: 'older', items: page.items, next: page.next })
      setTrouble(null)
    } catch (cause) {
      setTrouble(cause)
    } finally {
      setLoadingMore(false)
    }
  }
  const showFresh = useCallback(() => tell({ does: 'show' }), [])
  return {
    lines: held.lines,
    fresh: held.fresh.length,
    many: held.apart !== undefined,
    heard: held.heard,
    showFresh,
    more: held.next === null ? null : () => void more(),
    loading: !held.begun && newest.isPending,
    loadingMore,
    error: trouble ?? (held.begun ? null : newest.error),
  }
}
