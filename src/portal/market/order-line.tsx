import type { ReactNode } from 'react'
import type { LineWire, OrderWire } from '#market/contract'
import { isStaff, useSession } from '../frame/session.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { useFeed } from '../live.tsx'
import { useMinute } from '../now.ts'
import { paths } from '../paths.ts'
import { timesText } from '../times-text.ts'
import { label, sentence } from '../phrase.ts'
import { Link } from '../ui/button.tsx'
import { Fact, Facts } from '../ui/page.tsx'
import { MoveAsked } from '../survey/move-asked.tsx'
import { ChangeFacts } from './change/change-facts.tsx'
import { w as changes } from './change/words.ts'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { type Calendar, Swatch, Timeline } from '../ui/timeline.tsx'
import { EvidenceTable } from './evidence.tsx'
import { eventsOf, stretchesOf, totalsOf } from './line-times.ts'
import { CloseStepButton, HandOverButtons, RemedyButton } from './order-acts.tsx'
import { identifiers, productTitle } from './product.ts'
import { LineMark } from './states.tsx'
import { w } from './words.ts'

/** "En service depuis le 16 nov.": the instant at which the present state began. */
const sinceOf = (line: LineWire, { t, f }: Tongue): string => {
  const at =
    line.state === 'in-service'
      ? line.clocks.find((c) => c.owner === 'in-service')?.began_at
      : line.state === 'ready'
        ? line.ready_at
        : null
  return at === null || at === undefined ? '' : t(w.since2, { what: '', day: f.day(at) })
}

const Clocks = ({ line }: { readonly line: LineWire }): ReactNode => {
  const { t, f } = useTongue()
  const now = useMinute()
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-1 pb-3 pt-1 text-second">
      {totalsOf(line, now).map((clock) => {
        const owner = t(w[`clock-${clock.owner}`])
        const loud =
          clock.running && clock.owner !== 'in-service' && clock.owner !== 'ready' && clock.owner !== 'customer'
        return (
          <li key={clock.owner} className={`inline-flex items-center gap-2 ${loud ? 'text-wait' : 'text-ink-2'}`}>
            <Swatch owner={clock.owner} />
            {clock.running && loud ? (
              t(w['clock-running'], { owner, total: f.duration(clock.ms) })
            ) : (
              <span>
                {owner} <span className="pl-1 text-section text-ink">{f.duration(clock.ms)}</span>
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}

const Billing = ({ line }: { readonly line: LineWire }): ReactNode => {
  const { t, f } = useTongue()
  const { from, reason, expected_by: by } = line.billing
  const text =
    from !== null
      ? reason === null
        ? t(changes.billedSince, { day: f.date(from) })
        : t(w.billedSince, { day: f.date(from), why: t(w[`billing-${reason}`]) })
      : by !== null
        ? t(w.billedBy, { day: f.date(by) })
        : line.waiting
          ? t(w.notBilledWait, { effect: t(w[`effect-${line.waiting.for}`]) })
          : t(w.notBilled)
  return <p className="pt-3 text-second text-ink-2">{text}</p>
}

/** A label inside a sentence: its first letter small, what follows (10G, AS) as it is. */
const inSentence = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

/** What is done once, such as a move, has no rent to be told. */
const isRent = (price: LineWire['prices'][number]): boolean => price.monthly_cents !== 0 || price.setup_cents === 0

/** The side that is reached pays: its price is its own, and its service is its own page. */
const otherPays = ({ product, parameters }: LineWire): boolean =>
  product === 'cross-connect' && parameters['payer'] === 'z'

const PaidByOther = (): ReactNode => {
  const { t } = useTongue()
  return <p className="wide:border-l wide:border-rule wide:pl-5 text-second text-ink-2">{t(w.otherPays)}</p>
}

/** The column of prices: what is paid once, what each month, and when billing begins. */
const Prices = ({ line }: { readonly line: LineWire }): ReactNode => {
  const { t, f, language } = useTongue()
  if (otherPays(line) && line.prices.length === 0) return <PaidByOther />
  return (
    <div className="wide:border-l wide:border-rule wide:pl-5">
      <Facts>
        <ChangeFacts line={line} />
        <Fact name={t(w.setup)}>{f.money(line.prices.reduce((sum, p) => sum + p.setup_cents, 0))}</Fact>
        {line.prices.filter(isRent).map((price) => (
          <Fact key={price.item} name={t(w.perMonth, { item: inSentence(label(price.item, language)) })}>
            {`${timesText(f, price.times)}${f.money(price.monthly_cents)}`}
          </Fact>
        ))}
        {line.term_months !== null && line.term_months > 0 && (
          <Fact name={t(w.ownTerm)}>{t(w.months, { n: f.number(line.term_months) })}</Fact>
        )}
        {line.usage.map(({ item, unit, unit_micro_euros: price }) => (
          <Fact key={item} name={t(unit === 'kWh' ? w.energy : w.storage)}>
            {unit === 'kWh' ? `${f.price(price)}/${unit}` : t(w.aDay, { price: f.price(price) })}
          </Fact>
        ))}
        {line.product === 'exchange-port' && <Fact name={t(w.routeServersIncluded)}>{t(w.included)}</Fact>}
      </Facts>
      {line.notes.map((note) => (
        <p key={note.code} className="pt-3 text-second text-ink-2">
          {sentence(note, language)}
        </p>
      ))}
      {line.state !== 'draft' && line.state !== 'refused' && <Billing line={line} />}
    </div>
  )
}

const Trouble = ({ line, order }: { readonly line: LineWire; readonly order: OrderWire }): ReactNode => {
  const { t, f, language } = useTongue()
  if (line.refusal) return <RefusalBox sentence={sentence(line.refusal, language)} />
  if (line.rejected && line.state !== 'in-service')
    return (
      <RefusalBox
        sentence={line.rejected.reason}
        rule={t(w.since2, { what: t(w.evRejected), day: f.dateTime(line.rejected.at) })}
      />
    )
  if (!line.waiting) return null
  return (
    <RefusalBox
      wait
      sentence={sentence(line.waiting.what, language)}
      rule={`${t(w[`waits-${line.waiting.for}`])}, ${t(w.since2, { what: '', day: f.dateTime(line.waiting.since) }).trim()} · ${t(w[`effect-${line.waiting.for}`])}`}
      action={<WaitAction line={line} order={order} />}
    />
  )
}

/** Where one can end the wait: the work order, the exchange's page of that member, or the plan of the move. */
const WaitAction = ({ line }: { readonly line: LineWire; readonly order: OrderWire }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const work = line.steps.find(
    (step) => step.work_order !== null && (step.state === 'acted' || step.state === 'undoing'),
  )?.work_order
  if (work && session.roles.length > 0) return <Link href={paths.workOrder(work)}>{work}</Link>
  if (line.service !== null && line.product === 'exchange-port')
    return <Link href={paths.exchange(line.service)}>{t(w.seeMember)}</Link>
  if (line.service !== null && line.product === 'move')
    return <Link href={paths.move(line.service)}>{t(w.seeMove)}</Link>
  return null
}

/** Its place in the order, what it is, by which numbers it is known, and how it stands. */
const LineHead = ({ line, title }: { readonly line: LineWire; readonly title: string }): ReactNode => {
  const tongue = useTongue()
  const session = useSession()
  const beside = line.service === null ? '' : identifiers({ ...line, service: null })
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
      <div className="grid grid-cols-[30px_minmax(0,1fr)]">
        <span className="text-line text-ink-2">{line.position}</span>
        <h2 className="text-line font-medium">{title}</h2>
        <p className="col-start-2 text-second text-ink-2">
          {line.service === null ? (
            identifiers(line)
          ) : otherPays(line) && !isStaff(session) ? (
            line.service
          ) : (
            <Link href={paths.service(line.service)}>{line.service}</Link>
          )}
          {beside !== '' && ` · ${beside}`}
          {line.service !== null && line.product === 'move' && (
            <>
              {' · '}
              <Link href={paths.move(line.service)}>{tongue.t(w.seeMove)}</Link>
            </>
          )}
        </p>
      </div>
      <LineMark
        state={line.state}
        waiting={line.waiting}
        unwinding={line.unwinding}
        beside={sinceOf(line, tongue)}
        strong
      />
    </div>
  )
}

export const OrderLine = ({
  order,
  line,
  calendar,
}: {
  readonly order: OrderWire
  readonly line: LineWire
  readonly calendar: Calendar | null
}): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  const now = useMinute()
  const feed = useFeed()
  const title = productTitle(line, tongue)
  const clocks = totalsOf(line, now)
    .map((c) => `${t(w[`clock-${c.owner}`])} ${f.duration(c.ms)}`)
    .join(', ')
  return (
    <section aria-label={`${line.position}. ${title}`} className="border-t border-ink pb-8 pt-2.5">
      <LineHead line={line} title={title} />
      <div className="grid grid-cols-1 gap-x-12 gap-y-4 pl-7.5 pt-4 max-narrow:pl-0 wide:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <div className="min-w-0">
          <Trouble line={line} order={order} />
          {line.product === 'move' && line.does === 'create' && <MoveAsked parameters={line.parameters} />}
          {calendar && line.clocks.length > 0 && (
            <div className="-ml-2 pt-1">
              <Timeline
                calendar={calendar}
                now={now}
                stretches={stretchesOf(line)}
                events={eventsOf(line, order, tongue)}
                expectedTo={
                  line.billing.from === null && line.billing.expected_by !== null
                    ? new Date(`${line.billing.expected_by}T22:00:00Z`)
                    : null
                }
                label={t(w.timelineOf, { line: title, clocks })}
                live={feed.state !== 'stopped'}
              />
            </div>
          )}
          <Clocks line={line} />
          <HandOverButtons order={order} line={line} />
          <RemedyButton order={order} line={line} />
          <EvidenceTable
            line={line}
            name={`${line.position}. ${title}`}
            closeStep={(step) => (
              <>
                {step.waits !== null && line.service !== null && line.product === 'exchange-port' && (
                  <Link href={paths.exchange(line.service)}>{t(w.seeMember)}</Link>
                )}
                <CloseStepButton step={step} />
              </>
            )}
          />
        </div>
        <Prices line={line} />
      </div>
    </section>
  )
}
