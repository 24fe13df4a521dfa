import { useParams } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { showWork, type WorkWire } from '#market/contract'
import { sentenceOf, useAsk } from '../call.ts'
import { Wrong } from '../frame/not-found.tsx'
import { useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { label, sentence } from '../phrase.ts'
import { Button, Link } from '../ui/button.tsx'
import { Progress } from '../ui/gauge.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { w as shared } from '../words.ts'
import { Badge, Block, type Do } from './work-parts.tsx'
import { type Outbox, projected, useNewest, useOutbox } from './use-outbox.ts'
import { WorkMark } from './states.tsx'
import { isJumper, Jumper, Places } from './work-place.tsx'
import { ProofTaker, readWith } from './work-proof.tsx'
import { missingOf, type Need, proofOf, stepsOf, type WorkStep } from './work-steps.ts'
import { w } from './work-words.ts'

const Before = ({ work }: { readonly work: WorkWire }): ReactNode => {
  const { t, language } = useTongue()
  const list = 'flex flex-col gap-1.5 pt-1'
  return (
    <div className="flex flex-col gap-5">
      <Places places={work.places} />
      {work.tools.length > 0 && (
        <section>
          <h2 className="text-section font-medium">{t(w.tools)}</h2>
          <ul className={list}>
            {work.tools.map((tool) => (
              <li key={JSON.stringify(tool)}>{sentence(tool, language)}</li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2 className="text-section font-medium">{t(w.actions)}</h2>
        <ol className={list}>
          {work.actions.map((action, i) => (
            <li key={JSON.stringify(action)} className="grid grid-cols-[24px_minmax(0,1fr)]">
              <span className="text-ink-2">{i + 1}</span>
              {sentence(action, language)}
            </li>
          ))}
        </ol>
      </section>
      <ProofList work={work} />
    </div>
  )
}

const ProofList = ({ work }: { readonly work: WorkWire }): ReactNode => {
  const { t, f, language } = useTongue()
  const text = (need: Need): ReactNode => {
    const proof = proofOf(work, need)
    if (proof === null) return t(need.required ? w.toTake : w.optional)
    const said =
      proof.kind === 'photo'
        ? t(w.photoTaken)
        : proof.value === null
          ? proof.text
          : f.quantity(proof.value, need.unit ?? '')
    const tool = readWith(proof, language)
    return tool === null ? said : `${said}, ${tool}`
  }
  return (
    <section>
      <h2 className="text-section font-medium">{t(w.proofs)}</h2>
      <ul className="pt-1">
        {work.needs.map((need) => (
          <li key={need.name} className="flex items-baseline justify-between gap-4 border-b border-rule py-2">
            <StatusMark status={proofOf(work, need) === null ? 'planned' : 'ok'} quiet>
              {label(need.name, language)}
            </StatusMark>
            <span className="text-second text-ink-2">{text(need)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The last screen: every proof that is there, what is still missing, and the button that ends it. */
const Finish = ({
  work,
  onDo,
  goTo,
}: {
  readonly work: WorkWire
  readonly onDo: Do
  readonly goTo: (need: Need) => void
}): ReactNode => {
  const { t, language } = useTongue()
  const missing = missingOf(work)
  const [next] = missing
  return (
    <>
      <ProofList work={work} />
      <p className="text-second text-ink-2">
        {missing.length === 0
          ? t(w.nothingMissing)
          : t(w.missing, { what: missing.map((need) => label(need.name, language)).join(', ') })}
      </p>
      <div className="sticky bottom-0 flex gap-3 border-t border-ink bg-dial py-4">
        <div className="flex-1">
          <Button look="main" wide onPress={() => (next ? goTo(next) : onDo({ act: 'done' }))}>
            <span className="flex min-h-13 items-center">{next ? label(next.name, language) : t(w.finish)}</span>
          </Button>
        </div>
        <Block onDo={onDo} />
      </div>
    </>
  )
}

/** One instruction to carry out, or one proof to bring back; the main button is what comes next. */
const StepScreen = ({
  work,
  step,
  kept,
  onDo,
  onNext,
}: {
  readonly work: WorkWire
  readonly step: WorkStep
  readonly kept: Outbox['kept']
  readonly onDo: Do
  readonly onNext: () => void
}): ReactNode => {
  const { t, language } = useTongue()
  // The main button is what comes next: while a proof is to be taken, that is its own, and nothing may lie over it.
  const isNext = step.is === 'action' || proofOf(work, step.need) !== null
  const unsent = (need: Need): boolean =>
    kept.some((one) => one.work === work.number && one.what.act === 'prove' && one.what.proof.name === need.name)
  return (
    <>
      <h2 className="text-title font-medium first-letter:uppercase">
        {step.is === 'action' ? sentence(step.action, language) : label(step.need.name, language)}
      </h2>
      {step.is === 'action' ? (
        isJumper(step.action) ? (
          <Jumper action={step.action} places={work.places} />
        ) : (
          <Places places={work.places} />
        )
      ) : (
        <ProofTaker
          key={step.need.name}
          need={step.need}
          proof={proofOf(work, step.need)}
          sent={!unsent(step.need)}
          work={work}
          kept={kept}
          onKeep={(proof) => onDo({ act: 'prove', proof })}
        />
      )}
      <div className={`${isNext ? 'sticky bottom-0' : ''} flex flex-wrap gap-3 border-t border-ink bg-dial py-4`}>
        <div className="flex-1">
          <Button look={isNext ? 'main' : 'plain'} wide onPress={onNext}>
            <span className="flex min-h-13 items-center">{t(w.next)}</span>
          </Button>
        </div>
        <Block onDo={onDo} />
      </div>
    </>
  )
}

/** Taken: one instruction or one proof a screen. */
const Steps = ({
  work,
  kept,
  onDo,
}: {
  readonly work: WorkWire
  readonly kept: Outbox['kept']
  readonly onDo: Do
}): ReactNode => {
  const { t } = useTongue()
  const steps = stepsOf(work)
  const [at, setStep] = useState(0)
  const step = steps[at]
  const setAt = (next: number): void => {
    setStep(next)
    window.scrollTo({ top: 0 })
  }
  const goTo = (need: Need): void => setAt(steps.findIndex((one) => one.is === 'proof' && one.need.name === need.name))
  return (
    <>
      <div>
        <p className="flex items-baseline justify-between text-section">
          <span className="font-medium">{step ? t(w.stepOf, { n: at + 1, of: steps.length }) : t(w.finishTitle)}</span>
          <span className="font-narrow text-ink-2">{work.number}</span>
        </p>
        <Progress
          done={Math.min(at, steps.length)}
          of={steps.length}
          partly={step ? 0.5 : 0}
          label={t(w.stepOf, { n: at + 1, of: steps.length })}
        />
      </div>
      {step ? (
        <StepScreen work={work} step={step} kept={kept} onDo={onDo} onNext={() => setAt(at + 1)} />
      ) : (
        <Finish work={work} onDo={onDo} goTo={goTo} />
      )}
      {at > 0 && (
        <div>
          <Button look="text" onPress={() => setAt(at - 1)}>
            {t(w.before)}
          </Button>
        </div>
      )}
    </>
  )
}

const Confirm = ({
  work,
  name,
  onDo,
}: {
  readonly work: WorkWire
  readonly name: string
  readonly onDo: Do
}): ReactNode => {
  const { t } = useTongue()
  const self = work.done_by === name
  return (
    <>
      <RefusalBox
        wait
        sentence={t(w.confirmTitle)}
        rule={self ? t(w.confirmSelf) : t(w.confirmSays, { by: work.done_by ?? '' })}
      />
      <Places places={work.places} />
      <ProofList work={work} />
      <Button look="main" wide refused={self ? t(w.confirmSelf) : undefined} onPress={() => onDo({ act: 'confirm' })}>
        <span className="flex min-h-13 items-center">{t(w.confirm)}</span>
      </Button>
    </>
  )
}

const Body = ({
  work,
  name,
  kept,
  onDo,
}: {
  readonly work: WorkWire
  readonly name: string
  readonly kept: Outbox['kept']
  readonly onDo: Do
}): ReactNode => {
  const { t, f } = useTongue()
  switch (work.state) {
    case 'open':
    case 'blocked':
      return (
        <>
          {work.blocked_why !== null && work.state === 'blocked' && (
            <RefusalBox sentence={t(w.isBlocked, { why: work.blocked_why })} />
          )}
          <Before work={work} />
          <div className="sticky bottom-0 flex gap-3 border-t border-ink bg-dial py-4">
            <div className="flex-1">
              <Button look="main" wide onPress={() => onDo({ act: 'take' })}>
                <span className="flex min-h-13 items-center">{t(work.state === 'open' ? w.take : w.unblock)}</span>
              </Button>
            </div>
            {work.state === 'open' && <Block onDo={onDo} />}
          </div>
        </>
      )
    case 'taken':
      return <Steps work={work} kept={kept} onDo={onDo} />
    case 'to-confirm':
      return <Confirm work={work} name={name} onDo={onDo} />
    case 'withdrawn':
      return <p className="text-ink-2">{t(w.withdrawn)}</p>
    case 'done':
      return (
        <>
          <p>
            {t(w.itIsDone, { by: work.done_by ?? '–', at: work.done_at === null ? '' : f.dateTime(work.done_at) })}
            {work.confirmed_by !== null && ` · ${t(w.confirmedBy, { by: work.confirmed_by })}`}
          </p>
          <ProofList work={work} />
        </>
      )
  }
}

/** What the server refused of what was kept here: read, then taken away and done again. */
const Refused = ({ outbox, number }: { readonly outbox: Outbox; readonly number: string }): ReactNode => {
  const { t, language } = useTongue()
  return outbox.kept
    .filter((one) => one.work === number && one.problem !== null)
    .map((one) => (
      <RefusalBox
        key={one.key}
        live
        sentence={one.problem ? sentenceOf(one.problem, language) : ''}
        rule={t(w.notSent)}
        action={<Button onPress={() => void outbox.drop(one.key)}>{t(w.drop)}</Button>}
      />
    ))
}

/** For a phone in a cold aisle: one step a screen, its proof kept on the device until the server has it. */
export const WorkOrderPage = (): ReactNode => {
  const { t, language } = useTongue()
  const session = useSession()
  const outbox = useOutbox()
  const { work: number = '' } = useParams({ strict: false })
  const found = useAsk(showWork, { params: { work: number } })
  const data = useNewest(found.data, outbox.answers)
  useEffect(() => {
    document.title = `${number} · Vesontio`
  }, [number])
  if (found.error && !data) return <Wrong error={found.error} reset={() => void found.refetch()} />
  if (!data) return <p className="py-8 text-ink-3">{t(shared.reading)}</p>
  const work = projected(data, outbox.kept, session.person.name)
  return (
    <div className="mx-auto flex max-w-xl flex-col gap-5 pb-6 [--text-body--line-height:24px] [--text-body:17px] [--text-second:15px] [--text-section:17px] [--text-title:27px]">
      <div>
        <div className="flex min-h-14 items-center justify-between gap-4 border-b border-ink">
          <Link href={paths.work()} className="inline-flex min-h-11 items-center gap-2 text-line text-steel">
            <ChevronLeft size={22} strokeWidth={1.5} aria-hidden="true" />
            {t(w.back)}
          </Link>
          <WorkMark state={work.state} strong />
        </div>
        <Badge outbox={outbox} />
      </div>
      <div>
        <h1 className={work.state === 'taken' ? 'text-body text-ink-2' : 'text-title font-medium'}>
          {sentence(work.what, language)}
        </h1>
        <p className="text-body text-ink-2">
          {work.organisation.name} · <span className="font-narrow">{work.service ?? work.order}</span>
        </p>
      </div>
      <Refused outbox={outbox} number={number} />
      <Body work={work} name={session.person.name} kept={outbox.kept} onDo={(what) => void outbox.act(number, what)} />
    </div>
  )
}
