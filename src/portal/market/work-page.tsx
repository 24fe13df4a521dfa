import type { ReactNode } from 'react'
import { listWork, type WorkWire } from '#market/contract'
import { readAll, useList } from '../call.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { useNow } from '../now.ts'
import { paths } from '../paths.ts'
import { sentence } from '../phrase.ts'
import { useUrlState } from '../url-state.ts'
import { ButtonLink, Link } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Segments } from '../ui/field.tsx'
import { PageHead } from '../ui/page.tsx'
import { type Column, CsvButton, ListTable } from '../ui/table.tsx'
import { placeText } from './place-text.ts'
import { WorkMark } from './states.tsx'
import { useWorkAhead } from './work-ahead.ts'
import { useOutbox } from './use-outbox.ts'
import { Badge } from './work-parts.tsx'
import { w as market } from './words.ts'
import { w } from './work-words.ts'

const columns = (tongue: Tongue, now: Date): readonly Column<WorkWire>[] => {
  const { t, f, language } = tongue
  return [
    {
      id: 'number',
      head: t(w.number),
      cell: (one) => <Link href={paths.workOrder(one.number)}>{one.number}</Link>,
      csv: (one) => one.number,
      className: 'whitespace-nowrap',
    },
    {
      id: 'what',
      head: t(w.what),
      cell: (one) => sentence(one.what, language),
      second: (one) => one.service,
      csv: (one) => sentence(one.what, language),
    },
    {
      id: 'where',
      head: t(w.where),
      cell: (one) => <span className="text-second">{one.places[0] ? placeText(one.places[0], tongue) : '–'}</span>,
      csv: (one) => (one.places[0] ? placeText(one.places[0], tongue) : null),
    },
    {
      id: 'whom',
      head: t(w.forWhom),
      cell: (one) => one.organisation.name,
      second: (one) => one.order,
      csv: (one) => one.organisation.name,
    },
    {
      id: 'state',
      head: t(w.state),
      cell: (one) => <WorkMark state={one.state} />,
      second: (one) => (one.state === 'blocked' ? one.blocked_why : one.state === 'done' ? one.done_by : one.taken_by),
      csv: (one) => t(w[`work-${one.state}`]),
    },
    {
      id: 'created',
      head: t(w.created),
      figures: true,
      cell: (one) => f.age(one.created_at, now),
      csv: (one) => one.created_at,
    },
  ]
}

const shows = { open: { open: 'true' }, done: { state: 'done' }, all: {} } as const
const isShow = (text: string | undefined): text is keyof typeof shows =>
  text !== undefined && Object.hasOwn(shows, text)

export const WorkPage = (): ReactNode => {
  const tongue = useTongue()
  const { t, f, language } = tongue
  const now = useNow()
  const [url, change] = useUrlState()
  const show = isShow(url['show']) ? url['show'] : 'open'
  const list = useList(listWork, shows[show])
  const cols = columns(tongue, now)
  const outbox = useOutbox()
  useWorkAhead(list.items)
  return (
    <>
      {outbox.kept.length > 0 && <Badge outbox={outbox} />}
      <PageHead
        title={t(w.work)}
        beside={show === 'open' && list.total !== undefined && t(w.workBeside, { n: f.number(list.total) })}
        actions={<CsvButton name="work-orders" columns={cols} all={() => readAll(listWork, shows[show])} />}
      />
      <div className="border-t border-ink py-4">
        <Segments
          label={t(w.which)}
          value={show}
          options={[
            { id: 'open', text: t(w.openOnes) },
            { id: 'done', text: t(w.done) },
            { id: 'all', text: t(w.all) },
          ]}
          onChange={(id) => change({ show: id === 'open' ? null : id })}
        />
      </div>
      <ListTable
        label={t(w.work)}
        list={list}
        columns={cols}
        keyOf={(one) => one.number}
        phone={(one) => ({
          title: <Link href={paths.workOrder(one.number)}>{sentence(one.what, language)}</Link>,
          mark: <WorkMark state={one.state} />,
          second: one.number,
        })}
        filtered={show !== 'open' && show !== 'all'}
        empty={
          <EmptyState
            title={t(w.emptyTitle)}
            action={<ButtonLink href={paths.orders()}>{t(market.orders)}</ButtonLink>}
          >
            {t(w.emptySays)}
          </EmptyState>
        }
      />
    </>
  )
}
