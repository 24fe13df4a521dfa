import type { Client } from '#kernel'
import type { House } from './start-house.ts'

/** Where a story is told: one real server, its site's files, and who acts in it. */
export interface Stage {
  readonly house: House
  /** The folder of the site's files. */
  readonly site: string
  /** Somebody of a customer or of the site, with a key of their own. */
  readonly key: (mail: string, ...scopes: readonly string[]) => Promise<Client>
  readonly technician: Client
  readonly colleague: Client
}
