import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { showSurvey, type SurveyWire } from '#market/contract'
import { useAsk } from '../call.ts'
import { Wrong } from '../frame/not-found.tsx'
import { may, useSession } from '../frame/session.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { label, sentence } from '../phrase.ts'
import { Link } from '../ui/button.tsx'
import { SourceMark } from '../ui/figure.tsx'
import { Gauge } from '../ui/gauge.tsx'
import { Columns, Fact, Facts, Labelled, PageHead, Section } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '../ui/table.tsx'
import { w as shared } from '../words.ts'
import { OrderSurvey } from './order-survey.tsx'
import { w } from './words.ts'

type Device = SurveyWire['devices'][number]
type Proposal = NonNullable<SurveyWire['proposal']>

const columns = ({ t, f }: Tongue): readonly Column<Device>[] => {
  const known = (value: number | null | undefined, unit: string): ReactNode =>
    value === null || value === undefined ? (
      <span className="text-ink-3">{t(shared.unknown)}</span>
    ) : (
      f.quantity(value, unit)
    )
  return [
    {
      id: 'label',
      head: t(w.label),
      cell: (d) => d.label,
      second: (d) => t(w[`kind-${d.kind}`]),
      csv: (d) => d.label,
    },
    { id: 'units', head: t(w.units), figures: true, cell: (d) => f.quantity(d.units_u, 'U'), csv: (d) => d.units_u },
    {
      id: 'measured',
      head: t(w.measured),
      figures: true,
      cell: (d) => known(d.measured_w, 'W'),
      csv: (d) => d.measured_w,
    },
    { id: 'plate', head: t(w.plate), figures: true, cell: (d) => known(d.nameplate_w, 'W'), csv: (d) => d.nameplate_w },
    { id: 'weight', head: t(w.weight), figures: true, cell: (d) => known(d.weight_kg, 'kg'), csv: (d) => d.weight_kg },
    { id: 'depth', head: t(w.depth), figures: true, cell: (d) => known(d.depth_mm, 'mm'), csv: (d) => d.depth_mm },
    { id: 'cords', head: t(w.cords), figures: true, cell: (d) => f.number(d.cords), csv: (d) => d.cords },
    {
      id: 'after',
      head: t(w.after),
      className: 'pl-4',
      cell: (d) => d.after.join(', ') || '–',
      csv: (d) => d.after.join(', '),
    },
  ]
}

const Devices = ({ survey }: { readonly survey: SurveyWire }): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  const cols = columns(tongue)
  return (
    <Section
      title={t(w.devices)}
      count={survey.devices.length}
      beside={<CsvButton look="text" name={survey.number} columns={cols} all={async () => survey.devices} />}
    >
      <Table
        label={t(w.devices)}
        rows={survey.devices}
        columns={cols}
        keyOf={(d) => d.label}
        phone={(d) => ({
          title: d.label,
          second: [
            t(w[`kind-${d.kind}`]),
            f.quantity(d.units_u, 'U'),
            d.weight_kg === null ? null : f.quantity(d.weight_kg, 'kg'),
            d.after.length === 0 ? null : `${t(w.after)} ${d.after.join(', ')}`,
          ]
            .filter((one) => one !== null)
            .join(' · '),
          end:
            d.measured_w === null ? (
              <span className="text-ink-3">{t(shared.unknown)}</span>
            ) : (
              f.quantity(d.measured_w, 'W')
            ),
        })}
      />
    </Section>
  )
}

const Proposed = ({ proposal: p }: { readonly proposal: Proposal }): ReactNode => {
  const { t, f, language } = useTongue()
  const all = p.units_u + p.free_u
  const words = t(w.fill, { used: f.quantity(p.units_u, 'U'), free: f.quantity(p.free_u, 'U') })
  return (
    <>
      <p className="text-instrument tracking-tight">{label(`rack-${p.size}`, language)}</p>
      <p className="pb-1 text-second text-ink-2">{words}</p>
      <div className="max-w-md pb-4">
        <Gauge label={t(w.size)} words={words} unit="U" value={p.units_u} to={all + 1} limits={[all]} />
      </div>
      <Facts>
        <Fact name={t(w.power)}>
          <span className="text-line">{f.quantity(p.watts / 1000, 'kW')}</span>
        </Fact>
        <Fact name={t(w.drawn)}>
          {f.quantity(p.drawn_w, 'W')}{' '}
          <SourceMark source={p.assumed_w === 0 ? 'measured' : p.assumed_w === p.drawn_w ? 'assumed' : 'computed'} />
        </Fact>
        {p.assumed_w > 0 && (
          <Fact name={t(w.assumed)}>
            {f.quantity(p.assumed_w, 'W')} <SourceMark source="assumed" />
          </Fact>
        )}
        <Fact name={t(w.weight)}>{f.quantity(p.weight_kg, 'kg')}</Fact>
        <Fact name={t(w.cords)}>{f.number(p.cords)}</Fact>
      </Facts>
    </>
  )
}

const Warnings = ({ proposal }: { readonly proposal: Proposal }): ReactNode => {
  const { t, language } = useTongue()
  return (
    <Section title={t(w.warnings)} {...(proposal.warnings.length > 0 ? { count: proposal.warnings.length } : {})}>
      {proposal.warnings.length === 0 ? (
        <StatusMark status="ok" quiet>
          {t(w.noWarnings)}
        </StatusMark>
      ) : (
        <ul className="flex flex-col gap-2">
          {proposal.warnings.map((warning) => (
            <li key={warning.code}>
              <StatusMark status="above-rating" quiet>
                {sentence(warning, language)}
              </StatusMark>
            </li>
          ))}
        </ul>
      )}
      {proposal.left_behind.length > 0 && (
        <>
          <h3 className="pt-4 text-section font-medium">{t(w.leftBehind)}</h3>
          <p className="pt-1">{proposal.left_behind.join(', ')}</p>
          <p className="text-second text-ink-2">{t(w.leftSays)}</p>
        </>
      )}
    </Section>
  )
}

export const SurveyPage = (): ReactNode => {
  const { t, f, language } = useTongue()
  const session = useSession()
  const { survey: number = '' } = useParams({ strict: false })
  const found = useAsk(showSurvey, { params: { survey: number } })
  const s = found.data
  if (found.error && !s) return <Wrong error={found.error} reset={() => void found.refetch()} />
  if (!s) return <PageHead title={number} beside={t(shared.reading)} />
  const mayOrder = may(session, ['admin', 'sales'], 'order', s.organisation.handle)
  return (
    <>
      <PageHead
        title={s.number}
        above={
          <>
            <Link href={paths.surveys()}>{t(w.surveys)}</Link> /{' '}
            <Link href={paths.organisation(s.organisation.handle)}>{s.organisation.name}</Link>
          </>
        }
        actions={mayOrder && <OrderSurvey survey={s} />}
      />
      <dl className="flex flex-wrap gap-x-10 gap-y-3 pb-4">
        <Labelled name={t(w.closet)}>{s.place}</Labelled>
        <Labelled name={t(w.on)}>{f.date(s.surveyed_on)}</Labelled>
        <Labelled name={t(w.by)}>{s.entered_by ?? '–'}</Labelled>
      </dl>
      <Columns
        left={<Devices survey={s} />}
        right={
          <>
            <Section title={t(w.proposal)}>
              {s.proposal && <Proposed proposal={s.proposal} />}
              {s.refusal && <RefusalBox sentence={sentence(s.refusal, language)} rule={t(w.noProposal)} />}
            </Section>
            {s.proposal && <Warnings proposal={s.proposal} />}
          </>
        }
      />
    </>
  )
}
