import pg from 'pg'
import { z } from 'zod'
import { testDatabase } from '#postgres/testing'

/** Each part of the schema as PostgreSQL itself writes it back, in an order that a reader can follow. */
const PARTS = {
  extensions: `select format('CREATE EXTENSION %I;', extname) as line from pg_extension where extname <> 'plpgsql' order by extname`,
  tables: `
    select format(E'CREATE TABLE %s (\\n%s\\n)%s;', c.oid::regclass, string_agg(part.text, E',\\n' order by part.rank, part.place),
      case when c.relkind = 'p' then ' PARTITION BY ' || pg_get_partkeydef(c.oid) else '' end) as line
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    cross join lateral (
      select 1 as rank, lpad(a.attnum::text, 4, '0') as place, format('  %I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
        case when co.collname is not null and co.collname <> 'default' then format(' COLLATE %I', co.collname) else '' end,
        case when d.adbin is null then '' when a.attgenerated = 's' then format(' GENERATED ALWAYS AS (%s) STORED', pg_get_expr(d.adbin, d.adrelid))
          else ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) end,
        case when a.attnotnull then ' NOT NULL' else '' end) as text
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      left join pg_collation co on co.oid = a.attcollation
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      union all
      select 2, k.conname, format('  CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)) from pg_constraint k
      where k.conrelid = c.oid and k.contype <> 'n'
    ) as part
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^(pg_|information_schema)'
    group by c.oid, c.relkind, n.nspname, c.relname order by n.nspname, c.relname`,
  indexes: `
    select pg_get_indexdef(i.indexrelid) || ';' as line from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname !~ '^(pg_|information_schema)' and not c.relispartition
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid) order by 1`,
  views: `
    select format(E'CREATE VIEW %s AS\\n%s', c.oid::regclass, pg_get_viewdef(c.oid)) as line from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'v' and n.nspname !~ '^(pg_|information_schema)' order by c.oid::regclass::text`,
  functions: `
    select pg_get_functiondef(p.oid) || ';' as line from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname !~ '^(pg_|information_schema)' and p.prokind = 'f'
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by p.oid::regprocedure::text`,
  triggers: `
    select pg_get_triggerdef(t.oid) || ';' as line from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal and not c.relispartition order by 1`,
  rights: `
    select format('GRANT %s ON %s TO %I;', string_agg(a.privilege_type, ', ' order by a.privilege_type), c.oid::regclass, r.rolname) as line
    from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join lateral aclexplode(c.relacl) as a join pg_roles r on r.oid = a.grantee
    where n.nspname !~ '^(pg_|information_schema)' and c.relkind in ('r', 'p', 'v', 'S') and not c.relispartition and a.grantee <> c.relowner
    group by c.oid, r.rolname order by c.oid::regclass::text, r.rolname`,
} as const

const HEAD = `-- The schema that the migrations come to, as PostgreSQL writes it back. Never run: it is here so that a migration shows its effect.
-- Written by \`npm run golden\`; a test says if it has fallen behind.
`

const Line = z.object({ line: z.string() })

/** Migrates an empty database and reads back what came of it. */
export const renderSchema = async (): Promise<string> => {
  const { owner, close } = await testDatabase()
  const client = new pg.Client(owner)
  await client.connect()
  try {
    let text = HEAD
    for (const [part, query] of Object.entries(PARTS)) {
      const { rows } = await client.query(query)
      const lines = rows.map((row) => Line.parse(row).line.trimEnd())
      if (lines.length > 0) text += `\n-- ${part}\n\n${lines.join('\n\n')}\n`
    }
    return text
  } finally {
    await client.end()
    await close()
  }
}
