import { sql } from 'kysely'
import type { Db } from './db.ts'

const AT_ONCE = 500

/**
 * Inserts rows, or changes those whose key exists, many in one statement. Every row has the same columns; values are as JSON
 * holds them, PostgreSQL reads them into the table's own types. Columns that are not named keep their value (or their default);
 * `keep` names those that only a new row gets.
 */
export const upsertRows = async (
  tx: Db,
  table: `${string}.${string}`,
  rows: readonly { readonly [column: string]: unknown }[],
  { key = ['id'], keep = [] }: { readonly key?: readonly string[]; readonly keep?: readonly string[] } = {},
): Promise<void> => {
  const first = rows[0]
  if (!first) return
  const columns = Object.keys(first)
  const list = sql.join(columns.map((column) => sql.ref(column)))
  const changed = columns.filter((column) => !key.includes(column) && !keep.includes(column))
  const change =
    changed.length === 0
      ? sql`do nothing`
      : sql`do update set ${sql.join(changed.map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`))}`
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const batch = JSON.stringify(rows.slice(from, from + AT_ONCE))
    await sql`
      insert into ${sql.table(table)} (${list})
      select ${list} from jsonb_populate_recordset(null::${sql.table(table)}, ${batch}::jsonb)
      on conflict (${sql.join(key.map((column) => sql.ref(column)))}) ${change}`.execute(tx)
  }
}
