import pg from 'pg'
import type { Client } from '#kernel'
import { type Connection, openDataFolder } from '#postgres'
import { clientOf } from '../scenarios/house/asking.ts'
import {
  dropDataFolder,
  freePort,
  newDataFolder,
  type House as Started,
  startHouse,
} from '../scenarios/house/start-house.ts'

/** A member of the sample site's exchange: its AS is proved, its signatory signs. */
export const MEMBER = { organisation: 'doubs-fibre', asn: 64_499, mail: 'sam.daclin@doubs-fibre.example' } as const

/** The role that owns the tables of an embedded database, and its name. */
const OWNER = { user: 'vesontio', database: 'vesontio' } as const

/** The whole of Vesontio with the sample site, on a folder that is thrown away. */
export interface House {
  readonly started: Started
  readonly admin: Client
  readonly signatory: Client
  readonly owner: Connection
  readonly stop: () => Promise<void>
}

export const query = async <Row extends pg.QueryResultRow>(
  owner: Connection,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> => {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    return (await client.query<Row>(text, [...values])).rows
  } finally {
    await client.end()
  }
}

/** The number that a query of one row and one column `n` gives. */
export const count = async (owner: Connection, text: string, values: readonly unknown[] = []): Promise<number> => {
  const [row] = await query<{ n: number }>(owner, text, values)
  if (!row) throw new Error('a count gave no row')
  return row.n
}

export const openHouse = async ({ twin }: { readonly twin: boolean }): Promise<House> => {
  const data = newDataFolder()
  const started = await startHouse({
    data,
    port: await freePort(),
    args: twin ? [] : ['--no-twin'],
    // As start.mjs has it: a young generation that fits a server of this size.
    env: { NODE_OPTIONS: '--max-semi-space-size=8' },
  })
  const stop = async (): Promise<void> => {
    await started.stop()
    dropDataFolder(data)
  }
  try {
    const signatory = await clientOf(started, MEMBER.mail, ['read', 'order', 'sign'])
    const owner = { host: (await openDataFolder(data)).sockets, ...OWNER }
    return { started, admin: started.client, signatory, owner, stop }
  } catch (thrown) {
    await stop()
    throw thrown
  }
}

let site: Promise<House> | undefined

/** One house for all rows that need no twin. */
export const siteHouse = (): Promise<House> => (site ??= openHouse({ twin: false }))

export const closeSiteHouse = async (): Promise<void> => {
  await (await site?.catch(() => undefined))?.stop()
}
