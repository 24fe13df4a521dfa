import type { ReactNode } from 'react'
import type { MoveWire } from '#market/contract'
import { useTongue } from '../language.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { w } from './words.ts'

type Position = NonNullable<MoveWire['plan']>['positions'][number]

const U_PX = 15
const LEFT = 30
const WIDE = 210
const MARGIN_U = 1

const unitsOf = ({ from_u: from, units_u: units }: Position): string =>
  units === 1 ? `U${from}` : `U${from}–${from + units - 1}`

/** The part of the rack that is filled, seen from the front, height units counted from the bottom; each device at its place. */
const Drawing = ({
  positions,
  compartment,
}: {
  readonly positions: readonly Position[]
  readonly compartment: string
}): ReactNode => {
  const { t } = useTongue()
  const lowest = Math.max(1, Math.min(...positions.map(({ from_u: from }) => from)) - MARGIN_U)
  const highest = Math.max(...positions.map(({ from_u: from, units_u: units }) => from + units - 1)) + MARGIN_U * 2
  const count = highest - lowest + 1
  const y = (u: number): number => 2 + (highest - u) * U_PX
  return (
    <figure
      role="img"
      aria-label={t(w.drawing, {
        rack: compartment,
        parts: positions.map((one) => `${one.device} ${unitsOf(one)}`).join(', '),
      })}
    >
      <svg width={LEFT + WIDE + 4} height={count * U_PX + 6} aria-hidden="true" className="block max-w-full">
        <path
          d={`M${LEFT} 0V${count * U_PX + 4}M${LEFT + WIDE} 0V${count * U_PX + 4}`}
          stroke="var(--color-ink)"
          strokeWidth="2"
        />
        {Array.from({ length: count }, (_, n) => lowest + n).map((u) => (
          <g key={u}>
            <path
              d={`M${LEFT} ${y(u) - 0.5}h6M${LEFT + WIDE - 6} ${y(u) - 0.5}h6`}
              stroke="var(--color-edge)"
              strokeWidth="0.75"
            />
            <text
              x={LEFT - 6}
              y={y(u) + 11}
              textAnchor="end"
              fontSize="11"
              fill="var(--color-ink-2)"
              fontFamily="var(--font-narrow)"
            >
              {u}
            </text>
          </g>
        ))}
        {positions.map((one) => (
          <g key={one.device}>
            <rect
              x={LEFT + 6.5}
              y={y(one.from_u + one.units_u - 1) + 0.5}
              width={WIDE - 13}
              height={one.units_u * U_PX - 1}
              fill="var(--color-wash)"
              stroke="var(--color-ink)"
            />
            <text
              x={LEFT + 16}
              y={y(one.from_u + one.units_u - 1) + (one.units_u * U_PX) / 2 + 4.5}
              fontSize="13"
              fill="var(--color-ink)"
              fontFamily="var(--font-narrow)"
            >
              {one.device}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  )
}

/** Where each device is screwed in: drawn, and the same as a table. */
export const Positions = ({
  positions,
  compartment,
}: {
  readonly positions: readonly Position[]
  readonly compartment: string
}): ReactNode => {
  const { t, f } = useTongue()
  const rows = positions.toSorted((a, b) => b.from_u - a.from_u)
  const columns: readonly Column<Position>[] = [
    { id: 'device', head: t(w.label), cell: (one) => one.device },
    { id: 'at', head: t(w.position), figures: true, cell: unitsOf },
    { id: 'units', head: t(w.units), figures: true, cell: (one) => f.quantity(one.units_u, 'U') },
  ]
  return (
    <div className="flex flex-wrap items-start gap-x-10 gap-y-4">
      <Drawing positions={positions} compartment={compartment} />
      <div className="min-w-56 flex-1">
        <Table
          label={t(w.positions)}
          rows={rows}
          columns={columns}
          keyOf={(one) => one.device}
          phone={(one) => ({ title: one.device, end: unitsOf(one) })}
        />
        <p className="pt-2 text-second text-ink-2">{t(w.positionsSays)}</p>
      </div>
    </div>
  )
}
