import type { ReactNode } from 'react'
import { listSurveys, type SurveyWire } from '#market/contract'
import { readAll, useList } from '../call.ts'
import { may, useSession } from '../frame/session.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { MarketTabs } from '../market/rooms-tabs.tsx'
import { paths } from '../paths.ts'
import { label, sentence } from '../phrase.ts'
import { useUrlState } from '../url-state.ts'
import { ButtonLink, Link } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { PageHead } from '../ui/page.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { type Column, CsvButton, ListTable, type PhoneRow } from '../ui/table.tsx'
import { w } from './words.ts'

export const proposalText = ({ proposal }: SurveyWire, { f, language }: Tongue): string | null =>
  proposal && `${label(`rack-${proposal.size}`, language)}, ${f.quantity(proposal.watts / 1000, 'kW')} A+B`

export const ProposalMark = ({ survey }: { readonly survey: SurveyWire }): ReactNode => {
  const tongue = useTongue()
  if (survey.proposal === null) return <StatusMark status="down">{tongue.t(w.noProposal)}</StatusMark>
  return (
    <StatusMark status={survey.proposal.warnings.length === 0 ? 'ok' : 'above-rating'} quiet>
      {proposalText(survey, tongue)}
    </StatusMark>
  )
}

export const surveyColumns = (tongue: Tongue): readonly Column<SurveyWire>[] => {
  const { t, f, language } = tongue
  return [
    {
      id: 'number',
      head: t(w.survey),
      cell: (s) => <Link href={paths.survey(s.number)}>{s.number}</Link>,
      csv: (s) => s.number,
      className: 'whitespace-nowrap',
    },
    { id: 'organisation', head: t(w.organisation), cell: (s) => s.organisation.name, csv: (s) => s.organisation.name },
    { id: 'place', head: t(w.closet), cell: (s) => s.place, csv: (s) => s.place },
    {
      id: 'on',
      head: t(w.on),
      cell: (s) => f.date(s.surveyed_on),
      csv: (s) => s.surveyed_on,
      className: 'whitespace-nowrap',
    },
    {
      id: 'devices',
      head: t(w.devices),
      figures: true,
      cell: (s) => f.number(s.devices.length),
      csv: (s) => s.devices.length,
    },
    {
      id: 'proposal',
      head: t(w.proposed),
      cell: (s) => <ProposalMark survey={s} />,
      second: (s) => (s.refusal ? sentence(s.refusal, language) : null),
      csv: (s) => proposalText(s, tongue) ?? (s.refusal ? sentence(s.refusal, language) : null),
    },
  ]
}

export const surveyPhone = (s: SurveyWire): PhoneRow => ({
  title: <Link href={paths.survey(s.number)}>{s.number}</Link>,
  mark: <ProposalMark survey={s} />,
  second: `${s.organisation.name} · ${s.place}`,
})

/** Closets of customers, newest first, and what each would need here. */
export const SurveysPage = (): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const session = useSession()
  const [url] = useUrlState()
  const query = url['organisation'] === undefined ? {} : { organisation: url['organisation'] }
  const list = useList(listSurveys, query)
  const cols = surveyColumns(tongue)
  const create = may(session, ['admin', 'sales', 'technician'], 'order') && (
    <ButtonLink href={paths.newSurvey(url['organisation'])} look="main">
      {t(w.newSurvey)}
    </ButtonLink>
  )
  return (
    <>
      <PageHead
        title={t(w.surveys)}
        beside={url['organisation']}
        actions={
          <>
            <CsvButton name="surveys" columns={cols} all={() => readAll(listSurveys, query)} />
            {create}
          </>
        }
      />
      <div className="border-t border-ink py-4">
        <MarketTabs here="surveys" />
      </div>
      <ListTable
        label={t(w.surveys)}
        list={list}
        columns={cols}
        keyOf={(s) => s.number}
        phone={surveyPhone}
        filtered={url['organisation'] !== undefined}
        empty={
          <EmptyState title={t(w.empty)} {...(create ? { action: create } : {})}>
            {t(w.emptySays)}
          </EmptyState>
        }
      />
    </>
  )
}
