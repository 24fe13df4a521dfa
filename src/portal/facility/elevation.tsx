import type { ReactNode } from 'react'
import type { RackDetailWire } from '#facility/contract'
import type { PanelWire } from '#fibre/contract'
import type { SpaceLoadWire } from '#market/contract'
import { useTongue } from '../language.tsx'
import { useWidth } from '../ui/width.ts'
import { spreadLabels } from './spread-labels.ts'
import { unitsText } from './units-text.ts'
import { w } from './words.ts'

export type Face = 'front' | 'rear'
type Compartment = RackDetailWire['compartments'][number]

export interface Inside {
  readonly rack: RackDetailWire
  readonly loads: readonly SpaceLoadWire[]
  readonly panels: readonly PanelWire[]
  /** A frame of the meet-me room: its panels are what stands in it, it is no space for sale. */
  readonly frame: boolean
}

/** A height unit, at least: where more is said of single units than has room beside them, they are drawn taller. */
const U_PX = 9
const TOP = 6.5
const LEFT = 30.5
/** A panel of this many positions or fewer is one height unit. */
const POSITIONS_A_UNIT = 48

/** A run of height units with what is said beside it. */
interface Part {
  readonly key: string
  readonly fromU: number
  readonly units: number
  readonly name: string
  readonly second: string
  readonly state: 'free' | 'held' | 'sold'
  /** Units of a shared rack have no door of their own. */
  readonly door: boolean
}

const useParts = ({ rack, loads, frame }: Inside): readonly Part[] => {
  const { t, f } = useTongue()
  if (frame) return []
  const powered = (load: SpaceLoadWire | undefined): string =>
    load?.watts && load.sides
      ? ` · ${f.quantity(load.watts / 1000, 'kW', load.watts < 1000 ? 2 : 1)} ${load.sides}`
      : ''
  const who = (c: Compartment): string => c.organisation?.name ?? t(w[`state-${c.state}`])
  return rack.compartments.flatMap((c): readonly Part[] => {
    const inIt = loads.filter(({ compartment }) => compartment === c.handle)
    if (c.size !== 'shared')
      return [
        {
          key: c.handle,
          fromU: c.first_u,
          units: c.units_u,
          name: `${c.handle.split('/').at(-1) ?? ''} · ${who(c)}`,
          second: `${t(w[`size-${c.size}`])}, ${c.units_u} U${powered(inIt[0])}`,
          state: c.state,
          door: true,
        },
      ]
    return inIt.flatMap((load) =>
      load.units
        ? [
            {
              key: `${c.handle} ${load.units.from_u}`,
              fromU: load.units.from_u,
              units: load.units.to_u - load.units.from_u + 1,
              name: load.organisation.name,
              second: `${unitsText(load.units)}${powered(load)}`,
              state: load.state,
              door: false,
            },
          ]
        : [],
    )
  })
}

interface Sheet {
  /** How tall a height unit is drawn. */
  readonly uPx: number
  readonly y: (u: number) => number
  readonly wide: number
  readonly face: Face
  /** How many signs of 14 px have room beside the rack. */
  readonly signs: number
}

const Frame = ({
  rack,
  sheet: { y, wide, uPx },
}: {
  readonly rack: RackDetailWire
  readonly sheet: Sheet
}): ReactNode => (
  <>
    <rect
      x={LEFT}
      y={y(rack.units_u) - uPx}
      width={wide}
      height={rack.units_u * uPx}
      fill="#fff"
      stroke="var(--color-ink)"
      strokeWidth="2"
    />
    {Array.from({ length: Math.floor(rack.units_u / 5) + 1 }, (_, i) => (i === 0 ? 1 : i * 5)).map((u) => (
      <text
        key={u}
        x={LEFT - 6}
        y={y(u) - uPx / 2 + 4}
        textAnchor="end"
        fontSize="var(--text-tick)"
        fill="var(--color-ink-2)"
        fontFamily="var(--font-narrow)"
      >
        {u}
      </text>
    ))}
    <path
      d={Array.from(
        { length: rack.units_u - 1 },
        (_, i) => `M${LEFT} ${y(i + 1) - uPx}h4M${LEFT + wide - 4} ${y(i + 1) - uPx}h4`,
      ).join('')}
      stroke="var(--color-edge)"
      strokeWidth="0.75"
    />
  </>
)

const LABEL_PX = 17

/** Panels from the top down, their names far enough from each other to be read. */
const stacked = (panels: readonly PanelWire[], { y }: Sheet) => {
  let last = Number.NEGATIVE_INFINITY
  return panels
    .toSorted((a, b) => b.top_u - a.top_u)
    .map((panel) => {
      last = Math.max(y(panel.top_u), last + LABEL_PX)
      return { panel, labelY: last }
    })
}

/** A lock on the door of a compartment: its plate and its keyhole. */
const Lock = ({ x, y }: { readonly x: number; readonly y: number }): ReactNode => (
  <g fill="var(--color-dial)" stroke="var(--color-ink)" strokeWidth="1">
    <rect x={x} y={y - 8} width="8" height="16" />
    <circle cx={x + 4} cy={y - 2} r="1.6" fill="var(--color-ink)" stroke="none" />
    <path d={`M${x + 4} ${y - 2}v5`} strokeWidth="1.2" />
  </g>
)

/** The two strips of outlets at the back, each fed by its own chain. */
const Strips = ({
  compartment,
  sheet: { y, wide, uPx },
}: {
  readonly compartment: Compartment
  readonly sheet: Sheet
}): ReactNode => {
  const top = y(compartment.first_u + compartment.units_u - 1) - uPx + 4
  const tall = compartment.units_u * uPx - 8
  return compartment.feeds.map(({ chain, handle, phase }) => {
    const x = chain === 'A' ? LEFT + 12 : LEFT + wide - 26
    return (
      <g key={handle}>
        <rect x={x} y={top} width="14" height={tall} fill="var(--color-step-1)" stroke="var(--color-ink)" />
        <path
          d={Array.from({ length: Math.floor((tall - 34) / 9) }, (_, i) => `M${x + 5} ${top + 6 + i * 9}h4v4h-4z`).join(
            '',
          )}
          fill="none"
          stroke="var(--color-ink-2)"
          strokeWidth="0.75"
        />
        <text
          x={x + 7}
          y={top + tall - (phase === null ? 6 : 17)}
          textAnchor="middle"
          fontSize="12"
          fill="var(--color-ink)"
          fontFamily="var(--font-narrow)"
        >
          {chain}
        </text>
        {phase !== null && (
          <text
            x={x + 7}
            y={top + tall - 5}
            textAnchor="middle"
            fontSize="11"
            fill="var(--color-ink-2)"
            fontFamily="var(--font-narrow)"
          >
            {phase}
          </text>
        )}
      </g>
    )
  })
}

/** One panel with a tick for each position: tall and filled where something holds it. */
const Panel = ({
  panel,
  labelY,
  sheet: { y, wide, uPx },
}: {
  readonly panel: PanelWire
  readonly labelY: number
  readonly sheet: Sheet
}): ReactNode => {
  const units = Math.ceil(panel.positions / POSITIONS_A_UNIT)
  const top = y(panel.top_u) - uPx
  const gap = (wide - 20) / panel.positions
  const held = new Set(panel.held)
  return (
    <g>
      <rect
        x={LEFT + 6}
        y={top + 0.5}
        width={wide - 12}
        height={units * uPx - 1}
        fill={panel.held === null ? 'var(--color-recess)' : 'var(--color-dial)'}
        stroke="var(--color-ink)"
        strokeDasharray={panel.held === null ? '3 2' : undefined}
      />
      {panel.held !== null &&
        Array.from({ length: panel.positions }, (_, i) => (
          <path
            key={i}
            d={`M${LEFT + 10 + (i + 0.5) * gap} ${top + (held.has(i + 1) ? 1.5 : 3.5)}v${held.has(i + 1) ? 6 : 2}`}
            stroke={held.has(i + 1) ? 'var(--color-steel)' : 'var(--color-edge)'}
            strokeWidth={held.has(i + 1) ? Math.min(2.2, gap * 0.8) : 0.9}
          />
        ))}
      <path
        d={`M${LEFT + wide + 2} ${top + uPx / 2}L${LEFT + wide + 14} ${labelY - 4}h4`}
        fill="none"
        stroke="var(--color-ink-2)"
        strokeWidth="0.75"
      />
      <text
        x={LEFT + wide + 22}
        y={labelY}
        fontSize="max(11px, var(--text-tick))"
        fill="var(--color-ink)"
        fontFamily="var(--font-narrow)"
      >
        {panel.handle}
        {panel.held !== null && ` · ${panel.held.length}/${panel.positions}`}
      </text>
    </g>
  )
}

/** What has no room beside the rack stands whole in the table under it. */
const cut = (text: string, signs: number): string => (text.length > signs ? `${text.slice(0, signs - 1)}…` : text)

/** The name, and what is said of it where the part is tall enough for two lines. */
const LINE_PX = 14
const TWO_LINES_PX = 32
const isTall = ({ units }: Part): boolean => units * U_PX >= TWO_LINES_PX - 2
const labelPx = (part: Part): number => (isTall(part) ? TWO_LINES_PX : LINE_PX)

/** Parts from the top down, each with the middle of its label: those of single units are further apart than the units are. */
const labelled = (parts: readonly Part[], { y, uPx }: Sheet, bottom: number) => {
  const inOrder = parts.toSorted((a, b) => b.fromU - a.fromU)
  const middle = ({ fromU, units }: Part): number => y(fromU) - (units * uPx) / 2
  const wishes = inOrder.map((part) => ({ at: middle(part), tall: labelPx(part) }))
  const places = spreadLabels(wishes, bottom)
  return inOrder.map((part, index) => ({ part, labelY: places[index] ?? middle(part) }))
}

const PartShape = ({
  part,
  labelY,
  sheet: { y, wide, face, signs, uPx },
}: {
  readonly part: Part
  readonly labelY: number
  readonly sheet: Sheet
}): ReactNode => {
  const top = y(part.fromU + part.units - 1) - uPx
  const tall = part.units * uPx
  const right = LEFT + wide
  const two = isTall(part)
  const middle = top + tall / 2
  return (
    <g>
      <rect
        x={LEFT + 6}
        y={top + 0.5}
        width={wide - 12}
        height={tall - 1}
        fill={part.state === 'sold' ? 'var(--color-wash)' : '#fff'}
        stroke={part.state === 'held' ? 'var(--color-steel)' : 'var(--color-ink)'}
        strokeDasharray={part.state === 'held' ? '3 2' : undefined}
      />
      {face === 'front' && part.door && two && <Lock x={right - 20} y={top + tall / 2} />}
      <path d={`M${right + 5} ${top + 1.5}h4v${tall - 3}h-4`} fill="none" stroke="var(--color-ink-2)" />
      <path
        d={`M${right + 9} ${middle}L${right + 17} ${labelY}`}
        fill="none"
        stroke="var(--color-ink-2)"
        strokeWidth="0.75"
      />
      <text
        x={right + 20}
        y={labelY + (two ? -2 : 4)}
        fontSize={two ? 14 : 'max(12px, var(--text-tick))'}
        fontFamily="var(--font-sans)"
        fill={part.state === 'free' ? 'var(--color-steel)' : 'var(--color-ink)'}
      >
        {cut(part.name, signs)}
      </text>
      {two && (
        <text
          x={right + 20}
          y={labelY + 13}
          fontSize="max(12px, var(--text-tick))"
          fill="var(--color-ink-2)"
          fontFamily="var(--font-narrow)"
        >
          {part.second}
        </text>
      )}
    </g>
  )
}

/**
 * The rack from the front, with locks, or from the back, with both strips; height units counted from the bottom. Left and right of
 * the strips are drawn, not surveyed. In the meet-me room its panels, position by position.
 */
export const Elevation = ({ face, ...inside }: Inside & { readonly face: Face }): ReactNode => {
  const { t } = useTongue()
  const [box, width] = useWidth<HTMLElement>(358)
  const { rack, panels } = inside
  const parts = useParts(inside)
  const labelsPx = parts.reduce((sum, part) => sum + labelPx(part), 0)
  const uPx = Math.max(U_PX, Math.ceil(labelsPx / rack.units_u))
  const height = rack.units_u * uPx
  const wide = Math.round(Math.min(190, Math.max(130, width * 0.42)))
  // Panels may hang above the frame, where trunks arrive.
  const crown = Math.max(0, ...panels.map(({ top_u: u }) => u - rack.units_u)) * uPx
  const sheet: Sheet = {
    // The lower edge of a height unit.
    y: (u) => TOP + crown + height - (u - 1) * uPx,
    uPx,
    wide,
    face,
    signs: Math.floor((width - LEFT - wide - 20) / 7),
  }
  const said = [
    ...parts.map(({ name, second }) => `${name}, ${second}`),
    ...panels.map((panel) => `${panel.handle} U${panel.top_u}`),
  ].join('; ')
  return (
    <figure
      ref={box}
      role="img"
      aria-label={t(w.elevation, { rack: rack.handle, face: t(w[`face-${face}`]), parts: said })}
      className="w-full"
    >
      <svg width="100%" height={crown + height + 16} aria-hidden="true" className="block">
        <Frame rack={rack} sheet={sheet} />
        {labelled(parts, sheet, TOP + crown + height).map(({ part, labelY }) => (
          <PartShape key={part.key} part={part} labelY={labelY} sheet={sheet} />
        ))}
        {face === 'front' &&
          stacked(panels, sheet).map(({ panel, labelY }) => (
            <Panel key={panel.id} panel={panel} labelY={labelY} sheet={sheet} />
          ))}
        {face === 'rear' && rack.compartments.map((c) => <Strips key={c.handle} compartment={c} sheet={sheet} />)}
      </svg>
    </figure>
  )
}
