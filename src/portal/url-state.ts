import { useRouter, useRouterState } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'

/** What a list shows stands in its address: filters, the opened row. */
export const useUrlState = (): readonly [
  Readonly<Record<string, string>>,
  (change: Readonly<Record<string, string | null>>) => void,
] => {
  const router = useRouter()
  const text = useRouterState({ select: (s) => s.location.searchStr })
  const path = useRouterState({ select: (s) => s.location.pathname })
  const state = useMemo(() => Object.fromEntries(new URLSearchParams(text)), [text])
  const change = useCallback(
    (changes: Readonly<Record<string, string | null>>) => {
      const next = new URLSearchParams(text)
      for (const [name, value] of Object.entries(changes))
        if (value === null || value === '') next.delete(name)
        else next.set(name, value)
      router.history.replace(next.size > 0 ? `${path}?${next}` : path)
    },
    [router, text, path],
  )
  return [state, change]
}

/** The text of a filter goes to the address once the hand rests, so that not each letter is a question to the server. */
export const useFilterText = (): readonly [string, (text: string) => void, string] => {
  const [state, change] = useUrlState()
  const [typed, setTyped] = useState(state['text'] ?? '')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const type = (text: string): void => {
    setTyped(text)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => change({ text: text.trim() }), 250)
  }
  return [typed, type, state['text'] ?? '']
}
