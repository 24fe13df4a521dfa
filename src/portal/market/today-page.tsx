import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { listWork, type needWire, today } from '#market/contract'
import { useAsk } from '../call.ts'
import { ExchangeStrip } from '../exchange/session-strip.tsx'
import { PlantStrip } from '../facility/plant-strip.tsx'
import { hasRole, isStaff, useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { useMinute, useNow } from '../now.ts'
import { paths } from '../paths.ts'
import { sentence } from '../phrase.ts'
import { Button, ButtonLink, Link } from '../ui/button.tsx'
import { Columns, PageHead, Section } from '../ui/page.tsx'
import { type Status, StatusMark } from '../ui/status-mark.tsx'
import { CsvButton, type Column, ReadingProblem, Table } from '../ui/table.tsx'
import { WaitTrack } from '../ui/wait-track.tsx'
import { w as shared } from '../words.ts'
import { longestWait, type OrderCard } from './longest-wait.ts'
import { productTitle } from './product.ts'
import { LineMark, Since, WaitMark, WorkMark } from './states.tsx'
import { OwnInvoices, OwnPlaces } from './today-own.tsx'
import { w as wt } from './today-words.ts'
import { w } from './words.ts'

type Need = z.output<typeof needWire>

const marks: Readonly<Record<Need['severity'], Status>> = { stop: 'down', wait: 'waits', plain: 'not-begun' }

/** One thing to do, however many lines it holds up: the same sentence about the same target is said once. */
interface Task extends Need {
  readonly times: number
}

const tasksOf = (needs: readonly Need[]): readonly Task[] => {
  const found = new Map<string, Task>()
  for (const need of needs) {
    const { step: _step, position: _position, ...said } = need.what
    const key = JSON.stringify([need.kind, need.target.number, said])
    const before = found.get(key)
    found.set(key, before ? { ...before, times: before.times + 1 } : { ...need, times: 1 })
  }
  return [...found.values()]
}

const hrefOf = (need: Need): string =>
  need.target.kind === 'order'
    ? paths.order(need.target.number)
    : need.target.kind === 'service'
      ? paths.service(need.target.number)
      : need.target.kind === 'letters'
        ? paths.letters()
        : need.target.kind === 'site'
          ? paths.site()
          : paths.workOrder(need.target.number)

const NeedRow = ({ need, first }: { readonly need: Task; readonly first: boolean }): ReactNode => {
  const { t, f, language } = useTongue()
  const now = useNow()
  return (
    <li className="grid grid-cols-[180px_minmax(0,1fr)_auto] items-start gap-x-4 gap-y-2 border-b border-rule py-3.5 last:border-b-0 max-narrow:grid-cols-1">
      <div>
        <StatusMark status={marks[need.severity]} strong>
          {t(wt[`need-${need.kind}`])}
        </StatusMark>
        <p className="pl-5.5 text-second text-ink-2">
          {t(wt.since, { age: f.duration(now.getTime() - new Date(need.since).getTime()) })}
        </p>
      </div>
      <div className="min-w-0">
        <p className="text-section font-medium">{sentence(need.what, language)}</p>
        <p className="text-second text-ink-2">
          {need.organisation !== null && `${need.organisation.name} · `}
          {need.target.kind !== 'site' && need.target.number}
          {need.times > 1 && ` · ${t(wt.times, { n: f.number(need.times) })}`}
        </p>
      </div>
      <div className="w-42.5 max-narrow:w-full">
        <ButtonLink href={hrefOf(need)} look={first ? 'main' : 'steel'} wide>
          {t(wt[`see-${need.target.kind}`])}
        </ButtonLink>
      </div>
    </li>
  )
}

const SHOWN = 12

const Needs = ({ needs }: { readonly needs: readonly Need[] }): ReactNode => {
  const { t, f } = useTongue()
  const [all, setAll] = useState(false)
  const tasks = tasksOf(needs)
  return (
    <>
      <ul>
        {(all ? tasks : tasks.slice(0, SHOWN)).map((need, i) => (
          <NeedRow
            key={`${need.kind} ${need.what.code} ${need.target.number} ${need.since}`}
            need={need}
            first={i === 0}
          />
        ))}
      </ul>
      {tasks.length > SHOWN && !all && (
        <Button look="text" onPress={() => setAll(true)}>
          {t(wt.more, { n: f.number(tasks.length - SHOWN) })}
        </Button>
      )}
    </>
  )
}

const FORTNIGHT_MS = 14 * 86_400_000

/** The line that waits longest; where only steps of a line wait, the first line. */
const lineOf = (o: OrderCard): OrderCard['lines'][number] | null => longestWait(o) ?? o.lines[0] ?? null

const waitColumns = (tongue: ReturnType<typeof useTongue>, now: Date): readonly Column<OrderCard>[] => {
  const { t, f } = tongue
  const wait = (o: OrderCard) => longestWait(o)?.waiting ?? null
  const waited = (o: OrderCard): number => now.getTime() - new Date(wait(o)?.since ?? now).getTime()
  return [
    {
      id: 'order',
      head: t(wt.order),
      cell: (o) => <Link href={paths.order(o.number)}>{o.number}</Link>,
      csv: (o) => o.number,
      className: 'whitespace-nowrap',
    },
    { id: 'organisation', head: t(wt.organisation), cell: (o) => o.organisation.name, csv: (o) => o.organisation.name },
    {
      id: 'line',
      head: t(wt.line),
      cell: (o) => {
        const line = lineOf(o)
        return line === null ? '–' : productTitle(line, tongue)
      },
      className: 'whitespace-nowrap',
      second: (o) => lineOf(o)?.service,
      csv: (o) => lineOf(o)?.service ?? null,
    },
    {
      id: 'waits',
      head: t(wt.waitsFor),
      cell: (o) => {
        const waiting = wait(o)
        const line = lineOf(o)
        if (waiting !== null) return <WaitMark waiting={waiting} />
        return line === null ? '–' : <LineMark state={line.state} />
      },
      csv: (o) => wait(o)?.for ?? null,
    },
    {
      id: 'since',
      head: t(wt.sinceHead),
      figures: true,
      className: 'whitespace-nowrap',
      cell: (o) => (wait(o) === null ? '–' : <Since at={wait(o)?.since ?? now.toISOString()} />),
      csv: (o) => wait(o)?.since ?? null,
    },
    {
      id: 'track',
      head: t(wt.scale),
      className: 'w-38',
      cell: (o) =>
        wait(o) !== null && (
          <WaitTrack
            share={waited(o) / FORTNIGHT_MS}
            plain={wait(o)?.for === 'customer'}
            label={t(wt.waitGauge, { for: f.duration(waited(o)) })}
          />
        ),
    },
    {
      id: 'effect',
      head: t(wt.effect),
      cell: (o) => {
        const waiting = wait(o)
        return <span className="text-second text-ink-2">{waiting === null ? '–' : t(w[`effect-${waiting.for}`])}</span>
      },
    },
  ]
}

const Waiting = ({
  orders,
  total,
  underWay,
}: {
  readonly orders: readonly OrderCard[]
  readonly total: number
  readonly underWay: number
}): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  const now = useMinute()
  const columns = waitColumns(tongue, now)
  return (
    <Section
      title={t(wt.waiting)}
      count={t(wt.waitingOf, { n: total, of: underWay })}
      beside={
        <>
          <Link href={paths.orders()}>{t(wt.all)}</Link>
          {orders.length > 0 && <CsvButton name="waiting" columns={columns} all={async () => orders} look="text" />}
        </>
      }
    >
      {orders.length === 0 ? (
        <p className="text-ink-2">{t(wt.noneWaits)}</p>
      ) : (
        <Table
          label={t(wt.waiting)}
          rows={orders}
          keyOf={(o) => o.number}
          columns={columns}
          phone={(o) => {
            const waiting = longestWait(o)?.waiting
            return {
              title: <Link href={paths.order(o.number)}>{o.number}</Link>,
              mark: waiting && <WaitMark waiting={waiting} />,
              second: o.organisation.name,
              end: waiting && f.duration(now.getTime() - new Date(waiting.since).getTime()),
            }
          }}
        />
      )}
    </Section>
  )
}

const Work = (): ReactNode => {
  const { t, f, language } = useTongue()
  const work = useAsk(listWork, { query: { open: 'true', limit: 20 } })
  const items = work.data?.items ?? []
  return (
    <Section
      title={t(wt.work)}
      count={work.data && f.number(work.data.total)}
      beside={<Link href={paths.work()}>{t(wt.all)}</Link>}
    >
      {work.error && <ReadingProblem error={work.error} />}
      {work.data && items.length === 0 && <p className="text-ink-2">{t(wt.noWork)}</p>}
      <ul>
        {items.slice(0, 8).map((one) => (
          <li
            key={one.number}
            className="grid grid-cols-[70px_minmax(0,1fr)_auto] gap-x-3 border-b border-rule py-2.5 last:border-b-0"
          >
            <span className="text-ink-2">
              {one.planned_for === null ? f.day(one.created_at) : f.time(one.planned_for)}
            </span>
            <span className="min-w-0">
              <Link href={paths.workOrder(one.number)} className="text-ink hover:text-steel hover:underline">
                {sentence(one.what, language)}
              </Link>
              <span className="block text-second text-ink-2">
                {one.organisation.name} · {one.number}
              </span>
            </span>
            <WorkMark state={one.state} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** What needs a person now, how the site stands, what waits and for whom. */
export const TodayPage = (): ReactNode => {
  const { t, f } = useTongue()
  const session = useSession()
  const now = useMinute()
  const found = useAsk(today, {}, { everyMs: 60_000 })
  const needs = found.data?.needs ?? []
  const staff = isStaff(session)
  const seesWork = hasRole(session, 'admin', 'engineer', 'technician', 'sales')
  return (
    <>
      <PageHead
        title={t(wt.today)}
        beside={`${f.longDate(now)}${session.site === null ? '' : ` · ${session.site.name}`}`}
      />
      <Columns
        left={
          <>
            <Section title={t(wt.needsSomebody)} count={found.data && f.number(tasksOf(needs).length)}>
              {found.isPending && <p className="text-ink-3">{t(shared.reading)}</p>}
              {found.error && <ReadingProblem error={found.error} />}
              {found.data && needs.length === 0 && (
                <div className="py-2">
                  <StatusMark status="ok">{t(wt.nothing)}</StatusMark>
                  <p className="max-w-xl pt-1 text-second text-ink-2">{t(wt.nothingSays)}</p>
                </div>
              )}
              <Needs needs={needs} />
            </Section>
            {!staff && <OwnPlaces />}
          </>
        }
        right={
          <>
            {!staff && <OwnInvoices />}
            <ExchangeStrip />
          </>
        }
      />
      {staff && <PlantStrip />}
      <Columns
        left={
          found.data && (
            <Waiting
              orders={found.data.waiting}
              total={found.data.waiting_total}
              underWay={found.data.under_way_total}
            />
          )
        }
        right={seesWork && <Work />}
      />
    </>
  )
}
