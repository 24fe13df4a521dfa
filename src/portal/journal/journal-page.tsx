import type { ReactNode } from 'react'
import { type JournalLine, listJournal } from '#server/contract'
import { readAll, useList } from '../call.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { useUrlState } from '../url-state.ts'
import { Button, Link } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Select } from '../ui/field.tsx'
import { PageHead } from '../ui/page.tsx'
import { type Column, CsvButton, ListTable } from '../ui/table.tsx'
import { w } from './words.ts'

const rooms = ['people', 'facility', 'fibre', 'exchange', 'market', 'billing', 'server'] as const

/** Where a line's subject has a page of its own: what people see as a number. */
const hrefOf = ({ kind, id }: JournalLine['subject']): string | null => {
  if (/^[A-Z]{3}-O-\d{4}-\d{5}$/.test(id)) return paths.order(id)
  if (/^[A-Z]{3}-W-\d{4}-\d{5}$/.test(id)) return paths.workOrder(id)
  if (/^[A-Z]{3}-[A-Z]{2}-\d{6}$/.test(id)) return paths.service(id)
  if (kind === 'invoice') return paths.invoice(id)
  if (kind === 'run') return paths.run(id)
  return null
}

const Subject = ({ line }: { readonly line: JournalLine }): ReactNode => {
  const href = hrefOf(line.subject)
  const text = `${line.subject.kind} ${line.subject.id.slice(0, 18)}`
  return href === null ? <Link href={paths.journal({ subject_kind: line.subject.kind, subject_id: line.subject.id })}>{text}</Link> : <Link href={href}>{text}</Link>
}

const who = (line: JournalLine, { t }: Pick<Tongue, 't'>): string => line.actor.name ?? t(w[`actor-${line.actor.kind}`])

const dataText = (line: JournalLine): string =>
  Object.entries(line.data)
    .map(([name, value]) => `${name} ${typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)}`)
    .join(' · ')
    .slice(0, 300)

const columns = (tongue: Tongue): readonly Column<JournalLine>[] => {
  const { t, f } = tongue
  return [
    { id: 'at', head: t(w.at), cell: (l) => <span className="whitespace-nowrap">{f.shortDateTime(l.at)}</span>, csv: (l) => l.at },
    { id: 'who', head: t(w.who), cell: (l) => who(l, tongue), second: (l) => t(w[`actor-${l.actor.kind}`]), csv: (l) => who(l, tongue) },
    { id: 'what', head: t(w.what), cell: (l) => l.name, second: (l) => l.room, csv: (l) => `${l.room} ${l.name}` },
    { id: 'about', head: t(w.about), cell: (l) => <Subject line={l} />, csv: (l) => `${l.subject.kind} ${l.subject.id}` },
    { id: 'behalf', head: t(w.behalf), cell: (l) => (l.organisation === null ? '–' : <Link href={paths.organisation(l.organisation.handle)}>{l.organisation.name}</Link>), csv: (l) => l.organisation?.name ?? null },
    { id: 'data', head: t(w.data), cell: (l) => <span className="break-words font-narrow text-second text-ink-2">{dataText(l) || '–'}</span>, csv: (l) => JSON.stringify(l.data) },
  ]
}

export const JournalPage = (): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  const [url, change] = useUrlState()
  const query = Object.fromEntries(
    (['room', 'name', 'subject_kind', 'subject_id', 'organisation'] as const).flatMap((name) => (url[name] === undefined ? [] : [[name, url[name]]])),
  )
  const list = useList(listJournal, query)
  const cols = columns(tongue)
  const kind = url['subject_kind']
  const id = url['subject_id']
  return (
    <>
      <PageHead title={t(w.journal)} beside={t(w.beside)} actions={<CsvButton name="journal" columns={cols} all={() => readAll(listJournal, query)} />} />
      <div className="flex flex-wrap items-end gap-4 border-t border-ink py-4">
        <Select
          label={t(w.room)}
          value={url['room'] ?? 'all'}
          options={[{ id: 'all', text: t(w.all) }, ...rooms.map((room) => ({ id: room, text: room }))]}
          onChange={(room) => change({ room: room === 'all' ? null : room })}
          className="w-48 max-narrow:w-full"
        />
        {kind !== undefined && id !== undefined && (
          <p className="flex items-baseline gap-4 pb-1.5">
            <span className="text-ink-2">{t(w.filtered, { kind, id })}</span>
            <Button look="text" onPress={() => change({ subject_kind: null, subject_id: null })}>
              {t(w.showAll)}
            </Button>
          </p>
        )}
      </div>
      <ListTable
        label={t(w.journal)}
        list={list}
        columns={cols}
        keyOf={(l) => l.id}
        phone={(l) => ({ title: l.name, second: `${who(l, tongue)} · ${l.subject.kind}`, end: f.shortDateTime(l.at) })}
        filtered={Object.keys(query).length > 0}
        empty={<EmptyState title={t(w.empty)}>{t(w.emptySays)}</EmptyState>}
      />
    </>
  )
}
