import type { ReactNode } from 'react'
import { listServices, listSurveys } from '#market/contract'
import { useAsk } from '../call.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Link } from '../ui/button.tsx'
import { Field, Select } from '../ui/field.tsx'
import { HoursFields } from '../survey/hours-fields.tsx'
import { w } from '../survey/words.ts'
import type { Beside } from './cross-connect/cross-fields.tsx'
import type { MoveDraft } from './order-draft.ts'

const HERE = 'here'

/** Out of the customer's closet: what was surveyed, where it goes, and its hours. */
export const MoveFields = ({
  line,
  change,
  wrongAt,
  beside,
}: {
  readonly line: MoveDraft
  readonly change: (line: MoveDraft) => void
  readonly wrongAt: (name: string) => string | undefined
  readonly beside: Beside
}): ReactNode => {
  const { t, f } = useTongue()
  const { organisation } = beside
  const known = { enabled: organisation !== '' }
  const surveys = useAsk(listSurveys, { query: { organisation, limit: 200 } }, known).data?.items ?? []
  const spaces = useAsk(listServices, { query: { organisation, product: 'rack-space', limit: 200 } }, known)
  const open = (spaces.data?.items ?? []).filter(({ state }) => state !== 'closed' && state !== 'dismantling')
  const inOrder = beside.lines.some(({ product }) => product === 'rack-space')
  return (
    <>
      <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-2">
        <div>
          <Select
            label={t(w.survey)}
            value={line.survey}
            options={surveys.map((one) => ({
              id: one.number,
              text: `${one.number} · ${f.date(one.surveyed_on)}`,
              hint: one.place,
            }))}
            placeholder={t(surveys.length === 0 ? w.noSurveyYet : w.choose)}
            onChange={(survey) => change({ ...line, survey })}
          />
          <p className="pt-1 text-second">
            {line.survey === '' ? (
              <Link href={paths.newSurvey(organisation === '' ? undefined : organisation)}>{t(w.newSurvey)}</Link>
            ) : (
              <Link href={paths.survey(line.survey)}>{t(w.seeSurvey)}</Link>
            )}
          </p>
        </div>
        <Select
          label={t(w.moveTo)}
          value={line.to === '' ? HERE : line.to}
          options={[
            { id: HERE, text: t(w.toThisOrder), ...(inOrder ? {} : { hint: t(w.noSpaceInOrder) }) },
            ...open.map((one) => ({ id: one.number, text: one.number })),
          ]}
          onChange={(id) => change({ ...line, to: id === HERE ? '' : id })}
        />
      </div>
      <HoursFields
        hours={line}
        change={(hours) => change({ ...line, ...hours })}
        afterStart={wrongAt('must_run_at') !== undefined && line.mustRunAt !== '' ? t(w.afterStart) : undefined}
        road={
          <Field
            label={t(w.road)}
            value={line.roadMinutes}
            onChange={(roadMinutes) => change({ ...line, roadMinutes })}
            inputMode="numeric"
            unit="min"
            error={wrongAt('road_minutes') !== undefined && line.roadMinutes !== '' ? t(w.roadWrong) : undefined}
          />
        }
      />
      {line.to === '' && !inOrder && <p className="text-second text-wait">{t(w.noSpaceInOrder)}</p>}
    </>
  )
}
