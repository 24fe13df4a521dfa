import { sql } from 'kysely'
import { type Db, upsertRows } from '#postgres'
import { type Admission, admitReadings, type Jump, type ReadingAsked } from './admit-readings.ts'
import { DAY_S, EMPTY, type Reading, readingAt, type Series, seriesOf } from './model.ts'
import { stepsOf } from './measure-power.ts'
import { packChunk, unpackChunks } from './pack-chunk.ts'

interface ChunkRow {
  readonly subject_id: string
  /** Days since 1970. */
  readonly day: number
  readonly readings: number
  readonly content: Uint8Array
}

const dayOf = (at: number): number => Math.floor(at / DAY_S)
const EPOCH = sql`date '1970-01-01'`

interface Days {
  readonly subjectId: string
  /** Both counted, since 1970. */
  readonly first: number
  readonly last: number
}

/** The chunks of these days, and of each subject the last before and the first after them. */
const chunksOf = async (db: Db, asked: readonly Days[]): Promise<ReadonlyMap<string, readonly ChunkRow[]>> => {
  const { rows } = await sql<ChunkRow>`
    select c.subject_id, c.day - ${EPOCH} as day, c.readings, c.content
    from unnest(${asked.map(({ subjectId }) => subjectId)}::uuid[], ${asked.map(({ first }) => first)}::int[], ${asked.map(({ last }) => last)}::int[]) as s (id, first, last)
    join telemetry.chunk c on c.subject_id = s.id
      and c.day >= coalesce((select max(b.day) from telemetry.chunk b where b.subject_id = s.id and b.day < ${EPOCH} + s.first), ${EPOCH} + s.first)
      and c.day <= coalesce((select min(b.day) from telemetry.chunk b where b.subject_id = s.id and b.day > ${EPOCH} + s.last), ${EPOCH} + s.last)
    order by c.subject_id, c.day`.execute(db)
  const found = new Map<string, ChunkRow[]>()
  for (const row of rows) {
    const list = found.get(row.subject_id)
    if (list) list.push(row)
    else found.set(row.subject_id, [row])
  }
  return found
}

/** A stretch of one subject's readings, in seconds since 1970. */
export interface Stretch {
  readonly subjectId: string
  readonly from: number
  readonly until: number
}

/** What is known of each subject, from a reading before the stretch to one after it, where there are such. A subject stands once. */
export const readSeries = async (db: Db, asked: readonly Stretch[]): Promise<ReadonlyMap<string, Series>> => {
  const days = asked.map(({ subjectId, from, until }) => ({ subjectId, first: dayOf(from), last: dayOf(until) }))
  const found = await chunksOf(db, days)
  return new Map([...found].map(([id, chunks]) => [id, unpackChunks(chunks)]))
}

/** The UTC day (YYYY-MM-DD) of the first reading of each subject that was ever read. */
export const firstDaysOf = async (db: Db, subjectIds: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await sql<{ id: string; day: string }>`
    select s.id, c.day from unnest(${[...subjectIds]}::uuid[]) as s (id)
    cross join lateral (select day from telemetry.chunk where subject_id = s.id order by day limit 1) c`.execute(db)
  return new Map(rows.map(({ id, day }) => [id, day]))
}

const jumpsOf = async (db: Db, subjectIds: readonly string[]): Promise<ReadonlyMap<string, Jump>> => {
  const { rows } = await sql<{ id: string; at: number; energyWh: number }>`
    select subject_id as id, extract(epoch from at)::bigint as at, energy_wh as "energyWh"
    from telemetry.jump where subject_id = any(${[...subjectIds]}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, at, energyWh }) => [id, { at, energyWh }]))
}

/** What is sent of one subject. */
export interface Sent {
  readonly subjectId: string
  readonly mostW: number | null
  readonly asked: readonly ReadingAsked[]
}

interface Weighed {
  readonly sent: Sent
  readonly admission: Admission
  readonly chunks: readonly ChunkRow[]
  readonly jumpBefore: Jump | null
}

const daysOf = ({ subjectId, asked }: Sent): Days => {
  let [first, last] = [Infinity, -Infinity]
  for (const { at } of asked) {
    first = Math.min(first, dayOf(at))
    last = Math.max(last, dayOf(at))
  }
  return { subjectId, first, last }
}

/** Decides on all that was sent, under the lock of those who keep readings; nothing is written. */
export const weighReadings = async (tx: Db, all: readonly Sent[], now: Date): Promise<readonly Weighed[]> => {
  await sql`select pg_advisory_xact_lock(hashtextextended('telemetry readings', 0))`.execute(tx)
  const chunks = await chunksOf(tx, all.map(daysOf))
  const jumps = await jumpsOf(
    tx,
    all.map(({ subjectId }) => subjectId),
  )
  return all.map((sent) => {
    const held = chunks.get(sent.subjectId) ?? []
    const series = held.length === 0 ? EMPTY : unpackChunks(held)
    const jumpBefore = jumps.get(sent.subjectId) ?? null
    const known = Array.from({ length: series.length }, (_, index) => readingAt(series, index))
    const { asked, mostW } = sent
    const admission = admitReadings({ known, asked, mostW, jump: jumpBefore, now: Math.floor(now.getTime() / 1000) })
    return { sent, admission, chunks: held, jumpBefore }
  })
}

const byDay = (readings: readonly Reading[]): ReadonlyMap<number, readonly Reading[]> => {
  const days = new Map<number, Reading[]>()
  for (const reading of readings) {
    const day = dayOf(reading.at)
    const list = days.get(day)
    if (list) list.push(reading)
    else days.set(day, [reading])
  }
  return days
}

const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`
const same = (a: Uint8Array, b: Uint8Array | undefined): boolean => b !== undefined && Buffer.compare(a, b) === 0

const chunkRows = ({ sent, admission, chunks }: Weighed): readonly { readonly [column: string]: unknown }[] => {
  const before = new Map(chunks.map(({ day, content }) => [day, content]))
  return [...byDay(admission.readings)].flatMap(([day, readings]) => {
    const content = packChunk(day, readings)
    if (same(content, before.get(day))) return []
    const date = new Date(day * DAY_S * 1000).toISOString().slice(0, 10)
    return [{ subject_id: sent.subjectId, day: date, readings: readings.length, content: hex(content) }]
  })
}

const newestRow = ({ sent, admission: { readings } }: Weighed): readonly { readonly [column: string]: unknown }[] => {
  const last = readings.at(-1)
  if (last === undefined) return []
  const step = stepsOf(seriesOf(readings.slice(-2))).at(-1)
  const at = new Date(last.at * 1000).toISOString()
  return [{ subject_id: sent.subjectId, at, energy_wh: last.energyWh, power_w: last.powerW ?? step?.w ?? null }]
}

/** Keeps what was admitted. */
export const keepReadings = async (tx: Db, weighed: readonly Weighed[]): Promise<void> => {
  await upsertRows(tx, 'telemetry.chunk', weighed.flatMap(chunkRows), { key: ['subject_id', 'day'] })
  const newest = weighed.flatMap(newestRow)
  await sql`
    insert into telemetry.newest (subject_id, at, energy_wh, power_w)
    select * from jsonb_populate_recordset(null::telemetry.newest, ${JSON.stringify(newest)}::jsonb)
    on conflict (subject_id) do update set at = excluded.at, energy_wh = excluded.energy_wh, power_w = excluded.power_w
    where excluded.at >= telemetry.newest.at`.execute(tx)
  const gone = weighed.filter(({ admission, jumpBefore }) => jumpBefore !== null && admission.jump === null)
  await sql`delete from telemetry.jump where subject_id = any(${gone.map(({ sent }) => sent.subjectId)}::uuid[])`.execute(
    tx,
  )
  await upsertRows(
    tx,
    'telemetry.jump',
    weighed.flatMap(({ sent, admission: { jump } }) =>
      jump === null
        ? []
        : [{ subject_id: sent.subjectId, at: new Date(jump.at * 1000).toISOString(), energy_wh: jump.energyWh }],
    ),
    { key: ['subject_id'] },
  )
}

/** The newest reading of each subject. */
export interface Newest {
  readonly subjectId: string
  readonly at: Date
  readonly energyWh: number | null
  readonly powerW: number | null
}
export const newestOf = async (db: Db, subjectIds: readonly string[]): Promise<ReadonlyMap<string, Newest>> => {
  const { rows } = await sql<Newest>`
    select subject_id as "subjectId", at, energy_wh as "energyWh", power_w as "powerW"
    from telemetry.newest where subject_id = any(${[...subjectIds]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.subjectId, row]))
}
