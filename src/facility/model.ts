/** The words of the site as built, each list once. */
export const roomKinds = ['data-hall', 'meet-me-room', 'electrical', 'office'] as const
export const fronts = ['north', 'south', 'east', 'west'] as const
export const sizes = ['full', 'half', 'quarter', 'shared'] as const
export const facts = ['planned', 'ordered', 'built', 'measured'] as const
export const sources = ['measured', 'contracted', 'nameplate', 'assumed'] as const
export const elementKinds = [
  'grid-contract',
  'transformer',
  'genset',
  'transfer-switch',
  'ups',
  'board',
  'way',
  'feed',
  'cooling-unit',
] as const

/** What a person reads a value with. A voltage detector (EN 61243-3) shows that nothing is live; it measures nothing, and is tested before and after. */
export const instrumentKinds = [
  'multimeter',
  'voltage-detector',
  'phase-tester',
  'installation-tester',
  'clamp-meter',
  'loss-test-set',
  'power-meter',
  'otdr',
  'fibre-microscope',
  'cable-tester',
] as const
export type InstrumentKind = (typeof instrumentKinds)[number]

/** Who holds a compartment: sold to an organisation, or held by a firm quote. Told by the rooms to the right. */
export interface Holder {
  readonly thingId: string
  readonly organisationId: string
  readonly state: 'sold' | 'held'
}
