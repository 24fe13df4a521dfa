import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { changeService, type OptionWire, type ServiceWire, showOption } from '#market/contract'
import { problemOf, sentenceOf, useAct, useAsk } from '../../call.ts'
import { may, useSession } from '../../frame/session.ts'
import { useTongue } from '../../language.tsx'
import { paths } from '../../paths.ts'
import { Button, Link } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Fact, Facts, Section } from '../../ui/page.tsx'
import { RefusalBox } from '../../ui/refusal-box.tsx'
import { w as shared } from '../../words.ts'
import { Would } from '../change/change-button.tsx'
import { w as changes } from '../change/words.ts'
import { ExerciseButton } from './exercise-button.tsx'
import { w } from './option-words.ts'

const MICRO_PER_CENT = 10_000

/** What the change would do is asked when its dialog opens; then it is an order like others, signed on its own page. */
const ChangeForm = ({
  service,
  take,
  close,
}: {
  readonly service: ServiceWire
  readonly take: boolean
  readonly close: () => void
}): ReactNode => {
  const { t, language } = useTongue()
  const router = useRouter()
  const params = { service: service.number }
  const parameters = { place: { option_next: take } }
  const asked = useAsk(changeService, { params, body: { parameters, dry_run: true } })
  const act = useAct(changeService)
  const problem = problemOf(act.error ?? asked.error)
  const send = async (): Promise<void> => {
    const made = await act.mutateAsync({ params, body: { parameters } }).catch(() => null)
    if (made?.order) router.history.push(paths.order(made.order))
  }
  return (
    <>
      {!asked.data && !problem && <p className="text-body text-ink-2">{t(w.asking)}</p>}
      {asked.data && <Would quoted={asked.data} />}
      {problem && <RefusalBox live sentence={sentenceOf(problem, language)} />}
      <DialogActions>
        <Button
          look="main"
          isPending={act.isPending}
          refused={asked.data?.refusal === null ? undefined : t(w.refused)}
          onPress={() => void send()}
        >
          {t(changes.draft)}
        </Button>
        <Button onPress={close}>{t(shared.cancel)}</Button>
      </DialogActions>
    </>
  )
}

/** Takes an option, or gives it up. */
const OptionChange = ({ service, take }: { readonly service: ServiceWire; readonly take: boolean }): ReactNode => {
  const { t } = useTongue()
  const [open, setOpen] = useState(false)
  const close = (): void => setOpen(false)
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t(take ? w.take : w.giveUp)}</Button>
      <Dialog title={t(take ? w.takeTitle : w.giveUpTitle)} open={open} onClose={close}>
        {open && <ChangeForm service={service} take={take} close={close} />}
      </Dialog>
    </>
  )
}

const Kept = ({ option }: { readonly option: OptionWire }): ReactNode => {
  const { t, f } = useTongue()
  return (
    <Facts>
      <Fact name={t(w.place)}>
        <Link href={paths.plan(option.place.split('/')[0])}>{option.place}</Link>
      </Fact>
      <Fact name={t(w.price)}>
        {option.monthly_micro_euros === null
          ? t(w.within)
          : f.money(Math.round(option.monthly_micro_euros / MICRO_PER_CENT))}
      </Fact>
      <Fact name={t(w.until)}>
        {option.kept_until === null ? t(w.asLong) : t(w.untilDay, { day: f.date(option.kept_until) })}
      </Fact>
      <Fact name={t(w.free)}>
        {option.free_from === null ? t(w.freeAny) : t(w.freeFrom, { day: f.date(option.free_from) })}
      </Fact>
      {option.quoted_by !== null && (
        <Fact name={t(w.quotedBy)}>
          <Link href={paths.order(option.quoted_by)}>{option.quoted_by}</Link>
        </Fact>
      )}
    </Facts>
  )
}

/** Which compartment is kept beside this service, its price, until when; and what may be done with it. */
export const OptionSection = ({ service }: { readonly service: ServiceWire }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const asked = useAsk(showOption, { params: { service: service.number } })
  if (!asked.data) return null
  const { option } = asked.data
  const acts =
    service.state === 'in-service' &&
    service.monthly_micro_euros !== null &&
    service.change_order === null &&
    may(session, ['admin', 'sales'], 'order', service.organisation.handle)
  const sold = service.parameters['size'] !== 'shared'
  if (option === null && !(sold && acts)) return null
  return (
    <Section title={t(w.title)}>
      {option === null ? <p className="text-body text-ink-2">{t(w.none)}</p> : <Kept option={option} />}
      {acts && (
        <div className="flex flex-wrap gap-3 pt-3">
          {option !== null && <ExerciseButton service={service} option={option} />}
          <OptionChange service={service} take={option === null} />
        </div>
      )}
    </Section>
  )
}
