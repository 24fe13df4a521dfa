import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { createOrder, type OptionWire, previewOrder, type ServiceWire } from '#market/contract'
import { problemOf, sentenceOf, useAct, useAsk } from '../../call.ts'
import { useTongue } from '../../language.tsx'
import { paths } from '../../paths.ts'
import { holdLabel, label, sentence, stepLabel } from '../../phrase.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Checkbox, Field, Segments, Select } from '../../ui/field.tsx'
import { Fact, Facts } from '../../ui/page.tsx'
import { RefusalBox } from '../../ui/refusal-box.tsx'
import { w as shared } from '../../words.ts'
import { wattsOf } from '../change/change-draft.ts'
import { w as orderWords } from '../new-order-words.ts'
import type { Preview } from '../order-draft.ts'
import { w } from './option-words.ts'
import { w as spaceWords } from './words.ts'

const MICRO_PER_CENT = 10_000
const LEAST_WATTS = 100
const MOST_WATTS = 100_000
const sides = ['A+B', 'A', 'B'] as const
type Sides = (typeof sides)[number]
type Kind = 'firm' | 'subject-to-availability'
const isSides = (text: string): text is Sides => sides.some((one) => one === text)
/** What is typed is asked for once the typing rests. */
const REST_MS = 400

interface Draft {
  readonly kilowatts: string
  readonly sides: Sides
  readonly healthData: boolean
  readonly quote: Kind
}

interface Of {
  readonly service: ServiceWire
  readonly option: OptionWire
}

/** The order as it would be asked; null: the power cannot be read. */
const orderOf = ({ service, option }: Of, draft: Draft) => {
  const watts = wattsOf(draft.kilowatts)
  if (watts === null || watts < LEAST_WATTS || watts > MOST_WATTS) return null
  return {
    organisation: service.organisation.handle,
    quote: draft.quote,
    lines: [
      {
        product: 'rack-space' as const,
        parameters: {
          size: option.size,
          watts,
          sides: draft.sides,
          health_data: draft.healthData,
          place: { exercise: service.number },
        },
      },
    ],
  }
}
type Ordered = NonNullable<ReturnType<typeof orderOf>>

const useRested = (asked: Ordered | null): Ordered | null => {
  const text = JSON.stringify(asked)
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), REST_MS)
    return () => clearTimeout(timer)
  }, [text])
  return rested === text ? asked : null
}

/** The new service, what it costs and holds, and what it ends of the one that has the option; or why not. */
const WouldExercise = ({ preview, option }: { readonly preview: Preview; readonly option: OptionWire }): ReactNode => {
  const { t, f, language } = useTongue()
  const [line] = preview.lines
  if (!line) return null
  if (line.refusal) return <RefusalBox live sentence={sentence(line.refusal, language)} />
  const price = option.monthly_micro_euros
  return (
    <div role="status" className="flex flex-col gap-3">
      <Facts>
        {line.would_reserve.map((hold) => (
          <Fact key={`${hold.kind} ${hold.label}`} name={`${t(w.wouldHold)} · ${holdLabel(hold.kind, language)}`}>
            {hold.label}
          </Fact>
        ))}
        <Fact name={t(w.once)}>{f.money(preview.totals.setup_cents)}</Fact>
        {line.prices.map((one) => (
          <Fact key={one.item} name={`${t(w.monthly)} · ${label(one.item, language)}`}>
            {f.money(one.monthly_cents)}
          </Fact>
        ))}
        <Fact name={t(w.ends)}>
          {price === null ? t(w.endsPlain) : t(w.endsAt, { price: f.money(Math.round(price / MICRO_PER_CENT)) })}
        </Fact>
      </Facts>
      <div>
        <p className="text-second text-ink-2">{t(w.steps)}</p>
        <ol className="list-decimal pl-5 text-body">
          {line.steps.map(({ name }) => (
            <li key={name}>{stepLabel(name, language)}</li>
          ))}
        </ol>
      </div>
      <p className="text-second text-ink-2">{t(w.keeps)}</p>
    </div>
  )
}

const DraftFields = ({
  draft,
  change,
}: {
  readonly draft: Draft
  readonly change: (draft: Draft) => void
}): ReactNode => {
  const { t } = useTongue()
  return (
    <>
      <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-2">
        <Field
          label={t(spaceWords.power)}
          value={draft.kilowatts}
          onChange={(kilowatts) => change({ ...draft, kilowatts })}
          inputMode="decimal"
          unit="kW"
          error={orderable(draft) ? undefined : t(w.unreadable)}
          required
        />
        <Select
          label={t(spaceWords.sides)}
          value={draft.sides}
          options={sides.map((id) => ({ id, text: t(spaceWords[`sides-${id}`]) }))}
          onChange={(id) => isSides(id) && change({ ...draft, sides: id })}
        />
      </div>
      <Checkbox value={draft.healthData} onChange={(healthData) => change({ ...draft, healthData })}>
        {t(spaceWords.healthData)}
      </Checkbox>
      <Segments
        label={t(orderWords.kind)}
        value={draft.quote}
        options={[
          { id: 'firm', text: t(orderWords.firm) },
          { id: 'subject-to-availability', text: t(orderWords.subject) },
        ]}
        onChange={(id) => change({ ...draft, quote: id === 'firm' ? 'firm' : 'subject-to-availability' })}
      />
    </>
  )
}

const orderable = ({ kilowatts }: Draft): boolean => {
  const watts = wattsOf(kilowatts)
  return watts !== null && watts >= LEAST_WATTS && watts <= MOST_WATTS
}

const ExerciseForm = ({ close, ...of }: Of & { readonly close: () => void }): ReactNode => {
  const { t, language } = useTongue()
  const router = useRouter()
  const [draft, setDraft] = useState<Draft>({
    kilowatts: '1',
    sides: 'A+B',
    healthData: of.service.parameters['health_data'] === true,
    quote: 'firm',
  })
  const order = orderOf(of, draft)
  const rested = useRested(order)
  const nothing = { organisation: of.service.organisation.handle, lines: [] }
  const asked = useAsk(previewOrder, { body: rested ?? nothing }, { enabled: rested !== null })
  const act = useAct(createOrder)
  const preview = rested ? asked.data : undefined
  const problem = problemOf(act.error ?? asked.error)
  const send = async (): Promise<void> => {
    if (!order) return
    const made = await act.mutateAsync({ body: order }).catch(() => null)
    if (made) router.history.push(paths.order(made.number))
  }
  const refused = preview?.lines.some((line) => line.refusal !== null) ?? true
  return (
    <>
      <DraftFields draft={draft} change={setDraft} />
      {order !== null && !preview && !problem && <p className="text-body text-ink-2">{t(w.asking)}</p>}
      {preview && <WouldExercise preview={preview} option={of.option} />}
      {problem && <RefusalBox live sentence={sentenceOf(problem, language)} />}
      <DialogActions>
        <Button
          look="main"
          isPending={act.isPending}
          refused={refused ? t(order === null ? w.unsaid : w.refused) : undefined}
          onPress={() => void send()}
        >
          {t(w.draft)}
        </Button>
        <Button onPress={close}>{t(shared.cancel)}</Button>
      </DialogActions>
    </>
  )
}

/** An option is exercised by an order of its own: shown whole before anything of it is asked, then signed on its own page. */
export const ExerciseButton = (of: Of): ReactNode => {
  const { t } = useTongue()
  const [open, setOpen] = useState(false)
  const close = (): void => setOpen(false)
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t(w.exercise)}</Button>
      <Dialog title={t(w.exerciseTitle, { place: of.option.place })} open={open} onClose={close}>
        {open && <ExerciseForm {...of} close={close} />}
      </Dialog>
    </>
  )
}
