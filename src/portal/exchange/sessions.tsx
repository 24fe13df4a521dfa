import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { memberWire } from '#exchange/contract'
import type { Formats } from '../format.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { useNow } from '../now.ts'
import { type Status, StatusMark } from '../ui/status-mark.tsx'
import { w } from './words.ts'

export type Member = z.output<typeof memberWire>
export type Session = NonNullable<Member['sessions']>[number]

export const marks: Readonly<Record<Session['state'], Status>> = {
  established: 'ok',
  down: 'down',
  absent: 'not-begun',
  unknown: 'unknown',
}
const stateWords = { established: w.up, down: w.down, absent: w.absent, unknown: w.unknown } as const

/** What was looked at and is not there; what nobody could look at is unknown, and not missing. */
const missingOf = (member: Member): readonly Session[] =>
  (member.sessions ?? []).filter((s) => s.kind === 'route-server' && (s.state === 'down' || s.state === 'absent'))

/** A member of whom a session that should be there is not, or who is not in production yet. */
export const troubled = (member: Member): boolean =>
  member.state === 'quarantine' || member.state === 'suspended' || missingOf(member).length > 0

const age = (session: Session, f: Formats, now: Date): string =>
  session.since === null ? '' : ` ${f.duration(now.getTime() - new Date(session.since).getTime())}`

/** The sessions that are missing, each once: "tombée, rs2". */
export const sessionMarks = (member: Member, t: Tongue['t'], f: Formats, now: Date): ReactNode => {
  const missing = missingOf(member)
  const byServer = new Map(missing.map((s) => [s.route_server, s]))
  return (
    <span className="flex flex-col items-end">
      {[...byServer].map(([server, session]) => (
        <StatusMark key={server} status={marks[session.state]}>
          {t(stateWords[session.state])}, {server}
          {age(session, f, now)}
        </StatusMark>
      ))}
    </span>
  )
}

/** Both families of one route server: one mark where they agree, two where they do not. */
export const ServerSessions = ({ member, server }: { readonly member: Member; readonly server: string }): ReactNode => {
  const { t, f } = useTongue()
  const now = useNow()
  if (member.declared)
    return <StatusMark status="unknown">{t(w.declaredAt, { exchange: member.declared.exchange })}</StatusMark>
  if (member.sessions === null) return <span className="text-second text-ink-3">{t(w.othersOwn)}</span>
  if (member.state !== 'production') return <StatusMark status="waits">{t(w[`state-${member.state}`])}</StatusMark>
  const own = member.sessions.filter((s) => s.route_server === server)
  const [first] = own
  if (!first) return '–'
  const same = own.length === 2 && own.every((s) => s.state === first.state)
  if (same)
    return (
      <StatusMark status={marks[first.state]}>
        {first.state === 'established' ? t(w.both) : `${t(w.both)}, ${t(stateWords[first.state])}`}
        {`,${age(first, f, now)}`.replace(/,$/, '')}
      </StatusMark>
    )
  return (
    <span className="flex flex-col">
      {own.map((session) => (
        <span key={session.family} className="flex items-baseline gap-2">
          <span className="text-second text-ink-2">v{session.family}</span>
          <StatusMark status={marks[session.state]}>
            {t(stateWords[session.state])}
            {age(session, f, now)}
          </StatusMark>
        </span>
      ))}
    </span>
  )
}

export const speedText = (mbps: number | null): string =>
  mbps === null ? '–' : mbps >= 1000 ? `${mbps / 1000}G` : `${mbps}M`
