import { createContext, type ReactNode, use, useEffect, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { addressOf } from '#kernel'
import { watchEvents } from '#server/contract'
import { siteNow } from './now.ts'

/** The feed of what changes on the site. When it stops, the page says since when. */
export type Feed =
  | { readonly state: 'opening' }
  | { readonly state: 'live' }
  | { readonly state: 'stopped'; readonly since: Date }

const Feeding = createContext<Feed>({ state: 'opening' })
export const useFeed = (): Feed => use(Feeding)

/** Many lines of the journal in a burst are one reading. */
const GATHER_MS = 400

/** Listens to the server's events; each tells that something changed, and what is in view is read anew. */
export const Live = ({ children, on }: { readonly children: ReactNode; readonly on: boolean }): ReactNode => {
  const [feed, setFeed] = useState<Feed>({ state: 'opening' })
  const queries = useQueryClient()
  useEffect(() => {
    if (!on) return undefined
    const source = new EventSource(addressOf(watchEvents))
    let gathering: ReturnType<typeof setTimeout> | undefined
    const wake = (): void => {
      gathering ??= setTimeout(() => {
        gathering = undefined
        void queries.invalidateQueries()
      }, GATHER_MS)
    }
    source.onopen = () => setFeed({ state: 'live' })
    source.onerror = () =>
      setFeed((before) => (before.state === 'stopped' ? before : { state: 'stopped', since: siteNow() }))
    // Said at each opening, the first too: what was read before may have changed while nobody listened.
    source.addEventListener('hello', () => void queries.invalidateQueries())
    source.addEventListener('journal', wake)
    return () => {
      clearTimeout(gathering)
      source.close()
    }
  }, [on, queries])
  return <Feeding value={feed}>{children}</Feeding>
}
