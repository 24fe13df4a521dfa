import type { ReactNode } from 'react'
import type { WorkWire } from '#market/contract'
import { useTongue } from '../language.tsx'
import { colourText, Conductor, Point } from './cross-connect/jumper.tsx'
import { atText } from './place-text.ts'
import { Elevation, PanelFront, type RackMark, RoomPlan, usePanel } from './work-drawings.tsx'
import { w } from './work-words.ts'

type Place = WorkWire['places'][number]
type Action = WorkWire['actions'][number]

const Panel = ({ place }: { readonly place: Place }): ReactNode => {
  const panel = usePanel(place.panel)
  return panel && place.position !== null ? <PanelFront panel={panel} position={place.position} /> : null
}

/** Where one goes: the room from above, then the rack's front with each height, then each panel's front. */
const Rack = ({ places }: { readonly places: readonly Place[] }): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const [first] = places
  if (!first) return null
  const marks = places.flatMap((one): readonly RackMark[] =>
    one.unit_u === null ? [] : [{ u: one.unit_u, name: one.panel ?? one.device }],
  )
  const once = marks.filter((mark, at) => marks.findIndex(({ u, name }) => u === mark.u && name === mark.name) === at)
  const panels = places.filter(({ panel }) => panel !== null)
  const ports = places.filter(({ panel, device }) => panel === null && device !== null)
  return (
    <li className="border-t border-rule pt-3 first:border-t-0 first:pt-0">
      <p className="text-line font-medium">{first.rack === '' ? first.room : t(w.place, first)}</p>
      {ports.length > 0 && (
        <p className="text-body text-ink-2">
          {ports
            .map((one) => [atText(one, tongue), one.unit_u === null ? null : t(w.atU, { u: one.unit_u })])
            .map((parts) => parts.filter((part) => part !== null).join(', '))
            .join(' · ')}
        </p>
      )}
      {first.rack !== '' && (
        <div className="grid grid-cols-[minmax(0,1fr)_190px] items-start gap-3 pt-2 max-narrow:grid-cols-1">
          <RoomPlan rack={first.rack} />
          {once.length > 0 && <Elevation rack={first.rack} marks={once} />}
        </div>
      )}
      {panels.map((one) => (
        <div key={`${one.panel} ${one.position}`} className="pt-3">
          <p className="pb-1 text-body">{atText(one, tongue)}</p>
          <Panel place={one} />
        </div>
      ))}
    </li>
  )
}

/** Where the work is, rack by rack: in words first, then drawn. */
export const Places = ({ places }: { readonly places: readonly Place[] }): ReactNode => {
  const racks = new Map<string, Place[]>()
  for (const one of places) {
    const key = `${one.room}\u0000${one.rack}`
    racks.set(key, [...(racks.get(key) ?? []), one])
  }
  return (
    <ul className="flex flex-col gap-4">
      {[...racks].map(([key, here]) => (
        <Rack key={key} places={here} />
      ))}
    </ul>
  )
}

const said = (action: Action, name: string): string | null => {
  const value = action[name]
  return typeof value === 'string' ? value : null
}

/** The place that a label names: `M1-P01/7`, or the rack of the tenant. */
const placeOf = (places: readonly Place[], label: string): Place | null => {
  const [handle, position] = label.split('/')
  return (
    places.find((one) => one.panel !== null && one.panel === handle && String(one.position) === position) ??
    places.find((one) => one.panel === null && one.rack === label) ??
    null
  )
}

const End = ({
  label,
  connector,
  place,
}: {
  readonly label: string
  readonly connector: string | null
  readonly place: Place | null
}): ReactNode => {
  const { t } = useTongue()
  return (
    <>
      <p>
        <span className="text-line font-medium">{label}</span>
        {connector !== null && <span className="pl-3 text-ink-2">{connector}</span>}
      </p>
      {place && (
        <>
          <p className="text-second text-ink-2">
            {[t(w.place, place), place.unit_u === null ? null : t(w.atU, { u: place.unit_u })]
              .filter((one) => one !== null)
              .join(', ')}
          </p>
          {place.panel !== null && (
            <div className="pt-2">
              <Panel place={place} />
            </div>
          )}
        </>
      )}
    </>
  )
}

/** A jumper with both its ends, its length and its colour; null for an action that runs none. */
export const isJumper = (action: Action): boolean =>
  said(action, 'from') !== null && said(action, 'to') !== null && typeof action['length_m'] === 'number'

export const Jumper = ({
  action,
  places,
}: {
  readonly action: Action
  readonly places: readonly Place[]
}): ReactNode => {
  const { t, f, language } = useTongue()
  const [from, to, colour] = [said(action, 'from') ?? '', said(action, 'to') ?? '', said(action, 'colour')]
  const length = Number(action['length_m'])
  return (
    <div>
      <Point>
        <End label={from} connector={said(action, 'connector_from')} place={placeOf(places, from)} />
      </Point>
      <Conductor thick={false} colour={colour}>
        <p className="text-line">
          {t(w.jumperIs, { length: f.quantity(length, 'm', 1), colour: colourText(colour, language) })}
        </p>
      </Conductor>
      <Point>
        <End label={to} connector={said(action, 'connector_to')} place={placeOf(places, to)} />
      </Point>
    </div>
  )
}
