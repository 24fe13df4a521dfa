import type { ReactNode } from 'react'
import type { z } from 'zod'
import { listServices, type serviceCard } from '#market/contract'
import { readAll, useList } from '../call.ts'
import { may, useSession } from '../frame/session.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { useFilterText, useUrlState } from '../url-state.ts'
import { ButtonLink, Link } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { SearchField, Select } from '../ui/field.tsx'
import { PageHead } from '../ui/page.tsx'
import { type Column, CsvButton, ListTable, type PhoneRow } from '../ui/table.tsx'
import { productTitle } from './product.ts'
import { MarketTabs } from './rooms-tabs.tsx'
import { w as ws } from './service-words.ts'
import { ServiceMark } from './states.tsx'
import { w } from './words.ts'

type ServiceCard = z.output<typeof serviceCard>
const states = ['planned', 'in-service', 'suspended', 'notice-given', 'dismantling', 'closed'] as const
const MICRO_PER_CENT = 10_000

const columns = (tongue: Tongue): readonly Column<ServiceCard>[] => {
  const { t, f } = tongue
  return [
    {
      id: 'number',
      head: t(w.service),
      cell: (s) => <Link href={paths.service(s.number)}>{s.number}</Link>,
      csv: (s) => s.number,
    },
    { id: 'product', head: t(w.product), cell: (s) => productTitle(s, tongue), csv: (s) => productTitle(s, tongue) },
    { id: 'organisation', head: t(w.organisation), cell: (s) => s.organisation.name, csv: (s) => s.organisation.name },
    {
      id: 'state',
      head: t(w.state),
      cell: (s) => <ServiceMark service={s} />,
      second: (s) => (s.origin === 'ordered' ? null : t(ws[`origin-${s.origin}`])),
      csv: (s) => t(w[`service-${s.state}`]),
    },
    {
      id: 'live',
      head: t(ws.live),
      cell: (s) => (s.live_at === null ? '–' : f.date(s.live_at)),
      csv: (s) => s.live_at,
    },
    {
      id: 'billing',
      head: t(ws.billingFrom),
      cell: (s) => (s.billing_from === null ? '–' : f.date(s.billing_from)),
      csv: (s) => s.billing_from,
    },
    {
      id: 'monthly',
      head: t(w.monthly),
      figures: true,
      cell: (s) => (s.monthly_micro_euros === null ? '–' : f.money(s.monthly_micro_euros / MICRO_PER_CENT)),
      csv: (s) => (s.monthly_micro_euros === null ? null : s.monthly_micro_euros / 1_000_000),
    },
  ]
}

const phone =
  (tongue: Tongue) =>
  (s: ServiceCard): PhoneRow => ({
    title: <Link href={paths.service(s.number)}>{s.number}</Link>,
    mark: <ServiceMark service={s} />,
    second: `${productTitle(s, tongue)} · ${s.organisation.name}`,
  })

export const ServicesPage = (): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const session = useSession()
  const [url, change] = useUrlState()
  const [typed, type, text] = useFilterText()
  const query = {
    ...(url['state'] === undefined ? {} : { state: url['state'] }),
    ...(url['organisation'] === undefined ? {} : { organisation: url['organisation'] }),
    ...(text === '' ? {} : { text }),
  }
  const list = useList(listServices, query)
  const cols = columns(tongue)
  return (
    <>
      <PageHead
        title={t(w.services)}
        beside={url['organisation']}
        actions={<CsvButton name="services" columns={cols} all={() => readAll(listServices, query)} />}
      />
      <div className="flex flex-wrap items-end gap-4 border-t border-ink py-4">
        <MarketTabs here="services" />
        <SearchField label={t(w.searchServices)} value={typed} onChange={type} className="w-72 max-narrow:w-full" />
        <Select
          label={t(w.state)}
          value={url['state'] ?? 'all'}
          options={[{ id: 'all', text: t(w.allStates) }, ...states.map((id) => ({ id, text: t(w[`service-${id}`]) }))]}
          onChange={(id) => change({ state: id === 'all' ? null : id })}
          className="w-56 max-narrow:w-full"
        />
      </div>
      <ListTable
        label={t(w.services)}
        list={list}
        columns={cols}
        keyOf={(s) => s.number}
        phone={phone(tongue)}
        filtered={Object.keys(query).length > 0}
        empty={
          <EmptyState
            title={t(w.servicesEmpty)}
            {...(may(session, ['admin', 'sales'], 'order')
              ? {
                  action: (
                    <ButtonLink href={paths.newOrder()} look="main">
                      {t(w.newOrder)}
                    </ButtonLink>
                  ),
                }
              : {})}
          >
            {t(w.servicesEmptySays)}
          </EmptyState>
        }
      />
    </>
  )
}
