import { type ReactNode, useState } from 'react'
import type { ImportAnswer, ImportRow } from '#market/contract'
import type { Language } from '#kernel'
import { type Tongue, useTongue } from '../language.tsx'
import { sentence } from '../phrase.ts'
import { useUrlState } from '../url-state.ts'
import { Button } from '../ui/button.tsx'
import { Segments } from '../ui/field.tsx'
import { type Status, StatusMark } from '../ui/status-mark.tsx'
import { type Column, CsvButton, type PhoneRow, Table } from '../ui/table.tsx'
import { w } from './words.ts'

const filters = ['all', 'created', 'updated', 'unchanged', 'refused', 'warned'] as const
type Filter = (typeof filters)[number]
const PAGE = 100

const marks: Readonly<Record<ImportRow['did'], Status>> = {
  created: 'ok',
  updated: 'under-way',
  unchanged: 'not-begun',
  refused: 'down',
}

const lets = (filter: Filter, { did, warnings }: ImportRow): boolean =>
  filter === 'all' || (filter === 'warned' ? warnings.length > 0 : did === filter)

/** The sentences of a row: why it is refused, with what else is wrong, and what is odd. */
const saysOf = ({ refusal, warnings }: ImportRow, language: Language): readonly string[] =>
  [...(refusal ? [refusal] : []), ...warnings].map((told) => sentence(told, language))

const Says = ({ row }: { readonly row: ImportRow }): ReactNode => {
  const { language } = useTongue()
  return saysOf(row, language).map((text, i) => (
    <span key={i} className={`block ${row.refusal && i === 0 ? '' : 'text-second text-ink-2'}`}>
      {text}
    </span>
  ))
}

interface Keyed {
  readonly row: ImportRow
  readonly key: string
  readonly applied: boolean
}

const placeOf = ({ line, path }: ImportRow, { t, f }: Tongue): string =>
  path ?? (line === null ? '–' : t(w.line, { n: f.number(line) }))

/** What is not applied is planned, and says so. */
const Did = ({ row: { row, applied } }: { readonly row: Keyed }): ReactNode => {
  const { t } = useTongue()
  if (!applied && (row.did === 'created' || row.did === 'updated'))
    return <StatusMark status="planned">{t(w[`would-${row.did}`])}</StatusMark>
  return <StatusMark status={marks[row.did]}>{t(w[`did-${row.did}`])}</StatusMark>
}

const columnsIn = (tongue: Tongue): readonly Column<Keyed>[] => [
  {
    id: 'subject',
    head: tongue.t(w.subject),
    cell: ({ row }) => row.subject,
    second: ({ row }) => placeOf(row, tongue),
    csv: ({ row }) => row.subject,
  },
  { id: 'did', head: tongue.t(w.does), cell: (row) => <Did row={row} />, csv: ({ row }) => row.did },
  {
    id: 'says',
    head: tongue.t(w.says),
    cell: ({ row }) => <Says row={row} />,
    csv: ({ row }) => saysOf(row, tongue.language).join(' '),
  },
]

const phone = (keyed: Keyed, tongue: Tongue): PhoneRow => ({
  title: keyed.row.subject,
  mark: <Did row={keyed} />,
  second: (
    <>
      {placeOf(keyed.row, tongue)}
      <span className="w-full">
        <Says row={keyed.row} />
      </span>
    </>
  ),
})

/** Rows that are counted and were not sent: of a large file of readings. */
const leftOutOf = (answer: ImportAnswer): number =>
  'left_out' in answer && typeof answer.left_out === 'number' ? answer.left_out : 0

/** Each row of the file with what it does, by what it does. A file has thousands: a page of them at a time. */
export const ImportRows = ({ answer }: { readonly answer: ImportAnswer }): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  const [url, change] = useUrlState()
  const [shown, setShown] = useState(PAGE)
  const show = filters.find((one) => one === url['show']) ?? 'all'
  const { rows, counts } = answer
  const columns = columnsIn(tongue)
  // Two rows may speak of one subject: a row is known by where it stands in the answer.
  const kept = rows
    .filter((row) => lets(show, row))
    .map((row, index) => ({ row, key: String(index), applied: answer.applied }))
  const leftOut = leftOutOf(answer)
  return (
    <>
      <div className="flex flex-wrap items-center gap-4 pb-3">
        <Segments
          label={t(w.which)}
          value={show}
          options={filters
            .map((id) => ({ id, text: t(w[id]), count: id === 'all' ? rows.length : counts[id] }))
            .filter(({ id, count }) => id === 'all' || count > 0 || id === show)}
          onChange={(id) => {
            setShown(PAGE)
            change({ show: id === 'all' ? null : id })
          }}
        />
        <CsvButton name="import" columns={columns} all={() => Promise.resolve(kept)} />
      </div>
      {kept.length === 0 ? (
        <p className="py-4 text-ink-2">{t(w.noMatch)}</p>
      ) : (
        <Table
          label={t(answer.applied ? w.did : w.would)}
          columns={columns}
          rows={kept.slice(0, shown)}
          keyOf={({ key }) => key}
          phone={(row) => phone(row, tongue)}
        />
      )}
      {kept.length > shown && (
        <p className="pt-3">
          <Button look="text" onPress={() => setShown(shown + PAGE)}>
            {t(w.more, { n: f.number(kept.length - shown) })}
          </Button>
        </p>
      )}
      {leftOut > 0 && <p className="pt-3 text-ink-2">{t(w.leftOut, { n: f.number(leftOut) })}</p>}
    </>
  )
}
