export { createLog } from './create-log.ts'
export { type ServerOptions, buildServer } from './build-server.ts'
export type { House } from './routes.ts'
export { forgetOldAnswers, siteFacts, stillServed } from './store.ts'
