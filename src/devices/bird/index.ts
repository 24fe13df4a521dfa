export { renderConfig } from './render-config.ts'
export { bird, type BirdOptions, UNTOLD } from './route-server.ts'
