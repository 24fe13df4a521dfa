import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { issueLetter, listPorts, type PortsWire } from '#market/contract'
import { problemOf, sentenceOf, useAct, useAsk } from '../call.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink, Link } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Field, Select } from '../ui/field.tsx'
import { Columns, PageHead, Section } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { ReadingProblem } from '../ui/table.tsx'
import { useUrlState } from '../url-state.ts'
import { w as shared } from '../words.ts'
import { PositionChoice } from './panel-drawing.tsx'
import { w } from './words.ts'

export const Crumb = (): ReactNode => {
  const { t } = useTongue()
  return <Link href={paths.letters()}>{t(w.letters)}</Link>
}

/** Which of one's panels. */
export const PanelSelect = ({
  all,
  chosen,
  onChoose,
}: {
  readonly all: readonly PortsWire[]
  readonly chosen: PortsWire
  readonly onChoose: (panel: string) => void
}): ReactNode => {
  const { t } = useTongue()
  return (
    <Select
      label={t(w.panel)}
      value={chosen.panel}
      options={all.map((one) => ({ id: one.panel, text: t(w.panelChoice, one) }))}
      onChange={onChoose}
      className="w-72 max-narrow:w-full"
    />
  )
}

/** The panels to which this person may let others connect; without any, the page says who may. */
export const WithPorts = ({
  title,
  children,
}: {
  readonly title: string
  readonly children: (ports: readonly [PortsWire, ...PortsWire[]], days: number) => ReactNode
}): ReactNode => {
  const { t } = useTongue()
  const found = useAsk(listPorts, {})
  const [first, ...others] = found.data?.items ?? []
  return (
    <>
      <PageHead title={title} above={<Crumb />} />
      {found.error && problemOf(found.error)?.code !== 'not-allowed' && <ReadingProblem error={found.error} />}
      {found.isPending && <p className="text-ink-3">{t(shared.reading)}</p>}
      {first === undefined && !found.isPending && (
        <div className="border-t border-ink">
          <EmptyState title={t(w.noPanel)} action={<ButtonLink href={paths.letters()}>{t(w.letters)}</ButtonLink>}>
            {t(w.noPanelSays)}
          </EmptyState>
        </div>
      )}
      {first && children([first, ...others], found.data?.days ?? 0)}
    </>
  )
}

const DIGITS = /^\d{1,2}$/
/** Which line is answered, as the address names it. */
const answersIn = (url: Readonly<Record<string, string>>) =>
  url['order'] !== undefined && DIGITS.test(url['position'] ?? '')
    ? { order: url['order'], position: Number(url['position']) }
    : null

interface Draft {
  readonly company: string
  readonly expires: string
  readonly days: number
  readonly answers: { readonly order: string; readonly position: number } | null
  /** The position as chosen so far. */
  readonly shown: string | null
}

/** For whom and until when, and what the letter will do, said before it is issued. */
const Terms = ({
  draft: { company, expires, days, answers, shown },
  change,
  problem,
  button,
}: {
  readonly draft: Draft
  readonly change: {
    readonly setCompany: (company: string) => void
    readonly setExpires: (expires: string) => void
  }
  readonly problem: string | null
  readonly button: ReactNode
}): ReactNode => {
  const { t } = useTongue()
  return (
    <Section title={t(w.whatItDoes)}>
      <div className="flex flex-col gap-4">
        <Field
          label={t(w.companyHandle)}
          value={company}
          onChange={change.setCompany}
          hint={t(w.companyHint)}
          autoComplete="off"
          required
        />
        <Field
          label={t(w.expires)}
          type="date"
          value={expires}
          onChange={change.setExpires}
          hint={t(w.expiresHint, { days })}
        />
        <div className="text-body text-ink-2" aria-live="polite">
          <p>{t(w.does, { company: company.trim() || t(w.theCompany), label: shown ?? t(w.thePosition) })}</p>
          <p className="pt-1">{t(w.doesHold)}</p>
          {answers && <p className="pt-1 text-ink">{t(w.doesLine, answers)}</p>}
        </div>
        {problem !== null && <RefusalBox sentence={problem} live />}
        <div>{button}</div>
      </div>
    </Section>
  )
}

const IssueForm = ({
  all,
  days,
}: {
  readonly all: readonly [PortsWire, ...PortsWire[]]
  readonly days: number
}): ReactNode => {
  const { t, language } = useTongue()
  const router = useRouter()
  const [url] = useUrlState()
  const answers = answersIn(url)
  const [panel, setPanel] = useState(url['panel'] ?? '')
  const ports = all.find((one) => one.panel === panel) ?? all[0]
  const [position, setPosition] = useState<number | null>(null)
  const [company, setCompany] = useState(url['company'] ?? '')
  const [expires, setExpires] = useState('')
  const act = useAct(issueLetter)
  const problem = problemOf(act.error)
  const missing = position === null || company.trim() === '' ? t(w.doesNot) : undefined
  const issue = async (): Promise<void> => {
    if (position === null) return
    const body = {
      company: company.trim(),
      panel: ports.panel,
      position,
      ...(expires === '' ? {} : { expires_on: expires }),
      ...(answers === null ? {} : { answers }),
    }
    await act.mutateAsync({ body }).then(
      (letter) => router.history.push(paths.letter(letter.number)),
      () => undefined,
    )
  }
  return (
    <Columns
      left={
        <Section title={t(w.choose)}>
          <div className="flex flex-col gap-5">
            <PanelSelect
              all={all}
              chosen={ports}
              onChoose={(id) => {
                setPanel(id)
                setPosition(null)
              }}
            />
            <PositionChoice ports={ports} chosen={position} onChoose={setPosition} />
          </div>
        </Section>
      }
      right={
        <Terms
          draft={{ company, expires, days, answers, shown: position === null ? null : `${ports.panel}/${position}` }}
          change={{ setCompany, setExpires }}
          problem={problem ? sentenceOf(problem, language) : null}
          button={
            <Button look="main" isPending={act.isPending} refused={missing} onPress={() => void issue()}>
              {t(w.issueDo)}
            </Button>
          }
        />
      }
    />
  )
}

export const IssuePage = (): ReactNode => {
  const { t } = useTongue()
  return <WithPorts title={t(w.issueNew)}>{(all, days) => <IssueForm all={all} days={days} />}</WithPorts>
}
