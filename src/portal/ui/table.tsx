import { Fragment, type ReactNode, useState } from 'react'
import { words } from '#kernel'
import type { Listed } from '../call.ts'
import { problemOf, sentenceOf } from '../call.ts'
import { useTongue } from '../language.tsx'
import { Button, type ButtonLook } from './button.tsx'
import { RefusalBox } from './refusal-box.tsx'
import { useNarrow } from './width.ts'

const w = words({
  more: { fr: 'Suite', en: 'More' },
  reading: { fr: 'Lecture…', en: 'Reading…' },
  ofTotal: {
    fr: (v: { shown: string; total: string }) => `${v.shown} sur ${v.total}`,
    en: (v: { shown: string; total: string }) => `${v.shown} of ${v.total}`,
  },
  noMatch: { fr: 'Rien ne répond à ce filtre.', en: 'Nothing answers this filter.' },
  csv: { fr: 'CSV', en: 'CSV' },
  acts: { fr: 'Détail et actions', en: 'Detail and acts' },
  collecting: { fr: 'CSV en préparation…', en: 'Preparing the CSV…' },
})

export interface Column<Row> {
  readonly id: string
  readonly head: string
  readonly cell: (row: Row) => ReactNode
  /** The second line of the cell: an identifier, a detail. */
  readonly second?: (row: Row) => ReactNode
  /** What a spreadsheet gets; a column without it is not in the CSV. */
  readonly csv?: (row: Row) => string | number | null
  readonly figures?: boolean
  readonly className?: string
}

/** A row on the phone: its mark first, two lines. */
export interface PhoneRow {
  readonly mark?: ReactNode
  readonly title: ReactNode
  readonly second?: ReactNode
  readonly end?: ReactNode
}

interface TableProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  readonly phone: (row: Row) => PhoneRow
  readonly selected?: string | null
  /** Hangs under the selected row, on the same steel line. */
  readonly opened?: (row: Row) => ReactNode
}

const cellClass = (figures: boolean | undefined): string =>
  `py-2 pr-4 last:pr-0 align-top ${figures === true ? 'text-right' : 'text-left'}`

const WideTable = <Row,>({ label, columns, rows, keyOf, selected, opened }: TableProps<Row>): ReactNode => {
  const { t } = useTongue()
  return (
    <div className="overflow-x-auto" role="region" aria-label={label} tabIndex={-1}>
      <table className="w-full border-collapse text-body" aria-label={label}>
        <thead>
          <tr className="border-b border-edge">
            {columns.map((c) => (
              <th
                key={c.id}
                scope="col"
                className={`text-head font-normal text-ink-3 ${cellClass(c.figures)} py-1.5 ${c.className ?? ''}`}
              >
                {c.head === '' ? <span className="sr-only">{t(w.acts)}</span> : c.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = keyOf(row)
            const on = selected === key
            return (
              <Fragment key={key}>
                <tr
                  className={`border-b border-rule hover:bg-recess ${on ? 'bg-wash shadow-none outline-0 border-l-3 border-l-steel hover:bg-wash' : ''}`}
                >
                  {columns.map((c, i) => (
                    <td
                      key={c.id}
                      className={`${cellClass(c.figures)} ${c.className ?? ''} ${on && i === 0 ? 'pl-3' : ''}`}
                    >
                      <div>{c.cell(row)}</div>
                      {c.second && <div className="text-second text-ink-2 font-narrow">{c.second(row)}</div>}
                    </td>
                  ))}
                </tr>
                {on && opened && (
                  <tr className="border-b border-ink">
                    <td colSpan={columns.length} className="border-l-3 border-steel p-0 pl-3 pb-4">
                      {opened(row)}
                    </td>
                  </tr>
                )}
              </Fragment>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

const PhoneList = <Row,>({ label, rows, keyOf, phone, selected, opened }: TableProps<Row>): ReactNode => (
  <ul aria-label={label} className="border-t border-edge">
    {rows.map((row) => {
      const shown = phone(row)
      const key = keyOf(row)
      return (
        <li
          key={key}
          className={`border-b border-rule py-3 ${selected === key ? 'border-l-3 border-l-steel bg-wash pl-3' : ''}`}
        >
          <div className="flex items-baseline justify-between gap-3">
            <div className="min-w-0">{shown.title}</div>
            <div className="max-w-3/5 shrink-0 text-right wrap-anywhere">{shown.end}</div>
          </div>
          <div className="flex flex-wrap items-baseline gap-x-3 text-second text-ink-2">
            {shown.mark}
            {shown.second}
          </div>
          {selected === key && opened && <div className="pt-3">{opened(row)}</div>}
        </li>
      )
    })}
  </ul>
)

/** No frame, no zebra; on the phone each row is two lines with its mark first. */
export const Table = <Row,>(props: TableProps<Row>): ReactNode =>
  useNarrow() ? <PhoneList {...props} /> : <WideTable {...props} />

const quoted = (value: string | number | null): string => {
  const text = value === null ? '' : String(value)
  // A leading =, +, - or @ would be run as a formula by a spreadsheet (OWASP, CSV injection).
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[";\n\r,]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** RFC 4180 with a byte order mark, so that a spreadsheet reads the accents. */
export const csvOf = <Row,>(columns: readonly Column<Row>[], rows: readonly Row[]): string => {
  const kept = columns.flatMap((c) => (c.csv ? [{ head: c.head, value: c.csv }] : []))
  const lines = [kept.map((c) => quoted(c.head)), ...rows.map((row) => kept.map((c) => quoted(c.value(row))))]
  return `\ufeff${lines.map((line) => line.join(',')).join('\r\n')}\r\n`
}

export const saveFile = (name: string, mediaType: string, content: string | Blob): void => {
  const address = URL.createObjectURL(new Blob([content], { type: mediaType }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** Every row that the filter lets through, not only those on the page. */
export const CsvButton = <Row,>({
  name,
  columns,
  all,
  look = 'plain',
}: {
  readonly look?: ButtonLook
  readonly name: string
  readonly columns: readonly Column<Row>[]
  readonly all: () => Promise<readonly Row[]>
}): ReactNode => {
  const { t } = useTongue()
  const [busy, setBusy] = useState(false)
  const save = async (): Promise<void> => {
    setBusy(true)
    try {
      saveFile(`${name}.csv`, 'text/csv;charset=utf-8', csvOf(columns, await all()))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button look={look} onPress={() => void save()}>
      {busy ? t(w.collecting) : t(w.csv)}
    </Button>
  )
}

/** What went wrong while reading, in the words of the server. */
export const ReadingProblem = ({ error }: { readonly error: unknown }): ReactNode => {
  const { language } = useTongue()
  const problem = problemOf(error)
  return (
    <RefusalBox sentence={problem ? sentenceOf(problem, language) : String(error)} rule={problem?.requestId} live />
  )
}

/** A list with its states: reading, wrong, empty at all, empty by the filter, and how many of how many. */
export const ListTable = <Row,>({
  list,
  empty,
  filtered = false,
  ...table
}: Omit<TableProps<Row>, 'rows'> & {
  readonly list: Listed<Row>
  readonly empty: ReactNode
  readonly filtered?: boolean
}): ReactNode => {
  const { t, f } = useTongue()
  if (list.loading) return <p className="py-6 text-ink-3">{t(w.reading)}</p>
  if (list.error) return <ReadingProblem error={list.error} />
  if (list.items.length === 0) return filtered ? <p className="py-6 text-ink-2">{t(w.noMatch)}</p> : empty
  return (
    <>
      <Table {...table} rows={list.items} />
      <p className="flex items-baseline gap-4 pt-3 text-body text-ink-2">
        <span>
          {t(w.ofTotal, { shown: f.number(list.items.length), total: f.number(list.total ?? list.items.length) })}
        </span>
        {list.more && (
          <Button look="text" onPress={list.more}>
            {list.loadingMore ? t(w.reading) : t(w.more)}
          </Button>
        )}
      </p>
    </>
  )
}
