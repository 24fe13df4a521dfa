import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { issueLetter, type LetterRequestWire, listPorts, listRequests, type PortsWire } from '#market/contract'
import { problemOf, sentenceOf, useAct, useAsk } from '../call.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink, Link } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Field, Select } from '../ui/field.tsx'
import { Columns, Fact, Facts, PageHead, Section } from '../ui/page.tsx'
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

interface References {
  readonly customer_reference: string
  readonly service_code: string
  readonly engagement_number: string
}
const noReferences: References = { customer_reference: '', service_code: '', engagement_number: '' }
/** What is typed is said; what is empty is not. */
const filledOf = (references: References): Partial<References> =>
  Object.fromEntries(
    Object.entries(references).flatMap(([key, value]: [string, string]) =>
      value.trim() === '' ? [] : [[key, value.trim()]],
    ),
  )

interface Draft {
  readonly company: string
  readonly expires: string
  readonly days: number
  readonly answers: { readonly order: string; readonly position: number } | null
  /** The position as chosen so far. */
  readonly shown: string | null
}

const sameLine = (one: Draft['answers'], other: NonNullable<Draft['answers']>): boolean =>
  one?.order === other.order && one.position === other.position

/** Who waits for a letter of this panel's owner, searched by what was typed: nobody else's name is told here. */
const Waiting = ({
  requests,
  draft,
  choose,
}: {
  readonly requests: readonly LetterRequestWire[]
  readonly draft: Draft
  readonly choose: (request: LetterRequestWire) => void
}): ReactNode => {
  const { t } = useTongue()
  const typed = draft.company.trim().toLocaleLowerCase()
  const found = requests.filter(
    (one) =>
      typed === '' ||
      one.company.handle === typed ||
      one.company.name.toLocaleLowerCase().includes(typed) ||
      one.company.handle.includes(typed),
  )
  if (found.length === 0) return null
  return (
    <div role="group" aria-label={t(w.waitFor)}>
      <p className="pb-1 text-second text-ink-2">{t(w.waitFor)}</p>
      <ul className="flex flex-col gap-1">
        {found.map((one) => (
          <li key={`${one.order} ${one.position}`}>
            <Button look={sameLine(draft.answers, one) ? 'steel' : 'text'} onPress={() => choose(one)}>
              {`${one.company.name} · ${t(w.lineOf, one)}`}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What the issuer agrees to pay, and what its own invoices have to name. */
const PayTerms = ({
  pays,
  references,
  set,
}: {
  readonly pays: NonNullable<LetterRequestWire['pays']>
  readonly references: References
  readonly set: (references: References) => void
}): ReactNode => {
  const { t, f } = useTongue()
  return (
    <div className="border-t border-ink pt-3">
      <h3 className="pb-1 text-section font-medium">{t(w.payTitle)}</h3>
      <p className="pb-2 text-body text-ink-2">{t(w.paySays)}</p>
      <Facts>
        {pays.setup_cents > 0 && <Fact name={t(w.paySetup)}>{f.money(pays.setup_cents)}</Fact>}
        {pays.monthly_micro_euros > 0 && <Fact name={t(w.payMonthly)}>{f.price(pays.monthly_micro_euros)}</Fact>}
        <Fact name={t(w.payTerm)}>
          {t(w.payTermValue, { months: pays.terms.term_months, notice: pays.terms.notice_days })}
        </Fact>
        <Fact name={t(w.payBilling)}>{t(w[`billing-${pays.terms.billing}`])}</Fact>
      </Facts>
      <div className="flex flex-col gap-4 pt-3">
        {pays.public_body && (
          <>
            <Field
              label={t(w.serviceCode)}
              value={references.service_code}
              onChange={(code) => set({ ...references, service_code: code })}
            />
            <Field
              label={t(w.engagement)}
              value={references.engagement_number}
              onChange={(number) => set({ ...references, engagement_number: number })}
              required
            />
          </>
        )}
        <Field
          label={t(w.customerReference)}
          value={references.customer_reference}
          onChange={(reference) => set({ ...references, customer_reference: reference })}
        />
      </div>
    </div>
  )
}

/** For whom and until when, and what the letter will do, said before it is issued. */
const Terms = ({
  draft: { company, expires, days, answers, shown },
  change,
  waiting,
  pays,
  problem,
  button,
}: {
  readonly draft: Draft
  readonly waiting: ReactNode
  readonly pays: ReactNode
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
        {waiting}
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
        {pays}
        {problem !== null && <RefusalBox sentence={problem} live />}
        <div>{button}</div>
      </div>
    </Section>
  )
}

/** For whom the letter is: who waits for it, with the line that it answers and what that one asks to be paid; or anybody by identifier. */
const useRecipient = (url: Readonly<Record<string, string>>, owner: string) => {
  const [answers, setAnswers] = useState(() => answersIn(url))
  const [company, type] = useState(url['company'] ?? '')
  const [references, setReferences] = useState(noReferences)
  const requests = (useAsk(listRequests, {}).data?.items ?? []).filter(({ other }) => other.handle === owner)
  return {
    answers,
    company,
    references,
    setReferences,
    requests,
    pays: requests.find((one) => sameLine(answers, one))?.pays ?? null,
    // Another company is answered by nothing that was chosen.
    setCompany: (typed: string): void => {
      type(typed)
      setAnswers(null)
    },
    choose: ({ company: chosen, order, position }: LetterRequestWire): void => {
      type(chosen.handle)
      setAnswers({ order, position })
    },
  }
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
  const [panel, setPanel] = useState(url['panel'] ?? '')
  const ports = all.find((one) => one.panel === panel) ?? all[0]
  const [position, setPosition] = useState<number | null>(null)
  const [expires, setExpires] = useState('')
  const { company, answers, pays, references, ...to } = useRecipient(url, ports.owner.handle)
  const shown = position === null ? null : `${ports.panel}/${position}`
  const draft: Draft = { company, expires, days, answers, shown }
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
      ...(pays === null ? {} : { pays: filledOf(references) }),
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
          draft={draft}
          change={{ setCompany: to.setCompany, setExpires }}
          waiting={<Waiting requests={to.requests} draft={draft} choose={to.choose} />}
          pays={pays && <PayTerms pays={pays} references={references} set={to.setReferences} />}
          problem={problem ? sentenceOf(problem, language) : null}
          button={
            <Button look="main" isPending={act.isPending} refused={missing} onPress={() => void issue()}>
              {t(pays === null ? w.issueDo : w.issuePayDo)}
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
