import type { Capacity, Outlet, PlantCompartment, PlantElement } from '#facility'
import type { Instructions, Need, Place } from '../../work-order/store.ts'
import type { RackSpaceParameters } from './parameters.ts'

/** Supply voltage within 10 % of nominal: what EN 50160 keeps for 95 % of a week at the network's terminals, assumed at the outlet too. */
const TOLERANCE = 0.1
/** Under this an outlet counts as dead (extra-low voltage, NF C 18-510). */
const DEAD_MOST_V = 50

/** Installation testers show voltage and phase too (IEC 61557). */
const VOLTAGE: Need['instruments'] = ['multimeter', 'installation-tester']
const PHASE: Need['instruments'] = ['phase-tester', 'installation-tester']
/** Nothing but a voltage detector (EN 61243-3) proves that an outlet is dead: a meter may show 0 V on a wrong range (NF C 18-510). */
const DEAD: Need['instruments'] = ['voltage-detector']

type Side = 'A' | 'B'

/** What a technician finds on one side of a compartment: the way on its board, and the feed that arrives. */
export interface Circuit {
  readonly side: Side
  readonly way: PlantElement
  readonly feed: PlantElement
}

export interface Standing {
  readonly service: string
  readonly compartment: PlantCompartment
  readonly label: string
  readonly shared: boolean
  readonly watts: number
  readonly circuits: readonly Circuit[]
  /** The metered outlets of the shared rack that it was given. */
  readonly outlets: readonly Outlet[]
}

/** The circuits that the service was sold on, from the plant as it stands. */
export const circuitsOf = (
  { plant }: Capacity,
  compartmentId: string,
  sides: RackSpaceParameters['sides'],
): readonly Circuit[] => {
  const byId = new Map(plant.elements.map((element) => [element.id, element]))
  return (['A', 'B'] as const)
    .filter((side) => sides === 'A+B' || sides === side)
    .map((side) => {
      const feed = plant.elements.find(
        (one) => one.kind === 'feed' && one.chain === side && one.compartmentId === compartmentId,
      )
      const above = plant.edges.filter(({ to }) => to === feed?.id).map(({ from }) => byId.get(from))
      const way = above.find((one) => one?.kind === 'way')
      if (!feed || !way) throw new Error(`the compartment ${compartmentId} has no feed ${side}`)
      return { side, way, feed }
    })
}

/** The proofs of each side, by the names that they keep in the evidence. */
const PROOFS = {
  A: {
    outlets: 'outlets-a',
    way: 'scan-way-a',
    feed: 'scan-feed-a',
    voltage: 'voltage-a',
    phase: 'phase-a',
    dead: 'dead-a',
  },
  B: {
    outlets: 'outlets-b',
    way: 'scan-way-b',
    feed: 'scan-feed-b',
    voltage: 'voltage-b',
    phase: 'phase-b',
    dead: 'dead-b',
  },
} as const

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
const note = need('note', 'note', { required: false })

const placesOf = ({ compartment, circuits }: Standing): readonly Place[] => {
  const at = {
    room: compartment.roomName,
    row: compartment.row,
    rack: compartment.rack,
    panel: null,
    position: null,
    port: null,
  }
  return [
    { ...at, device: null, unit_u: compartment.firstU },
    ...circuits.map(({ way }) => ({ ...at, device: way.handle, unit_u: null })),
  ]
}

/** Readings of one side. The breaker of a shared rack is never opened: others hang on it. */
const sideNeeds = ({ shared, outlets }: Standing, { side, way, feed }: Circuit): readonly Need[] => {
  const nominal = feed.voltageV ?? 230
  const proofs = PROOFS[side]
  const numbers = outlets.filter((one) => one.side === side).map(({ number }) => number)
  return [
    need(proofs.way, 'scan', { equals: way.handle }),
    need(proofs.feed, 'scan', { equals: feed.handle }),
    need(proofs.voltage, 'reading', {
      instruments: VOLTAGE,
      unit: 'V',
      min: Math.round(nominal * (1 - TOLERANCE)),
      max: Math.round(nominal * (1 + TOLERANCE)),
    }),
    need(proofs.phase, 'scan', { instruments: PHASE, equals: feed.phase ?? 'L1 L2 L3' }),
    // As they stand on the strip, with a space between: the cords are in no other, for those are others' meters.
    ...(numbers.length > 0 ? [need(proofs.outlets, 'scan', { equals: numbers.join(' ') })] : []),
    ...(shared ? [] : [need(proofs.dead, 'reading', { instruments: DEAD, unit: 'V', min: 0, max: DEAD_MOST_V })]),
  ]
}

const valuesOf = ({ service, label, circuits }: Standing) => ({
  service,
  compartment: label,
  ways: circuits.map(({ way }) => way.handle).join(', '),
  sides: circuits.map(({ side }) => side).join('+'),
})

/** Voltage and phase at the outlets of each side, the breaker proved to feed this rack, labels of way and rack read. */
export const proveFeeds = (standing: Standing): Instructions => {
  const values = valuesOf(standing)
  return {
    what: { code: 'work-prove-feeds', ...values },
    places: placesOf(standing),
    tools: [{ code: 'tool-voltmeter' }, { code: 'tool-labels', count: standing.circuits.length * 2 }],
    actions: [
      { code: 'act-read-labels', ...values },
      { code: 'act-read-voltage', ...values },
      ...(standing.shared ? [{ code: 'act-never-open', ...values }] : [{ code: 'act-open-and-prove', ...values }]),
    ],
    needs: [...standing.circuits.flatMap((circuit) => sideNeeds(standing, circuit)), note],
    secondPerson: false,
  }
}

/** Lock proved, key numbered and handed to a named person. */
export const handKeys = (standing: Standing): Instructions => {
  const values = { ...valuesOf(standing), lock: standing.compartment.lock ?? '' }
  return {
    what: { code: 'work-hand-keys', ...values },
    places: placesOf(standing).slice(0, 1),
    tools: [{ code: 'tool-keys' }],
    actions: [
      { code: 'act-try-lock', ...values },
      { code: 'act-hand-key', ...values },
    ],
    needs: [
      ...(standing.compartment.lock === null ? [] : [need('scan-lock', 'scan', { equals: standing.compartment.lock })]),
      need('key-number', 'note'),
      need('key-handed-to', 'note'),
    ],
    secondPerson: false,
  }
}

export const emptySpace = (standing: Standing): Instructions => {
  const values = valuesOf(standing)
  return {
    what: { code: 'work-empty-space', ...values },
    places: placesOf(standing).slice(0, 1),
    tools: [],
    actions: [
      { code: 'act-see-empty', ...values },
      { code: 'act-gear-left', ...values },
    ],
    needs: [need('photo-empty', 'photo'), note],
    secondPerson: false,
  }
}

/** Opening the wrong breaker darkens another customer: labels are read before, the outlet is dead after, a second person confirms. */
export const openBreakers = (standing: Standing): Instructions => {
  const values = valuesOf(standing)
  const sides = standing.circuits.flatMap(({ side, way }) => [
    need(PROOFS[side].way, 'scan', { equals: way.handle }),
    need(PROOFS[side].dead, 'reading', { instruments: DEAD, unit: 'V', min: 0, max: DEAD_MOST_V }),
  ])
  return {
    what: { code: standing.shared ? 'work-unplug-units' : 'work-open-breakers', ...values },
    places: placesOf(standing),
    tools: standing.shared ? [] : [{ code: 'tool-voltmeter' }, { code: 'tool-padlock' }],
    actions: standing.shared
      ? [
          { code: 'act-unplug-cords', ...values },
          { code: 'act-never-open', ...values },
        ]
      : [{ code: 'act-open-and-lock', ...values }],
    needs: standing.shared ? [need('photo-outlets', 'photo'), note] : [...sides, note],
    secondPerson: true,
  }
}

export const takeKeysBack = (standing: Standing): Instructions => {
  const values = { ...valuesOf(standing), lock: standing.compartment.lock ?? '' }
  return {
    what: { code: 'work-keys-back', ...values },
    places: placesOf(standing).slice(0, 1),
    tools: [],
    actions: [{ code: 'act-take-key', ...values }],
    needs: [need('key-number', 'note'), note],
    secondPerson: false,
  }
}
