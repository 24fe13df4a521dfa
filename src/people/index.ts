export { type AccountAnswer, type Accounts, type AccountsOptions, openAccounts } from './accounts/better-auth.ts'
export { refusalCodeOf } from './accounts/open-paths.ts'
export { type Actor, type Scope, scopeOf, sees, strangerActor, systemActor } from './actor.ts'
export { type AdministratorOptions, firstAdministratorLink, localKey } from './administrator/store.ts'
export { type AuthenticateOptions, type Credentials, authenticateBy } from './caller/authenticate.ts'
export { cursorAfter, partsOf } from './cursor.ts'
export { mayAct } from './caller/store.ts'
export type { AskSite, SiteOf } from './model.ts'
export { type OrganisationCard, organisationCard } from './organisation/store.ts'
export { type PersonCard, personCard } from './person/store.ts'
export {
  type Answer,
  type Call,
  type FileReply,
  type PeopleOptions,
  type Served,
  byOf,
  serve,
  staleEdit,
} from './serve.ts'
export { todayIn } from './today-in.ts'
export { organisationKind, personKind } from './site-section.ts'
