import { type ReactNode } from 'react'
import {
  type LetterRequestWire,
  type LetterWire,
  listLetters,
  listRequests,
  listStanding,
  type StandingWire,
} from '#market/contract'
import { OrganisationSelect } from '../billing/organisation-select.tsx'
import { readAll, useAsk, useList } from '../call.ts'
import { isStaff, may, useSession } from '../frame/session.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { MarketTabs } from '../market/rooms-tabs.tsx'
import { useNow } from '../now.ts'
import { paths } from '../paths.ts'
import { label } from '../phrase.ts'
import { ButtonLink, Link } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { SearchField, Segments, Select } from '../ui/field.tsx'
import { PageHead, Section } from '../ui/page.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { type Column, CsvButton, ListTable, type PhoneRow, Table } from '../ui/table.tsx'
import { useFilterText, useUrlState } from '../url-state.ts'
import { EndButton } from './end-standing.tsx'
import { LetterMark, letterStates } from './letter.tsx'
import { TakenOver } from './taken-over.tsx'
import { w } from './words.ts'

/** An order is its company's page and the site's; the other side reads the number only. */
const columns = (
  { t, f, language }: Tongue,
  seesOrder: (company: string) => boolean,
): readonly Column<LetterWire>[] => [
  {
    id: 'number',
    head: t(w.letter),
    cell: (l) => <Link href={paths.letter(l.number)}>{l.number}</Link>,
    csv: (l) => l.number,
  },
  {
    id: 'position',
    head: t(w.position),
    cell: (l) => l.label,
    second: (l) => `${l.connector}, ${mediaText(l.media, language)}`,
    csv: (l) => l.label,
  },
  { id: 'issuer', head: t(w.issuer), cell: (l) => l.issuer.name, csv: (l) => l.issuer.name },
  { id: 'company', head: t(w.company), cell: (l) => l.company.name, csv: (l) => l.company.name },
  { id: 'state', head: t(w.state), cell: (l) => <LetterMark state={l.state} />, csv: (l) => t(w[`state-${l.state}`]) },
  { id: 'expires', head: t(w.expires), cell: (l) => f.date(l.expires_on), csv: (l) => l.expires_on },
  {
    id: 'used',
    head: t(w.usedBy),
    cell: (l) => {
      if (l.used === null) return '–'
      const said = l.used.service ?? l.used.order
      return seesOrder(l.company.handle) ? <Link href={paths.order(l.used.order)}>{said}</Link> : said
    },
    csv: (l) => l.used?.service ?? l.used?.order ?? null,
  },
]

const phone = (l: LetterWire): PhoneRow => ({
  title: <Link href={paths.letter(l.number)}>{l.number}</Link>,
  mark: <LetterMark state={l.state} />,
  second: `${l.label} · ${l.company.name}`,
})

const mediaText = (media: string | null, language: Tongue['language']): string =>
  media === null
    ? ''
    : media.startsWith('fibre') || media === 'copper'
      ? label(`xc-${media}`, language)
      : label(`media-${media}`, language)

const answerLink = (r: LetterRequestWire): string =>
  paths.newLetter({
    order: r.order,
    position: String(r.position),
    company: r.company.handle,
    ...(r.panel === null ? {} : { panel: r.panel }),
  })

const Requests = ({ mayIssue }: { readonly mayIssue: (other: string) => boolean }): ReactNode => {
  const { t, f, language } = useTongue()
  const now = useNow()
  const found = useAsk(listRequests, {})
  const items = found.data?.items ?? []
  const waits = (r: LetterRequestWire): string => f.duration(now.getTime() - Date.parse(r.asked_at))
  const act = (r: LetterRequestWire): ReactNode =>
    mayIssue(r.other.handle) && (
      <ButtonLink href={answerLink(r)} look="steel">
        {t(w.answer)}
      </ButtonLink>
    )
  const cols: readonly Column<LetterRequestWire>[] = [
    {
      id: 'asks',
      head: t(w.asks),
      cell: (r) => r.company.name,
      second: (r) => t(w.lineOf, { order: r.order, position: r.position }),
    },
    { id: 'what', head: t(w.forWhat), cell: (r) => mediaText(r.media, language) || label(r.product, language) },
    { id: 'panel', head: t(w.wished), cell: (r) => r.panel ?? t(w.anyPanel), second: (r) => r.other.name },
    { id: 'pays', head: t(w.paysHead), cell: (r) => (r.pays === null ? r.company : r.other).name },
    { id: 'since', head: t(w.since), cell: (r) => <StatusMark status="waits">{waits(r)}</StatusMark> },
    { id: 'act', head: '', cell: act },
  ]
  return (
    <Section title={t(w.requests)} {...(items.length > 0 ? { count: items.length } : {})}>
      {items.length === 0 ? (
        <p className="text-ink-2">{found.isPending ? t(w.reading) : t(w.noRequests)}</p>
      ) : (
        <Table
          label={t(w.requests)}
          columns={cols}
          rows={items}
          keyOf={(r) => `${r.order} ${r.position}`}
          phone={(r) => ({
            title: r.company.name,
            mark: <StatusMark status="waits">{waits(r)}</StatusMark>,
            second: `${mediaText(r.media, language)} · ${r.panel ?? t(w.anyPanel)}`,
            end: act(r),
          })}
        />
      )}
    </Section>
  )
}

const Standing = ({ mayIssue }: { readonly mayIssue: (issuer: string) => boolean }): ReactNode => {
  const { t, f } = useTongue()
  const found = useAsk(listStanding, {})
  const items = found.data?.items ?? []
  const mark = (c: StandingWire): ReactNode => (
    <StatusMark status={c.in_force ? 'ok' : 'ended'}>{t(c.in_force ? w.inForce : w.over)}</StatusMark>
  )
  const group = (c: StandingWire): string => t(w.fromTo, { panel: c.panel, from: c.from_position, to: c.to_position })
  const who = (c: StandingWire): string => c.companies?.map((one) => one.name).join(', ') ?? t(w.anyCompany)
  const act = (c: StandingWire): ReactNode =>
    (c.in_force || c.connected > 0) && mayIssue(c.issuer.handle) && <EndButton consent={c} />
  const cols: readonly Column<StandingWire>[] = [
    { id: 'group', head: t(w.positions), cell: group, second: (c) => c.issuer.name },
    { id: 'who', head: t(w.companies), cell: who },
    { id: 'until', head: t(w.until), cell: (c) => f.date(c.until_date) },
    { id: 'connected', head: t(w.connected), cell: (c) => f.number(c.connected, 0) },
    { id: 'state', head: t(w.state), cell: mark },
    { id: 'act', head: '', cell: act },
  ]
  return (
    <Section title={t(w.standing)} {...(items.length > 0 ? { count: items.length } : {})}>
      {items.length === 0 ? (
        <p className="text-ink-2">{found.isPending ? t(w.reading) : t(w.noStanding)}</p>
      ) : (
        <Table
          label={t(w.standing)}
          columns={cols}
          rows={items}
          keyOf={(c) => c.id}
          phone={(c) => ({ title: group(c), mark: mark(c), second: who(c), end: act(c) })}
        />
      )}
    </Section>
  )
}

const Filters = ({ staff }: { readonly staff: boolean }): ReactNode => {
  const { t } = useTongue()
  const [url, change] = useUrlState()
  const [typed, type] = useFilterText()
  return (
    <div className="flex flex-wrap items-end gap-4 border-t border-ink py-4">
      {!staff && (
        <div>
          <Segments
            label={t(w.side)}
            value={url['side'] ?? 'all'}
            options={(['all', 'issued', 'received'] as const).map((id) => ({ id, text: t(w[`side-${id}`]) }))}
            onChange={(id) => change({ side: id === 'all' ? null : id })}
          />
        </div>
      )}
      <SearchField label={t(w.search)} value={typed} onChange={type} className="w-72 max-narrow:w-full" />
      <Select
        label={t(w.state)}
        value={url['state'] ?? 'all'}
        options={[
          { id: 'all', text: t(w.allStates) },
          ...letterStates.map((id) => ({ id, text: t(w[`state-${id}`]) })),
        ]}
        onChange={(id) => change({ state: id === 'all' ? null : id })}
        className="w-44 max-narrow:w-full"
      />
      {staff && (
        <OrganisationSelect value={url['organisation']} onChange={(organisation) => change({ organisation })} />
      )}
    </div>
  )
}

/** Letters of both sides: what waits for one, what was issued and received, and what needs none. */
export const LettersPage = (): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const session = useSession()
  const [url] = useUrlState()
  const query = {
    ...(url['side'] === undefined ? {} : { side: url['side'] }),
    ...(url['state'] === undefined ? {} : { state: url['state'] }),
    ...(url['organisation'] === undefined ? {} : { organisation: url['organisation'] }),
    ...(url['text'] === undefined ? {} : { text: url['text'] }),
  }
  const list = useList(listLetters, query)
  const cols = columns(tongue, (company) => isStaff(session) || session.organisations.some((o) => o.handle === company))
  const issues = may(session, ['admin', 'engineer'], 'loa')
  // For a carrier's panel only the carrier issues; the operator's own organisation is among its people's.
  const mayIssue = (organisation: string): boolean =>
    may(session, [], 'loa', organisation) ||
    (may(session, ['admin', 'engineer']) && session.organisations.some((o) => o.handle === organisation))
  return (
    <>
      <PageHead
        title={t(w.letters)}
        actions={
          <>
            <CsvButton name="letters" columns={cols} all={() => readAll(listLetters, query)} />
            {issues && <ButtonLink href={paths.newConsent()}>{t(w.standingNew)}</ButtonLink>}
            {issues && (
              <ButtonLink href={paths.newLetter()} look="main">
                {t(w.issueNew)}
              </ButtonLink>
            )}
          </>
        }
      />
      <div className="border-t border-ink py-4">
        <MarketTabs here="letters" />
      </div>
      <Requests mayIssue={mayIssue} />
      <Filters staff={isStaff(session)} />
      <ListTable
        label={t(w.letters)}
        list={list}
        columns={cols}
        keyOf={(l) => l.number}
        phone={phone}
        filtered={Object.keys(query).length > 0}
        empty={<EmptyState title={t(w.empty)}>{t(w.emptySays)}</EmptyState>}
      />
      <div className="h-7" />
      <Standing mayIssue={mayIssue} />
      <div className="h-7" />
      <TakenOver />
    </>
  )
}
