import type { KeyboardEvent, ReactNode } from 'react'
import type { PlanWire, RackWire } from '#facility/contract'
import { useTongue } from '../language.tsx'
import { sharp } from '../ui/track.tsx'
import { useWidth } from '../ui/width.ts'
import { aislesOf, type Cell, rowsOf, step as nextRack } from './plan-layers.ts'
import { MARGIN, RackShape } from './rack-shape.tsx'
import { w } from './words.ts'

/** Under this a value cannot be written in a rack of 600 mm: the plan then pans instead. */
const LEAST_PX_PER_MM = 0.0365

const Rulers = ({ room, k }: { readonly room: PlanWire['room']; readonly k: number }): ReactNode => {
  const across = Math.floor(room.width_mm / 1000)
  const down = Math.floor(room.depth_mm / 1000)
  return (
    <g fontSize="var(--text-tick)" fill="var(--color-ink-2)" fontFamily="var(--font-narrow)" stroke="none">
      {Array.from({ length: across + 1 }, (_, m) => (
        <g key={`x${m}`}>
          <path
            d={`M${sharp(MARGIN + m * 1000 * k)} ${MARGIN - (m % 5 === 0 ? 8 : 5)}v${m % 5 === 0 ? 8 : 5}`}
            stroke="var(--color-ink)"
            strokeWidth={m % 5 === 0 ? 1 : 0.75}
          />
          {m % 5 === 0 && (
            <text x={MARGIN + m * 1000 * k} y={MARGIN - 13} textAnchor="middle">
              {m === 0 ? '0 m' : m}
            </text>
          )}
        </g>
      ))}
      {Array.from({ length: down + 1 }, (_, m) => (
        <g key={`y${m}`}>
          <path
            d={`M${MARGIN - (m % 5 === 0 ? 8 : 5)} ${sharp(MARGIN + m * 1000 * k)}h${m % 5 === 0 ? 8 : 5}`}
            stroke="var(--color-ink)"
            strokeWidth={m % 5 === 0 ? 1 : 0.75}
          />
          {m % 5 === 0 && m > 0 && (
            <text x={MARGIN - 12} y={MARGIN + m * 1000 * k + 4} textAnchor="end">
              {m}
            </text>
          )}
        </g>
      ))}
    </g>
  )
}

const Aisles = ({ racks, k }: { readonly racks: readonly RackWire[]; readonly k: number }): ReactNode => {
  const { t } = useTongue()
  return aislesOf(racks).map((aisle) => {
    const y = MARGIN + aisle.y * k
    const mid = y + (aisle.depth * k) / 2 + 4
    return (
      <g key={aisle.rows} fontSize="var(--text-tick)" fontFamily="var(--font-narrow)" fill="var(--color-ink-2)">
        {aisle.kind === 'cold' && (
          <rect
            x={MARGIN + aisle.x * k - 3}
            y={y}
            width={aisle.width * k + 6}
            height={aisle.depth * k}
            fill="var(--color-recess)"
          />
        )}
        <text x={MARGIN + aisle.x * k} y={mid}>
          {t(aisle.kind === 'cold' ? w.coldAisle : w.hotAisle, { rows: aisle.rows })}
        </text>
        <text x={MARGIN + (aisle.x + aisle.width) * k} y={mid} textAnchor="end">
          {t(w.noSensor)}
        </text>
      </g>
    )
  })
}

const RowNames = ({ rows, k }: { readonly rows: ReturnType<typeof rowsOf>; readonly k: number }): ReactNode =>
  rows.map(([head]) =>
    head === undefined ? null : (
      <text
        key={head.row}
        x={MARGIN + head.x_mm * k - 16}
        y={MARGIN + (head.y_mm + head.depth_mm / 2) * k + 5}
        textAnchor="middle"
        fontSize="15"
        fill="var(--color-ink)"
      >
        {head.row}
      </text>
    ),
  )

/** The rack that a key leads to on the drawing, if any: it gets the focus. */
const walk = (event: KeyboardEvent<SVGGElement>, racks: readonly RackWire[], from: string): void => {
  const next = nextRack(racks, from, event.key)
  if (next === null) return
  event.preventDefault()
  event.currentTarget.ownerSVGElement?.querySelector<SVGGElement>(`[data-rack="${CSS.escape(next)}"]`)?.focus()
}

const NO_CELL: Cell = { text: '', step: 0 }

/** The room to scale; arrow keys walk along its rows, Enter opens a rack. */
export const FloorPlan = ({
  plan,
  cells,
  says,
  selected,
  onSelect,
}: {
  readonly plan: PlanWire
  /** What each rack bears in the layer that is shown, by handle. */
  readonly cells: ReadonlyMap<string, Cell>
  /** The same in words. */
  readonly says: (rack: RackWire) => string
  readonly selected: string | null
  readonly onSelect: (rack: string) => void
}): ReactNode => {
  const { t } = useTongue()
  const [box, width] = useWidth<HTMLDivElement>(700)
  const { room, racks } = plan
  const k = Math.max(LEAST_PX_PER_MM, (width - MARGIN - 12) / room.width_mm)
  const rows = rowsOf(racks)
  const first = selected ?? rows[0]?.[0]?.handle ?? null
  const press = (event: KeyboardEvent<SVGGElement>, rack: string): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return walk(event, racks, rack)
    event.preventDefault()
    onSelect(rack)
  }
  return (
    <div ref={box} className="overflow-x-auto pb-2">
      <svg
        width={Math.max(width - 2, MARGIN + room.width_mm * k + 12)}
        height={MARGIN + room.depth_mm * k + 6}
        role="group"
        aria-label={t(w.mapLabel, { room: room.name })}
        className="block"
      >
        <Rulers room={room} k={k} />
        <rect
          x={MARGIN + 0.5}
          y={MARGIN + 0.5}
          width={room.width_mm * k}
          height={room.depth_mm * k}
          fill="none"
          stroke="var(--color-ink)"
          strokeWidth="2"
        />
        <Aisles racks={racks} k={k} />
        <RowNames rows={rows} k={k} />
        {racks.map((rack) => (
          <g
            key={rack.handle}
            data-rack={rack.handle}
            role="button"
            tabIndex={rack.handle === first ? 0 : -1}
            aria-label={says(rack)}
            aria-pressed={rack.handle === selected}
            onClick={() => onSelect(rack.handle)}
            onKeyDown={(event) => press(event, rack.handle)}
            className="cursor-pointer"
          >
            <RackShape rack={rack} cell={cells.get(rack.handle) ?? NO_CELL} k={k} selected={rack.handle === selected} />
          </g>
        ))}
      </svg>
    </div>
  )
}
