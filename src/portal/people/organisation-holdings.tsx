import type { ReactNode } from 'react'
import { listLetters, listOrders, listServices, listSurveys } from '#market/contract'
import type { OrganisationWire } from '#people/contract'
import { useAsk } from '../call.ts'
import { useTongue } from '../language.tsx'
import { LetterMark } from '../letter/letter.tsx'
import { productTitle } from '../market/product.ts'
import { OrderMark, ServiceMark } from '../market/states.tsx'
import { paths } from '../paths.ts'
import { ProposalMark } from '../survey/surveys-page.tsx'
import { w as shared } from '../words.ts'
import { w } from './holdings-words.ts'
import { Invoices, Panels } from './own-lists.tsx'
import { SHORT, ShortList } from './short-list.tsx'

const MICRO_PER_CENT = 10_000

export const Services = ({ organisation }: { readonly organisation: string }): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  const found = useAsk(listServices, { query: { organisation, limit: SHORT } })
  return (
    <ShortList
      title={t(shared.services)}
      total={found.data?.total}
      all={paths.services({ organisation })}
      none={t(w.noServices)}
      error={found.error}
      rows={(found.data?.items ?? []).map((s) => ({
        key: s.number,
        href: paths.service(s.number),
        name: s.number,
        second: productTitle(s, tongue),
        mark: <ServiceMark service={s} />,
        end:
          s.monthly_micro_euros === null || s.monthly_micro_euros === 0
            ? null
            : t(w.aMonth, { amount: f.money(s.monthly_micro_euros / MICRO_PER_CENT) }),
      }))}
    />
  )
}

export const Orders = ({ organisation }: { readonly organisation: string }): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  const found = useAsk(listOrders, { query: { organisation, limit: SHORT } })
  return (
    <ShortList
      title={t(shared.orders)}
      total={found.data?.total}
      all={paths.orders({ organisation })}
      none={t(w.noOrders)}
      error={found.error}
      rows={(found.data?.items ?? []).map((o) => ({
        key: o.number,
        href: paths.order(o.number),
        name: o.number,
        second: o.lines.map((line) => productTitle(line, tongue)).join(' · '),
        mark: <OrderMark state={o.state} />,
        end: t(w.aMonth, { amount: f.money(o.totals.monthly_cents) }),
      }))}
    />
  )
}

const MOST_LETTERS = 200

/** Letters name two parties: those in which this one is either. Of the newest 200 that the reader may see. */
export const Letters = ({ organisation }: { readonly organisation: string }): ReactNode => {
  const { t } = useTongue()
  const found = useAsk(listLetters, { query: { limit: MOST_LETTERS } })
  const mine = (found.data?.items ?? []).filter(
    (l) => l.issuer.handle === organisation || l.company.handle === organisation,
  )
  return (
    <ShortList
      title={t(w.letters)}
      total={found.data && mine.length}
      all={paths.letters()}
      none={t(w.noLetters)}
      error={found.error}
      rows={mine.slice(0, SHORT).map((l) => ({
        key: l.number,
        href: paths.letter(l.number),
        name: l.number,
        second: `${l.label} · ${t(l.issuer.handle === organisation ? w.issuedTo : w.receivedFrom, {
          who: l.issuer.handle === organisation ? l.company.name : l.issuer.name,
        })}`,
        mark: <LetterMark state={l.state} />,
        end: null,
      }))}
    />
  )
}

export const Surveys = ({ organisation }: { readonly organisation: string }): ReactNode => {
  const { t, f } = useTongue()
  const found = useAsk(listSurveys, { query: { organisation, limit: SHORT } })
  return (
    <ShortList
      title={t(w.surveys)}
      total={found.data?.total}
      all={paths.surveys({ organisation })}
      none={t(w.noSurveys)}
      error={found.error}
      rows={(found.data?.items ?? []).map((s) => ({
        key: s.number,
        href: paths.survey(s.number),
        name: s.number,
        second: `${s.place} · ${f.date(s.surveyed_on)}`,
        mark: <ProposalMark survey={s} />,
        end: null,
      }))}
    />
  )
}

/** Everything that an organisation has here, the newest of each. */
export const Holdings = ({ organisation: o }: { readonly organisation: OrganisationWire }): ReactNode => (
  <div className="grid grid-cols-1 gap-x-12 wide:grid-cols-2">
    <div className="min-w-0">
      <Services organisation={o.handle} />
      <Orders organisation={o.handle} />
      <Surveys organisation={o.handle} />
    </div>
    <div className="min-w-0">
      <Invoices organisation={o.handle} />
      <Letters organisation={o.handle} />
      <Panels owners={[o.handle]} />
    </div>
  </div>
)
