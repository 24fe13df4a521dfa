export { type Actor, type Scope, scopeOf, sees, strangerActor, systemActor } from './actor.ts'
export { type Answer, type Call, type FileReply, type Served, byOf, serve, staleEdit } from './serve.ts'
export { organisationKind, personKind } from './site-section.ts'
