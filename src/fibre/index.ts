export type { Panel, PositionPlace } from './model.ts'
export { labelOf, placeOf, readLabel } from './place-position.ts'
export { fibreSection } from './site-section.ts'
export { panelOf, panelsOf } from './store.ts'
