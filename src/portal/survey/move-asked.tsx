import type { ReactNode } from 'react'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Link } from '../ui/button.tsx'
import { Labelled } from '../ui/page.tsx'
import { w } from './words.ts'

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** What a line of a move asks, as it is signed: what was surveyed, its hours, and the road. */
export const MoveAsked = ({ parameters }: { readonly parameters: Readonly<Record<string, unknown>> }): ReactNode => {
  const { t, f } = useTongue()
  const [survey, from, until] = ['survey', 'starts_at', 'must_run_at'].map((name) => textOf(parameters[name]))
  const { road_minutes: road } = parameters
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2 pt-2 pb-4">
      {survey && (
        <Labelled name={t(w.survey)}>
          <Link href={paths.survey(survey)}>{survey}</Link>
        </Labelled>
      )}
      {from && <Labelled name={t(w.startsAt)}>{f.dateTime(from)}</Labelled>}
      {until && <Labelled name={t(w.mustRunAt)}>{f.dateTime(until)}</Labelled>}
      {typeof road === 'number' && <Labelled name={t(w.road)}>{f.quantity(road, 'min')}</Labelled>}
    </dl>
  )
}
