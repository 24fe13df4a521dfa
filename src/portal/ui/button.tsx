import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps, Link as AriaLink } from 'react-aria-components'

export type ButtonLook = 'main' | 'plain' | 'steel' | 'text'

const base =
  'inline-flex items-center justify-center gap-2 rounded-control text-section font-medium text-center cursor-pointer ' +
  'min-h-8 max-narrow:min-h-12 px-4 py-1.5 max-narrow:px-5 select-none'

const looks: Readonly<Record<ButtonLook, string>> = {
  main: 'bg-steel text-white border border-steel data-pressed:bg-pressed hover:bg-pressed',
  steel: 'border border-steel text-steel hover:bg-wash data-pressed:bg-wash',
  plain: 'border border-edge text-ink hover:bg-recess data-pressed:bg-recess',
  text: '',
}

/** A link's look for what is pressed: in a row of a table or beside a title, it takes no room of its own. */
const textLook = 'link inline cursor-pointer text-left max-narrow:min-h-11'

const refused = 'border border-dashed border-edge bg-recess text-ink-3 cursor-not-allowed'

interface Props extends Omit<AriaButtonProps, 'className' | 'children' | 'isDisabled'> {
  readonly look?: ButtonLook
  readonly children: ReactNode
  /** Why it cannot be pressed now: it stays in its place, dashed, and says so. */
  readonly refused?: string | undefined
  readonly wide?: boolean
}

/** Its words are an infinitive; they end with "…" where it will ask before it acts. */
export const Button = ({ look = 'plain', refused: why, wide = false, children, onPress, ...rest }: Props): ReactNode =>
  why === undefined ? (
    <AriaButton
      {...rest}
      {...(onPress ? { onPress } : {})}
      className={look === 'text' ? textLook : `${base} ${looks[look]} ${wide ? 'w-full' : ''}`}
    >
      {children}
    </AriaButton>
  ) : (
    <span className="inline-flex flex-wrap items-center gap-3">
      <button
        type="button"
        aria-disabled="true"
        title={why}
        className={`${base} ${refused}`}
        aria-label={rest['aria-label']}
      >
        {children}
      </button>
      <span className="text-second text-ink-2">{why}</span>
    </span>
  )

/** A link that looks like a button: it goes somewhere, it changes nothing. */
export const ButtonLink = ({
  href,
  look = 'plain',
  children,
  wide = false,
}: {
  readonly href: string
  readonly look?: ButtonLook
  readonly children: ReactNode
  readonly wide?: boolean
}): ReactNode => (
  <AriaLink href={href} className={`${base} ${looks[look]} ${wide ? 'w-full' : ''}`}>
    {children}
  </AriaLink>
)

export const Link = ({
  href,
  children,
  className = 'link',
}: {
  readonly href: string
  readonly children: ReactNode
  readonly className?: string
}): ReactNode => (
  <AriaLink href={href} className={className}>
    {children}
  </AriaLink>
)

/** A link to a file of the API, or to another document: the browser goes there, not the router. */
export const FileLink = ({
  href,
  children,
  look,
}: {
  readonly href: string
  readonly children: ReactNode
  readonly look?: ButtonLook
}): ReactNode => (
  <a href={href} download className={look === undefined ? 'link' : `${base} ${looks[look]}`}>
    {children}
  </a>
)
