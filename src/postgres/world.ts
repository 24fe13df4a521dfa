import { sql } from 'kysely'
import { Fault } from '#kernel'
import type { Db } from './db.ts'

export type World = 'twin' | 'plant'

export interface WorldWish {
  /** By the person who starts it; null: not said. */
  readonly asked: World | null
  /** Asked at the first start only. */
  readonly otherwise: () => Promise<World>
  readonly now: Date
}

const worldOf = async (db: Db): Promise<World | null> => {
  const { rows } = await sql<{ world: World }>`select world from floor.world`.execute(db)
  return rows[0]?.world ?? null
}

/** Which world this database is of: fixed at its first start, never changed. A start that asks for the other one is refused. */
export const fixWorld = async (db: Db, wish: WorldWish): Promise<World> => {
  if ((await worldOf(db)) === null) {
    const world = wish.asked ?? (await wish.otherwise())
    await sql`insert into floor.world (world, begun_at) values (${world}, ${wish.now}) on conflict (one) do nothing`.execute(
      db,
    )
  }
  const world = await worldOf(db)
  if (!world) throw new Error('the database says of no world')
  if (wish.asked && wish.asked !== world) {
    const why = `is of the world “${world}” since its first start, and stays so; “${wish.asked}” needs a data folder of its own`
    throw new Fault('database', why, { again: false })
  }
  return world
}
