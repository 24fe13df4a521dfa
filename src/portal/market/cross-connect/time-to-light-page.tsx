import { type ReactNode, useState } from 'react'
import { listTimeToLight } from '#market/contract'
import { useAsk } from '../../call.ts'
import { useTongue } from '../../language.tsx'
import { Outside } from '../../people/outside.tsx'
import { Segments } from '../../ui/field.tsx'
import { Fact, Facts } from '../../ui/page.tsx'
import { ReadingProblem } from '../../ui/table.tsx'
import { w as shared } from '../../words.ts'
import { w } from './way-words.ts'

const HOUR_MS = 3_600_000
const periods = ['3', '12', '36'] as const

/** Reachable without an account: how long cross-connects take here, and what is meant by that. */
export const TimeToLightPage = (): ReactNode => {
  const { t, f } = useTongue()
  const [months, setMonths] = useState<(typeof periods)[number]>('12')
  const found = useAsk(listTimeToLight, { query: { months: Number(months) } })
  const wait = (hours: number): string => f.duration(hours * HOUR_MS)
  const period = found.data?.period
  const times = period?.times
  return (
    <Outside title={t(w.timeToLight)}>
      <p className="text-body text-ink-2">{t(w.measured)}</p>
      <Segments
        label={t(w.months)}
        value={months}
        options={periods.map((id) => ({ id, text: t(w[`months-${id}`]) }))}
        onChange={(id) => setMonths(periods.find((one) => one === id) ?? '12')}
      />
      {found.error && <ReadingProblem error={found.error} />}
      {found.isPending && <p className="text-ink-3">{t(shared.reading)}</p>}
      {period && (
        <section aria-live="polite">
          <h2 className="border-t border-ink pb-1 pt-4 text-section font-medium">
            {t(w.period, { from: f.date(period.from), until: f.date(period.until) })}
          </h2>
          {!times && <p className="text-ink-2">{t(w.noneInPeriod)}</p>}
          {times && (
            <Facts>
              <Fact name={t(w.median)}>
                {wait(times.median_hours)}
                <span className="block text-second text-ink-2">
                  {t(w.siteShare, { d: wait(times.median_site_hours) })}
                </span>
              </Fact>
              <Fact name={t(w.eightOfTen)}>
                {t(w.range, { from: wait(times.tenth_hours), to: wait(times.ninetieth_hours) })}
              </Fact>
              <Fact name={t(w.extremes)}>
                {t(w.range, { from: wait(times.least_hours), to: wait(times.most_hours) })}
              </Fact>
              <Fact name={t(w.count)}>{f.number(period.lines, 0)}</Fact>
            </Facts>
          )}
        </section>
      )}
      {found.data && found.data.items.length > 0 && (
        <section>
          <h2 className="pb-1 text-section font-medium">{t(w.byMonth)}</h2>
          <Facts>
            {found.data.items.map((one) => (
              <Fact key={one.month} name={`${f.month(one.month)}, ${t(w.nLines, { n: one.lines })}`}>
                {wait(one.median_hours)}
                <span className="block text-second text-ink-2">
                  {t(w.siteShare, { d: wait(one.median_site_hours) })}
                </span>
              </Fact>
            ))}
          </Facts>
        </section>
      )}
    </Outside>
  )
}
