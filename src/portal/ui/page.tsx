import { type ReactNode, useEffect } from 'react'

/** The head of a page: one title, what it counts, and what can be done from here. */
export const PageHead = ({
  title,
  beside,
  actions,
  above,
}: {
  readonly title: string
  readonly beside?: ReactNode
  readonly actions?: ReactNode
  readonly above?: ReactNode
}): ReactNode => {
  useEffect(() => {
    document.title = `${title} · Vesontio`
  }, [title])
  return (
    <div className="pb-5 pt-7 max-narrow:pt-5">
      {above !== undefined && <div className="pb-1 text-second text-ink-2">{above}</div>}
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-3">
        <div className="flex flex-wrap items-baseline gap-x-5 gap-y-1">
          <h1 className="text-title">{title}</h1>
          {beside !== undefined && <p className="text-body text-ink-2">{beside}</p>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-3">{actions}</div>}
      </div>
    </div>
  )
}

/** Opened by one ink line, never put in a box. */
export const Section = ({
  title,
  count,
  beside,
  children,
  id,
  label,
  rule = true,
  className = '',
}: {
  readonly title?: ReactNode
  /** Its name as a landmark, where one goes from one to the next: the lines of an order. */
  readonly label?: string
  readonly count?: ReactNode
  readonly beside?: ReactNode
  readonly children: ReactNode
  readonly id?: string
  readonly rule?: boolean
  readonly className?: string
}): ReactNode => (
  <section
    className={`${rule ? 'border-t border-ink' : ''} pt-2.5 pb-7 ${className}`}
    {...(id === undefined ? {} : { id })}
    {...(label === undefined ? {} : { 'aria-label': label })}
  >
    {title !== undefined && (
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 pb-2">
        <h2 className="text-section font-medium">
          {title}
          {count !== undefined && <span className="pl-3 text-body font-normal text-ink-2">{count}</span>}
        </h2>
        {beside !== undefined && <div className="flex flex-wrap items-baseline gap-4 text-second">{beside}</div>}
      </div>
    )}
    {children}
  </section>
)

/** Two columns of which the right one goes under the left when the window is not wide enough. */
export const Columns = ({ left, right }: { readonly left: ReactNode; readonly right: ReactNode }): ReactNode => (
  <div className="grid grid-cols-1 gap-x-12 wide:grid-cols-[minmax(0,1fr)_minmax(300px,446px)]">
    <div className="min-w-0">{left}</div>
    <div className="min-w-0">{right}</div>
  </div>
)

/** A fact: what it is called at the left, what it is at the right, on its rule. */
export const Fact = ({ name, children }: { readonly name: ReactNode; readonly children: ReactNode }): ReactNode => (
  <div className="flex items-baseline justify-between gap-4 border-b border-rule py-1.5 text-body">
    <dt className="text-ink-2">{name}</dt>
    <dd className="text-right">{children}</dd>
  </div>
)

export const Facts = ({ children }: { readonly children: ReactNode }): ReactNode => <dl>{children}</dl>

/** A label over its value: the line under a page's title. */
export const Labelled = ({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode => (
  <div>
    <dt className="text-head text-ink-3">{name}</dt>
    <dd className="text-body">{children}</dd>
  </div>
)
