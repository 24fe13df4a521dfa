import type { ReactNode } from 'react'
import type { SpaceLoadsWire, SpaceLoadWire } from '#market/contract'
import { type Tongue, useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { useFilterText, useUrlState } from '../url-state.ts'
import { Button, Link } from '../ui/button.tsx'
import { SearchField } from '../ui/field.tsx'
import { Section } from '../ui/page.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '../ui/table.tsx'
import { useNarrow } from '../ui/width.ts'
import type { Lost } from './lost-side.ts'
import { Beside } from './rack-holdings.tsx'
import { unitsText } from './units-text.ts'
import { w } from './words.ts'

/** One feed that something is sold on: the last element of a chain. */
interface WayRow {
  readonly load: SpaceLoadWire
  readonly feed: SpaceLoadWire['feeds'][number]
}

const KILO = 1000
/** The fullest ones are what one looks for; a full site has some four hundred. */
const AT_FIRST = 20
const AT_FIRST_ON_PHONE = 8

const wattsOf = ({ feed }: WayRow, lost: Lost): number =>
  lost === 'none' ? feed.normal_w : lost === feed.side ? 0 : feed.other_side_lost_w

/** Somebody who bought one side only: it is dark with it, and was told so. */
const isDark = ({ load, feed }: WayRow, lost: Lost): boolean => lost === feed.side && load.sides === feed.side

const nameOf = ({ load }: WayRow): string =>
  load.units ? `${load.compartment} ${unitsText(load.units)}` : load.compartment

const columnsOf = ({ t, f }: Tongue, lost: Lost): readonly Column<WayRow>[] => {
  const kilo = (watts: number): string => f.quantity(watts / KILO, 'kW', 2)
  return [
    {
      id: 'way',
      head: t(w['kind-feed']),
      cell: (row) => <Link href={paths.plan(row.load.rack)}>{row.feed.feed}</Link>,
      second: (row) => [row.feed.side, row.feed.phase].filter((part) => part !== null).join(' · '),
      csv: (row) => row.feed.feed,
    },
    { id: 'place', head: t(w.placeHead), cell: nameOf, csv: nameOf },
    {
      id: 'tenant',
      head: t(w.tenant),
      cell: (row) => row.load.organisation.name,
      second: (row) => (
        <>
          {row.load.service ?? row.load.order}
          <Beside load={row.load} />
        </>
      ),
      csv: (row) => row.load.organisation.name,
    },
    {
      id: 'committed',
      head: t(lost === 'none' ? w.committedNormal : w.carries),
      figures: true,
      cell: (row) =>
        isDark(row, lost) ? <StatusMark status="without-power">{t(w.goesDark)}</StatusMark> : kilo(wattsOf(row, lost)),
      csv: (row) => wattsOf(row, lost),
    },
    {
      id: 'lost',
      head: t(w.otherLost),
      figures: true,
      cell: (row) => kilo(row.feed.other_side_lost_w),
      csv: (row) => row.feed.other_side_lost_w,
    },
    {
      id: 'limit',
      head: t(w.rating),
      figures: true,
      cell: ({ feed }) => (feed.limit_va === null ? t(w.unknown) : f.quantity(feed.limit_va / KILO, 'kVA', 2)),
      second: ({ feed }) =>
        feed.limit_va === null || feed.limit_va === 0
          ? null
          : t(w.taken, { share: f.percent((feed.amount_va / feed.limit_va) * 100) }),
      csv: ({ feed }) => feed.limit_va,
    },
    {
      id: 'drawn',
      head: t(w.measured),
      figures: true,
      cell: ({ feed }) =>
        feed.measured_w === null ? <StatusMark status="unknown">{t(w.unknown)}</StatusMark> : kilo(feed.measured_w),
      csv: ({ feed }) => feed.measured_w,
    },
  ]
}

const foundBy = (row: WayRow, text: string): boolean =>
  [row.feed.feed, nameOf(row), row.load.organisation.name, row.load.service, row.load.order]
    .join(' ')
    .toLocaleLowerCase()
    .includes(text.toLocaleLowerCase())

/** The ways that something is sold on, the fullest first. */
export const WaysTable = ({ loads, lost }: { readonly loads: SpaceLoadsWire; readonly lost: Lost }): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  const [typed, type, text] = useFilterText()
  const [url, change] = useUrlState()
  const narrow = useNarrow()
  const share = ({ feed }: WayRow): number => (feed.limit_va ? feed.amount_va / feed.limit_va : 1)
  const rows = loads.loads
    .flatMap((load) => load.feeds.map((feed): WayRow => ({ load, feed })))
    .toSorted((a, b) => share(b) - share(a) || (a.feed.feed < b.feed.feed ? -1 : 1))
  const found = rows.filter((row) => foundBy(row, text))
  const shown = url['ways'] === 'all' ? found : found.slice(0, narrow ? AT_FIRST_ON_PHONE : AT_FIRST)
  const columns = columnsOf(tongue, lost)
  if (rows.length === 0)
    return (
      <Section title={t(w.ways)}>
        <p className="text-ink-2">{t(w.noWays)}</p>
      </Section>
    )
  return (
    <Section
      title={t(w.ways)}
      count={f.number(rows.length)}
      beside={<CsvButton look="text" name="ways" columns={columns} all={async () => found} />}
    >
      <SearchField label={t(w.findWay)} value={typed} onChange={type} className="mb-3 w-72 max-narrow:w-full" />
      <Table
        label={t(w.ways)}
        rows={shown}
        columns={columns}
        keyOf={(row) => `${row.feed.feed} ${nameOf(row)}`}
        phone={(row) => ({
          title: row.feed.feed,
          second: [
            row.load.organisation.name,
            nameOf(row),
            ...(row.feed.limit_va
              ? [t(w.taken, { share: f.percent((row.feed.amount_va / row.feed.limit_va) * 100) })]
              : []),
          ].join(' · '),
          end: isDark(row, lost) ? t(w.goesDark) : f.quantity(wattsOf(row, lost) / KILO, 'kW', 2),
        })}
      />
      {shown.length < found.length ? (
        <div className="pt-3">
          <Button onPress={() => change({ ways: 'all' })}>{t(w.allWays, { n: f.number(found.length) })}</Button>
        </div>
      ) : (
        <p className="pt-3 text-second text-ink-2">{t(w.waysFound, { n: f.number(found.length) })}</p>
      )}
    </Section>
  )
}
