import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type OrderWire, showOrder } from '#market/contract'
import { useAsk } from '../call.ts'
import { useSession } from '../frame/session.ts'
import { Wrong } from '../frame/not-found.tsx'
import { useTongue } from '../language.tsx'
import { useMinute } from '../now.ts'
import { paths } from '../paths.ts'
import { ButtonLink, Link } from '../ui/button.tsx'
import { Fact, Labelled, PageHead } from '../ui/page.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { CalendarHead } from '../ui/timeline.tsx'
import { w as shared } from '../words.ts'
import { calendarFor } from './line-times.ts'
import { CancelButton, RequoteButton, SignButton } from './order-acts.tsx'
import { OrderLine } from './order-line.tsx'
import { OrderMark } from './states.tsx'
import { w } from './words.ts'

const State = ({ order }: { readonly order: OrderWire }): ReactNode => {
  const { t } = useTongue()
  const waiting = order.lines.filter((line) => line.state === 'waiting').length
  return order.state === 'delivering' && waiting > 0 ? (
    <StatusMark status="under-way">{t(w.deliveringSome, { n: waiting, of: order.lines.length })}</StatusMark>
  ) : (
    <OrderMark state={order.state} />
  )
}

/** Under the title: the state, the signature, what the customer calls it, how it is delivered. */
const HeadFacts = ({ order }: { readonly order: OrderWire }): ReactNode => {
  const { t, f } = useTongue()
  const { accepted, quote } = order
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3">
      <Labelled name={t(w.state)}>
        <State order={order} />
      </Labelled>
      {accepted ? (
        <Labelled name={t(w.accepted)}>
          {f.dateTime(accepted.at)},{' '}
          {accepted.paper ? t(w.paper, { number: accepted.paper.number }) : t(w.acceptedPortal)}
        </Labelled>
      ) : (
        quote && (
          <Labelled name={t(w.quote)}>
            {t(w[`quote-${quote.kind}`])}, {t(w.until, { at: f.dateTime(quote.expires_at) })}
          </Labelled>
        )
      )}
      {accepted && (
        <Labelled name={t(w.signatory)}>{accepted.paper?.signer ?? accepted.by ?? t(shared.unknown)}</Labelled>
      )}
      {order.customer_reference !== null && <Labelled name={t(w.reference)}>{order.customer_reference}</Labelled>}
      {order.service_code !== null && <Labelled name={t(w.serviceCode)}>{order.service_code}</Labelled>}
      {order.engagement_number !== null && <Labelled name={t(w.engagement)}>{order.engagement_number}</Labelled>}
      <Labelled name={t(w.delivery)}>{t(order.together ? w.together : w.lineByLine)}</Labelled>
    </dl>
  )
}

const Totals = ({ order }: { readonly order: OrderWire }): ReactNode => {
  const { t, f } = useTongue()
  const session = useSession()
  return (
    <div className="grid grid-cols-1 gap-x-12 gap-y-4 border-t border-ink pt-4 wide:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
      <div className="text-second text-ink-2">
        <p>{t(w.oneDoesNotBlock)}</p>
        {session.world === 'twin' && <p>{t(w.twinBills)}</p>}
      </div>
      <dl className="wide:pl-5">
        <Fact name={t(w.setupAll, { n: order.lines.length })}>{f.money(order.totals.setup_cents)}</Fact>
        <div className="flex items-baseline justify-between gap-4 border-b border-rule py-2 text-line">
          <dt>
            {t(w.monthlyAll)}, <span className="text-ink-2">{t(w.exVat)}</span>
          </dt>
          <dd>{f.money(order.totals.monthly_cents)}</dd>
        </div>
      </dl>
    </div>
  )
}

export const OrderPage = (): ReactNode => {
  const { t } = useTongue()
  const now = useMinute()
  const { order: number = '' } = useParams({ strict: false })
  const found = useAsk(showOrder, { params: { order: number } })
  const order = found.data
  if (found.error && !order) return <Wrong error={found.error} reset={() => void found.refetch()} />
  if (!order) return <PageHead title={number} beside={t(shared.reading)} />
  const calendar = calendarFor(order, now)
  return (
    <>
      <PageHead
        title={order.number}
        above={
          <>
            <Link href={paths.orders()}>{t(w.orders)}</Link> /{' '}
            <Link href={paths.organisation(order.organisation.handle)}>{order.organisation.name}</Link>
          </>
        }
      />
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4 pb-4">
        <HeadFacts order={order} />
        <div className="flex flex-wrap gap-3">
          <ButtonLink href={paths.journal({ subject_kind: 'order', subject_id: order.number })}>
            {t(w.journal)}
          </ButtonLink>
          <RequoteButton order={order} />
          <CancelButton order={order} />
          <SignButton order={order} />
        </div>
      </div>
      {calendar && (
        <div className="grid grid-cols-1 gap-x-12 pl-7.5 max-narrow:pl-0 wide:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
          <div className="-ml-2">
            <CalendarHead calendar={calendar} />
          </div>
        </div>
      )}
      {order.lines.map((line) => (
        <OrderLine key={line.position} order={order} line={line} calendar={calendar} />
      ))}
      <Totals order={order} />
    </>
  )
}
