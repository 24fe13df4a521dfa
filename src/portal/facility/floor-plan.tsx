import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import type { PlanWire, RackWire } from '#facility/contract'
import { useTongue } from '../language.tsx'
import { sharp } from '../ui/track.tsx'
import { useWidth } from '../ui/width.ts'
import { aislesOf, cellOf, freeU, type Layer, rowsOf, step as nextRack } from './plan-layers.ts'
import { w } from './words.ts'

const steps = [
  'var(--color-step-0)',
  'var(--color-step-1)',
  'var(--color-step-2)',
  'var(--color-step-3)',
  'var(--color-step-4)',
  'var(--color-step-5)',
] as const
const MARGIN = 34
/** Under this a value cannot be written in a rack of 600 mm: the plan then pans instead. */
const LEAST_PX_PER_MM = 0.0365

export const stepPaint = (step: number | null): string =>
  step === null ? 'var(--color-dial)' : (steps[step] ?? steps[0])
const inkOn = (step: number | null): string => (step !== null && step >= 4 ? '#fff' : 'var(--color-ink)')

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

/** The notches at the back: one for half racks, three for quarters. */
const notches = (rack: RackWire, x: number, y: number, wide: number, deep: number): string => {
  const parts = rack.compartments.length
  if (parts < 2) return ''
  const back = rack.front === 'south' ? y : y + deep
  const into = rack.front === 'south' ? 5 : -5
  return Array.from({ length: parts - 1 }, (_, i) => `M${sharp(x + ((i + 1) * wide) / parts)} ${back}v${into}`).join('')
}

const Rack = ({
  rack,
  layer,
  k,
  selected,
}: {
  readonly rack: RackWire
  readonly layer: Layer
  readonly k: number
  readonly selected: boolean
}): ReactNode => {
  const turned = rack.front === 'east' || rack.front === 'west'
  const x = sharp(MARGIN + rack.x_mm * k)
  const y = sharp(MARGIN + rack.y_mm * k)
  const wide = Math.round((turned ? rack.depth_mm : rack.width_mm) * k)
  const deep = Math.round((turned ? rack.width_mm : rack.depth_mm) * k)
  const { text, step } = cellOf(rack, layer)
  const planned = rack.fact === 'planned'
  const front =
    rack.front === 'south'
      ? `M${x} ${y + deep - 1}h${wide}`
      : rack.front === 'north'
        ? `M${x} ${y + 1}h${wide}`
        : rack.front === 'east'
          ? `M${x + wide - 1} ${y}v${deep}`
          : `M${x + 1} ${y}v${deep}`
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
      {!planned && <path d={front} stroke="var(--color-ink)" strokeWidth="2.5" />}
      <path d={notches(rack, x, y, wide, deep)} stroke={inkOn(step)} strokeWidth="1.2" />
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
      {selected && (
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
          <path
            d={`M${x + wide / 2} ${y - (rack.front === 'south' ? 30 : 17)}l4 6-4 6-4-6z`}
            fill="var(--color-steel)"
          />
        </>
      )}
    </>
  )
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

/** The room to scale; arrow keys walk along its rows, Enter opens a rack. */
export const FloorPlan = ({
  plan,
  layer,
  selected,
  onSelect,
}: {
  readonly plan: PlanWire
  readonly layer: Layer
  readonly selected: string | null
  readonly onSelect: (rack: string) => void
}): ReactNode => {
  const { t } = useTongue()
  const [box, width] = useWidth<HTMLDivElement>(700)
  const drawn = useRef<SVGSVGElement>(null)
  const { room, racks } = plan
  const k = Math.max(LEAST_PX_PER_MM, (width - MARGIN - 12) / room.width_mm)
  const rows = rowsOf(racks)
  const first = selected ?? rows[0]?.[0]?.handle ?? null
  const walk = (event: KeyboardEvent, rack: string): void => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      onSelect(rack)
      return
    }
    const next = nextRack(racks, rack, event.key)
    if (next === null) return
    event.preventDefault()
    drawn.current?.querySelector<SVGGElement>(`[data-rack="${CSS.escape(next)}"]`)?.focus()
  }
  const says = (rack: RackWire): string =>
    t(w.rackSays, {
      handle: rack.handle,
      free: plan.counts === null && rack.compartments.length === 0 ? t(w.notShown) : t(w.uFree, { n: freeU(rack) }),
      fact: t(w[`fact-${rack.fact}`]),
    })
  return (
    <div ref={box} className="overflow-x-auto pb-2">
      <svg
        ref={drawn}
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
            onKeyDown={(event) => walk(event, rack.handle)}
            className="cursor-pointer"
          >
            <Rack rack={rack} layer={layer} k={k} selected={rack.handle === selected} />
          </g>
        ))}
      </svg>
    </div>
  )
}
