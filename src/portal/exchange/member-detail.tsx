import type { ReactNode } from 'react'
import { getMember } from '#exchange/contract'
import { useAsk } from '../call.ts'
import { useTongue } from '../language.tsx'
import { useNow } from '../now.ts'
import { paths } from '../paths.ts'
import { Link } from '../ui/button.tsx'
import { Fact, Facts } from '../ui/page.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { ReadingProblem, Table } from '../ui/table.tsx'
import { w as shared } from '../words.ts'
import { DeclaredDetail } from './declared-detail.tsx'
import { AsnActs, ConfirmMac } from './member-acts.tsx'
import type { MemberDetailed } from './member.ts'
import { marks } from './sessions.tsx'
import { w } from './words.ts'

const Reach = ({
  reach,
}: {
  readonly reach: { readonly v4: boolean | null; readonly v6: boolean | null }
}): ReactNode => {
  const { t } = useTongue()
  const one = (value: boolean | null): string => (value === null ? t(shared.unknown) : t(value ? w.yes : w.no))
  return `${one(reach.v4)}, ${one(reach.v6)}`
}

const Port = ({ m }: { readonly m: MemberDetailed }): ReactNode => {
  const { t, f } = useTongue()
  const now = useNow()
  const { found } = m
  return (
    <Facts>
      <Fact name={t(w.wished)}>{t(w[`state-${m.state}`])}</Fact>
      <Fact name={t(w.found)}>
        {found?.state ? t(w[`state-${found.state}`]) : t(shared.unknown)}
        {found && <span className="text-second text-ink-2">, {f.age(found.at, now)}</span>}
      </Fact>
      <Fact name={t(w.generation)}>
        {m.generation === null ? t(shared.unknown) : f.number(m.generation)},{' '}
        {found?.generation === null || found === null ? t(shared.unknown) : f.number(found.generation)}
      </Fact>
      <Fact name={t(w.link)}>{t(w[`link-${found?.link ?? 'unknown'}`])}</Fact>
      <Fact name={t(w.errors)}>
        {found?.errors === null || found === null ? t(shared.unknown) : f.number(found.errors)}
      </Fact>
      <Fact name={t(w.carries)}>{found ? <Reach reach={found.carries} /> : t(shared.unknown)}</Fact>
      <Fact name={t(w.answers)}>{found ? <Reach reach={found.answers} /> : t(shared.unknown)}</Fact>
    </Facts>
  )
}

const Identity = ({ m }: { readonly m: MemberDetailed }): ReactNode => {
  const { t, f } = useTongue()
  const now = useNow()
  const { asn_proof: proof } = m
  return (
    <Facts>
      <Fact name={t(w.mac)}>
        <span className="font-narrow">
          {m.mac ?? (m.mac_learned === null ? t(w.macNone) : t(w.macLearned, { mac: m.mac_learned }))}
        </span>
      </Fact>
      <Fact name={t(w.prefixes)}>
        <span className="font-narrow">{m.prefixes.length === 0 ? '–' : m.prefixes.join(', ')}</span>
      </Fact>
      <Fact name={t(w.maxPrefix)}>
        {[m.max_prefix_v4, m.max_prefix_v6].map((n) => (n === null ? t(shared.unknown) : f.number(n))).join(', ')}
      </Fact>
      <Fact name={t(w.asnProof)}>
        {proof.proved_at !== null
          ? t(w.provedHow, { how: proof.proved_how ?? '', at: f.date(proof.proved_at) })
          : t(w.notProved)}
        {proof.proved_at === null && proof.code_sent_at !== null && (
          <span className="block text-second text-ink-2">
            {t(w.codeSent, { at: f.age(proof.code_sent_at, now), left: f.number(proof.attempts_left ?? 0) })}
          </span>
        )}
      </Fact>
      <Fact name={t(w.routesSeen)}>
        {m.routes.length === 0
          ? t(w.noneSeen)
          : m.routes.map((r) => (
              <span key={r.family} className="block">
                {t(w.seen, { prefix: r.prefix, witness: r.witness, age: f.age(r.at, now) })}
              </span>
            ))}
      </Fact>
    </Facts>
  )
}

const Sessions = ({ m }: { readonly m: MemberDetailed }): ReactNode => {
  const { t, f } = useTongue()
  const now = useNow()
  const words = { established: w.up, down: w.down, absent: w.absent, unknown: w.unknown } as const
  const rows = m.sessions ?? []
  if (rows.length === 0) return null
  const state = (s: (typeof rows)[number]): ReactNode => (
    <StatusMark status={marks[s.state]}>{t(words[s.state])}</StatusMark>
  )
  const age = (s: (typeof rows)[number]): string =>
    s.since === null ? '–' : f.duration(now.getTime() - new Date(s.since).getTime())
  return (
    <Table
      label={t(w.sessions)}
      rows={rows}
      keyOf={(s) => `${s.route_server} ${s.family}`}
      columns={[
        {
          id: 'server',
          head: t(w.sessions),
          cell: (s) => `${s.route_server} · v${s.family}`,
          second: (s) => (s.last_error === null ? null : t(w.lastError, { error: s.last_error })),
        },
        { id: 'state', head: t(w.found), cell: state },
        { id: 'since', head: t(w.since), cell: age },
        {
          id: 'in',
          head: t(w.received),
          figures: true,
          cell: (s) => (s.imported === null ? '–' : f.number(s.imported)),
        },
        {
          id: 'out',
          head: t(w.filteredHead),
          figures: true,
          cell: (s) => (s.filtered === null ? '–' : f.number(s.filtered)),
        },
      ]}
      phone={(s) => ({ title: `${s.route_server} · v${s.family}`, mark: state(s), second: age(s) })}
    />
  )
}

/** One member in full, hanging under its row: what is wished, what was found, how old that is, and what can be done now. */
export const MemberDetail = ({ service }: { readonly service: string }): ReactNode => {
  const { t } = useTongue()
  const found = useAsk(getMember, { params: { service } })
  const m = found.data
  if (found.error && !m) return <ReadingProblem error={found.error} />
  if (!m) return <p className="pt-3 text-ink-3">{t(shared.reading)}</p>
  return (
    <div className="flex flex-col gap-4 pt-3 pr-1">
      <div className="flex flex-wrap items-center gap-3">
        {m.number !== null && <Link href={paths.service(m.number)}>{m.number}</Link>}
        {!m.declared && <ConfirmMac member={m} />}
        <AsnActs member={m} />
      </div>
      {m.declared ? (
        <DeclaredDetail said={m.declared} />
      ) : (
        <>
          <Sessions m={m} />
          <div className="grid grid-cols-1 gap-x-12 gap-y-4 wide:grid-cols-2">
            <Port m={m} />
            <Identity m={m} />
          </div>
        </>
      )}
    </div>
  )
}
