import type { ReactNode } from 'react'
import type { LineWire, OrderWire, ServiceWire, WorkWire } from '#market/contract'
import { useTongue } from '../language.tsx'
import { useNow } from '../now.ts'
import { sentence } from '../phrase.ts'
import type { Status } from '../ui/status-mark.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { w as work } from './work-words.ts'
import { w } from './words.ts'

type OrderState = OrderWire['state']
type LineState = LineWire['state']
type ServiceState = ServiceWire['state']
export type Waiting = NonNullable<LineWire['waiting']>

const ofOrder: Readonly<Record<OrderState, Status>> = {
  draft: 'not-begun',
  quoted: 'planned',
  delivering: 'under-way',
  'in-service': 'ok',
  refused: 'down',
  cancelled: 'ended',
  expired: 'ended',
  dismantled: 'ended',
}
const ofLine: Readonly<Record<LineState, Status>> = {
  draft: 'not-begun',
  quoted: 'planned',
  accepted: 'under-way',
  delivering: 'under-way',
  waiting: 'waits',
  ready: 'under-way',
  'in-service': 'ok',
  refused: 'down',
  cancelled: 'ended',
  expired: 'ended',
  rejected: 'down',
  dismantled: 'ended',
}
const ofService: Readonly<Record<ServiceState, Status>> = {
  planned: 'planned',
  'in-service': 'ok',
  suspended: 'waits',
  'notice-given': 'waits',
  dismantling: 'under-way',
  closed: 'ended',
}

export const OrderMark = ({
  state,
  strong = false,
}: {
  readonly state: OrderState
  readonly strong?: boolean
}): ReactNode => {
  const { t } = useTongue()
  return (
    <StatusMark status={ofOrder[state]} strong={strong}>
      {t(w[`order-${state}`])}
    </StatusMark>
  )
}

export const LineMark = ({
  state,
  waiting,
  unwinding = false,
  beside,
  strong = false,
}: {
  readonly state: LineState
  readonly waiting?: Waiting | null
  readonly unwinding?: boolean
  readonly beside?: string
  readonly strong?: boolean
}): ReactNode => {
  const { t } = useTongue()
  if (unwinding)
    return (
      <StatusMark status="under-way" strong={strong}>
        {t(w.unwinding)}
      </StatusMark>
    )
  const word = state === 'waiting' && waiting ? t(w[`waits-${waiting.for}`]) : t(w[`line-${state}`])
  return (
    <StatusMark status={ofLine[state]} strong={strong}>
      {word}
      {beside}
    </StatusMark>
  )
}

export const ServiceMark = ({
  service,
  strong = false,
}: {
  readonly service: Pick<ServiceWire, 'state' | 'suspended_for'>
  readonly strong?: boolean
}): ReactNode => {
  const { t } = useTongue()
  return (
    <StatusMark status={ofService[service.state]} strong={strong}>
      {service.suspended_for === null ? t(w[`service-${service.state}`]) : t(w[`suspended-${service.suspended_for}`])}
    </StatusMark>
  )
}

const ofWork: Readonly<Record<WorkWire['state'], Status>> = {
  open: 'not-begun',
  taken: 'under-way',
  blocked: 'down',
  'to-confirm': 'waits',
  done: 'ok',
  withdrawn: 'ended',
}

export const WorkMark = ({
  state,
  strong = false,
}: {
  readonly state: WorkWire['state']
  readonly strong?: boolean
}): ReactNode => {
  const { t } = useTongue()
  return (
    <StatusMark status={ofWork[state]} strong={strong}>
      {t(work[`work-${state}`])}
    </StatusMark>
  )
}

/** Whom a line waits for; ours and the other side's waits are in ochre, the customer's own is plain: it moves no billing. */
export const WaitMark = ({
  waiting,
  what = true,
}: {
  readonly waiting: Waiting
  readonly what?: boolean
}): ReactNode => {
  const { t, language } = useTongue()
  return (
    <span className="inline-flex flex-col">
      <StatusMark status={waiting.for === 'customer' ? 'not-begun' : 'waits'}>{t(w[`wait-${waiting.for}`])}</StatusMark>
      {what && <span className="text-second text-ink-2">{sentence(waiting.what, language)}</span>}
    </span>
  )
}

/** How long it has waited, kept up to date. */
export const Since = ({ at }: { readonly at: string }): ReactNode => {
  const { f } = useTongue()
  const now = useNow()
  return <>{f.duration(now.getTime() - new Date(at).getTime())}</>
}
