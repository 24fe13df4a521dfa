import type { ReactNode } from 'react'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { w } from './words.ts'

/** Orders ask, services live, letters let in, surveys propose: four lists of one room. */
export const MarketTabs = ({ here }: { readonly here: 'orders' | 'services' | 'letters' | 'surveys' }): ReactNode => {
  const { t } = useTongue()
  const tab = (on: boolean): string =>
    `inline-flex min-h-8 max-narrow:min-h-11 items-center px-3.5 max-narrow:px-2.5 text-section ${on ? 'bg-ink font-medium text-white' : 'text-ink-2 hover:bg-recess'}`
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
      <a
        href={paths.surveys()}
        aria-current={here === 'surveys' ? 'page' : undefined}
        className={`${tab(here === 'surveys')} border-l border-edge`}
      >
        {t(w.surveys)}
      </a>
    </nav>
  )
}
