import type { ReactNode } from 'react'
import type { ServiceWire } from '#market/contract'
import { useTongue } from '../../language.tsx'
import { Fact, Facts, Section } from '../../ui/page.tsx'
import { w } from './words.ts'

type TakenOver = NonNullable<ServiceWire['taken_over']>

/** The revision's day without its year: any year that has a 29 February. */
const LEAP_YEAR = 2028

const IndexFact = ({ taken }: { readonly taken: TakenOver }): ReactNode => {
  const { t, f } = useTongue()
  if (taken.index === null) return t(w.noIndex)
  return (
    <>
      {[
        taken.index,
        ...(taken.index_value === null ? [] : [t(w.indexValue, { value: f.number(taken.index_value) })]),
      ].join(', ')}
      {taken.index_day !== null && (
        <span className="block text-second text-ink-2">
          {t(w.indexDay, { day: f.day(`${LEAP_YEAR}-${taken.index_day}`) })}
        </span>
      )}
    </>
  )
}

/** What the old system had said of the service, and where it is written. */
export const TakenOverFacts = ({ service }: { readonly service: ServiceWire }): ReactNode => {
  const { t, f } = useTongue()
  const taken = service.taken_over
  if (!taken) return null
  const since = f.date(service.created_at)
  const read = f.date(taken.at)
  return (
    <Section title={t(w.takenOver)} label={t(w.takenOver)}>
      <Facts>
        <Fact name={t(w.oldNumber)}>{taken.old_number}</Fact>
        <Fact name={t(w.since)}>{since}</Fact>
        <Fact name={t(w.file)}>
          <span title={`sha256:${taken.file_sha256}`} className="wrap-anywhere">
            {taken.file_name}, {t(w.fileLine, { line: f.number(taken.file_line) })}
          </span>
          {read !== since && <span className="block text-second text-ink-2">{t(w.readAgain, { day: read })}</span>}
        </Fact>
        <Fact name={t(w.invoicedUntil)}>{f.date(taken.invoiced_until)}</Fact>
        <Fact name={t(w.setupPaid)}>{t(taken.setup_paid ? w.yes : w.no)}</Fact>
        <Fact name={t(w.notice)}>
          {taken.notice_days === null ? t(w.noticeOfContract) : t(w.noticeDays, { n: f.number(taken.notice_days) })}
        </Fact>
        {taken.price_from !== null && <Fact name={t(w.priceFrom)}>{f.date(taken.price_from)}</Fact>}
        <Fact name={t(w.index)}>
          <IndexFact taken={taken} />
        </Fact>
        {taken.customer_reference !== null && <Fact name={t(w.orderReference)}>{taken.customer_reference}</Fact>}
        {taken.engagement_number !== null && <Fact name={t(w.engagement)}>{taken.engagement_number}</Fact>}
      </Facts>
    </Section>
  )
}
