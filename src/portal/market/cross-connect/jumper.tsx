import type { ReactNode } from 'react'
import { type Language, say, words } from '#kernel'

const names = words({
  yellow: { fr: 'jaune', en: 'yellow' },
  aqua: { fr: 'turquoise', en: 'aqua' },
  violet: { fr: 'violette', en: 'violet' },
  grey: { fr: 'grise', en: 'grey' },
  blue: { fr: 'bleue', en: 'blue' },
  green: { fr: 'verte', en: 'green' },
  red: { fr: 'rouge', en: 'red' },
  white: { fr: 'blanche', en: 'white' },
  black: { fr: 'noire', en: 'black' },
})
/** The sheath as it is, close to IEC 60304: the only place where a hue stands for itself. Always said in words beside. */
const sheaths: Readonly<Record<string, string>> = {
  yellow: '#e3b505',
  aqua: '#3fb8af',
  violet: '#7a4fa3',
  grey: '#8a8d8f',
  blue: '#2f6db5',
  green: '#2e8b57',
  red: '#b5322a',
  white: '#ffffff',
  black: '#222222',
}
const isNamed = (colour: string): colour is keyof typeof names => colour in names

/** `jaune`; a colour that has no word here as it is written. */
export const colourText = (colour: string | null, language: Language): string =>
  colour === null ? '' : isNamed(colour) ? say(names[colour], language) : colour

const LINE_X = 9

/** One end on the way: a point on the conductor, and what is written there. */
export const Point = ({ children }: { readonly children: ReactNode }): ReactNode => (
  <div className="grid grid-cols-[26px_minmax(0,1fr)] items-baseline">
    <svg width="18" height="14" viewBox="0 0 18 14" aria-hidden="true" className="translate-y-[2px]">
      <circle cx={LINE_X} cy="7" r="4.5" fill="var(--color-dial)" stroke="var(--color-ink)" strokeWidth="1.6" />
    </svg>
    <div>{children}</div>
  </div>
)

/** What lies between two ends: a jumper in the colour of its sheath between two ink lines, a trunk thick. */
export const Conductor = ({
  thick,
  colour,
  children,
}: {
  readonly thick: boolean
  readonly colour: string | null
  readonly children: ReactNode
}): ReactNode => {
  const sheath = colour === null ? undefined : sheaths[colour]
  return (
    <div className="grid grid-cols-[26px_minmax(0,1fr)] items-stretch">
      <svg width="18" viewBox="0 0 18 10" preserveAspectRatio="none" aria-hidden="true" className="h-full min-h-12">
        <path
          d={`M${LINE_X} 0V10`}
          stroke="var(--color-ink)"
          strokeWidth={thick ? 5 : 4}
          vectorEffect="non-scaling-stroke"
        />
        {!thick && sheath !== undefined && (
          <path d={`M${LINE_X} 0V10`} stroke={sheath} strokeWidth="2" vectorEffect="non-scaling-stroke" />
        )}
      </svg>
      <div className="py-1.5">{children}</div>
    </div>
  )
}
