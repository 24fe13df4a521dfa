import { type ReactNode, useEffect, useRef, useState } from 'react'
import { type JournalLine, listJournal } from '#server/contract'
import { FilterRow } from '../billing/filter-row.tsx'
import { OrganisationSelect } from '../billing/organisation-select.tsx'
import { readAll } from '../call.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Button, Link } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Field, Select } from '../ui/field.tsx'
import { PageHead } from '../ui/page.tsx'
import { type Column, CsvButton, type PhoneRow, ReadingProblem, Table } from '../ui/table.tsx'
import { useUrlState } from '../url-state.ts'
import { events, eventsOf, kinds } from './event-words.ts'
import { LineDetail } from './line-detail.tsx'
import { actorText, eventText, gistOf, kindText, subjectOf } from './read-line.ts'
import { useJournal } from './use-journal.ts'
import { w } from './words.ts'

const FILTERS = ['room', 'name', 'subject_kind', 'subject_id', 'organisation'] as const
const rooms = ['market', 'billing', 'exchange', 'people', 'facility'] as const
const subjects = [
  'order',
  'service',
  'work-order',
  'letter',
  'invoice',
  'invoice-run',
  'asn',
  'organisation',
  'person',
  'key',
  'site',
] as const
/** Nearer than this to its top nobody is reading further down. */
const AT_TOP_PX = 60

const Subject = ({ line }: { readonly line: JournalLine }): ReactNode => {
  const { language } = useTongue()
  const { text, href } = subjectOf(line, language)
  return href === null ? <span className="font-narrow">{text}</span> : <Link href={href}>{text}</Link>
}

const opener = (
  line: JournalLine,
  text: string,
  opened: string | undefined,
  open: (id: string | null) => void,
): ReactNode => (
  <Button look="text" aria-expanded={opened === line.id} onPress={() => open(opened === line.id ? null : line.id)}>
    {text}
  </Button>
)

const columns = (
  { t, f, language }: Tongue,
  opened: string | undefined,
  open: (id: string | null) => void,
): readonly Column<JournalLine>[] => [
  {
    id: 'at',
    head: t(w.at),
    className: 'w-40 whitespace-nowrap',
    cell: (l) => f.date(l.at),
    second: (l) => f.clock(l.at),
    csv: (l) => l.at,
  },
  {
    id: 'what',
    head: t(w.what),
    cell: (l) => opener(l, eventText(l.name, language), opened, open),
    second: (l) => gistOf(l, language),
    csv: (l) => eventText(l.name, language),
  },
  {
    id: 'name',
    head: t(w.writtenAs),
    cell: (l) => <span className="font-narrow text-ink-2">{l.name}</span>,
    second: (l) => l.room,
    csv: (l) => `${l.room}/${l.name}`,
  },
  {
    id: 'subject',
    head: t(w.subject),
    className: 'whitespace-nowrap',
    cell: (l) => <Subject line={l} />,
    second: (l) => kindText(l.subject.kind, language),
    csv: (l) => `${l.subject.kind} ${l.subject.id}`,
  },
  {
    id: 'organisation',
    head: t(w.organisation),
    cell: (l) =>
      l.organisation === null ? (
        '–'
      ) : (
        <Link href={paths.organisation(l.organisation.handle)}>{l.organisation.name}</Link>
      ),
    csv: (l) => l.organisation?.handle ?? null,
  },
  { id: 'actor', head: t(w.actor), cell: (l) => actorText(l, language), csv: (l) => actorText(l, language) },
]

/** What a spreadsheet gets beside what stands on the page. */
const forFile = ({ t }: Tongue): readonly Column<JournalLine>[] => [
  { id: 'data', head: t(w.detail), cell: () => null, csv: (l) => JSON.stringify(l.data) },
  { id: 'request', head: t(w.request), cell: () => null, csv: (l) => l.request_id },
]

/** Typed whole, asked for when the hand rests. */
const useTyped = (value: string, send: (value: string) => void): readonly [string, (value: string) => void] => {
  const [held, hold] = useState({ typed: value, value })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  // Changed from elsewhere, such as by "Clear the filters".
  if (held.value !== value) hold({ typed: held.typed.trim() === value ? held.typed : value, value })
  const type = (text: string): void => {
    hold({ typed: text, value })
    clearTimeout(timer.current)
    timer.current = setTimeout(() => send(text.trim()), 400)
  }
  return [held.typed, type]
}

const Filters = (): ReactNode => {
  const { t, language } = useTongue()
  const [url, change] = useUrlState()
  const [id, typeId] = useTyped(url['subject_id'] ?? '', (subject_id) => change({ subject_id, line: null }))
  const choose =
    (name: string, also: Readonly<Record<string, null>> = {}) =>
    (chosen: string) =>
      change({ [name]: chosen === 'all' ? null : chosen, line: null, ...also })
  const set = FILTERS.filter((name) => url[name] !== undefined).length
  const names = url['room'] === undefined ? Object.values(eventsOf).flat() : (eventsOf[url['room']] ?? [])
  const given = (
    value: string | undefined,
    all: readonly { readonly id: string }[],
  ): readonly { readonly id: string; readonly text: string }[] =>
    value === undefined || all.some((one) => one.id === value) ? [] : [{ id: value, text: eventText(value, language) }]
  const nameOptions = names.map((one) => ({ id: one, text: t(events[one]) }))
  const kindOptions = subjects.map((one) => ({ id: one, text: t(kinds[one]) }))
  return (
    <FilterRow active={set}>
      <Select
        label={t(w.room)}
        value={url['room'] ?? 'all'}
        options={[{ id: 'all', text: t(w.anyRoom) }, ...rooms.map((one) => ({ id: one, text: t(w[`room-${one}`]) }))]}
        onChange={choose('room', { name: null })}
        className="w-56 max-narrow:w-full"
      />
      <Select
        label={t(w.name)}
        value={url['name'] ?? 'all'}
        options={[{ id: 'all', text: t(w.anyName) }, ...given(url['name'], nameOptions), ...nameOptions]}
        onChange={choose('name')}
        className="w-60 max-narrow:w-full"
      />
      <Select
        label={t(w.kind)}
        value={url['subject_kind'] ?? 'all'}
        options={[{ id: 'all', text: t(w.anyKind) }, ...given(url['subject_kind'], kindOptions), ...kindOptions]}
        onChange={choose('subject_kind')}
        className="w-44 max-narrow:w-full"
      />
      <Field label={t(w.id)} value={id} onChange={typeId} className="w-52 max-narrow:w-full" />
      <OrganisationSelect
        value={url['organisation']}
        onChange={(organisation) => change({ organisation, line: null })}
      />
      {set > 0 && (
        <Button
          look="text"
          onPress={() => change(Object.fromEntries([...FILTERS, 'line'].map((name) => [name, null])))}
        >
          {t(w.clear)}
        </Button>
      )}
    </FilterRow>
  )
}

/** New lines come by themselves while the top is in view and nothing is opened; else they wait behind a button. */
const Fresh = ({
  journal,
  reading,
}: {
  readonly journal: ReturnType<typeof useJournal>
  readonly reading: boolean
}): ReactNode => {
  const { t, f } = useTongue()
  const { fresh, heard, many, showFresh } = journal
  useEffect(() => {
    if (fresh > 0 && !reading && window.scrollY <= AT_TOP_PX) showFresh()
  }, [fresh, reading, showFresh])
  const values = (n: number): object => ({ n: f.number(n), one: n === 1 })
  return (
    <>
      <p role="status" className="sr-only">
        {heard > 0 && t(w.fresh, values(heard))}
      </p>
      {fresh > 0 && (
        <div className="sticky top-0 z-10 border-y border-steel bg-wash py-1.5 text-center">
          <Button look="text" onPress={showFresh}>
            {many ? t(w.manyFresh) : t(w.showFresh, values(fresh))}
          </Button>
        </div>
      )}
    </>
  )
}

const Lines = ({ query }: { readonly query: Readonly<Record<string, string>> }): ReactNode => {
  const tongue = useTongue()
  const { t, f, language } = tongue
  const [url, change] = useUrlState()
  const journal = useJournal(query)
  const { lines } = journal
  const open = (line: string | null): void => change({ line })
  if (journal.error) return <ReadingProblem error={journal.error} />
  if (journal.loading) return <p className="py-6 text-ink-3">{t(w.reading)}</p>
  if (lines.length === 0)
    return Object.keys(query).length > 0 ? (
      <p className="py-6 text-ink-2">{t(w.noMatch)}</p>
    ) : (
      <EmptyState title={t(w.empty)}>{t(w.emptySays)}</EmptyState>
    )
  const phone = (l: JournalLine): PhoneRow => ({
    title: opener(l, eventText(l.name, language), url['line'], open),
    second: (
      <>
        <Subject line={l} />
        <span>{actorText(l, language)}</span>
      </>
    ),
    end: <span className="text-second text-ink-2">{f.shortDateTime(l.at)}</span>,
  })
  const count = { n: f.number(lines.length), one: lines.length === 1 }
  return (
    <>
      <Fresh journal={journal} reading={url['line'] !== undefined} />
      <Table
        label={t(w.journal)}
        rows={lines}
        columns={columns(tongue, url['line'], open)}
        keyOf={(l) => l.id}
        phone={phone}
        selected={url['line'] ?? null}
        opened={(l) => <LineDetail line={l} />}
      />
      <p className="flex items-baseline gap-4 pt-3 text-body text-ink-2">
        <span>{journal.more ? t(w.shownSome, count) : t(w.shownAll, count)}</span>
        {journal.more && (
          <Button look="text" onPress={journal.more}>
            {journal.loadingMore ? t(w.reading) : t(w.more)}
          </Button>
        )}
      </p>
    </>
  )
}

/** What happened, newest first: who did what to which thing, for whom. */
export const JournalPage = (): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const [url] = useUrlState()
  const query: Readonly<Record<string, string>> = Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = url[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
  const cols = [...columns(tongue, undefined, () => undefined), ...forFile(tongue)]
  return (
    <>
      <PageHead
        title={t(w.journal)}
        beside={t(w.beside)}
        actions={<CsvButton name="journal" columns={cols} all={() => readAll(listJournal, query)} />}
      />
      <Filters />
      <Lines key={JSON.stringify(query)} query={query} />
    </>
  )
}
