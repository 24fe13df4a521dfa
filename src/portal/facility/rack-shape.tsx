import type { ReactNode } from 'react'
import type { RackWire } from '#facility/contract'
import { sharp } from '../ui/track.tsx'
import type { Cell } from './plan-layers.ts'

/** Room for the metre rules at the top and the left of a plan, in px. */
export const MARGIN = 34

const steps = [
  'var(--color-step-0)',
  'var(--color-step-1)',
  'var(--color-step-2)',
  'var(--color-step-3)',
  'var(--color-step-4)',
  'var(--color-step-5)',
] as const

export const stepPaint = (step: number | null): string =>
  step === null ? 'var(--color-dial)' : (steps[step] ?? steps[0])
const inkOn = (step: number | null): string => (step !== null && step >= 4 ? '#fff' : 'var(--color-ink)')

interface Box {
  readonly x: number
  readonly y: number
  readonly wide: number
  readonly deep: number
}

/** A rack that looks east or west stands turned: its width runs along y. */
const isTurned = (rack: RackWire): boolean => rack.front === 'east' || rack.front === 'west'

const boxOf = (rack: RackWire, k: number): Box => ({
  x: sharp(MARGIN + rack.x_mm * k),
  y: sharp(MARGIN + rack.y_mm * k),
  wide: Math.round((isTurned(rack) ? rack.depth_mm : rack.width_mm) * k),
  deep: Math.round((isTurned(rack) ? rack.width_mm : rack.depth_mm) * k),
})

const frontEdge = (front: RackWire['front'], { x, y, wide, deep }: Box): string => {
  switch (front) {
    case 'south':
      return `M${x} ${y + deep - 1}h${wide}`
    case 'north':
      return `M${x} ${y + 1}h${wide}`
    case 'east':
      return `M${x + wide - 1} ${y}v${deep}`
    case 'west':
      return `M${x + 1} ${y}v${deep}`
  }
}

/** The chosen rack: a steel frame, parted from a dark fill by the dial, and a lozenge above. */
const Chosen = ({ box: { x, y, wide, deep }, above }: { readonly box: Box; readonly above: number }): ReactNode => (
  <>
    <rect x={x} y={y} width={wide} height={deep} fill="none" stroke="var(--color-dial)" strokeWidth="5.5" />
    <rect
      x={x - 1}
      y={y - 1}
      width={wide + 2}
      height={deep + 2}
      fill="none"
      stroke="var(--color-steel)"
      strokeWidth="2.5"
    />
    <path d={`M${x + wide / 2} ${y - above}l4 6-4 6-4-6z`} fill="var(--color-steel)" />
  </>
)

/** The notches at the back: one for half racks, three for quarters. */
const notches = (rack: RackWire, { x, y, wide, deep }: Box): string => {
  const parts = rack.compartments.length
  if (parts < 2) return ''
  const back = rack.front === 'south' ? y : y + deep
  const into = rack.front === 'south' ? 5 : -5
  return Array.from({ length: parts - 1 }, (_, i) => `M${sharp(x + ((i + 1) * wide) / parts)} ${back}v${into}`).join('')
}

export const RackShape = ({
  rack,
  cell,
  k,
  selected,
}: {
  readonly rack: RackWire
  readonly cell: Cell
  readonly k: number
  readonly selected: boolean
}): ReactNode => {
  const turned = isTurned(rack)
  const box = boxOf(rack, k)
  const { x, y, wide, deep } = box
  const { text, step, near } = cell
  const planned = rack.fact === 'planned'
  const number = rack.handle.split('-').at(-1) ?? rack.handle
  return (
    <>
      <rect
        x={x}
        y={y}
        width={wide}
        height={deep}
        fill={planned ? 'var(--color-dial)' : stepPaint(step)}
        stroke={planned ? 'var(--color-edge)' : 'var(--color-ink-2)'}
        strokeWidth="0.9"
        strokeDasharray={planned ? '3 2' : undefined}
      />
      {!planned && <path d={frontEdge(rack.front, box)} stroke="var(--color-ink)" strokeWidth="2.5" />}
      <path d={notches(rack, box)} stroke={inkOn(step)} strokeWidth="1.2" />
      <text
        x={x + wide / 2}
        y={y + deep / 2 + 4}
        textAnchor="middle"
        fontSize="12"
        fill={planned ? 'var(--color-ink-2)' : inkOn(step)}
        fontFamily="var(--font-narrow)"
      >
        {text}
      </text>
      {near === true && (
        <path
          d={`M${x + wide / 2} ${y + deep / 2 + 9}l5 8h-10z`}
          fill="none"
          stroke={inkOn(step)}
          strokeWidth="1.4"
          strokeLinejoin="round"
        />
      )}
      {!turned && (
        <text
          x={x + wide / 2}
          y={rack.front === 'south' ? y - 4 : y + deep + 11}
          textAnchor="middle"
          fontSize="11"
          fill="var(--color-ink-2)"
          fontFamily="var(--font-narrow)"
        >
          {number}
        </text>
      )}
      {selected && <Chosen box={box} above={rack.front === 'south' ? 30 : 17} />}
    </>
  )
}
