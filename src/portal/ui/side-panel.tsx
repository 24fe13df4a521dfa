import type { ReactNode } from 'react'

/** To the right of one ink line: title, its status, then drawing, gauges, facts, actions last. On the phone it is a page. */
export const SidePanel = ({
  title,
  status,
  beside,
  children,
  actions,
  page = false,
}: {
  /** It stands alone: its title is the page's. */
  readonly page?: boolean
  readonly title: string
  readonly status?: ReactNode
  readonly beside?: ReactNode
  readonly children: ReactNode
  readonly actions?: ReactNode
}): ReactNode => (
  <aside
    aria-label={title}
    className={`flex flex-col gap-5 wide:border-l wide:border-ink wide:pl-7 ${page ? '' : 'max-wide:border-t max-wide:border-ink'} max-wide:pt-3`}
  >
    <div>
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        {page ? <h1 className="text-title">{title}</h1> : <h2 className="text-panel">{title}</h2>}
        {status}
      </div>
      {beside !== undefined && <p className="text-second text-ink-2">{beside}</p>}
    </div>
    {children}
    {actions !== undefined && <div className="flex flex-wrap gap-3 pt-1">{actions}</div>}
  </aside>
)
