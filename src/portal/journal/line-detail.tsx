import type { ReactNode } from 'react'
import type { Word } from '#kernel'
import type { JournalLine } from '#server/contract'
import { type Tongue, useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { label, stepLabel } from '../phrase.ts'
import { Link } from '../ui/button.tsx'
import { Fact, Facts } from '../ui/page.tsx'
import { w } from './words.ts'

const labels: { readonly [key: string]: Word } = w
const nameOf = (key: string, { t }: Tongue): string => {
  const word = labels[`data-${key}`]
  return word ? t(word) : key
}

const nested = (value: object): string =>
  Object.entries(value)
    .map(([name, of]) => `${name} ${typeof of === 'object' && of !== null ? nested(of) : String(of)}`)
    .join(', ')

/** A value as it was written, said in words where one of the rooms has them. */
const valueOf = (key: string, value: unknown, { f, language }: Tongue): string => {
  if (key === 'step') return stepLabel(String(value), language)
  if (key === 'code') return label(String(value), language)
  if (key.endsWith('_cents') && typeof value === 'number') return f.money(value)
  if (Array.isArray(value)) return value.join(', ') || '–'
  if (typeof value === 'object' && value !== null) return nested(value)
  if (typeof value === 'number') return f.number(value)
  if (key === 'month' && typeof value === 'string') return f.month(value)
  return value === null || value === '' ? '–' : String(value)
}

/** Everything that one line holds, hanging under it. */
export const LineDetail = ({ line }: { readonly line: JournalLine }): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const data = Object.entries(line.data)
  const { kind, id } = line.subject
  return (
    <div className="grid grid-cols-1 gap-x-12 gap-y-4 pr-1 pt-3 wide:grid-cols-2">
      {data.length === 0 ? (
        <p className="py-1.5 text-ink-2">{t(w.nothingMore)}</p>
      ) : (
        <Facts>
          {data.map(([key, value]) => (
            <Fact key={key} name={nameOf(key, tongue)}>
              <span className="break-words">{valueOf(key, value, tongue)}</span>
            </Fact>
          ))}
        </Facts>
      )}
      <Facts>
        <Fact name={t(w.writtenAs)}>
          <span className="font-narrow">{`${line.room}/${line.name} v${line.version}`}</span>
        </Fact>
        <Fact name={t(w.subject)}>
          <span className="font-narrow break-all">{`${kind} ${id}`}</span>
        </Fact>
        <Fact name={t(w.instant)}>
          <span className="font-narrow">{line.at}</span>
        </Fact>
        {line.request_id !== null && (
          <Fact name={t(w.request)}>
            <span className="font-narrow break-all">{line.request_id}</span>
          </Fact>
        )}
      </Facts>
      <p className="wide:col-start-2 wide:text-right">
        <Link href={paths.journal({ subject_kind: kind, subject_id: id })}>{t(w.onlySubject)}</Link>
      </p>
    </div>
  )
}
