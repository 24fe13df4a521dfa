import type { ReactNode } from 'react'
import { place, Rails, type Scale, stepsOf } from './track.tsx'
import { useWidth } from './width.ts'

/** A small track of how long something has waited, 0 to 14 days; whose own the wait is, is told by its colour and by words beside. */
export const WaitTrack = ({
  share,
  plain,
  label,
}: {
  readonly share: number
  readonly plain: boolean
  readonly label: string
}): ReactNode => {
  const [box, width] = useWidth<HTMLDivElement>(140)
  const scale: Scale = { from: 0, to: 14, left: 1, right: width - 2 }
  const end = place(scale, Math.min(1, Math.max(0, share)) * 14)
  return (
    <div ref={box} role="img" aria-label={label} className="w-full pt-1">
      <svg width={width} height="12" aria-hidden="true" className="block">
        <rect
          x={scale.left}
          y="4"
          width={Math.max(1, end - scale.left)}
          height="5"
          fill={plain ? 'var(--color-edge)' : 'var(--color-wait)'}
        />
        <Rails
          left={scale.left}
          right={scale.right}
          top={0.5}
          height={9}
          minors={stepsOf(0, 14, 1).map((d) => place(scale, d))}
          majors={[0, 7, 14].map((d) => place(scale, d))}
          below={1}
        />
      </svg>
    </div>
  )
}
