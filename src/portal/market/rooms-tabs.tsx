import type { ReactNode } from 'react'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { w } from './words.ts'

/** Orders ask, services live, letters let in: three lists of one room. */
export const MarketTabs = ({ here }: { readonly here: 'orders' | 'services' | 'letters' }): ReactNode => {
  const { t } = useTongue()
  const tab = (on: boolean): string =>
    `inline-flex min-h-8 max-narrow:min-h-11 items-center px-3.5 text-section ${on ? 'bg-ink font-medium text-white' : 'text-ink-2 hover:bg-recess'}`
  return (
    <nav aria-label={t(w.ordersOrServices)} className="inline-flex rounded-control border border-edge">
      <a href={paths.orders()} aria-current={here === 'orders' ? 'page' : undefined} className={tab(here === 'orders')}>
        {t(w.orders)}
      </a>
      <a
        href={paths.services()}
        aria-current={here === 'services' ? 'page' : undefined}
        className={`${tab(here === 'services')} border-l border-edge`}
      >
        {t(w.services)}
      </a>
      <a
        href={paths.letters()}
        aria-current={here === 'letters' ? 'page' : undefined}
        className={`${tab(here === 'letters')} border-l border-edge`}
      >
        {t(w.letters)}
      </a>
    </nav>
  )
}
