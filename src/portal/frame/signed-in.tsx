import { Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { type ReactNode, Suspense, useEffect, useMemo } from 'react'
import { listOrders, listWork } from '#market/contract'
import { signOut, whoAmI } from '#people/contract'
import { showStatus } from '#server/contract'
import { client, problemOf, queries, useAsk } from '../call.ts'
import { useSettings, useTongue } from '../language.tsx'
import { Live } from '../live.tsx'
import { useOutgoing } from '../market/use-outbox.ts'
import { setSiteClock, useMinute } from '../now.ts'
import { paths } from '../paths.ts'
import { w } from '../words.ts'
import type { Day } from './day-track.tsx'
import { Frame } from './frame.tsx'
import { Wrong } from './not-found.tsx'
import { hasRole, type Session, SessionContext } from './session.ts'

/** What of today is finished, planned or lapses; a member has no work orders, and its day bears its own deadlines only. */
const useDay = (session: Session): Day => {
  const { f } = useTongue()
  const now = useMinute()
  const sees = hasRole(session, 'admin', 'engineer', 'technician', 'sales')
  const work = useAsk(listWork, { query: { limit: 200 } }, { enabled: sees })
  const quoted = useAsk(listOrders, { query: { state: 'quoted', limit: 200 } })
  return useMemo(() => {
    const today = f.date(now)
    const dates = (all: readonly (string | null)[]): readonly Date[] =>
      all.flatMap((at) => (at !== null && f.date(at) === today ? [new Date(at)] : []))
    const items = work.data?.items ?? []
    return {
      done: dates(items.map((one) => one.done_at)),
      planned: dates(items.map((one) => (one.done_at === null && one.state !== 'withdrawn' ? one.planned_for : null))),
      deadlines: dates((quoted.data?.items ?? []).map((one) => one.expires_at)),
    }
  }, [work.data, quoted.data, f, now])
}

const Framed = ({ session }: { readonly session: Session }): ReactNode => {
  const { t } = useTongue()
  const path = useRouterState({ select: (s) => s.location.pathname })
  const router = useRouter()
  const day = useDay(session)
  const leave = async (): Promise<void> => {
    await client.call(signOut)
    navigator.serviceWorker?.controller?.postMessage('forget')
    queries.clear()
    router.history.push(paths.signIn())
  }
  return (
    <Frame session={session} path={path} day={day} onSignOut={() => void leave()}>
      <Suspense fallback={<p className="py-8 text-ink-3">{t(w.reading)}</p>}>
        <Outlet />
      </Suspense>
    </Frame>
  )
}

const Outgoing = (): ReactNode => {
  useOutgoing()
  return null
}

/** Every page but the sign-in: who is here is asked once, and a stranger is led to the sign-in and back. */
export const SignedIn = (): ReactNode => {
  const { t, setZone } = useSettings()
  const router = useRouter()
  const me = useAsk(whoAmI, {})
  const status = useAsk(showStatus, {})
  const stranger = problemOf(me.error)?.status === 401
  const zone = status.data?.site?.zone
  useEffect(() => {
    if (zone !== undefined) setZone(zone)
  }, [zone, setZone])
  const shown = status.data?.world === 'twin' ? status.data.now : undefined
  useEffect(() => {
    if (shown !== undefined) setSiteClock(shown, status.dataUpdatedAt)
  }, [shown, status.dataUpdatedAt])
  useEffect(() => {
    if (!stranger) return
    // Read here and not watched: the way to the sign-in is itself a change of address.
    const { pathname, href } = router.history.location
    if (pathname !== '/sign-in') router.history.replace(paths.signIn(href === '/' ? undefined : href))
  }, [stranger, router])
  const session = useMemo<Session | null>(
    () =>
      me.data && status.data
        ? {
            person: me.data.person,
            roles: me.data.roles,
            organisations: me.data.organisations,
            site: status.data.site,
            world: status.data.world,
          }
        : null,
    [me.data, status.data],
  )
  if (stranger) return null
  if (session)
    return (
      <SessionContext value={session}>
        <Live on>
          {hasRole(session, 'admin', 'engineer', 'technician') && <Outgoing />}
          <Framed session={session} />
        </Live>
      </SessionContext>
    )
  const error = me.error ?? status.error
  return error ? (
    <Wrong error={error} reset={() => void queries.refetchQueries()} />
  ) : (
    <p className="p-10 text-ink-3">{t(w.reading)}</p>
  )
}
