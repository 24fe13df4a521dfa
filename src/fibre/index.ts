export { pairLabel, trunkAt } from './cabling/trunk-at.ts'
export type { Cabling, PlacedPanel, Position, Trunk } from './cabling/model.ts'
export { cablingOf } from './cabling/store.ts'
export { COPPER_CHANNEL_M, isGlass, type LossLimit, lossLimit } from './loss/loss-limit.ts'
export { type Media, type Panel, type PositionPlace } from './model.ts'
export { labelOf, readLabel } from './place-position.ts'
export {
  type End,
  findRoute,
  type Hop,
  isPosition,
  type Jumper,
  positionLabel,
  type Route,
} from './route/find-route.ts'
export { fibreRoutes, type FibreOptions } from './routes.ts'
export { fibreSection } from './site-section.ts'
