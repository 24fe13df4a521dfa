import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Problem } from '#kernel'
import { giveStanding, type PortsWire } from '#market/contract'
import { problemOf, sentenceOf, useAct } from '../call.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Field, Segments } from '../ui/field.tsx'
import { Columns, Section } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { PanelSelect, WithPorts } from './issue-page.tsx'
import { GroupDrawing } from './panel-drawing.tsx'
import { w } from './words.ts'

const handlesIn = (text: string): readonly string[] =>
  text
    .split(/[\s,;]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '')

interface Draft {
  readonly from: string
  readonly to: string
  readonly who: 'any' | 'named'
  readonly named: string
  readonly until: string
}
type Change = (change: Partial<Draft>) => void

/** Whom it lets in and until when, and what that means, said before it is given. */
const Companies = ({
  draft,
  change,
  panel,
  problem,
  button,
}: {
  readonly draft: Draft
  readonly change: Change
  readonly panel: string
  readonly problem: Problem | null
  readonly button: ReactNode
}): ReactNode => {
  const { t, language } = useTongue()
  const who = draft.who === 'any' ? t(w.standingAny) : handlesIn(draft.named).join(', ') || t(w.theCompany)
  return (
    <Section title={t(w.companies)}>
      <div className="flex flex-col gap-4">
        <Segments
          label={t(w.whichCompanies)}
          value={draft.who}
          options={(['any', 'named'] as const).map((id) => ({ id, text: t(w[`companies-${id}`]) }))}
          onChange={(id) => change({ who: id === 'named' ? 'named' : 'any' })}
        />
        {draft.who === 'named' && (
          <Field
            label={t(w.named)}
            value={draft.named}
            onChange={(named) => change({ named })}
            autoComplete="off"
            required
          />
        )}
        <Field label={t(w.until)} type="date" value={draft.until} onChange={(until) => change({ until })} required />
        <div className="text-body text-ink-2" aria-live="polite">
          <p>{t(w.standingDoes, { who, panel, from: draft.from, to: draft.to })}</p>
          <p className="pt-1">{t(w.standingEnds)}</p>
        </div>
        {problem && (
          <RefusalBox
            sentence={sentenceOf(problem, language)}
            rule={problem.at?.map((one) => `${one.path}: ${one.message}`).join(' · ')}
            live
          />
        )}
        <div>{button}</div>
      </div>
    </Section>
  )
}

const StandingForm = ({ all }: { readonly all: readonly [PortsWire, ...PortsWire[]] }): ReactNode => {
  const { t } = useTongue()
  const router = useRouter()
  const [panel, setPanel] = useState('')
  const ports = all.find((one) => one.panel === panel) ?? all[0]
  const [draft, setDraft] = useState<Draft>({ from: '1', to: '4', who: 'any', named: '', until: '' })
  const change: Change = (next) => setDraft((before) => ({ ...before, ...next }))
  const { from, to, who, until } = draft
  const act = useAct(giveStanding)
  const problem = problemOf(act.error)
  const companies = handlesIn(draft.named)
  const missing =
    from === '' || to === ''
      ? t(w.positions)
      : who === 'named' && companies.length === 0
        ? t(w.companies)
        : until === ''
          ? t(w.until)
          : undefined
  const give = async (): Promise<void> => {
    const body = {
      panel: ports.panel,
      from_position: Number(from),
      to_position: Number(to),
      until_date: until,
      ...(who === 'any' ? {} : { companies: [...companies] }),
    }
    await act.mutateAsync({ body }).then(
      () => router.history.push(paths.letters()),
      () => undefined,
    )
  }
  const position = (label: string, value: string, onChange: (value: string) => void): ReactNode => (
    <Field label={label} value={value} onChange={onChange} inputMode="numeric" className="w-32" required />
  )
  return (
    <Columns
      left={
        <Section title={t(w.positions)}>
          <div className="flex flex-col gap-5">
            <PanelSelect all={all} chosen={ports} onChoose={setPanel} />
            <div className="flex flex-wrap gap-4">
              {position(t(w.fromPosition), from, (next) => change({ from: next }))}
              {position(t(w.toPosition), to, (next) => change({ to: next }))}
            </div>
            <GroupDrawing ports={ports} from={Number(from)} to={Number(to)} />
          </div>
        </Section>
      }
      right={
        <Companies
          draft={draft}
          change={change}
          panel={ports.panel}
          problem={problem}
          button={
            <Button look="main" isPending={act.isPending} refused={missing} onPress={() => void give()}>
              {t(w.standingDo)}
            </Button>
          }
        />
      }
    />
  )
}

/** A group of positions to which others may connect without a letter each. */
export const StandingPage = (): ReactNode => {
  const { t } = useTongue()
  return <WithPorts title={t(w.standingNew)}>{(all) => <StandingForm all={all} />}</WithPorts>
}
