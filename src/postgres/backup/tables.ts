import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import pg from 'pg'
import { to } from 'pg-copy-streams'
import type { TableBegin } from './frames.ts'

/** Everything of ours: no schema of PostgreSQL's own, and not `public`, which holds the migrations only. */
export const OURS = `n.nspname !~ '^(pg_|information_schema$|public$)'`

export interface Table extends TableBegin {
  /** The order in which its rows are written: by its key, so that equal tables give equal text. */
  readonly order: readonly string[]
}

// Text is ordered by its bytes: two servers need not have one collation.
const TABLES = `
  select n.nspname as schema, c.relname as name,
    (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
    (select array_agg(quote_ident(a.attname) || case when a.attcollation <> 0 then ' collate "C"' else '' end order by k.place)
      from pg_index i cross join lateral unnest(i.indkey) with ordinality as k (attnum, place)
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
      where i.indrelid = c.oid and i.indisprimary) as "order"
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where ${OURS} and c.relkind in ('r', 'p') and not c.relispartition
  order by n.nspname collate "C", c.relname collate "C"`

export const tablesOf = async (client: pg.ClientBase): Promise<readonly Table[]> => {
  const { rows } = await client.query<Omit<Table, 'order'> & { readonly order: readonly string[] | null }>(TABLES)
  return rows.map((row) => ({
    ...row,
    order: row.order ?? row.columns.map((name) => `${pg.escapeIdentifier(name)}::text collate "C"`),
  }))
}

export const nameOf = (table: { readonly schema: string; readonly name: string }): string =>
  `${pg.escapeIdentifier(table.schema)}.${pg.escapeIdentifier(table.name)}`

export const columnsOf = (table: TableBegin): string =>
  table.columns.map((name) => pg.escapeIdentifier(name)).join(', ')

/** How values are written as text must not depend on the server or the database. */
export const TEXT_SETTINGS = `
  set local DateStyle = 'ISO, YMD'; set local IntervalStyle = 'postgres'; set local TimeZone = 'UTC'; set local extra_float_digits = 1;
  set local bytea_output = 'hex'; set local client_encoding = 'UTF8'; set local statement_timeout = 0; set local lock_timeout = 0`

/** A table's rows as COPY's text, and what they come to once all of them were read. */
export interface Rows {
  readonly chunks: AsyncIterable<Buffer>
  readonly total: () => { readonly rows: number; readonly sha256: string }
}

export const rowsOf = (client: pg.ClientBase, table: Table): Rows => {
  const hash = createHash('sha256')
  let rows = 0
  let stream: (Readable & { readonly rowCount: number }) | undefined
  async function* chunks(): AsyncGenerator<Buffer> {
    const order = table.order.length > 0 ? ` order by ${table.order.join(', ')}` : ''
    const source = client.query(to(`copy (select ${columnsOf(table)} from ${nameOf(table)}${order}) to stdout`))
    stream = source
    for await (const chunk of source) {
      if (!Buffer.isBuffer(chunk)) throw new Error('COPY gave no bytes')
      hash.update(chunk)
      yield chunk
    }
    rows = source.rowCount
  }
  return { chunks: chunks(), total: () => ({ rows: stream ? rows : 0, sha256: hash.digest('hex') }) }
}
