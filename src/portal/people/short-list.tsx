import type { ReactNode } from 'react'
import { useTongue } from '../language.tsx'
import { Link } from '../ui/button.tsx'
import { Section } from '../ui/page.tsx'
import { ReadingProblem } from '../ui/table.tsx'
import { w } from './holdings-words.ts'

/** How many of a list stand on a page that is about something else. */
export const SHORT = 5

interface Row {
  readonly key: string
  readonly href: string
  readonly name: string
  readonly second: ReactNode
  readonly mark: ReactNode
  readonly end: ReactNode
}

/** The newest of a list, how many there are in all, and the way to all of them. */
export const ShortList = ({
  title,
  total,
  rows,
  all,
  none,
  error,
}: {
  readonly title: string
  readonly total: number | undefined
  readonly rows: readonly Row[]
  readonly all: string | null
  readonly none: string
  readonly error: unknown
}): ReactNode => {
  const { t, f } = useTongue()
  return (
    <Section
      title={title}
      {...(total === undefined ? {} : { count: f.number(total) })}
      beside={all !== null && (total ?? 0) > 0 && <Link href={all}>{t(w.all, { what: title })}</Link>}
    >
      {error !== null && error !== undefined && <ReadingProblem error={error} />}
      {total === 0 && <p className="text-ink-2">{none}</p>}
      <ul aria-label={title}>
        {rows.map((row) => (
          <li
            key={row.key}
            className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 border-b border-rule py-2 last:border-b-0"
          >
            <span className="min-w-0">
              <Link href={row.href}>{row.name}</Link>
              <span className="block text-second text-ink-2">{row.second}</span>
            </span>
            <span className="flex items-baseline gap-4 text-right">
              {row.mark}
              {row.end !== null && <span>{row.end}</span>}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
