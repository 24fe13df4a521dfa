import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { addressOf } from '#kernel'
import { ceaseService, resumeService, type ServiceWire, showFile, showService, suspendService } from '#market/contract'
import { useAct, useAsk } from '../call.ts'
import { Energy } from '../facility/energy.tsx'
import { Wrong } from '../frame/not-found.tsx'
import { hasRole, may, useSession } from '../frame/session.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { holdLabel, label } from '../phrase.ts'
import { ButtonLink, FileLink, Link } from '../ui/button.tsx'
import { Field, Select } from '../ui/field.tsx'
import { Columns, Fact, Facts, Labelled, PageHead, Section } from '../ui/page.tsx'
import { w as shared } from '../words.ts'
import { ActDialog, kept } from '../ui/act-dialog.tsx'
import { ChangeButton } from './change/change-button.tsx'
import { PriceHistory } from './change/price-history.tsx'
import { w as changes } from './change/words.ts'
import { w as crossWords } from './cross-connect/words.ts'
import { OtherSide } from './cross-connect/other-side.tsx'
import { TimeToLight, Way } from './cross-connect/way.tsx'
import { EvidenceTable } from './evidence.tsx'
import { OptionSection } from './rack-space/option-section.tsx'
import { productTitle } from './product.ts'
import { w as ws } from './service-words.ts'
import { ReviseButton } from './revise/revise-button.tsx'
import { UnitPrices } from './revise/unit-prices.tsx'
import { ServiceMark } from './states.tsx'
import { AttachButton } from './take-over/attach-button.tsx'
import { TakenOverFacts } from './take-over/taken-over.tsx'
import { w } from './words.ts'

const MICRO_PER_CENT = 10_000
const reasons = ['unpaid', 'abuse', 'safety'] as const
type Reason = (typeof reasons)[number]
const isReason = (text: string): text is Reason => reasons.some((one) => one === text)

interface Would {
  readonly ends_on: string
  readonly early_end_cents: number
  readonly storage_day_micro_euros: number | null
}

/** What the notice would do, in sentences. */
const wouldSay = (would: Would, { t, f }: ReturnType<typeof useTongue>): string => {
  const day = f.date(would.ends_on)
  const storage = would.storage_day_micro_euros
  return [
    t(ws.ceaseWould, { day, charge: f.money(would.early_end_cents) }),
    ...(storage === null ? [] : [t(ws.ceaseStorage, { day, price: f.price(storage) })]),
  ].join(' ')
}

/** The dry run is asked at once, and again for each other day, so that the charge is seen before the notice is given. */
const CeaseButton = ({ service }: { readonly service: ServiceWire }): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const session = useSession()
  const [on, setOn] = useState('')
  const [asked, setAsked] = useState<Would | null>(null)
  const act = useAct(ceaseService)
  const params = { service: service.number }
  const day = on === '' ? {} : { on }
  if (
    !['in-service', 'suspended'].includes(service.state) ||
    !may(session, ['admin', 'sales'], 'sign', service.organisation.handle)
  )
    return null
  const look = (): Promise<boolean> =>
    act.mutateAsync({ params, body: { ...day, dry_run: true } }).then(
      (would) => {
        setAsked(would)
        return false
      },
      () => false,
    )
  return (
    <ActDialog
      button={t(ws.cease)}
      title={t(ws.ceaseTitle)}
      changes={asked ? wouldSay(asked, tongue) : t(ws.ceaseAsking)}
      act={act}
      doWord={t(ws.ceaseDo)}
      onOpen={() => void look()}
      onDo={() => (asked ? kept(act.mutateAsync({ params, body: { ...day, dry_run: false } })) : look())}
    >
      <Field
        label={t(ws.ceaseOn)}
        type="date"
        value={on}
        onChange={(next) => {
          setOn(next)
          act
            .mutateAsync({ params, body: { ...(next === '' ? {} : { on: next }), dry_run: true } })
            .then(setAsked, () => setAsked(null))
        }}
      />
    </ActDialog>
  )
}

const SuspendButtons = ({ service }: { readonly service: ServiceWire }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const suspend = useAct(suspendService)
  const resume = useAct(resumeService)
  const [reason, setReason] = useState<Reason>('unpaid')
  const params = { service: service.number }
  // Only a port is shut by a machine; breakers and fibres are opened by people, and only at the end.
  const cuts = service.product === 'exchange-port'
  if (!hasRole(session, 'admin', 'engineer')) return null
  if (service.state === 'suspended')
    return (
      <ActDialog
        button={t(ws.resume)}
        title={t(ws.resumeTitle)}
        changes={t(cuts ? ws.resumeChanges : ws.resumePaper)}
        act={resume}
        doWord={t(ws.resumeDo)}
        onDo={() => kept(resume.mutateAsync({ params }))}
      />
    )
  if (service.state !== 'in-service') return null
  return (
    <ActDialog
      button={t(ws.suspend)}
      title={t(ws.suspendTitle)}
      changes={t(cuts ? ws.suspendChanges : ws.suspendPaper)}
      act={suspend}
      doWord={t(ws.suspendDo)}
      onDo={() => kept(suspend.mutateAsync({ params, body: { for: reason } }))}
    >
      <Select
        label={t(ws.suspendFor)}
        value={reason}
        options={reasons.map((id) => ({ id, text: t(ws[id]) }))}
        onChange={(id) => isReason(id) && setReason(id)}
      />
    </ActDialog>
  )
}

const Terms = ({ service: s }: { readonly service: ServiceWire }): ReactNode => {
  const { t, f } = useTongue()
  const date = (at: string | null): ReactNode => (at === null ? '–' : f.date(at))
  return (
    <Section title={t(ws.price)}>
      <Facts>
        <Fact name={t(ws.setup)}>{f.money(s.setup_cents)}</Fact>
        <Fact name={t(ws.monthly)}>
          {s.monthly_micro_euros === null ? t(ws.noContract) : f.money(s.monthly_micro_euros / MICRO_PER_CENT)}
        </Fact>
        <Fact name={t(ws.ready)}>{date(s.ready_at)}</Fact>
        <Fact name={t(ws.live)}>{date(s.live_at)}</Fact>
        <Fact name={t(ws.billingFrom)}>
          {date(s.billing_from)}
          {s.billing_reason !== null && <span className="text-ink-2">, {t(w[`billing-${s.billing_reason}`])}</span>}
        </Fact>
        <Fact name={t(ws.termEnds)}>{date(s.term_ends)}</Fact>
        {s.notice_at !== null && <Fact name={t(ws.noticeAt)}>{date(s.notice_at)}</Fact>}
        {s.ends_on !== null && <Fact name={t(ws.endsOn)}>{date(s.ends_on)}</Fact>}
        {s.storage_day_micro_euros !== null && s.state !== 'closed' && (
          <Fact name={t(w.storage)}>{t(w.aDay, { price: f.price(s.storage_day_micro_euros) })}</Fact>
        )}
        {s.early_end_cents !== null && <Fact name={t(ws.earlyEnd)}>{f.money(s.early_end_cents)}</Fact>}
      </Facts>
      <ReviseButton service={s} />
    </Section>
  )
}

const named = [
  'speed',
  'asn',
  'as_set',
  'mac',
  'prefixes',
  'max_prefix_v4',
  'max_prefix_v6',
  'size',
  'units_u',
  'watts',
  'sides',
  'start_on',
  'health_data',
  'media',
  'pay',
] as const
type Named = (typeof named)[number]

const mediaText = (value: unknown, t: Tongue['t']): string =>
  value === 'copper'
    ? t(crossWords['media-copper'])
    : value === 'fibre-single'
      ? t(crossWords['media-fibre-single'])
      : t(crossWords['media-fibre-duplex'])

/** A setting as people say it: a size by its name, watts as kW, a day as a date. */
const settingText = (name: Named, value: unknown, { t, f, language }: Tongue): string => {
  if (name === 'asn') return `AS${String(value)}`
  if (name === 'size') return label(value === 'shared' ? 'rack-u' : `rack-${String(value)}`, language)
  if (name === 'watts' && typeof value === 'number') return f.quantity(value / 1000, 'kW')
  if (name === 'sides') return value === 'A+B' ? t(ws['sides-both']) : t(ws['sides-one'], { side: String(value) })
  if (name === 'start_on') return f.date(String(value))
  if (name === 'media') return mediaText(value, t)
  if (name === 'pay') return t(value === 'once' ? crossWords['pay-once'] : crossWords['pay-rent'])
  if (typeof value === 'boolean') return t(ws.yes)
  return Array.isArray(value) ? value.join(', ') : typeof value === 'number' ? f.number(value) : String(value)
}

const Parameters = ({ service }: { readonly service: ServiceWire }): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const facts = named.flatMap((name) => {
    const value = service.parameters[name]
    if (value === undefined || value === false || (Array.isArray(value) && value.length === 0)) return []
    return [
      <Fact key={name} name={t(ws[name])}>
        {settingText(name, value, tongue)}
      </Fact>,
    ]
  })
  // A move has hours and a survey, which its plan shows: no title over nothing.
  return facts.length === 0 ? null : (
    <Section title={t(ws.parameters)}>
      <Facts>{facts}</Facts>
    </Section>
  )
}

/** A place leads to the elevation of its rack: `3-21/a`, `3-1 U4–5`. */
const Held = ({ hold }: { readonly hold: ServiceWire['holds'][number] }): ReactNode =>
  hold.kind === 'compartment' || hold.kind === 'rack-units' ? (
    <Link href={paths.plan(hold.label.split(/[/ ]/)[0])}>{hold.label}</Link>
  ) : (
    hold.label
  )

const Holds = ({ service }: { readonly service: ServiceWire }): ReactNode => {
  const { t, f, language } = useTongue()
  return (
    <Section title={t(ws.holds)} count={service.holds.length}>
      <Facts>
        {service.holds.map((hold) => (
          <Fact key={`${hold.kind} ${hold.label}`} name={holdLabel(hold.kind, language)}>
            <Held hold={hold} />
            {hold.rests_until !== null && (
              <span className="block text-second text-ink-2">{t(ws.rests, { day: f.date(hold.rests_until) })}</span>
            )}
          </Fact>
        ))}
      </Facts>
    </Section>
  )
}

const HeadFacts = ({ service: s }: { readonly service: ServiceWire }): ReactNode => {
  const { t, f } = useTongue()
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3 pb-4">
      <Labelled name={t(w.state)}>
        <ServiceMark service={s} />
      </Labelled>
      <Labelled name={t(ws.origin)}>
        {t(ws[`origin-${s.origin}`])}, {f.date(s.created_at)}
      </Labelled>
      {s.order !== null && (
        <Labelled name={t(ws.order)}>
          <Link href={paths.order(s.order)}>{s.order}</Link>
        </Labelled>
      )}
      {s.change_order !== null && (
        <Labelled name={t(changes.underWay)}>
          <Link href={paths.order(s.change_order)}>{s.change_order}</Link>
        </Labelled>
      )}
      {s.cease_order !== null && (
        <Labelled name={t(ws.ceaseOrder)}>
          <Link href={paths.order(s.cease_order)}>{s.cease_order}</Link>
        </Labelled>
      )}
      {s.product === 'move' && (
        <Labelled name={t(ws.movePlan)}>
          <Link href={paths.move(s.number)}>{t(ws.moveHours)}</Link>
        </Labelled>
      )}
      {s.product === 'exchange-port' && (
        <Labelled name={t(shared.exchange)}>
          <Link href={paths.exchange(s.number)}>{t(ws.member)}</Link>
        </Labelled>
      )}
    </dl>
  )
}

const papers = ['handover-note']

/** What was handed to the customer on paper, before the proofs one by one. */
const Papers = ({ service: s }: { readonly service: ServiceWire }): ReactNode => {
  const { t, f, language } = useTongue()
  const found = s.evidence.filter(({ proof, file }) => file !== null && papers.includes(proof))
  if (found.length === 0) return null
  return (
    <Section title={t(ws.papers)}>
      <ul>
        {found.map(
          ({ proof, step, file, at }) =>
            file !== null && (
              <li key={file} className="flex items-baseline justify-between gap-4 border-b border-rule py-2">
                <FileLink href={addressOf(showFile, { params: { file } })}>
                  {step === 'handover' ? t(changes.note) : label(proof, language)}
                </FileLink>
                <span className="text-second text-ink-2">{f.dateTime(at)}</span>
              </li>
            ),
        )}
      </ul>
    </Section>
  )
}

export const ServicePage = (): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const { service: number = '' } = useParams({ strict: false })
  const found = useAsk(showService, { params: { service: number } })
  const s = found.data
  if (found.error && !s) return <Wrong error={found.error} reset={() => void found.refetch()} />
  if (!s) return <PageHead title={number} beside={t(shared.reading)} />
  return (
    <>
      <PageHead
        title={s.number}
        above={
          <>
            <Link href={paths.services()}>{t(w.services)}</Link> /{' '}
            <Link href={paths.organisation(s.organisation.handle)}>{s.organisation.name}</Link>
          </>
        }
        beside={productTitle(s, tongue)}
        actions={
          <>
            <ButtonLink href={paths.journal({ subject_kind: 'service', subject_id: s.number })}>
              {t(w.journal)}
            </ButtonLink>
            <AttachButton service={s} />
            <ChangeButton service={s} />
            <SuspendButtons service={s} />
            <CeaseButton service={s} />
          </>
        }
      />
      <HeadFacts service={s} />
      <Columns
        left={
          <>
            <Papers service={s} />
            <Section title={t(ws.evidence)} count={s.evidence.length}>
              {s.evidence.length === 0 ? (
                <p className="text-ink-2">{t(ws.noEvidence)}</p>
              ) : (
                <EvidenceTable line={{ evidence: s.evidence, steps: [] }} name={s.number} />
              )}
            </Section>
            {s.product === 'cross-connect' && s.state !== 'closed' && <Way service={s.number} />}
            {s.product === 'rack-space' && s.billing_from !== null && s.state !== 'closed' && (
              <Energy service={s.number} />
            )}
          </>
        }
        right={
          <>
            <Terms service={s} />
            <PriceHistory service={s} />
            <UnitPrices service={s} />
            <TakenOverFacts service={s} />
            <OtherSide service={s} />
            <Holds service={s} />
            {s.product === 'rack-space' && <OptionSection service={s} />}
            <Parameters service={s} />
            {s.product === 'cross-connect' && <TimeToLight />}
          </>
        }
      />
    </>
  )
}
