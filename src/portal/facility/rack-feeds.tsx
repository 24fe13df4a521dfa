import type { ReactNode } from 'react'
import type { RackDetailWire } from '#facility/contract'
import type { SpaceLoadWire } from '#market/contract'
import { type Tongue, useTongue } from '../language.tsx'
import { useMinute } from '../now.ts'
import { SourceMark } from '../ui/figure.tsx'
import { Gauge } from '../ui/gauge.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { w } from './words.ts'

type Feed = RackDetailWire['compartments'][number]['feeds'][number]
type FeedLoad = SpaceLoadWire['feeds'][number]

const VA_PER_KVA = 1000

/** The same in figures, each with its unit. */
const FeedFigures = ({
  committed,
  powerFactor,
}: {
  readonly committed: FeedLoad | null
  readonly powerFactor: number
}): ReactNode => {
  const { t, f } = useTongue()
  const now = useMinute()
  if (committed === null) return <p className="text-second text-ink-2">{t(w.nothingCommitted)}</p>
  const kw = (watts: number): string => f.quantity(watts / VA_PER_KVA, 'kW', 2)
  const kva = (va: number): string => f.quantity(va / VA_PER_KVA, 'kVA', 2)
  const { measured_w: drawn, measured_at: at } = committed
  return (
    <p className="flex flex-wrap gap-x-5 text-second text-ink-2">
      <span>
        {t(w.reservedKva)} <span className="text-ink">{kva(committed.amount_va)}</span>
        {` (${kw(committed.other_side_lost_w)})`}
      </span>
      <span>
        {t(w.committedNormal)} {kw(committed.normal_w)}
      </span>
      {drawn === null || at === null ? (
        <StatusMark status="unknown">
          {t(w.measuredIs)} {t(w.gaugeUnknown)}
        </StatusMark>
      ) : (
        <span>
          {t(w.measured)} <span className="text-ink">{kw(drawn)}</span>
          {` (${kva(drawn / powerFactor)}) · ${f.age(at, now)}`}
        </span>
      )}
    </p>
  )
}

/** What a way may carry is apparent power, what is signed and metered is active: each figure bears its unit, and the track is in kVA throughout. */
const FeedGauge = ({
  feed,
  committed,
  powerFactor,
}: {
  readonly feed: Feed
  readonly committed: FeedLoad | null
  readonly powerFactor: number
}): ReactNode => {
  const { t, f } = useTongue()
  const limit = feed.limit_va === null ? null : feed.limit_va / VA_PER_KVA
  const reserved = committed === null ? 0 : committed.amount_va / VA_PER_KVA
  const drawn = committed?.measured_w == null ? null : committed.measured_w / VA_PER_KVA
  const drawnKva = drawn === null ? null : drawn / powerFactor
  const kva = (value: number): string => f.quantity(value, 'kVA', 2)
  return (
    <div>
      <p className="flex items-baseline justify-between gap-3">
        <span className="text-section font-medium">{t(w.feed, { chain: feed.chain })}</span>
        <span className="font-narrow text-second text-ink-2">
          {feed.way ?? feed.handle}
          {feed.breaker_a !== null &&
            ` · ${f.quantity(feed.breaker_a, 'A')}${feed.breaker_curve === null ? '' : ` ${feed.breaker_curve}`}`}
          {feed.phase !== null && ` · ${feed.phase}`}
          {limit !== null && ` · ${kva(limit)}`}
        </span>
      </p>
      {limit !== null && (
        <Gauge
          label={t(w.feed, { chain: feed.chain })}
          words={t(w.committedWords, {
            reserved: kva(reserved),
            limit: kva(limit),
            drawn: drawnKva === null ? null : kva(drawnKva),
          })}
          unit="kVA"
          value={drawnKva}
          reserved={reserved}
          to={Math.ceil(Math.max(limit, reserved) * 1.1)}
          limits={[limit]}
          hands={[
            ...(drawnKva === null ? [] : [{ at: drawnKva, kind: 'measured' as const }]),
            ...(committed === null ? [] : [{ at: reserved, kind: 'failure' as const }]),
          ]}
        />
      )}
      <FeedFigures committed={committed} powerFactor={powerFactor} />
    </div>
  )
}

/** What is committed on one feed, of all that hang on it. */
const committedOn = (loads: readonly SpaceLoadWire[], handle: string): FeedLoad | null => {
  const all = loads.flatMap(({ feeds }) => feeds.filter(({ feed }) => feed === handle))
  const [first] = all
  if (!first) return null
  const sum = (of: (load: FeedLoad) => number): number => all.reduce((total, one) => total + of(one), 0)
  // What is reserved on the way stands in each of them whole.
  return { ...first, normal_w: sum((one) => one.normal_w), other_side_lost_w: sum((one) => one.other_side_lost_w) }
}

type FeedRow = Feed & { readonly compartment: string }

const ratingOf = (feed: Feed, { t, f }: Tongue): string =>
  feed.limit_va === null ? t(w.unknown) : f.quantity(feed.limit_va / VA_PER_KVA, 'kVA', 2)

const columnsOf = (loads: readonly SpaceLoadWire[], tongue: Tongue): readonly Column<FeedRow>[] => {
  const { t, f } = tongue
  return [
    {
      id: 'feed',
      head: t(w.feedHead),
      cell: (feed) => `${feed.compartment} ${feed.chain}`,
      second: (feed) => [feed.way ?? feed.board, feed.phase].filter((part) => part !== null).join(' · '),
    },
    {
      id: 'breaker',
      head: t(w.breaker),
      figures: true,
      cell: (feed) => (feed.breaker_a === null ? t(w.unknown) : f.quantity(feed.breaker_a, 'A')),
    },
    {
      id: 'limit',
      head: t(w.rating),
      figures: true,
      cell: (feed) => ratingOf(feed, tongue),
      second: (feed) => <SourceMark source={feed.source} />,
    },
    {
      id: 'committed',
      head: t(w.otherLost),
      figures: true,
      cell: (feed) => {
        const one = committedOn(loads, feed.handle)
        return one === null ? '–' : f.quantity(one.amount_va / VA_PER_KVA, 'kVA', 2)
      },
    },
    {
      id: 'drawn',
      head: t(w.measured),
      figures: true,
      cell: (feed) => {
        const drawn = committedOn(loads, feed.handle)?.measured_w ?? null
        return drawn === null ? t(w.unknown) : f.quantity(drawn / VA_PER_KVA, 'kW', 2)
      },
    },
  ]
}

/** The feeds of a rack, each with its limit, what is committed on it and what it draws. */
export const Feeds = ({
  rack,
  loads,
  powerFactor,
  page,
}: {
  readonly rack: RackDetailWire
  readonly loads: readonly SpaceLoadWire[]
  /** kVA = kW ÷ this. */
  readonly powerFactor: number
  readonly page: boolean
}): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  // Under the page's own title where the rack is a page, else under the panel's.
  const Title = page ? 'h2' : 'h3'
  const feeds = rack.compartments.flatMap((c) => c.feeds.map((feed) => ({ ...feed, compartment: c.handle })))
  if (feeds.length === 0) return null
  if (feeds.length <= 2)
    return (
      <div className="flex flex-col gap-3">
        <Title className="text-section font-medium">{t(w.feedPower)}</Title>
        {feeds.map((feed) => (
          <FeedGauge
            key={feed.handle}
            feed={feed}
            committed={committedOn(loads, feed.handle)}
            powerFactor={powerFactor}
          />
        ))}
        <p className="text-second text-ink-3">{t(w.kvaSays, { factor: f.number(powerFactor, 2) })}</p>
      </div>
    )
  return (
    <div>
      <Title className="text-section font-medium">{t(w.feeds)}</Title>
      <Table
        label={t(w.feeds)}
        rows={feeds}
        keyOf={(feed) => feed.handle}
        columns={columnsOf(loads, tongue)}
        phone={(feed) => {
          const reserved = committedOn(loads, feed.handle)?.amount_va ?? null
          return {
            title: `${feed.compartment} ${feed.chain}`,
            second: `${feed.way ?? feed.board ?? ''}${reserved === null ? '' : ` · ${t(w.otherLost)} ${f.quantity(reserved / VA_PER_KVA, 'kVA', 2)}`}`,
            end: ratingOf(feed, tongue),
          }
        }}
      />
    </div>
  )
}
