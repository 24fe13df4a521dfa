import type { ReactNode } from 'react'
import { words } from '#kernel'
import { useTongue } from '../language.tsx'
import { useNow } from '../now.ts'
import { StatusShape } from './status-mark.tsx'

/** Where a figure comes from. No figure stands without it. */
export type Source =
  | 'measured'
  | 'attested'
  | 'computed'
  | 'contracted'
  | 'nameplate'
  | 'assumed'
  | 'simulated'
  | 'expected'
  | 'declared'

export const sourceWords = words({
  measured: { fr: 'mesuré', en: 'measured' },
  attested: { fr: 'attesté', en: 'attested' },
  computed: { fr: 'calculé', en: 'computed' },
  contracted: { fr: 'contractuel', en: 'contracted' },
  nameplate: { fr: 'plaque', en: 'nameplate' },
  assumed: { fr: 'supposé', en: 'assumed' },
  simulated: { fr: 'simulé', en: 'simulated' },
  expected: { fr: 'attendu', en: 'expected' },
  declared: { fr: 'déclaré', en: 'declared' },
  unknown: { fr: 'inconnu', en: 'unknown' },
})

const shapes: Readonly<Partial<Record<Source, ReactNode>>> = {
  measured: <circle cx="6" cy="6" r="4" fill="currentColor" />,
  attested: (
    <>
      <path d="M6 2a4 4 0 0 0 0 8z" fill="currentColor" />
      <path d="M6 2a4 4 0 0 1 0 8" fill="none" stroke="currentColor" strokeDasharray="1.6 1.2" />
    </>
  ),
  computed: <path d="M2 4.5h8M2 7.5h8" stroke="currentColor" strokeWidth="1.4" />,
  expected: (
    <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeDasharray="1.8 1.5" strokeWidth="1.2" />
  ),
  declared: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.2" />,
}

/** The source of a value as mark and word; simulated bears its dashed underline instead of a mark. */
export const SourceMark = ({
  source,
  simulated = false,
}: {
  readonly source: Source
  readonly simulated?: boolean
}): ReactNode => {
  const { t } = useTongue()
  const shape = shapes[source]
  return (
    <span className="inline-flex items-center gap-2 text-head text-ink-3">
      {shape && (
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
          {shape}
        </svg>
      )}
      <span className={source === 'simulated' || simulated ? 'simulated' : ''}>{t(sourceWords[source])}</span>
    </span>
  )
}

/** A number with its unit, its source and its age; a value that is not known says so and is never 0. */
export const Figure = ({
  value,
  unit,
  decimals,
  what,
  source,
  at,
}: {
  readonly value: number | null
  readonly unit: string
  readonly decimals?: number
  readonly what?: string
  readonly source: Source
  readonly at?: string | Date | null
}): ReactNode => {
  const { t, f } = useTongue()
  const now = useNow()
  if (value === null)
    return (
      <p className="flex items-baseline gap-2 text-ink-3">
        <span className="translate-y-[0.1em]">
          <StatusShape status="unknown" />
        </span>
        <span className="text-large">{t(sourceWords.unknown)}</span>
        {what !== undefined && <span className="text-second">{what}</span>}
      </p>
    )
  return (
    <p className="flex flex-wrap items-baseline gap-x-3">
      <span className="text-instrument tracking-tight">
        {f.number(value, decimals)}
        <span className="text-[0.6em] text-ink-2">{`\u00a0${unit}`}</span>
      </span>
      <span className="text-second text-ink-2">
        {what !== undefined && `${what} · `}
        <span className={source === 'simulated' ? 'simulated' : ''}>{t(sourceWords[source])}</span>
        {at !== undefined && at !== null && ` · ${f.age(at, now)}`}
      </span>
    </p>
  )
}
