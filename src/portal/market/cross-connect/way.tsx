import type { ReactNode } from 'react'
import { listTimeToLight, type RouteWire, showRoute } from '#market/contract'
import { problemOf, sentenceOf, useAsk } from '../../call.ts'
import { useTongue } from '../../language.tsx'
import { sentence } from '../../phrase.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/button.tsx'
import { SourceMark } from '../../ui/figure.tsx'
import { Fact, Facts, Section } from '../../ui/page.tsx'
import { w as shared } from '../../words.ts'
import { colourText, Conductor, Point } from './jumper.tsx'
import { w } from './way-words.ts'

const HOUR_MS = 3_600_000

type Hop = RouteWire['hops'][number]

const HopText = ({ hop, service }: { readonly hop: Hop; readonly service: string }): ReactNode => {
  const { t, f, language } = useTongue()
  const length = f.quantity(hop.length_m, 'm', 1)
  if (hop.is === 'trunk')
    return (
      <>
        <span className="block">
          {t(w.trunk, { pair: hop.pair ?? '' })}, {length}
        </span>
        <span className="block text-second text-ink-2">
          {hop.loss_db === null ? (
            t(w.lossUnknown)
          ) : (
            <>
              {t(w.worstStrand, { loss: f.quantity(hop.loss_db, 'dB', 2) })}{' '}
              {hop.loss_source && <SourceMark source={hop.loss_source} />}
            </>
          )}
        </span>
      </>
    )
  return (
    <>
      <span className="block">
        {t(w.jumper, { colour: colourText(hop.colour, language) })}, {length}
        {hop.stocked === false && <span className="text-ink-2"> · {t(w.madeToMeasure)}</span>}
      </span>
      <span className="block font-narrow text-second text-ink-2">
        {t(w.labelled, { from: `${service} → ${hop.to.label}`, to: `${service} → ${hop.from.label}` })}
      </span>
    </>
  )
}

/** The way as one conductor from top to bottom: a point for each end, thin for a jumper, thick for a trunk. */
const Hops = ({ route }: { readonly route: RouteWire }): ReactNode => {
  const { t } = useTongue()
  const end = (label: string, connector: string | null): ReactNode => (
    <>
      <span className="text-section font-medium">{label}</span>
      {connector !== null && <span className="pl-3 text-second text-ink-2">{connector}</span>}
    </>
  )
  return (
    <ol aria-label={t(w.way)}>
      {route.hops.map((hop, n) => (
        <li key={`${hop.from.label} ${hop.to.label}`}>
          {n === 0 && <Point>{end(hop.from.label, hop.from.connector)}</Point>}
          <Conductor thick={hop.is === 'trunk'} colour={hop.colour}>
            <HopText hop={hop} service={route.service} />
          </Conductor>
          <Point>{end(hop.to.label, hop.to.connector)}</Point>
        </li>
      ))}
    </ol>
  )
}

/** How long cross-connects took of late, from the signature to the proof; published for anybody. */
export const TimeToLight = (): ReactNode => {
  const { t, f } = useTongue()
  const found = useAsk(listTimeToLight, { query: { months: 3 } })
  const items = found.data?.items ?? []
  const wait = (hours: number): string => f.duration(hours * HOUR_MS)
  return (
    <Section title={t(w.timeToLight)}>
      <p className="pb-1 text-second text-ink-2">
        {t(w.timeToLightSays)} <Link href={paths.timeToLight()}>{t(w.publicPage)}</Link>
      </p>
      {found.data && items.length === 0 && <p className="text-ink-2">{t(w.noneYet)}</p>}
      <Facts>
        {items.map((one) => (
          <Fact key={one.month} name={`${f.month(one.month)}, ${t(w.nLines, { n: one.lines })}`}>
            {wait(one.median_hours)}
            <span className="block text-second text-ink-2">{t(w.siteShare, { d: wait(one.median_site_hours) })}</span>
          </Fact>
        ))}
      </Facts>
    </Section>
  )
}

/** The same in one sentence, for who is about to order one; nothing while none was delivered. */
export const UsualTime = (): ReactNode => {
  const { t, f } = useTongue()
  const newest = useAsk(listTimeToLight, { query: { months: 3 } }).data?.items.toSorted((a, b) =>
    b.month.localeCompare(a.month),
  )[0]
  if (!newest) return null
  const wait = (hours: number): string => f.duration(hours * HOUR_MS)
  return (
    <p className="text-second text-ink-2">
      {t(w.usual, {
        d: wait(newest.median_hours),
        site: wait(newest.median_site_hours),
        month: f.month(newest.month),
        n: newest.lines,
      })}
    </p>
  )
}

/** The way of a cross-connect as the plant stands: hop by hop, with what it may lose. */
export const Way = ({ service }: { readonly service: string }): ReactNode => {
  const { t, f, language } = useTongue()
  const found = useAsk(showRoute, { params: { service } })
  const route = found.data
  const problem = problemOf(found.error)
  return (
    <Section title={t(w.way)} count={route && f.quantity(route.length_m, 'm', 1)}>
      {found.isPending && <p className="text-ink-3">{t(shared.reading)}</p>}
      {problem && (
        <p className="text-ink-2">{sentenceOf(problem, language) || sentence({ code: problem.code }, language)}</p>
      )}
      {route && (
        <>
          <Hops route={route} />
          <div className="pt-3">
            <Facts>
              <Fact name={t(w.matedPairs)}>{f.number(route.mated_pairs)}</Fact>
              <Fact name={t(w.splices)}>{f.number(route.splices)}</Fact>
              {route.limit_db !== null && (
                <Fact name={t(w.limit)}>
                  {f.quantity(route.limit_db, 'dB', 2)}
                  {route.wavelength_nm !== null && (
                    <span className="text-ink-2"> {t(w.at, { nm: `${route.wavelength_nm}\u00a0nm` })}</span>
                  )}{' '}
                  <SourceMark source="computed" />
                </Fact>
              )}
            </Facts>
          </div>
        </>
      )}
    </Section>
  )
}
