import { type Survey, hourIn } from '../../survey/model.ts'
import type { MovePlan } from '../../survey/plan-move.ts'
import type { MoveSpace } from '../../survey/store.ts'
import type { Instructions, Need, Place } from '../../work-order/store.ts'

/** From where to where, and by which plan. */
export interface Route {
  readonly service: string
  readonly survey: Survey
  readonly space: MoveSpace
  readonly plan: MovePlan
  readonly zone: string
}

const need = (name: string, kind: Need['kind'], of: Partial<Need> = {}): Need => ({
  name,
  kind,
  unit: null,
  min: null,
  max: null,
  equals: null,
  required: true,
  ...of,
})
const nowhere = { panel: null, position: null, device: null, port: null, unit_u: null }

const closet = ({ survey }: Route): Place => ({ ...nowhere, room: survey.place, row: '', rack: '' })

/** Each device at its height, from the bottom up: the heaviest lowest. */
const heights = ({ space, plan }: Route): readonly Place[] =>
  plan.positions.map(({ device, from_u: unit }) => ({
    ...nowhere,
    room: space.room,
    row: space.row,
    rack: space.rack,
    device,
    unit_u: unit,
  }))

const partOf = ({ plan }: Route, name: MovePlan['parts'][number]['part']) => {
  const part = plan.parts.find((one) => one.part === name)
  return { from: part?.from ?? '', devices: (part?.devices ?? []).join(' → ') }
}
const valuesOf = (route: Route) => ({
  service: route.service,
  place: route.survey.place,
  compartment: route.space.compartment,
  count: route.plan.positions.length,
  decide_by: hourIn(route.zone, route.plan.decide_by),
})

export const fetch = (route: Route): Instructions => {
  const values = valuesOf(route)
  return {
    what: { code: 'work-move-fetch', ...values, from: hourIn(route.zone, route.plan.starts_at) },
    places: [closet(route)],
    tools: [
      { code: 'tool-move-boxes', count: route.plan.positions.length },
      { code: 'tool-labels', count: 2 },
    ],
    actions: [
      { code: 'act-move-backup', ...values },
      { code: 'act-move-photo', ...values },
      { code: 'act-move-off', ...values, ...partOf(route, 'off') },
      { code: 'act-move-unrack', ...values },
    ],
    needs: [
      need('backup-by', 'note'),
      need('photo-before', 'photo'),
      need('devices-fetched', 'reading', { unit: '1', min: values.count, max: values.count }),
    ],
    secondPerson: false,
  }
}

/** What is drawn on all sides together stays within what was committed: of A+B, each side must carry it alone. */
export const putIntoRack = (route: Route): Instructions => {
  const values = valuesOf(route)
  const drawn: Partial<Need> = { unit: 'W', min: 0, max: route.space.watts, instruments: ['clamp-meter'] }
  const { sides } = route.space
  const both = sides === 'A+B'
  return {
    what: { code: 'work-move-rack', ...values },
    places: heights(route),
    tools: [{ code: 'tool-cage-nuts', count: values.count * 4 }, { code: 'tool-clamp-meter' }],
    actions: [
      { code: 'act-move-rack', ...values },
      both ? { code: 'act-move-cords', ...values } : { code: 'act-move-cords-one', side: sides, ...values },
      { code: 'act-move-on', ...values, ...partOf(route, 'on') },
      both ? { code: 'act-move-one-side', ...values } : { code: 'act-move-read-one', side: sides, ...values },
    ],
    needs: [
      ...(sides === 'B' ? [] : [need('drawn-a', 'reading', drawn)]),
      ...(sides === 'A' ? [] : [need('drawn-b', 'reading', drawn)]),
      need('photo-after', 'photo'),
    ],
    secondPerson: false,
  }
}

export const takeOut = (route: Route): Instructions => {
  const values = valuesOf(route)
  return {
    what: { code: 'work-move-take-out', ...values },
    places: heights(route),
    tools: [{ code: 'tool-move-boxes', count: values.count }],
    actions: [
      { code: 'act-move-off', ...values, ...partOf(route, 'off') },
      { code: 'act-move-unrack', ...values },
    ],
    needs: [need('photo-empty', 'photo')],
    secondPerson: false,
  }
}

/** The way back: everything runs again where it came from. */
export const bringBack = (route: Route): Instructions => {
  const values = valuesOf(route)
  return {
    what: { code: 'work-move-back', ...values, until: hourIn(route.zone, route.plan.must_run_at) },
    places: [closet(route)],
    tools: [{ code: 'tool-move-boxes', count: values.count }],
    actions: [
      { code: 'act-move-as-photo', ...values },
      { code: 'act-move-on', ...values, ...partOf(route, 'on') },
    ],
    needs: [need('devices-running', 'reading', { unit: '1', min: values.count, max: values.count })],
    secondPerson: false,
  }
}
