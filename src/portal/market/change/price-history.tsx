import type { ReactNode } from 'react'
import type { ServiceWire } from '#market/contract'
import { useTongue } from '../../language.tsx'
import { paths } from '../../paths.ts'
import { label } from '../../phrase.ts'
import { Link } from '../../ui/button.tsx'
import { Fact, Facts, Section } from '../../ui/page.tsx'
import { w } from './words.ts'

const MICRO_PER_CENT = 10_000

/** Each price from its day on, with the order that brought it; nothing while it is the one at which the service began. */
export const PriceHistory = ({ service }: { readonly service: ServiceWire }): ReactNode => {
  const { t, f, language } = useTongue()
  const moved = service.prices.some(({ order, index }) => order !== null || index !== null)
  if (service.prices.length < 2 && !moved) return null
  return (
    <Section title={t(w.history)} count={service.prices.length}>
      <Facts>
        {service.prices.map((price, at) => (
          <Fact
            key={`${price.from} ${at}`}
            name={
              <>
                {t(w.from)} {f.date(price.from)}
                {price.order !== null && (
                  <>
                    {' · '}
                    <Link href={paths.order(price.order)}>{price.order}</Link>
                  </>
                )}
              </>
            }
          >
            {f.money(price.monthly_micro_euros / MICRO_PER_CENT)}
            {price.index !== null && (
              <span className="block text-second text-ink-2">
                {t(w.byIndex)} {price.index.name} {f.number(price.index.before)} → {f.number(price.index.value)}
              </span>
            )}
            {price.item !== null && <span className="block text-second text-ink-2">{label(price.item, language)}</span>}
          </Fact>
        ))}
      </Facts>
    </Section>
  )
}
