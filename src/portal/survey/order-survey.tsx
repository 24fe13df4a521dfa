import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { SurveyWire } from '#market/contract'
import { useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { emptyDraft, newMove, newSpace, type OrderDraft, readDraft } from '../market/order-draft.ts'
import { paths } from '../paths.ts'
import { label } from '../phrase.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { w as shared } from '../words.ts'
import { HoursFields } from './hours-fields.tsx'
import { w } from './words.ts'

const W_PER_KW = 1000

/** The order that a survey proposes: its space, and the move into it. */
export const orderOf = (
  survey: Pick<SurveyWire, 'number' | 'organisation'>,
  proposal: NonNullable<SurveyWire['proposal']>,
  move: { readonly startsAt: string; readonly mustRunAt: string; readonly roadMinutes: string },
): OrderDraft => ({
  ...emptyDraft(survey.organisation.handle, 'rack-space'),
  lines: [
    {
      ...newSpace(1),
      size: proposal.size,
      kilowatts: String(proposal.watts / W_PER_KW),
      // The sum leaves out what nobody weighed: then the weight is not known.
      weight: proposal.warnings.some(({ code }) => code === 'survey-weight-unknown') ? '' : String(proposal.weight_kg),
    },
    { ...newMove(2), ...move, survey: survey.number },
  ],
})

/** Fills the draft of an order and opens it: what it will hold, and which draft it takes the place of, is said before. */
export const OrderSurvey = ({ survey }: { readonly survey: SurveyWire }): ReactNode => {
  const { t, f, language } = useTongue()
  const session = useSession()
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [hours, setHours] = useState({ startsAt: '', mustRunAt: '' })
  const [roadMinutes, setRoad] = useState('30')
  const { proposal } = survey
  if (!proposal) return null
  const keptUnder = `vesontio.order.${session.person.id}`
  const kept = open ? readDraft(localStorage.getItem(keptUnder)) : null
  const backwards = hours.startsAt !== '' && hours.mustRunAt !== '' && hours.startsAt >= hours.mustRunAt
  const go = (): void => {
    localStorage.setItem(keptUnder, JSON.stringify(orderOf(survey, proposal, { ...hours, roadMinutes })))
    router.history.push(paths.newOrder())
  }
  return (
    <>
      <Button look="main" onPress={() => setOpen(true)}>
        {t(w.orderThis)}
      </Button>
      <Dialog title={t(w.orderTitle)} open={open} onClose={() => setOpen(false)} wide>
        <p className="text-body text-ink-2">
          {t(w.orderSays, {
            size: label(`rack-${proposal.size}`, language),
            kw: f.quantity(proposal.watts / W_PER_KW, 'kW'),
            survey: survey.number,
          })}
        </p>
        {kept && (
          <p className="text-body text-wait">
            {t(w.orderReplaces, { n: kept.lines.length, who: kept.organisation === '' ? '–' : kept.organisation })}
          </p>
        )}
        <HoursFields
          hours={hours}
          change={(change) => setHours((before) => ({ ...before, ...change }))}
          afterStart={backwards ? t(w.afterStart) : undefined}
          road={<Field label={t(w.road)} value={roadMinutes} onChange={setRoad} inputMode="numeric" unit="min" />}
        />
        <p className="text-second text-ink-2">{t(w.hoursLater)}</p>
        <DialogActions>
          <Button look="main" onPress={go}>
            {t(w.orderDo)}
          </Button>
          <Button onPress={() => setOpen(false)}>{t(shared.cancel)}</Button>
        </DialogActions>
      </Dialog>
    </>
  )
}
