import { type ReactNode, useState } from 'react'
import { type MoveWire, setMoveHours } from '#market/contract'
import { useAct } from '../call.ts'
import { may, useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { useMinute } from '../now.ts'
import { ActDialog, kept } from '../ui/act-dialog.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { HoursFields } from './hours-fields.tsx'
import { w } from './words.ts'

/** Did the hours of this move go by before anybody was sent? */
export const hoursPassed = ({ plan, not_begun: open }: MoveWire, now: Date): boolean =>
  open && plan !== null && Date.parse(plan.starts_at) <= now.getTime()

/** Until somebody is sent, whoever signs for the customer may name other hours; naming them is agreeing to them. */
export const OtherHours = ({ move }: { readonly move: MoveWire }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const act = useAct(setMoveHours)
  const passed = hoursPassed(move, useMinute())
  const [hours, setHours] = useState({ startsAt: '', mustRunAt: '' })
  if (!move.not_begun || !may(session, ['admin', 'sales'], 'sign', move.organisation.handle)) return null
  const backwards = hours.startsAt !== '' && hours.mustRunAt !== '' && hours.startsAt >= hours.mustRunAt
  const body = { starts_at: hours.startsAt, must_run_at: hours.mustRunAt }
  return (
    <ActDialog
      button={t(w.otherHours)}
      look={passed ? 'main' : 'plain'}
      title={t(w.otherHoursTitle)}
      changes={t(w.otherHoursWould)}
      act={act}
      doWord={t(w.otherHoursDo)}
      onDo={() => kept(act.mutateAsync({ params: { service: move.service }, body }))}
    >
      <HoursFields
        hours={hours}
        change={(change) => setHours((before) => ({ ...before, ...change }))}
        afterStart={backwards ? t(w.afterStart) : undefined}
        road={null}
      />
    </ActDialog>
  )
}

/** Who waits, and what ends it. */
export const HoursPassed = ({ move }: { readonly move: MoveWire }): ReactNode => {
  const { t, f } = useTongue()
  const now = useMinute()
  if (move.plan === null || !hoursPassed(move, now)) return null
  return (
    <div className="pb-5">
      <RefusalBox
        wait
        sentence={t(w.hoursPassed, { at: f.dateTime(move.plan.starts_at) })}
        rule={t(w.hoursPassedRule)}
      />
    </div>
  )
}
