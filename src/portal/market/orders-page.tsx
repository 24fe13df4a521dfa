import type { ReactNode } from 'react'
import { listOrders } from '#market/contract'
import { readAll, useList } from '../call.ts'
import { may, useSession } from '../frame/session.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { sentence } from '../phrase.ts'
import { ButtonLink, Link } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { SearchField, Select } from '../ui/field.tsx'
import { PageHead } from '../ui/page.tsx'
import { type Column, CsvButton, ListTable, type PhoneRow } from '../ui/table.tsx'
import { useFilterText, useUrlState } from '../url-state.ts'
import { productTitle } from './product.ts'
import { longestWait, type OrderCard } from './longest-wait.ts'
import { MarketTabs } from './rooms-tabs.tsx'
import { OrderMark, Since, WaitMark } from './states.tsx'
import { w } from './words.ts'

const states = ['draft', 'quoted', 'delivering', 'in-service', 'refused', 'expired', 'cancelled', 'dismantled'] as const
const owners = ['customer', 'other-side', 'supplier', 'site'] as const

const columns = (tongue: Tongue): readonly Column<OrderCard>[] => {
  const { t, f } = tongue
  return [
    {
      id: 'number',
      head: t(w.order),
      cell: (o) => <Link href={paths.order(o.number)}>{o.number}</Link>,
      second: (o) => f.date(o.created_at),
      csv: (o) => o.number,
    },
    { id: 'organisation', head: t(w.organisation), cell: (o) => o.organisation.name, csv: (o) => o.organisation.name },
    {
      id: 'lines',
      head: t(w.lines),
      cell: (o) => [...new Set(o.lines.map((l) => productTitle(l, tongue)))].join(', '),
      second: (o) =>
        o.lines
          .flatMap((l) => (l.service === null ? [] : [l.service]))
          .slice(0, 3)
          .join(' · '),
      csv: (o) => o.lines.length,
    },
    { id: 'state', head: t(w.state), cell: (o) => <OrderMark state={o.state} />, csv: (o) => t(w[`order-${o.state}`]) },
    {
      id: 'waits',
      head: t(w.waitsFor),
      cell: (o) => {
        const line = longestWait(o)
        return line?.waiting ? <WaitMark waiting={line.waiting} /> : '–'
      },
      csv: (o) => {
        const line = longestWait(o)
        return line?.waiting
          ? `${t(w[`wait-${line.waiting.for}`])}: ${sentence(line.waiting.what, tongue.language)}`
          : null
      },
    },
    {
      id: 'since',
      head: t(w.since),
      figures: true,
      cell: (o) => {
        const line = longestWait(o)
        return line?.waiting ? <Since at={line.waiting.since} /> : '–'
      },
      csv: (o) => longestWait(o)?.waiting?.since ?? null,
    },
    {
      id: 'setup',
      head: t(w.setup),
      figures: true,
      cell: (o) => f.money(o.totals.setup_cents),
      csv: (o) => o.totals.setup_cents / 100,
    },
    {
      id: 'monthly',
      head: t(w.monthly),
      figures: true,
      cell: (o) => f.money(o.totals.monthly_cents),
      csv: (o) => o.totals.monthly_cents / 100,
    },
  ]
}

const phone =
  (tongue: Tongue) =>
  (o: OrderCard): PhoneRow => ({
    title: <Link href={paths.order(o.number)}>{o.number}</Link>,
    mark: <OrderMark state={o.state} />,
    second: o.organisation.name,
    end: tongue.f.money(o.totals.monthly_cents),
  })

export const OrdersPage = (): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const session = useSession()
  const [url, change] = useUrlState()
  const [typed, type, text] = useFilterText()
  const query = {
    ...(url['state'] === undefined ? {} : { state: url['state'] }),
    ...(url['waiting_for'] === undefined ? {} : { waiting_for: url['waiting_for'] }),
    ...(url['organisation'] === undefined ? {} : { organisation: url['organisation'] }),
    ...(text === '' ? {} : { text }),
  }
  const list = useList(listOrders, query)
  const cols = columns(tongue)
  const mayOrder = may(session, ['admin', 'sales'], 'order')
  const create = (
    <ButtonLink href={paths.newOrder()} look="main">
      {t(w.newOrder)}
    </ButtonLink>
  )
  return (
    <>
      <PageHead
        title={t(w.orders)}
        beside={url['organisation']}
        actions={
          <>
            <CsvButton name="orders" columns={cols} all={() => readAll(listOrders, query)} />
            {mayOrder && create}
          </>
        }
      />
      <div className="flex flex-wrap items-end gap-4 border-t border-ink py-4">
        <MarketTabs here="orders" />
        <SearchField label={t(w.search)} value={typed} onChange={type} className="w-72 max-narrow:w-full" />
        <Select
          label={t(w.state)}
          value={url['state'] ?? 'all'}
          options={[{ id: 'all', text: t(w.allStates) }, ...states.map((id) => ({ id, text: t(w[`order-${id}`]) }))]}
          onChange={(id) => change({ state: id === 'all' ? null : id })}
          className="w-48 max-narrow:w-full"
        />
        <Select
          label={t(w.waitsFor)}
          value={url['waiting_for'] ?? 'all'}
          options={[{ id: 'all', text: t(w.anybody) }, ...owners.map((id) => ({ id, text: t(w[`wait-${id}`]) }))]}
          onChange={(id) => change({ waiting_for: id === 'all' ? null : id })}
          className="w-44 max-narrow:w-full"
        />
      </div>
      <ListTable
        label={t(w.orders)}
        list={list}
        columns={cols}
        keyOf={(o) => o.number}
        phone={phone(tongue)}
        filtered={Object.keys(query).length > 0}
        empty={
          <EmptyState title={t(w.ordersEmpty)} {...(mayOrder ? { action: create } : {})}>
            {t(w.ordersEmptySays)}
          </EmptyState>
        }
      />
    </>
  )
}
