import type { ReactNode } from 'react'
import { getExchange, listMembers } from '#exchange/contract'
import { useAsk } from '../call.ts'
import { useTongue } from '../language.tsx'
import { useNow } from '../now.ts'
import { paths } from '../paths.ts'
import { Link } from '../ui/button.tsx'
import { Figure } from '../ui/figure.tsx'
import { Section } from '../ui/page.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { ReadingProblem } from '../ui/table.tsx'
import { useWidth } from '../ui/width.ts'
import { type Member, type Session, sessionMarks, troubled } from './sessions.tsx'
import { w } from './words.ts'

interface Group {
  readonly key: string
  readonly sessions: readonly Session[]
}

/** One tick per session, grouped by route server and family, in the order of the members. */
const groupsOf = (members: readonly Member[]): readonly Group[] => {
  const groups = new Map<string, Session[]>()
  for (const member of members.filter((m) => m.state === 'production'))
    for (const session of (member.sessions ?? []).filter((s) => s.kind === 'route-server')) {
      const key = `${session.route_server} · v${session.family}`
      groups.set(key, [...(groups.get(key) ?? []), session])
    }
  return [...groups].toSorted(([a], [b]) => a.localeCompare(b)).map(([key, sessions]) => ({ key, sessions }))
}

const Ticks = ({ sessions }: { readonly sessions: readonly Session[] }): ReactNode => {
  const [box, width] = useWidth<HTMLDivElement>(90)
  const gap = Math.min(9, (width - 4) / Math.max(1, sessions.length))
  return (
    <div ref={box}>
      <svg width={width} height="22" aria-hidden="true" className="block">
        {sessions.map((session, i) => {
          const x = Math.round(i * gap) + 2.5
          if (session.state === 'established')
            return <path key={i} d={`M${x} 3V18`} stroke="var(--color-ok)" strokeWidth={gap > 5 ? 2 : 1.4} />
          if (session.state === 'down')
            return <path key={i} d={`M${x} 5l4.5 4.5-4.5 4.5-4.5-4.5z`} fill="var(--color-stop)" />
          return (
            <circle
              key={i}
              cx={x}
              cy="10"
              r="3.2"
              fill="none"
              stroke="var(--color-ink-2)"
              strokeDasharray={session.state === 'unknown' ? '1.8 1.4' : undefined}
            />
          )
        })}
        <path d={`M0 21.5H${width}`} stroke="var(--color-ink)" />
      </svg>
    </div>
  )
}

/** Members that miss a session, or are not in production. */
const Troubled = ({ members }: { readonly members: readonly Member[] }): ReactNode => {
  const { t, f } = useTongue()
  const now = useNow()
  return (
    <ul>
      {members.map((member) => (
        <li
          key={member.service}
          className="flex flex-wrap items-baseline justify-between gap-x-4 border-t border-rule py-2.5"
        >
          <span className="min-w-32">
            <Link href={paths.exchange(member.number ?? member.service)} className="hover:underline">
              {member.name}
            </Link>{' '}
            <span className="font-narrow text-second text-ink-2">AS{member.asn}</span>
          </span>
          {member.state === 'production' ? (
            sessionMarks(member, t, f, now)
          ) : (
            <StatusMark status="waits">{t(w[`state-${member.state}`])}</StatusMark>
          )}
        </li>
      ))}
    </ul>
  )
}

/** How the exchange stands, in one column: how many sessions of how many, a tick for each, and the members that miss one. */
export const ExchangeStrip = (): ReactNode => {
  const { t, f } = useTongue()
  const now = useNow()
  const exchange = useAsk(getExchange, {})
  const members = useAsk(listMembers, { query: { limit: 200, declared: 'false' } })
  const servers = (exchange.data?.route_servers ?? []).filter((one) => one.kind === 'route-server')
  const wished = servers.reduce((sum, one) => sum + one.sessions_wished, 0)
  const established = servers.reduce((sum, one) => sum + one.sessions_established, 0)
  const at = servers.flatMap((one) => (one.at === null ? [] : [one.at])).toSorted()[0]
  const groups = groupsOf(members.data?.items ?? [])
  const trouble = (members.data?.items ?? []).filter(troubled).slice(0, 6)
  const error = exchange.error ?? members.error
  return (
    <Section
      title={t(w.sessions)}
      count={members.data && t(w.nMembers, { n: exchange.data?.members.production ?? members.data.total })}
      beside={<Link href={paths.exchange()}>{t(w.members)}</Link>}
    >
      {error && <ReadingProblem error={error} />}
      {exchange.data && wished === 0 && <p className="text-ink-2">{t(w.noneExpected)}</p>}
      {wished > 0 && at === undefined && (
        <Figure
          value={null}
          unit=""
          source="measured"
          what={`${t(w.established, { of: f.number(wished) })}, ${t(w.never)}`}
        />
      )}
      {wished > 0 && at !== undefined && (
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="text-instrument tracking-tight">{f.number(established)}</span>
          <span className="text-second text-ink-2">
            {t(w.established, { of: f.number(wished) })} · {t(w.measured, { age: f.age(at, now) })}
          </span>
        </p>
      )}
      {groups.length > 0 && (
        <ul className="grid grid-cols-2 gap-x-3 gap-y-3 pb-3 pt-2 narrow:grid-cols-4">
          {groups.map((group) => (
            <li key={group.key}>
              <Ticks sessions={group.sessions} />
              <span className="flex justify-between gap-2 pt-1 text-head text-ink-2">
                <span>{group.key}</span>
                <span>
                  {group.sessions.every((s) => s.state === 'unknown')
                    ? t(w.unknown)
                    : t(w.nOfM, {
                        n: f.number(group.sessions.filter((s) => s.state === 'established').length),
                        of: f.number(group.sessions.length),
                      })}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <Troubled members={trouble} />
    </Section>
  )
}
