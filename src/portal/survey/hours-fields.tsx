import type { ReactNode } from 'react'
import { useTongue } from '../language.tsx'
import { Field } from '../ui/field.tsx'
import { instantOf, wallOf } from './site-time.ts'
import { w } from './words.ts'

export interface Hours {
  /** Instants; empty: not said. */
  readonly startsAt: string
  readonly mustRunAt: string
}

/** The window of a move, typed as the wall of the site shows it. */
export const HoursFields = ({
  hours,
  change,
  afterStart,
  road,
}: {
  readonly hours: Hours
  readonly change: (hours: Partial<Hours>) => void
  /** What is wrong with the end of the window. */
  readonly afterStart: string | undefined
  readonly road: ReactNode
}): ReactNode => {
  const { t, f } = useTongue()
  return (
    <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-[1fr_1fr_150px]">
      <Field
        type="datetime-local"
        label={t(w.startsAt)}
        value={wallOf(f.zone, hours.startsAt)}
        onChange={(wall) => change({ startsAt: instantOf(f.zone, wall) })}
        hint={t(w.siteTime, { zone: f.zone })}
        required
      />
      <Field
        type="datetime-local"
        label={t(w.mustRunAt)}
        value={wallOf(f.zone, hours.mustRunAt)}
        onChange={(wall) => change({ mustRunAt: instantOf(f.zone, wall) })}
        hint={t(w.mustRunHint)}
        error={afterStart}
        required
      />
      {road}
    </div>
  )
}
