import { type Refusal, type Result, refuse } from '#kernel'
import { type Db, inTransaction } from '#postgres'

/** Carries a refusal out of a transaction that has to be rolled back. */
class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** Work of which a refusal leaves nothing behind, also inside a running transaction. */
export const allOrNothing = async <A extends Result<unknown, Refusal> | null>(
  db: Db,
  work: (tx: Db) => Promise<A>,
): Promise<A | { readonly ok: false; readonly refusal: Refusal }> => {
  try {
    return await inTransaction(db, async (tx) => {
      const result = await work(tx)
      if (result && !result.ok) throw new Refused(result.refusal)
      return result
    })
  } catch (thrown) {
    if (thrown instanceof Refused) return refuse(thrown.refusal)
    throw thrown
  }
}
