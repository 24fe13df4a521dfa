import pg from 'pg'
import type { Connection } from '#postgres'

export const JOURNAL_ROWS = 1_000_000
const MONTHS = 12

/** Fills the journal to a million rows over a year, as that of a site that has been running: many measurements, few orders. */
export const fillJournal = async (owner: Connection): Promise<number> => {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    const before = await client.query<{ n: number }>('select count(*)::int as n from floor.journal')
    const missing = JOURNAL_ROWS - (before.rows[0]?.n ?? 0)
    if (missing <= 0) return JOURNAL_ROWS
    for (let month = 0; month < MONTHS; month += 1)
      await client.query('select floor.journal_month(now() - make_interval(months => $1))', [month])
    await client.query(
      `insert into floor.journal (id, at, actor_kind, actor_id, on_behalf_of, room, name, subject_kind, subject_id, data)
       select gen_random_uuid(), date_trunc('month', now()) - ((i % 300) || ' days')::interval + (i || ' ms')::interval, 'system', null, null,
              (array['exchange','exchange','exchange','market','billing','facility'])[1 + i % 6],
              (array['port-measured','port-measured','session-lost','order-accepted','invoice-issued','rack-placed'])[1 + i % 6],
              'service', 'BES-XP-' || lpad((i % 500)::text, 6, '0'), jsonb_build_object('turn', i)
       from generate_series(1, $1::int) as i`,
      [missing],
    )
    await client.query('analyze floor.journal')
    const after = await client.query<{ n: number }>('select count(*)::int as n from floor.journal')
    return after.rows[0]?.n ?? 0
  } finally {
    await client.end()
  }
}
