import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { agreeMove, type MoveWire, passMoveTests, showMove, showService } from '#market/contract'
import { useAct, useAsk } from '../call.ts'
import { Wrong } from '../frame/not-found.tsx'
import { may, useSession } from '../frame/session.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { useMinute } from '../now.ts'
import { paths } from '../paths.ts'
import { sentence } from '../phrase.ts'
import { ActDialog, kept } from '../ui/act-dialog.tsx'
import { Link } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Columns, Fact, Facts, Labelled, PageHead, Section } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { type Status, StatusMark } from '../ui/status-mark.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { w as shared } from '../words.ts'
import { downFor, MoveTrack, PartSwatch } from './move-track.tsx'
import { HoursPassed, hoursPassed, OtherHours } from './other-hours.tsx'
import { Positions } from './positions.tsx'
import { w } from './words.ts'

type Plan = NonNullable<MoveWire['plan']>
type State = 'none' | 'to-agree' | 'agreed' | 'tested'

const stateOf = ({ plan, agreed, tested }: MoveWire): State =>
  tested ? 'tested' : agreed ? 'agreed' : plan ? 'to-agree' : 'none'
const marks: Readonly<Record<State, Status>> = {
  none: 'unknown',
  'to-agree': 'waits',
  agreed: 'under-way',
  tested: 'ok',
}

const AgreeButton = ({ move, plan }: { readonly move: MoveWire; readonly plan: Plan }): ReactNode => {
  const { t, f } = useTongue()
  const session = useSession()
  const act = useAct(agreeMove)
  if (move.agreed || !may(session, ['admin', 'sales'], 'sign', move.organisation.handle)) return null
  return (
    <ActDialog
      button={t(w.agree)}
      look="main"
      title={t(w.agreeTitle)}
      changes={t(w.agreeWould, {
        from: f.dateTime(plan.starts_at),
        n: plan.positions.length,
        down: f.duration(downFor(plan)),
        decide: f.dateTime(plan.decide_by),
        until: f.dateTime(plan.must_run_at),
      })}
      act={act}
      doWord={t(w.agreeDo)}
      onDo={() => kept(act.mutateAsync({ params: { service: move.service } }))}
    />
  )
}

const PassButton = ({ move }: { readonly move: MoveWire }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const act = useAct(passMoveTests)
  const [note, setNote] = useState('')
  const asked = useAsk(showService, { params: { service: move.service } })
  const mine =
    may(session, ['admin'], 'sign', move.organisation.handle) || may(session, [], 'incident', move.organisation.handle)
  // Before the devices are racked there is nothing to test.
  const racked = asked.data?.evidence.some(({ step }) => step === 'rack') ?? false
  if (!move.agreed || move.tested || !mine || asked.data?.state === 'closed') return null
  return (
    <ActDialog
      button={t(w.pass)}
      refused={racked ? undefined : t(w.passAfter)}
      title={t(w.passTitle)}
      changes={t(w.passWould)}
      act={act}
      doWord={t(w.passDo)}
      onDo={() => kept(act.mutateAsync({ params: { service: move.service }, body: { note } }))}
    >
      <Field label={t(w.passNote)} value={note} onChange={setNote} rows={3} required />
    </ActDialog>
  )
}

const columns = ({ t, f }: Tongue): readonly Column<Plan['parts'][number]>[] => [
  {
    id: 'part',
    head: t(w.part),
    cell: ({ part }) => (
      <span className="inline-flex items-baseline gap-3">
        <PartSwatch part={part} />
        {t(w[`part-${part}`])}
      </span>
    ),
  },
  {
    id: 'from',
    head: t(w.from),
    figures: true,
    className: 'whitespace-nowrap',
    cell: (one) => f.shortDateTime(one.from),
  },
  {
    id: 'until',
    head: t(w.until),
    figures: true,
    className: 'whitespace-nowrap',
    cell: (one) => (one.until === one.from ? '–' : f.shortDateTime(one.until)),
  },
  {
    id: 'lasts',
    head: t(w.lasts),
    figures: true,
    className: 'whitespace-nowrap',
    cell: (one) => (one.until === one.from ? '–' : f.duration(Date.parse(one.until) - Date.parse(one.from))),
  },
  {
    id: 'devices',
    head: t(w.inOrder),
    className: 'pl-4',
    cell: (one) => <span className="font-narrow">{one.devices.join(' → ') || '–'}</span>,
  },
]

const PlanSection = ({ plan }: { readonly plan: Plan }): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  return (
    <Section title={t(w.plan)} count={t(w.darkFor, { d: f.duration(downFor(plan)) })}>
      <MoveTrack plan={plan} />
      <p className="double-wait my-3 max-w-2xl pl-3 text-body">
        {t(w.decideSays, { at: f.dateTime(plan.decide_by), until: f.dateTime(plan.must_run_at) })}
      </p>
      <Table
        label={t(w.plan)}
        rows={plan.parts}
        columns={columns(tongue)}
        keyOf={({ part }) => part}
        phone={(one) => ({
          title: (
            <span className="inline-flex items-baseline gap-3">
              <PartSwatch part={one.part} />
              {t(w[`part-${one.part}`])}
            </span>
          ),
          end: one.until === one.from ? f.shortDateTime(one.from) : `${f.shortDateTime(one.from)}–${f.time(one.until)}`,
          second: one.devices.join(' → '),
        })}
      />
    </Section>
  )
}

const HeadFacts = ({ move }: { readonly move: MoveWire }): ReactNode => {
  const { t, f } = useTongue()
  const state = stateOf(move)
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3 pb-4">
      <Labelled name={t(w.state)}>
        <StatusMark status={marks[state]}>{t(w[`move-${state}`])}</StatusMark>
      </Labelled>
      <Labelled name={t(w.survey)}>
        <Link href={paths.survey(move.survey)}>{move.survey}</Link>
      </Labelled>
      <Labelled name={t(w.to)}>
        {move.to ? (
          <>
            <Link href={paths.service(move.to.service)}>{move.to.service}</Link>, {move.to.compartment}
          </>
        ) : (
          t(w.notReserved)
        )}
      </Labelled>
      {move.plan && <Labelled name={t(w.decideBy)}>{f.dateTime(move.plan.decide_by)}</Labelled>}
    </dl>
  )
}

const Said = ({ move }: { readonly move: MoveWire }): ReactNode => {
  const { t, f } = useTongue()
  const text = (one: { readonly at: string; readonly by: string | null } | null): ReactNode =>
    one === null ? '–' : [f.dateTime(one.at), one.by].filter((part) => part !== null).join(', ')
  return (
    <Section title={t(w.planOf)}>
      <Facts>
        <Fact name={t(w.agreedBy)}>{text(move.agreed)}</Fact>
        <Fact name={t(w.passed)}>
          {text(move.tested)}
          {move.tested && <span className="block text-second text-ink-2">{move.tested.note}</span>}
        </Fact>
      </Facts>
    </Section>
  )
}

/** The plan of a move with its way back; the customer agrees to it, and says when its own tests have passed. */
export const MovePage = (): ReactNode => {
  const { t, language } = useTongue()
  const { service: number = '' } = useParams({ strict: false })
  const found = useAsk(showMove, { params: { service: number } })
  const move = found.data
  const now = useMinute()
  const passed = move !== undefined && hoursPassed(move, now)
  if (found.error && !move) return <Wrong error={found.error} reset={() => void found.refetch()} />
  if (!move) return <PageHead title={number} beside={t(shared.reading)} />
  return (
    <>
      <PageHead
        title={`${t(w.move)} ${move.service}`}
        above={
          <>
            <Link href={paths.service(move.service)}>{move.service}</Link> /{' '}
            <Link href={paths.organisation(move.organisation.handle)}>{move.organisation.name}</Link>
          </>
        }
        actions={
          <>
            {move.plan && !passed && <AgreeButton move={move} plan={move.plan} />}
            <OtherHours move={move} />
            <PassButton move={move} />
          </>
        }
      />
      <HeadFacts move={move} />
      <HoursPassed move={move} />
      {move.refusal && (
        <div className="pb-5">
          <RefusalBox wait sentence={sentence(move.refusal, language)} rule={t(w['move-none'])} />
        </div>
      )}
      {move.plan && <PlanSection plan={move.plan} />}
      <Columns
        left={
          move.plan && (
            <Section title={t(w.positions)} count={move.to?.compartment}>
              <Positions positions={move.plan.positions} compartment={move.to?.compartment ?? ''} />
            </Section>
          )
        }
        right={<Said move={move} />}
      />
    </>
  )
}
