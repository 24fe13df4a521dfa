export { type Actor, type Scope, scopeOf, sees, systemActor } from './actor.ts'
export { type Answer, type Call, type FileReply, type Served, serve } from './serve.ts'
