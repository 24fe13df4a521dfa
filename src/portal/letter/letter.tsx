import type { ReactNode } from 'react'
import type { LetterWire } from '#market/contract'
import { useTongue } from '../language.tsx'
import { useNow } from '../now.ts'
import { type Status, StatusMark } from '../ui/status-mark.tsx'
import { Hand, place, Rails, type Scale, sharp } from '../ui/track.tsx'
import { useWidth } from '../ui/width.ts'
import { w } from './words.ts'

export const letterStates = ['valid', 'used', 'expired', 'revoked'] as const
const marks: Readonly<Record<LetterWire['state'], Status>> = {
  valid: 'not-begun',
  used: 'ok',
  expired: 'ended',
  revoked: 'down',
}

export const LetterMark = ({
  state,
  strong,
}: {
  readonly state: LetterWire['state']
  readonly strong?: boolean
}): ReactNode => {
  const { t } = useTongue()
  return (
    <StatusMark status={marks[state]} {...(strong === undefined ? {} : { strong })}>
      {t(w[`state-${state}`])}
    </StatusMark>
  )
}

const DAY_MS = 86_400_000
const TOP = 16
const HEIGHT = 9

/** A letter's life on its chemin de fer: a tick a day from its issue to its last day, filled while it could be used; the hand is now. */
export const LifeTrack = ({ letter }: { readonly letter: LetterWire }): ReactNode => {
  const { t, f } = useTongue()
  const now = useNow()
  const [box, width] = useWidth<HTMLDivElement>(400)
  const from = Date.parse(letter.issued_at)
  const to = Date.parse(`${letter.expires_on}T12:00:00Z`) + DAY_MS / 2
  const end = letter.revoked_at ?? letter.used?.at ?? null
  const scale: Scale = { from, to: Math.max(to, from + DAY_MS), left: 6, right: width - 7 }
  const days = Array.from({ length: Math.floor((scale.to - from) / DAY_MS) + 1 }, (_, n) =>
    place(scale, from + n * DAY_MS),
  )
  const stop = end === null ? Math.min(now.getTime(), scale.to) : Date.parse(end)
  const gap = (scale.right - scale.left) / Math.max(1, days.length)
  return (
    <div>
      <div
        ref={box}
        role="img"
        aria-label={t(w.track, {
          issued: f.date(letter.issued_at),
          expires: f.date(letter.expires_on),
          state: t(w[`state-${letter.state}`]),
        })}
      >
        <svg width={width} height={TOP + HEIGHT + 10} aria-hidden="true" className="block overflow-visible">
          <rect
            x={scale.left}
            y={TOP}
            width={Math.max(1, place(scale, stop) - scale.left)}
            height={HEIGHT}
            fill="var(--color-step-2)"
          />
          <Rails
            left={scale.left}
            right={scale.right}
            top={TOP + 0.5}
            height={HEIGHT}
            minors={gap >= 2.5 ? days : []}
            majors={days.filter((_, n) => n % 7 === 0)}
          />
          {end !== null && (
            <path
              d={`M${sharp(place(scale, stop))} ${TOP - 5}V${TOP + HEIGHT + 5}`}
              stroke={letter.state === 'revoked' ? 'var(--color-stop)' : 'var(--color-ok)'}
              strokeWidth="3"
            />
          )}
          {now.getTime() <= scale.to && (
            <Hand x={place(scale, now.getTime())} top={TOP} height={HEIGHT} kind="measured" />
          )}
        </svg>
      </div>
      <div className="flex justify-between text-second text-ink-2">
        <span>{f.date(letter.issued_at)}</span>
        <span>{f.date(letter.expires_on)}</span>
      </div>
    </div>
  )
}
