import type { Clock } from '#kernel'
import type { Db } from '#postgres'
import type { Accounts } from '../accounts/better-auth.ts'
import type { Actor } from '../actor.ts'
import type { AskSite } from '../model.ts'
import { todayIn } from '../today-in.ts'
import { actorByAccount, actorByKey, touchKey } from './store.ts'

export interface Credentials {
  readonly authorization: string | undefined
  readonly cookie: string | undefined
  readonly requestId: string
}

export interface AuthenticateOptions {
  readonly db: Db
  readonly clock: Clock
  readonly accounts: Accounts
  readonly site: AskSite
}

/** Who calls: a key in `Authorization: Bearer`, else the session of the cookies; null for nobody. */
export const authenticateBy =
  ({ db, clock, accounts, site }: AuthenticateOptions) =>
  async ({ authorization, cookie, requestId }: Credentials): Promise<Actor | null> => {
    if (authorization === undefined && cookie === undefined) return null
    const here = await site()
    if (!here) return null
    const now = clock()
    const asking = { requestId, operatorId: here.operator_id, day: todayIn(here.zone, now), now }
    if (authorization !== undefined) {
      const found = await actorByKey(db, authorization.replace(/^Bearer /i, ''), asking)
      if (!found) return null
      const { actor, seenLately } = found
      // A full disk must not keep a key from reading: when it was last seen is then not written.
      if (actor.keyId !== undefined && !seenLately) await touchKey(db, actor.keyId, now).catch(() => undefined)
      return actor
    }
    const account = cookie === undefined ? null : await accounts.accountOf(cookie)
    return account === null ? null : actorByAccount(db, account, asking)
  }
