import type { ReactNode } from 'react'

/** What will stand here, in one sentence how it comes to be, one button, one link to an example. No picture. */
export const EmptyState = ({
  title,
  children,
  action,
  example,
}: {
  readonly title: string
  readonly children: ReactNode
  readonly action?: ReactNode
  readonly example?: ReactNode
}): ReactNode => (
  <div className="max-w-2xl py-5">
    <p className="text-line">{title}</p>
    <p className="pt-1 text-body text-ink-2">{children}</p>
    {(action !== undefined || example !== undefined) && (
      <div className="flex flex-wrap items-center gap-5 pt-4">
        {action}
        {example}
      </div>
    )}
  </div>
)
