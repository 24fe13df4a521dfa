import type { ReactNode } from 'react'
import { useTongue } from '../language.tsx'
import { useNow } from '../now.ts'
import { Fact, Facts } from '../ui/page.tsx'
import { Table } from '../ui/table.tsx'
import type { MemberDetailed } from './member.ts'
import { speedText } from './sessions.tsx'
import { w } from './words.ts'

type Said = NonNullable<MemberDetailed['declared']>
type Address = NonNullable<Said['addresses']>[number]

/** What a file says of a member at another exchange: what it does not say is shown as not said. */
export const DeclaredDetail = ({ said }: { readonly said: Said }): ReactNode => {
  const { t, f } = useTongue()
  const now = useNow()
  const { addresses } = said
  const lan = (one: Address): string | null =>
    one.lan === null || one.lan_source === null ? null : `${one.lan}, ${t(w[`lan-${one.lan_source}`])}`
  const most = (one: Address): string => (one.max_prefix === null ? t(w.notSaid) : f.number(one.max_prefix))
  return (
    <>
      <p className="text-second text-ink-2">{t(w.declaredSays)}</p>
      <Facts>
        <Fact name={t(w.declaredExchange)}>{said.exchange}</Fact>
        <Fact name={t(w.declaredState)}>{said.state ?? t(w.notSaid)}</Fact>
        <Fact name={t(w.declaredPorts)}>
          {said.ports.length === 0
            ? t(w.notSaid)
            : said.ports.map((port) => `${port.switch ?? t(w.notSaid)} · ${speedText(port.speed_mbps)}`).join(', ')}
        </Fact>
        <Fact name={t(w.declaredBy)}>
          {said.file}
          {said.at !== null && <span className="text-second text-ink-2">, {f.age(said.at, now)}</span>}
        </Fact>
      </Facts>
      {addresses !== null && addresses.length > 0 && (
        <Table
          label={t(w.addresses)}
          rows={addresses}
          keyOf={(one) => `${one.vlan ?? ''} ${one.address}`}
          columns={[
            {
              id: 'address',
              head: t(w.addresses),
              cell: (one) => <span className="font-narrow">{one.address}</span>,
              second: lan,
            },
            { id: 'set', head: 'AS-SET', cell: (one) => one.as_set ?? t(w.notSaid) },
            {
              id: 'mac',
              head: t(w.mac),
              cell: (one) => <span className="font-narrow">{one.macs.join(', ') || t(w.notSaid)}</span>,
            },
            { id: 'most', head: t(w.maxPrefix), figures: true, cell: most },
          ]}
          phone={(one) => ({
            title: one.address,
            second: lan(one) ?? '',
            end: one.max_prefix === null ? '' : t(w.maxOf, { n: most(one) }),
          })}
        />
      )}
    </>
  )
}
