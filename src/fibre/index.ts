export type { Panel, PositionPlace } from './model.ts'
export { fibreRoutes, type FibreOptions } from './routes.ts'
export { fibreSection } from './site-section.ts'
