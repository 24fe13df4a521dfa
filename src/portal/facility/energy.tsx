import type { ReactNode } from 'react'
import { serviceUsage, type UsageWire } from '#market/contract'
import { useAsk } from '../call.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { useMinute } from '../now.ts'
import { SourceMark } from '../ui/figure.tsx'
import { Gauge } from '../ui/gauge.tsx'
import { Fact, Facts, Section } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { type Column, ReadingProblem, Table } from '../ui/table.tsx'
import { w } from './energy-words.ts'

const K = 1000
const MS = 1000
const MICRO_PER_CENT = 10_000
/** So that the limit stands inside its gauge. */
const ROOM = 1.15

type Month = UsageWire['months'][number]
type Meter = UsageWire['meters'][number]

/** What is drawn beside what is committed; not known is said, and never drawn as zero. */
const Power = ({ usage: u }: { readonly usage: UsageWire }): ReactNode => {
  const { t, f } = useTongue()
  const now = useMinute()
  const committed = u.committed_w === null ? t(w.unknown) : f.quantity(u.committed_w / K, 'kW')
  const words =
    u.measured_w === null || u.newest_at === null
      ? t(w.unknownWords, { committed })
      : t(w.drawnWords, {
          drawn: f.quantity(u.measured_w, 'W'),
          age: f.age(u.newest_at, now),
          committed,
        })
  const most = Math.max(u.committed_w ?? 0, u.measured_w ?? 0, u.peak_7d_w ?? 0)
  return (
    <>
      {u.alarm && (
        <div className="pb-4">
          <RefusalBox
            wait
            sentence={t(w.alarm, {
              peak: f.quantity(u.alarm.peak_w, 'W'),
              limit: f.quantity(u.alarm.limit_w, 'W'),
              at: f.dateTime(u.alarm.peak_at),
            })}
            rule={t(w.alarmRule)}
          />
        </div>
      )}
      {u.committed_w !== null && (
        <Gauge
          label={t(w.drawn)}
          words={words}
          unit="kW"
          value={u.measured_w === null ? null : u.measured_w / K}
          to={(most / K) * ROOM}
          limits={[u.committed_w / K]}
          hands={u.measured_w === null ? [] : [{ at: u.measured_w / K, kind: 'measured' }]}
        />
      )}
      <Facts>
        <Fact name={t(w.drawn)}>
          {u.measured_w === null || u.newest_at === null ? (
            <StatusMark status="unknown">{t(w.unknown)}</StatusMark>
          ) : (
            <>
              {f.quantity(u.measured_w, 'W')} <SourceMark source="measured" />{' '}
              <span className="text-second text-ink-2">{f.age(u.newest_at, now)}</span>
            </>
          )}
        </Fact>
        <Fact name={t(w.committed)}>
          {committed} {u.sides ?? ''} <SourceMark source="contracted" />
        </Fact>
        <Fact name={t(w.peak)}>
          {u.peak_7d_w === null || u.peak_at === null ? (
            t(w.unknown)
          ) : (
            <>
              {f.quantity(u.peak_7d_w, 'W')} <SourceMark source="measured" />
              <span className="block text-second text-ink-2">
                {f.shortDateTime(u.peak_at)}, {t(w.knownFor, { d: f.duration(u.known_s * MS) })}
              </span>
            </>
          )}
        </Fact>
        {u.price_micro_euros !== null && <Fact name={t(w.price)}>{`${f.price(u.price_micro_euros)}/kWh`}</Fact>}
      </Facts>
    </>
  )
}

const energyText = (wh: number | null, { t, f }: Tongue): string =>
  wh === null ? t(w.unknown) : f.quantity(wh / K, 'kWh', 1)

/** What stands beside a month's energy: of which place it is after a move, what was estimated, what is not known. */
const monthSaid = ({ places, estimated, missing_s: missing }: Month, tongue: Tongue): string | null => {
  const { t, f } = tongue
  const said = [
    ...(places.length > 1 ? places.map(({ place, wh }) => `${place} ${energyText(wh, tongue)}`) : []),
    ...(estimated ? [t(w.estimated)] : []),
    ...(missing > 0 ? [t(w.missing, { d: f.duration(missing * MS) })] : []),
  ]
  return said.length === 0 ? null : said.join(', ')
}

const monthColumns = (price: number | null, tongue: Tongue): readonly Column<Month>[] => {
  const { t, f } = tongue
  const at = (instant: string | null): string => (instant === null ? '–' : f.shortDateTime(instant))
  return [
    { id: 'month', head: t(w.month), cell: (one) => f.month(one.month) },
    {
      id: 'used',
      head: t(w.used),
      figures: true,
      cell: (one) => energyText(one.wh, tongue),
      second: (one) => monthSaid(one, tongue),
    },
    ...(price === null
      ? []
      : [
          {
            id: 'cost',
            head: t(w.cost),
            figures: true,
            cell: (one: Month) => (one.owed_wh === null ? '–' : f.money((one.owed_wh / K) * (price / MICRO_PER_CENT))),
            second: (one: Month) =>
              one.owed_wh === null || one.owed_wh === one.wh
                ? null
                : t(w.owed, { energy: energyText(one.owed_wh, tongue) }),
          },
        ]),
    { id: 'from', head: t(w.from), figures: true, cell: (one) => at(one.from) },
    { id: 'until', head: t(w.until), figures: true, cell: (one) => at(one.until) },
  ]
}

/** Of a place that was left nothing is drawn any more. */
const powerText = ({ power_w: power, until }: Meter, { t, f }: Tongue): string =>
  until !== null ? '–' : power === null ? t(w.unknown) : f.quantity(power, 'W')

/** While it counts for this service. */
const whileSaid = ({ from, until }: Meter, { t, f }: Tongue): string =>
  until === null ? t(w.since, { at: f.dateTime(from) }) : `${f.dateTime(from)} – ${f.dateTime(until)}`

const meterColumns = (now: Date, tongue: Tongue): readonly Column<Meter>[] => {
  const { t, f } = tongue
  return [
    { id: 'meter', head: t(w.meter), cell: (one) => one.feed },
    { id: 'place', head: t(w.place), cell: (one) => one.place, second: (one) => whileSaid(one, tongue) },
    { id: 'side', head: t(w.side), cell: (one) => one.side },
    {
      id: 'power',
      head: t(w.power),
      figures: true,
      cell: (one) => powerText(one, tongue),
    },
    { id: 'counter', head: t(w.counter), figures: true, cell: (one) => energyText(one.energy_wh, tongue) },
    {
      id: 'age',
      head: t(w.age),
      figures: true,
      cell: (one) => (one.newest_at === null ? '–' : f.age(one.newest_at, now)),
    },
  ]
}

const Tables = ({ usage }: { readonly usage: UsageWire }): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  const now = useMinute()
  const months = usage.months.filter(({ wh }, at) => wh !== null || at === 0)
  return (
    <div className="flex flex-col gap-5 pt-4">
      <Table
        label={t(w.used)}
        rows={months}
        columns={monthColumns(usage.price_micro_euros, tongue)}
        keyOf={({ month }) => month}
        phone={(one) => ({
          title: f.month(one.month),
          end: energyText(one.wh, tongue),
          second:
            one.from === null || one.until === null
              ? ''
              : [`${f.shortDateTime(one.from)} – ${f.shortDateTime(one.until)}`, monthSaid(one, tongue)]
                  .filter((part) => part !== null)
                  .join(' · '),
        })}
      />
      <Table
        label={t(w.meters)}
        rows={usage.meters}
        columns={meterColumns(now, tongue)}
        keyOf={({ feed, from }) => `${feed} ${from}`}
        phone={(one) => ({
          title: one.feed,
          end: powerText(one, tongue),
          second:
            one.until === null
              ? `${energyText(one.energy_wh, tongue)}${one.newest_at === null ? '' : ` · ${f.age(one.newest_at, now)}`}`
              : `${one.place}, ${whileSaid(one, tongue)}`,
        })}
      />
    </div>
  )
}

/** Power now, the peak of seven days and the kWh of each month of a rack space, with what it pays for one. */
export const Energy = ({ service }: { readonly service: string }): ReactNode => {
  const { t } = useTongue()
  const found = useAsk(serviceUsage, { params: { service } }, { everyMs: 60_000 })
  const usage = found.data
  return (
    <Section title={t(w.energy)} count={t(w.beside)}>
      {found.error && <ReadingProblem error={found.error} />}
      {usage && usage.meters.length === 0 && (
        <p className="text-ink-2">{t(usage.awaits_handover ? w.notHandedOver : w.noMeter)}</p>
      )}
      {usage && usage.meters.length > 0 && (
        <>
          {usage.newest_at === null && <p className="pb-2 text-ink-2">{t(w.notRead)}</p>}
          <Power usage={usage} />
          {usage.newest_at !== null && <Tables usage={usage} />}
        </>
      )}
    </Section>
  )
}
