import type { ReactNode } from 'react'
import { getPlan, getRack, type PlanWire } from '#facility/contract'
import { listPanels, type PanelWire } from '#fibre/contract'
import { useAsk } from '../call.ts'
import { useTongue } from '../language.tsx'
import { place, type Scale } from '../ui/track.tsx'
import { useWidth } from '../ui/width.ts'
import { w } from './work-words.ts'

const UNITS = 47
const HEIGHT = 188
const RACK_X = 28
const RACK_WIDE = 66

export interface RackMark {
  readonly u: number
  readonly name: string | null
}

const Frame = ({ yOf }: { readonly yOf: (u: number) => number }): ReactNode => {
  const { t } = useTongue()
  return (
    <>
      <rect
        x={RACK_X}
        y="4"
        width={RACK_WIDE}
        height={HEIGHT}
        fill="#fff"
        stroke="var(--color-ink)"
        strokeWidth="2.5"
      />
      <g fontSize="13" fill="var(--color-ink-2)" fontFamily="var(--font-narrow)">
        {[10, 20, 30, 40].map((u) => (
          <g key={u}>
            <path d={`M${RACK_X} ${yOf(u)}h6`} stroke="var(--color-edge)" />
            <text x={RACK_X - 5} y={yOf(u) + 5} textAnchor="end">
              {u}
            </text>
          </g>
        ))}
        <text x={RACK_X + RACK_WIDE / 2} y={HEIGHT + 24} textAnchor="middle">
          {t(w.front)}
        </text>
      </g>
    </>
  )
}

/** From the top down, names far enough apart to be read. */
const spaced = (marks: readonly RackMark[], lineOf: (u: number) => number) => {
  let last = Number.NEGATIVE_INFINITY
  return marks
    .toSorted((a, b) => b.u - a.u)
    .map((mark) => {
      last = Math.max(lineOf(mark.u), last + 16)
      return { ...mark, labelY: last }
    })
}

/** A rack's front with each U to go to, counted from the bottom, and what stands there. */
export const Elevation = ({
  rack,
  marks,
}: {
  readonly rack: string
  readonly marks: readonly RackMark[]
}): ReactNode => {
  const { t } = useTongue()
  const found = useAsk(getRack, { params: { rack } })
  // A panel may hang above its frame, where trunks arrive.
  const units = Math.max(found.data?.units_u ?? UNITS, ...marks.map(({ u }) => u))
  const step = HEIGHT / units
  const yOf = (u: number): number => 4 + HEIGHT - u * step
  const said = marks.map(({ u, name }) => (name === null ? `U${u}` : `${name} U${u}`)).join(', ')
  const right = RACK_X + RACK_WIDE
  return (
    <figure role="img" aria-label={t(w.elevation, { rack, u: said })} className="shrink-0">
      <svg width="190" height={HEIGHT + 30} aria-hidden="true" className="block overflow-visible">
        <Frame yOf={yOf} />
        {spaced(marks, (u) => yOf(u) + step).map(({ u, name, labelY }) => (
          <g key={`${u} ${name ?? ''}`}>
            <rect
              x={RACK_X + 6}
              y={yOf(u)}
              width={RACK_WIDE - 12}
              height={Math.max(4, step)}
              fill="var(--color-steel)"
            />
            <path
              d={`M${right + 4} ${yOf(u) + step / 2}L${right + 16} ${labelY - 4}h6`}
              fill="none"
              stroke="var(--color-steel)"
              strokeWidth="1.4"
            />
            <text x={right + 26} y={labelY} fontSize="14" fill="var(--color-steel)" fontFamily="var(--font-narrow)">
              {name === null ? `U${u}` : `U${u} ${name}`}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  )
}

const MARGIN_MM = 300
const PLAN_TALL = 190

const Floor = ({ plan, rack }: { readonly plan: PlanWire; readonly rack: string }): ReactNode => {
  const { t } = useTongue()
  const [box, free] = useWidth<HTMLElement>(320)
  const chosen = plan.racks.find(({ handle }) => handle === rack)
  const { room } = plan
  const perMm = Math.min(free / (room.width_mm + 2 * MARGIN_MM), PLAN_TALL / (room.depth_mm + 2 * MARGIN_MM))
  const width = (room.width_mm + 2 * MARGIN_MM) * perMm
  const x: Scale = { from: -MARGIN_MM, to: room.width_mm + MARGIN_MM, left: 0, right: width }
  const y = (mm: number): number => (mm + MARGIN_MM) * perMm
  const height = (room.depth_mm + 2 * MARGIN_MM) * perMm
  if (!chosen) return null
  const turned = (one: PlanWire['racks'][number]): boolean => one.front === 'east' || one.front === 'west'
  const size = (one: PlanWire['racks'][number]) => ({
    x: place(x, one.x_mm),
    y: y(one.y_mm),
    width: (turned(one) ? one.depth_mm : one.width_mm) * perMm,
    height: (turned(one) ? one.width_mm : one.depth_mm) * perMm,
  })
  const at = size(chosen)
  const middle = at.x + at.width / 2
  return (
    <figure ref={box} role="img" aria-label={t(w.floor, { room: room.name, rack, row: chosen.row })} className="w-full">
      <svg width={width} height={height + 20} aria-hidden="true" className="block overflow-visible">
        <rect
          x={place(x, 0)}
          y={y(0)}
          width={room.width_mm * perMm}
          height={room.depth_mm * perMm}
          fill="none"
          stroke="var(--color-ink)"
        />
        {plan.racks.map((one) => (
          <rect
            key={one.handle}
            {...size(one)}
            fill={one.row === chosen.row ? 'var(--color-step-1)' : '#fff'}
            stroke="var(--color-edge)"
            strokeWidth="0.75"
          />
        ))}
        <rect {...at} fill="var(--color-steel)" stroke="var(--color-steel)" strokeWidth="2.5" />
        <path d={`M${middle} ${at.y - 15}l4 6-4 6-4-6z`} fill="var(--color-steel)" />
        <text
          x={middle}
          y={height + 16}
          textAnchor={middle < 60 ? 'start' : middle > width - 60 ? 'end' : 'middle'}
          fontSize="14"
          fill="var(--color-steel)"
          fontFamily="var(--font-narrow)"
        >
          {t(w.floorLabel, { rack, row: chosen.row })}
        </text>
      </svg>
    </figure>
  )
}

/** The room from above, to scale, north up, with the rack marked and its row shaded. */
export const RoomPlan = ({ rack }: { readonly rack: string }): ReactNode => {
  const found = useAsk(getRack, { params: { rack } })
  const room = found.data?.room
  const plan = useAsk(getPlan, { query: room === undefined ? {} : { room } }, { enabled: room !== undefined })
  return plan.data ? <Floor plan={plan.data} rack={rack} /> : null
}

/** Every panel that this person may see; one reading for all drawings of a page. */
export const usePanel = (handle: string | null): PanelWire | null =>
  useAsk(listPanels, { query: { limit: 200 } }, { enabled: handle !== null }).data?.items.find(
    (one) => one.handle === handle,
  ) ?? null

const A_ROW = 12

/** One sleeve: filled where the hand goes, crossed where something holds it. */
const Sleeve = ({
  n,
  cell,
  here,
  held,
}: {
  readonly n: number
  readonly cell: number
  readonly here: boolean
  readonly held: boolean
}): ReactNode => {
  const [x, y] = [7 + ((n - 1) % A_ROW) * cell, 7 + Math.floor((n - 1) / A_ROW) * cell]
  return (
    <g>
      <rect
        x={x + 1.5}
        y={y + 1.5}
        width={cell - 3}
        height={cell - 3}
        fill={here ? 'var(--color-steel)' : held ? 'var(--color-recess)' : 'var(--color-dial)'}
        stroke={here ? 'var(--color-ink)' : 'var(--color-edge)'}
        strokeWidth={here ? 2 : 1}
      />
      {held && !here && (
        <path
          d={`M${x + 1.5} ${y + cell - 1.5}L${x + cell - 1.5} ${y + 1.5}`}
          stroke="var(--color-edge)"
          strokeWidth="0.75"
        />
      )}
      <text
        x={x + cell / 2}
        y={y + cell / 2 + 4.5}
        textAnchor="middle"
        fontSize={here ? 15 : 13}
        fill={here ? '#fff' : 'var(--color-ink-2)'}
        fontFamily="var(--font-narrow)"
      >
        {n}
      </text>
    </g>
  )
}

/** A panel from the front: its sleeves in rows of twelve, the position to touch marked. */
export const PanelFront = ({
  panel,
  position,
}: {
  readonly panel: PanelWire
  readonly position: number
}): ReactNode => {
  const { t } = useTongue()
  const [box, width] = useWidth<HTMLElement>(320)
  const cell = Math.min(34, Math.floor((Math.min(width, 440) - 14) / A_ROW))
  const rows = Math.ceil(panel.positions / A_ROW)
  const held = new Set(panel.held)
  return (
    <figure
      ref={box}
      role="img"
      aria-label={t(w.panelFront, {
        panel: panel.handle,
        n: position,
        of: panel.positions,
        row: Math.ceil(position / A_ROW),
        place: ((position - 1) % A_ROW) + 1,
      })}
      className="w-full"
    >
      <svg
        width={A_ROW * cell + 14}
        height={rows * cell + 14}
        aria-hidden="true"
        className="block max-w-full overflow-visible"
      >
        <rect
          x="1"
          y="1"
          width={A_ROW * cell + 12}
          height={rows * cell + 12}
          fill="#fff"
          stroke="var(--color-ink)"
          strokeWidth="2"
        />
        {Array.from({ length: panel.positions }, (_, n) => n + 1).map((n) => (
          <Sleeve key={n} n={n} cell={cell} here={n === position} held={held.has(n)} />
        ))}
      </svg>
    </figure>
  )
}
