import { useRouter, useRouterState } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'

/** What a list shows stands in its address: filters, the opened row. */
export const useUrlState = (): readonly [Readonly<Record<string, string>>, (change: Readonly<Record<string, string | null>>) => void] => {
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
