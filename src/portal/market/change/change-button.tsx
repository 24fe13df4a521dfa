import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { changeService, type ChangeQuotedWire, type ServiceWire } from '#market/contract'
import { problemOf, sentenceOf, useAct, useAsk } from '../../call.ts'
import { may, useSession } from '../../frame/session.ts'
import { useTongue } from '../../language.tsx'
import { paths } from '../../paths.ts'
import { holdLabel, sentence, stepLabel } from '../../phrase.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { NewEnd } from '../cross-connect/new-end.tsx'
import { Fact, Facts } from '../../ui/page.tsx'
import { RefusalBox } from '../../ui/refusal-box.tsx'
import { w as shared } from '../../words.ts'
import { w as spaceWords } from '../rack-space/words.ts'
import { type ChangeDraft, changedParameters, draftOf, type Ordered, orderedAs, wattsOf } from './change-draft.ts'
import { w } from './words.ts'

const MICRO_PER_CENT = 10_000
const sizes = ['quarter', 'half', 'full'] as const
const sides = ['A+B', 'A', 'B'] as const
const speeds = ['1G', '10G', '100G'] as const
/** What is typed is asked for once the typing rests. */
const REST_MS = 400

interface FieldsProps {
  readonly draft: ChangeDraft
  readonly change: (draft: ChangeDraft) => void
  /** Whose service it is. */
  readonly organisation: string
}

const SpaceFields = ({ draft, change }: FieldsProps): ReactNode => {
  const { t } = useTongue()
  const set = (name: keyof ChangeDraft) => (value: string) => change({ ...draft, [name]: value })
  return (
    <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-3">
      <Field
        label={t(w.kilowatts)}
        value={draft.kilowatts}
        onChange={set('kilowatts')}
        inputMode="decimal"
        unit="kW"
        error={wattsOf(draft.kilowatts) === null ? t(w.unreadable) : undefined}
      />
      <Select
        label={t(w.sides)}
        value={draft.sides}
        options={sides.map((id) => ({ id, text: id }))}
        onChange={set('sides')}
      />
      {draft.size !== 'shared' && (
        <Select
          label={t(w.size)}
          value={draft.size}
          options={sizes.map((id) => ({ id, text: t(spaceWords[`size-${id}`]) }))}
          onChange={set('size')}
        />
      )}
    </div>
  )
}

/** Only the own end moves: the other side's letter is for one position. */
const EndFields = ({ draft, change, organisation }: FieldsProps): ReactNode => (
  <NewEnd
    panel={draft.panel}
    position={draft.position}
    organisation={organisation}
    set={(panel, position) => change({ ...draft, panel, position })}
  />
)

const PortFields = ({ draft, change }: FieldsProps): ReactNode => {
  const { t } = useTongue()
  const set = (name: keyof ChangeDraft) => (value: string) => change({ ...draft, [name]: value })
  return (
    <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-3">
      <Select
        label={t(w.speed)}
        value={draft.speed}
        options={speeds.map((id) => ({ id, text: id }))}
        onChange={set('speed')}
      />
      <Field label={t(w.mac)} value={draft.mac} onChange={set('mac')} placeholder="00:00:5e:00:53:01" />
      <Field label={t(w.asSet)} value={draft.asSet} onChange={set('asSet')} placeholder="AS-EXAMPLE" />
    </div>
  )
}

/** What the customer's own accounting calls the order; a public body is invoiced under its engagement from the first day of the change. */
const OrderedAs = ({ as, change, publicBody }: AsProps): ReactNode => {
  const { t } = useTongue()
  const set = (name: keyof Ordered) => (value: string) => change({ ...as, [name]: value })
  return (
    <>
      <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-3">
        <Field label={t(w.reference)} value={as.reference} onChange={set('reference')} />
        {publicBody && <Field label={t(w.serviceCode)} value={as.serviceCode} onChange={set('serviceCode')} />}
        {publicBody && <Field label={t(w.engagement)} value={as.engagement} onChange={set('engagement')} />}
      </div>
      {publicBody && <p className="text-second text-ink-2">{t(w.engagementRules)}</p>}
    </>
  )
}
interface AsProps {
  readonly as: Ordered
  readonly change: (as: Ordered) => void
  readonly publicBody: boolean
}

/** What the change would do: both prices, what would be held and given back, the steps; or why not. */
export const Would = ({ quoted }: { readonly quoted: ChangeQuotedWire }): ReactNode => {
  const { t, f, language } = useTongue()
  const { change, refusal } = quoted
  if (refusal || !change) return refusal && <RefusalBox live sentence={sentence(refusal, language)} />
  const money = (micro: number): string => f.money(micro / MICRO_PER_CENT)
  const { monthly_before_micro_euros: before, monthly_after_micro_euros: after } = change
  return (
    <div role="status" className="flex flex-col gap-3">
      <Facts>
        <Fact name={t(w.before)}>{money(before)}</Fact>
        <Fact name={t(w.after)}>{money(after)}</Fact>
        <Fact name={t(w.difference)}>
          {after > before ? '+' : ''}
          {money(after - before)}
        </Fact>
        {quoted.usage.map(({ item, unit, unit_micro_euros: price }) => (
          <Fact key={item} name={t(unit === 'kWh' ? w.energyStays : w.storageStays)}>
            {`${f.price(price)}/${unit === 'kWh' ? unit : t(w.day)}`}
          </Fact>
        ))}
        {quoted.would_reserve.map((hold) => (
          <Fact key={`r ${hold.kind} ${hold.label}`} name={`${t(w.reserve)} · ${holdLabel(hold.kind, language)}`}>
            {hold.label}
          </Fact>
        ))}
        {change.would_give_back.map((hold) => (
          <Fact key={`g ${hold.kind} ${hold.label}`} name={`${t(w.giveBack)} · ${holdLabel(hold.kind, language)}`}>
            {hold.label}
          </Fact>
        ))}
      </Facts>
      {quoted.notes.map((note) => (
        <p key={note.code} className="text-second text-ink-2">
          {sentence(note, language)}
        </p>
      ))}
      {quoted.steps.length === 0 ? (
        <p className="text-second text-ink-2">{t(w.noSteps)}</p>
      ) : (
        <div>
          <p className="text-second text-ink-2">{t(w.steps)}</p>
          <ol className="list-decimal pl-5 text-body">
            {quoted.steps.map(({ name }) => (
              <li key={name}>{stepLabel(name, language)}</li>
            ))}
          </ol>
        </div>
      )}
      <p className="text-second text-ink-2">{t(w.stays)}</p>
    </div>
  )
}

/** What is asked for once the typing rests; nothing meanwhile. */
const useRested = (parameters: Changed): Changed => {
  const text = JSON.stringify(parameters)
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), REST_MS)
    return () => clearTimeout(timer)
  }, [text])
  return rested === text ? parameters : null
}
type Changed = ReturnType<typeof changedParameters>

const ChangeForm = ({ service, close }: { readonly service: ServiceWire; readonly close: () => void }): ReactNode => {
  const { t, language } = useTongue()
  const router = useRouter()
  const [draft, setDraft] = useState(() => draftOf(service))
  const [as, setAs] = useState<Ordered>({ reference: '', serviceCode: '', engagement: '' })
  const changed = changedParameters(service, draft)
  const rested = useRested(changed)
  const params = { service: service.number }
  const asked = useAsk(
    changeService,
    { params, body: { parameters: rested ?? {}, dry_run: true } },
    { enabled: rested !== null },
  )
  const act = useAct(changeService)
  const quoted = rested ? asked.data : undefined
  const problem = problemOf(act.error ?? asked.error)
  const send = async (): Promise<void> => {
    if (!changed) return
    const made = await act.mutateAsync({ params, body: { parameters: changed, ...orderedAs(as) } }).catch(() => null)
    if (made?.order) router.history.push(paths.order(made.order))
  }
  const Fields =
    service.product === 'rack-space' ? SpaceFields : service.product === 'cross-connect' ? EndFields : PortFields
  return (
    <>
      <Fields draft={draft} change={setDraft} organisation={service.organisation.handle} />
      {changed === null && <p className="text-body text-ink-2">{t(w.nothing)}</p>}
      {changed !== null && !quoted && !problem && <p className="text-body text-ink-2">{t(w.asking)}</p>}
      {quoted && <Would quoted={quoted} />}
      {quoted?.refusal === null && <OrderedAs as={as} change={setAs} publicBody={quoted.public_body} />}
      {problem && <RefusalBox live sentence={sentenceOf(problem, language)} />}
      <DialogActions>
        <Button
          look="main"
          isPending={act.isPending}
          refused={quoted?.refusal === null ? undefined : t(quoted ? w.refused : w.unsaid)}
          onPress={() => void send()}
        >
          {t(w.draft)}
        </Button>
        <Button onPress={close}>{t(shared.cancel)}</Button>
      </DialogActions>
    </>
  )
}

/** A change is shown whole before anything of it is asked: then it is an order like others, signed on its own page. */
export const ChangeButton = ({ service }: { readonly service: ServiceWire }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const [open, setOpen] = useState(false)
  const sold =
    service.product === 'rack-space' ||
    service.product === 'exchange-port' ||
    (service.product === 'cross-connect' && service.parameters['payer'] !== 'z')
  if (!sold || service.state !== 'in-service' || service.monthly_micro_euros === null || service.change_order !== null)
    return null
  if (!may(session, ['admin', 'sales'], 'order', service.organisation.handle)) return null
  const close = (): void => setOpen(false)
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t(w.change)}</Button>
      <Dialog title={t(w.title)} open={open} onClose={close}>
        {open && <ChangeForm service={service} close={close} />}
      </Dialog>
    </>
  )
}
