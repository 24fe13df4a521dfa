import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import { type Capacity, capacityOf } from '#facility'
import type { Refusal } from '#kernel'
import { type By, type Db, inTransaction, notify, writeJournal } from '#postgres'
import { keepReadings, type ReadingAsked, type Sent, weighReadings } from '#telemetry'
import type { CsvRow } from '../import/read-csv.ts'
import type { ImportAnswer, ImportRow } from '../import/contract.ts'
import type { usagePriceWire } from './contract.ts'
import { type Column, readReading } from './read-reading.ts'

/** Listed in an answer; all are counted. */
const MOST_LISTED = 2000

/** The most that the breaker of a feed lets through; W are never more than VA. */
const mostOf = (capacity: Capacity, feedId: string): number | null =>
  capacity.limits.get(`${feedId} other-side-lost VA`)?.nominal ?? null

interface Sorted {
  readonly sent: readonly Sent[]
  readonly refused: ReadonlyMap<number, Refusal>
}

/** Which rows speak of which meter; a row's key is its place in the file. */
/** What a row may speak of: a feed of the site, or an outlet of a shared rack's strip. */
interface Meter {
  readonly id: string
  readonly mostW: number | null
}
const metersOf = (capacity: Capacity): ReadonlyMap<string, Meter> =>
  new Map([
    ...capacity.plant.elements.flatMap(({ id, handle, kind }) =>
      kind === 'feed' ? [[handle, { id, mostW: mostOf(capacity, id) }] as const] : [],
    ),
    ...capacity.plant.compartments.flatMap(({ outlets }) =>
      outlets.map(({ id, handle, limitVa }) => [handle, { id, mostW: limitVa }] as const),
    ),
  ])

const sortRows = (rows: readonly CsvRow<Column>[], capacity: Capacity): Sorted => {
  const meters = metersOf(capacity)
  const refused = new Map<number, Refusal>()
  const asked = new Map<Meter, ReadingAsked[]>()
  for (const [key, row] of rows.entries()) {
    const read = readReading(row)
    const of = meters.get(row.fields.meter)
    if (!read.ok || !of) {
      refused.set(key, read.ok ? { code: 'meter-unknown', meter: row.fields.meter } : read.refusal)
      continue
    }
    const { meter: _, ...reading } = read.value
    const list = asked.get(of)
    if (list) list.push({ key, ...reading })
    else asked.set(of, [{ key, ...reading }])
  }
  const sent = [...asked].map(([{ id, mostW }, list]) => ({ subjectId: id, mostW, asked: list }))
  return { sent, refused }
}

export interface ReadingsImport {
  readonly siteId: string
  readonly content: Uint8Array
  readonly rows: readonly CsvRow<Column>[]
  readonly lineOffset: number
  readonly dryRun: boolean
  readonly keepGood: boolean
  readonly by: By
  readonly now: Date
}

export interface ReadingsAnswer extends ImportAnswer {
  readonly left_out: number
  readonly resets: number
  readonly wraps: number
  readonly gaps: number
}

type Weighed = Awaited<ReturnType<typeof weighReadings>>

/** Every row's answer in the order of the file: the first of those that are refused, and of the others. */
const answerOf = (
  of: ReadingsImport,
  refused: ReadonlyMap<number, Refusal>,
  weighed: Weighed,
  applied: boolean,
): ReadingsAnswer => {
  // prettier-ignore
  const did = new Map<number, { readonly did: 'created' | 'unchanged' | 'refused'; readonly refusal: Refusal | null }>()
  for (const [key, refusal] of refused) did.set(key, { did: 'refused', refusal })
  for (const { admission } of weighed) for (const answer of admission.answers) did.set(answer.key, answer)
  const counts = { created: 0, updated: 0, unchanged: 0, refused: 0, warned: 0 }
  const rows: ImportRow[] = []
  for (const [key, { line, fields }] of of.rows.entries()) {
    const told = did.get(key)
    if (!told) throw new Error(`row ${key} of a file of readings has no answer`)
    counts[told.did] += 1
    const before = told.did === 'refused' ? counts.refused : counts.created + counts.unchanged
    if (before > MOST_LISTED) continue
    const { refusal } = told
    rows.push({ line: line + of.lineOffset, path: null, did: told.did, subject: fields.meter, refusal, warnings: [] })
  }
  const sum = (name: 'resets' | 'wraps' | 'gaps'): number =>
    weighed.reduce((all, { admission }) => all + admission.counts[name], 0)
  return {
    rows,
    counts,
    dry_run: of.dryRun,
    applied,
    left_out: of.rows.length - rows.length,
    resets: sum('resets'),
    wraps: sum('wraps'),
    gaps: sum('gaps'),
  }
}

/** Judges every row, and keeps what is good: all or none, unless the good ones are wanted. One transaction. */
export const importRows = (db: Db, of: ReadingsImport): Promise<ReadingsAnswer> =>
  inTransaction(db, async (tx) => {
    const { capacity } = await capacityOf(tx, of.siteId)
    const { sent, refused } = sortRows(of.rows, capacity)
    const weighed = await weighReadings(tx, sent, of.now)
    const bad = refused.size > 0 || weighed.some(({ admission }) => admission.answers.some(({ did }) => did === 'refused')) // prettier-ignore
    const applied = !of.dryRun && (!bad || of.keepGood)
    const answer = answerOf(of, refused, weighed, applied)
    if (!applied) return answer
    await keepReadings(tx, weighed)
    if (answer.counts.created === 0) return answer
    const sha256 = createHash('sha256').update(of.content).digest('hex')
    const { resets, wraps, gaps, counts } = answer
    await writeJournal(tx, {
      room: 'market',
      name: 'file-imported',
      subject: ['import', sha256.slice(0, 12)],
      by: of.by,
      at: of.now,
      siteId: of.siteId,
      data: { kind: 'readings', sha256, ...counts, resets, wraps, gaps },
    })
    await notify(tx, 'readings')
    return answer
  })

/** Power that a service was sold, with its meters: the feeds of a compartment of its own, the outlets of its units in a shared rack. */
export interface MeteredLoad {
  readonly claimId: string
  readonly serviceId: string
  readonly service: string
  readonly organisationId: string
  readonly compartmentId: string
  readonly compartment: string
  readonly watts: number
  readonly sides: 'A+B' | 'A' | 'B'
  readonly feeds: readonly { readonly id: string; readonly handle: string; readonly side: 'A' | 'B' }[]
}

/** Those that are held now; of one service, or of all. The feeds of a shared rack say nothing of one tenant: without metered outlets it has no meter. */
export const meteredLoads = async (db: Db, siteId: string, serviceId: string | null): Promise<readonly MeteredLoad[]> =>
  (
    await sql<MeteredLoad>`
      select p.claim_id as "claimId", p.service_id as "serviceId", s.number as service, s.organisation_id as "organisationId",
        p.compartment_id as "compartmentId", c.handle as compartment, p.watts, p.sides,
        case p.kind when 'compartment' then
          coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'handle', f.handle, 'side', f.chain) order by f.chain)
            from facility.feed_card f where f.compartment_id = p.compartment_id and strpos(p.sides, f.chain) > 0), '[]')
        else
          coalesce((select jsonb_agg(jsonb_build_object('id', o.outlet_id, 'handle', o.handle, 'side', o.chain) order by o.chain, o.number)
            from market.outlet_claim_card o where o.service_id = p.service_id and o.compartment_id = p.compartment_id
              and o.given_back_at is null and strpos(p.sides, o.chain) > 0), '[]') end as feeds
      from market.service_load_card p join market.service s on s.id = p.service_id
        join facility.space_card c on c.id = p.compartment_id
      where s.site_id = ${siteId} and p.kind in ('compartment', 'rack-units') and p.given_back_at is null
        and (${serviceId}::uuid is null or s.id = ${serviceId}::uuid)
      order by s.number, c.handle`.execute(db)
  ).rows

/** What a unit of it (a kWh, a day of storage) costs a service on a day: as agreed with this service, else by the list. */
export const usagePriceOn = async (
  db: Db,
  of: { readonly siteId: string; readonly serviceId: string; readonly product: string; readonly day: string },
  item: 'kwh' | 'storage-day',
): Promise<number | null> =>
  (
    await sql<{ price: number }>`
      select unit_micro_euros as price from (
        select unit_micro_euros, from_date, 0 as rank from market.service_usage_price where service_id = ${of.serviceId} and item = ${item}
        union all
        select unit_micro_euros, from_date, 1 from market.usage_price where site_id = ${of.siteId} and product = ${of.product} and item = ${item}
      ) as prices where from_date <= ${of.day} order by rank, from_date desc limit 1`.execute(db)
  ).rows[0]?.price ?? null

/** The list's prices of what is metered, of one day. */
export const usagePricesOn = async (
  db: Db,
  siteId: string,
  day: string,
): Promise<readonly z.output<typeof usagePriceWire>[]> =>
  (
    await sql<z.output<typeof usagePriceWire>>`
      select distinct on (product, item) product, item, unit, unit_micro_euros from market.usage_price
      where site_id = ${siteId} and from_date <= ${day} order by product, item, from_date desc`.execute(db)
  ).rows

/** A change that gave a place in use another side of the power, or took one from it. */
export interface FeedTurn {
  readonly serviceId: string
  readonly compartmentId: string
  readonly before: 'A+B' | 'A' | 'B'
  readonly after: 'A+B' | 'A' | 'B'
  /** The first day billed as changed (YYYY-MM-DD). */
  readonly day: string
  /** When the last of its steps was done, in seconds since 1970: the way that was given up is open. */
  readonly doneAt: number
}

/** Those that are done, in the order of time: what a place was sold with stands beside it as it is now alone. */
export const feedTurnsOf = async (db: Db, siteId: string): Promise<readonly FeedTurn[]> =>
  (
    await sql<FeedTurn>`
      select l.service_id as "serviceId", r ->> 'compartmentId' as "compartmentId", l.change -> 'from' ->> 'sides' as before, r ->> 'sides' as after,
        p.from_date as day, (select extract(epoch from max(t.done_at))::bigint from market.step t where t.line_id = l.id) as "doneAt"
      from market.line l join market.service s on s.id = l.service_id join market.service_price p on p.line_id = l.id
        cross join lateral jsonb_array_elements(l.change -> 'reloads') as r
      where s.site_id = ${siteId} and l.does = 'change' and l.state = 'in-service' and not l.change_open
        and l.change -> 'from' ->> 'sides' is distinct from r ->> 'sides'
      order by p.from_date, p.id`.execute(db)
  ).rows
