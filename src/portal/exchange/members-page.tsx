import type { ReactNode } from 'react'
import type { z } from 'zod'
import { type exchangeWire, getExchange, listMembers } from '#exchange/contract'
import { readAll, useAsk, useList } from '../call.ts'
import { may, useSession } from '../frame/session.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { useNow } from '../now.ts'
import { paths } from '../paths.ts'
import { useFilterText, useUrlState } from '../url-state.ts'
import { Button, ButtonLink, Link } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { SearchField, Segments } from '../ui/field.tsx'
import { Figure } from '../ui/figure.tsx'
import { PageHead } from '../ui/page.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { type Column, CsvButton, ListTable, type PhoneRow } from '../ui/table.tsx'
import { MemberDetail } from './member-detail.tsx'
import { type Member, ServerSessions, sessionMarks, speedText, troubled } from './sessions.tsx'
import { w } from './words.ts'

type Exchange = z.output<typeof exchangeWire>

const RouteServer = ({ server }: { readonly server: Exchange['route_servers'][number] }): ReactNode => {
  const { t, f } = useTongue()
  const now = useNow()
  return (
    <div>
      <h2 className="text-section font-medium">{server.handle}</h2>
      <p className="flex items-baseline gap-2">
        {server.at === null ? (
          <StatusMark status="unknown">{t(w.unknown)}</StatusMark>
        ) : (
          <span className="text-instrument tracking-tight">{f.number(server.sessions_established)}</span>
        )}
        <span className="text-second text-ink-2">{t(w.ofSessions, { of: f.number(server.sessions_wished) })}</span>
      </p>
      <p className="text-second">
        {server.at === null ? (
          <StatusMark status="unknown">
            {server.daemon}, {t(w.notLooked)}
          </StatusMark>
        ) : (
          <StatusMark status="ok">
            {t(w.runs, { daemon: server.daemon })}, {f.age(server.at, now)}
          </StatusMark>
        )}
      </p>
      <p className="text-second text-ink-2">
        {server.routes_imported === null
          ? t(w.routesUnknown)
          : t(w.routes, { n: f.number(server.routes_imported), filtered: f.number(server.routes_filtered ?? 0) })}
      </p>
      <p className="text-second text-ink-2">
        {server.applied_at === null || server.generation === null
          ? t(w.notApplied)
          : t(w.applied, { age: f.age(server.applied_at, now), n: f.number(server.generation) })}
      </p>
    </div>
  )
}

const Fabric = ({ exchange }: { readonly exchange: Exchange }): ReactNode => {
  const { t, f } = useTongue()
  const now = useNow()
  const { lan } = exchange
  return (
    <div>
      <h2 className="text-section font-medium">{t(w.lan)}</h2>
      {lan && (
        <p className="font-narrow text-second text-ink-2">
          {lan.v4} · {lan.v6}
        </p>
      )}
      {exchange.switches.map((one) => (
        <div key={one.handle} className="pt-1 text-second text-ink-2">
          <span className="text-ink">{one.handle}</span> ·{' '}
          {one.at === null ? t(w.notLooked) : t(w.measured, { age: f.age(one.at, now) })}
          {one.ports.map((p) => (
            <span key={p.speed_mbps} className="block">
              {t(w.portsOf, { used: f.number(p.used), built: f.number(p.built), speed: speedText(p.speed_mbps) })}
            </span>
          ))}
        </div>
      ))}
    </div>
  )
}

/** Four columns between two ink lines, parted by one thin rule: what is established, each route server, the fabric. */
const Summary = ({ exchange }: { readonly exchange: Exchange }): ReactNode => {
  const { t } = useTongue()
  const servers = exchange.route_servers.filter((one) => one.kind === 'route-server')
  const established = servers.reduce((sum, one) => sum + one.sessions_established, 0)
  const wished = servers.reduce((sum, one) => sum + one.sessions_wished, 0)
  const at = servers.flatMap((one) => (one.at === null ? [] : [one.at])).toSorted()[0] ?? null
  return (
    <div className="grid grid-cols-1 gap-y-5 border-y border-ink py-3 narrow:grid-cols-2 wide:grid-cols-4 wide:[&>*+*]:border-l wide:[&>*+*]:border-rule wide:[&>*+*]:pl-6">
      <div>
        <h2 className="text-section font-medium">{t(w.sessions)}</h2>
        <Figure
          value={at === null ? null : established}
          unit=""
          what={t(w.ofSessions, { of: String(wished) })}
          source="measured"
          at={at}
        />
      </div>
      {servers.map((server) => (
        <RouteServer key={server.handle} server={server} />
      ))}
      <Fabric exchange={exchange} />
    </div>
  )
}

const total = (member: Member, of: 'imported' | 'filtered'): number | null => {
  const known = (member.sessions ?? []).flatMap((s) => (s.kind !== 'route-server' || s[of] === null ? [] : [s[of]]))
  // Both servers see the same announcements: the larger count is the member's, not their sum.
  return known.length === 0 ? null : Math.max(...known)
}

const countColumns = ({ t, f }: Tongue): readonly Column<Member>[] => {
  const count = (m: Member, of: 'imported' | 'filtered'): string => {
    const n = total(m, of)
    return n === null ? '–' : f.number(n)
  }
  return [
    {
      id: 'received',
      head: t(w.received),
      figures: true,
      cell: (m) => count(m, 'imported'),
      csv: (m) => total(m, 'imported'),
    },
    {
      id: 'filtered',
      head: t(w.filteredHead),
      figures: true,
      cell: (m) => count(m, 'filtered'),
      csv: (m) => total(m, 'filtered'),
    },
  ]
}

const columns = (
  tongue: Tongue,
  servers: readonly string[],
  opened: string | undefined,
  open: (number: string | null) => void,
): readonly Column<Member>[] => {
  const { t } = tongue
  return [
    {
      id: 'member',
      head: t(w.member),
      cell: (m) =>
        m.own ? (
          <Button
            look="text"
            aria-expanded={opened === keyOf(m)}
            onPress={() => open(opened === keyOf(m) ? null : keyOf(m))}
          >
            {m.name}
          </Button>
        ) : (
          m.name
        ),
      second: (m) => `AS${m.asn}`,
      csv: (m) => m.name,
    },
    { id: 'asn', head: 'AS-SET', cell: (m) => m.as_set ?? '–', csv: (m) => m.asn },
    {
      id: 'port',
      head: t(w.port),
      cell: (m) => speedText(m.speed_mbps),
      second: (m) =>
        m.port ? `${m.port.switch} · ${m.port.number}` : (m.declared?.ports.map((p) => p.switch).find(Boolean) ?? null),
      csv: (m) => m.speed_mbps,
    },
    {
      id: 'addresses',
      head: t(w.addresses),
      cell: (m) => <span className="font-narrow">{m.v4 ?? '–'}</span>,
      second: (m) => m.v6,
      csv: (m) => m.v4,
    },
    ...servers.map((server) => ({
      id: server,
      head: t(w.sessionsWith, { rs: server }),
      cell: (m: Member) => <ServerSessions member={m} server={server} />,
      csv: (m: Member) =>
        (m.sessions ?? [])
          .filter((s) => s.route_server === server)
          .map((s) => `v${s.family} ${s.state}`)
          .join(' '),
    })),
    ...countColumns(tongue),
  ]
}

const phone = (m: Member, { t, f }: Tongue, now: Date): PhoneRow => ({
  title: <Link href={paths.exchange(keyOf(m))}>{m.name}</Link>,
  mark:
    troubled(m) && m.state === 'production' ? (
      sessionMarks(m, t, f, now)
    ) : (
      <StatusMark status={m.declared ? 'unknown' : m.state === 'production' ? 'ok' : 'waits'}>
        {t(w[`state-${m.state}`])}
      </StatusMark>
    ),
  second: `AS${m.asn} · ${m.v4 ?? m.v6 ?? '–'}`,
  end: speedText(m.speed_mbps),
})

const keyOf = (member: Member): string => member.number ?? member.service

const Which = ({
  exchange,
  show,
  onShow,
}: {
  readonly exchange: Exchange | undefined
  readonly show: string
  readonly onShow: (id: string) => void
}): ReactNode => {
  const { t } = useTongue()
  const tally = exchange?.members
  // A count of what nobody looked at would be a zero that means nothing.
  const looked = (exchange?.route_servers ?? []).some((one) => one.at !== null)
  return (
    <Segments
      label={t(w.which)}
      value={show}
      options={[
        { id: 'all', text: t(w.all) },
        { id: 'missing', text: t(w.missing), count: looked ? tally?.session_missing : undefined },
        { id: 'filtered', text: t(w.filtered), count: looked ? tally?.filtering : undefined },
        { id: 'quarantine', text: t(w.quarantined), count: tally?.quarantine },
        ...(tally && tally.declared > 0 ? [{ id: 'declared', text: t(w.declared), count: tally.declared }] : []),
      ]}
      onChange={onShow}
    />
  )
}

export const MembersPage = (): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const session = useSession()
  const now = useNow()
  const [url, change] = useUrlState()
  const [typed, type, text] = useFilterText()
  const exchange = useAsk(getExchange, {})
  const show = url['show'] ?? 'all'
  const query = {
    ...(text === '' ? {} : { text }),
    ...(show === 'missing' || show === 'filtered' ? { sessions: show } : {}),
    ...(show === 'quarantine' || show === 'declared' ? { state: show } : {}),
  }
  const list = useList(listMembers, query)
  const servers = (exchange.data?.route_servers ?? [])
    .filter((one) => one.kind === 'route-server')
    .map((one) => one.handle)
  const cols = columns(tongue, servers, url['member'], (member) => change({ member }))
  const tally = exchange.data?.members
  const admit = (
    <ButtonLink href={paths.newOrder(undefined, 'exchange-port')} look="main">
      {t(w.admit)}
    </ButtonLink>
  )
  const mayAdmit = may(session, ['admin', 'sales'], 'order')
  return (
    <>
      <PageHead
        title={t(w.members)}
        beside={tally && t(w.membersBeside, { production: tally.production, quarantine: tally.quarantine })}
        actions={
          <>
            <CsvButton name="members" columns={cols} all={() => readAll(listMembers, query)} />
            {mayAdmit && admit}
          </>
        }
      />
      {exchange.data && <Summary exchange={exchange.data} />}
      <div className="flex flex-wrap items-center gap-4 py-4">
        <SearchField label={t(w.search)} value={typed} onChange={type} className="w-72 max-narrow:w-full" />
        <Which exchange={exchange.data} show={show} onShow={(id) => change({ show: id === 'all' ? null : id })} />
      </div>
      <ListTable
        label={t(w.members)}
        list={list}
        columns={cols}
        keyOf={keyOf}
        phone={(m) => phone(m, tongue, now)}
        selected={url['member'] ?? null}
        opened={(m) => (m.own ? <MemberDetail service={keyOf(m)} /> : null)}
        filtered={Object.keys(query).length > 0}
        empty={
          <EmptyState title={t(w.empty)} {...(mayAdmit ? { action: admit } : {})}>
            {t(w.emptySays)}
          </EmptyState>
        }
      />
    </>
  )
}
