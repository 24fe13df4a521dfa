export { askBird } from './control-socket.ts'
export { type Listener, renderConfig } from './render-config.ts'
export { bird, type BirdOptions, UNTOLD } from './route-server.ts'
