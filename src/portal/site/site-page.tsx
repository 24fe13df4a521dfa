import type { ReactNode } from 'react'
import type { z } from 'zod'
import { getSite } from '#facility/contract'
import { useAsk } from '../call.ts'
import { Wrong } from '../frame/not-found.tsx'
import { hasRole, useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { siteNow } from '../now.ts'
import { Labelled, PageHead, Section } from '../ui/page.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { Table } from '../ui/table.tsx'
import { w as shared } from '../words.ts'
import { SiteFiles } from './site-files.tsx'
import { w } from './words.ts'

type Site = z.output<typeof getSite.reply>
type Certificate = Site['certificates'][number]

const Standing = ({ of, zone }: { readonly of: Certificate; readonly zone: string }): ReactNode => {
  const { t } = useTongue()
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(siteNow())
  if (today < of.from) return <StatusMark status="planned">{t(w.notYet)}</StatusMark>
  return today > of.until ? (
    <StatusMark status="down">{t(w.over)}</StatusMark>
  ) : (
    <StatusMark status="ok">{t(w.valid)}</StatusMark>
  )
}

/** Under which a service may carry health data: what it is for, by whom, and until when. */
const Certificates = ({ site }: { readonly site: Site }): ReactNode => {
  const { t, f } = useTongue()
  const session = useSession()
  const { certificates: all, zone } = site
  const validity = (c: Certificate): string => t(w.fromUntil, { from: f.date(c.from), until: f.date(c.until) })
  return (
    <Section title={t(w.certificates)} count={all.length}>
      {all.length === 0 ? (
        <p className="max-w-3xl text-ink-2">{t(w.noCertificates)}</p>
      ) : (
        <Table
          label={t(w.certificates)}
          rows={all}
          keyOf={(c) => `${c.scheme} ${c.number} ${c.from}`}
          columns={[
            { id: 'scheme', head: t(w.scheme), cell: (c) => c.scheme, second: (c) => c.number },
            { id: 'activities', head: t(w.activities), cell: (c) => c.activities.join(', ') },
            { id: 'issuer', head: t(w.issuer), cell: (c) => c.issuer },
            { id: 'validity', head: t(w.validity), cell: validity },
            { id: 'state', head: t(w.state), cell: (c) => <Standing of={c} zone={zone} /> },
          ]}
          phone={(c) => ({
            title: `${c.scheme} ${c.activities.join(', ')}`,
            mark: <Standing of={c} zone={zone} />,
            second: `${c.number} · ${c.issuer} · ${validity(c)}`,
          })}
        />
      )}
      {hasRole(session, 'admin', 'engineer') && <p className="pt-2 text-second text-ink-2">{t(w.howCertificate)}</p>}
    </Section>
  )
}

const Facts = ({ site }: { readonly site: Site }): ReactNode => {
  const { t, language } = useTongue()
  const french = language === 'fr'
  const what = (one: Site['facts'][number]): string => (french ? one.fact_fr : null) ?? one.fact
  const figure = (one: Site['facts'][number]): string => (french ? one.figure_fr : null) ?? one.figure
  if (site.facts.length === 0) return null
  return (
    <Section title={t(w.facts)} count={site.facts.length}>
      <Table
        label={t(w.facts)}
        rows={site.facts}
        keyOf={(one) => one.fact}
        columns={[
          { id: 'fact', head: t(w.fact), cell: what },
          { id: 'figure', head: t(w.figure), cell: figure },
          { id: 'said', head: t(w.saidBy), cell: (one) => one.said_by, className: 'wrap-anywhere' },
        ]}
        phone={(one) => ({ title: what(one), second: `${figure(one)} · ${one.said_by}` })}
      />
    </Section>
  )
}

/** What the site says of itself, and for who keeps it: the files that make it so. */
export const SitePage = (): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const found = useAsk(getSite, {})
  const site = found.data
  if (found.error && !site) return <Wrong error={found.error} reset={() => void found.refetch()} />
  if (!site) return <PageHead title={t(w.title)} beside={t(shared.reading)} />
  return (
    <>
      <PageHead title={t(w.title)} beside={site.name} />
      <dl className="flex flex-wrap gap-x-10 gap-y-3 pb-5">
        <Labelled name={t(w.operator)}>{site.operator.name}</Labelled>
        <Labelled name={t(w.code)}>{site.code}</Labelled>
        <Labelled name={t(w.zone)}>{site.zone}</Labelled>
        <Labelled name={t(w.revision)}>{site.plant_revision}</Labelled>
      </dl>
      <Certificates site={site} />
      {hasRole(session, 'admin', 'engineer') && <SiteFiles />}
      <Facts site={site} />
    </>
  )
}
