import { sql } from 'kysely'
import { newId } from '#kernel'
import type { Db } from '#postgres'
import { numberInYear } from '../order/store.ts'
import type { Site } from '../product.ts'
import type { Survey } from './model.ts'
import type { MovePlan } from './plan-move.ts'
import type { BuiltSize } from './propose-space.ts'

const columns = sql`id, number, organisation_id as "organisationId", place, surveyed_on as "surveyedOn", devices,
  entered_by as "enteredBy", created_at as "createdAt", version`

export const insertSurvey = async (
  tx: Db,
  site: Site,
  survey: Pick<Survey, 'organisationId' | 'place' | 'surveyedOn' | 'devices' | 'enteredBy'> & { readonly now: Date },
): Promise<string> => {
  const number = await numberInYear(tx, site, 'S', survey.now)
  await sql`insert into market.survey (id, site_id, number, organisation_id, place, surveyed_on, devices, entered_by, created_at)
    values (${newId<'survey'>()}, ${site.id}, ${number}, ${survey.organisationId}, ${survey.place}, ${survey.surveyedOn},
      ${JSON.stringify(survey.devices)}::jsonb, ${survey.enteredBy}, ${survey.now})`.execute(tx)
  return number
}

export const surveyByNumber = async (db: Db, number: string): Promise<Survey | null> =>
  (await sql<Survey>`select ${columns} from market.survey where number = ${number}`.execute(db)).rows[0] ?? null

/** Newest first; `organisations` null: of everybody. */
export const listSurveyRows = async (
  db: Db,
  of: {
    readonly organisations: readonly string[] | null
    readonly organisation: string | null
    readonly before: string | null
    readonly limit: number
  },
): Promise<{ readonly rows: readonly Survey[]; readonly total: number }> => {
  const where = sql`(${of.organisations === null} or organisation_id = any(${of.organisations ?? []}::uuid[]))
    and (${of.organisation}::text is null or organisation_id = (select id from people.organisation_card where handle = ${of.organisation}))`
  const { rows } = await sql<Survey>`select ${columns} from market.survey where ${where}
    and (${of.before}::uuid is null or id < ${of.before}::uuid) order by id desc limit ${of.limit}`.execute(db)
  const counted = await sql<{ n: number }>`select count(*)::int as n from market.survey where ${where}`.execute(db)
  return { rows, total: counted.rows[0]?.n ?? 0 }
}

/** The smallest of each size that is built; the shared rack is not for a closet. */
export const builtSizes = async (db: Db, siteId: string): Promise<readonly BuiltSize[]> =>
  (
    await sql<BuiltSize>`select size, min(c.units_u)::int as "unitsU", min(depth_mm)::int as "depthMm", min(limit_kg)::int as "limitKg"
      from facility.compartment_card c join facility.room_card r on r.id = c.room_id
      where c.site_id = ${siteId} and c.sellable and r.kind = 'data-hall' and size in ('quarter', 'half', 'full') group by size`.execute(
      db,
    )
  ).rows

/** The space that a move goes to: as named, or the first of the same order; with its place where it is reserved. */
export interface MoveSpace {
  readonly service: string
  readonly compartment: string
  readonly room: string
  readonly row: string
  readonly rack: string
  readonly firstU: number
  readonly unitsU: number
  readonly readyAt: Date | null
  readonly watts: number
  readonly sides: 'A+B' | 'A' | 'B'
}
/** What lived before this system was ready before it: no notice of ours ever said so. */
const readyAt = (service: string) =>
  sql`coalesce(${sql.ref(`${service}.ready_at`)}, case when ${sql.ref(`${service}.origin`)} <> 'ordered' then ${sql.ref(`${service}.created_at`)} end)`

export const spaceOfMove = async (
  db: Db,
  of: { readonly serviceId: string; readonly to: string | null; readonly organisationId: string },
): Promise<MoveSpace | null> =>
  (
    await sql<MoveSpace>`
      select s.number as service, k.handle as compartment, r.name as room, k.row_handle as "row", k.rack_handle as rack,
        k.first_u as "firstU", k.units_u as "unitsU", ${readyAt('s')} as "readyAt", p.watts, p.sides
      from market.service s join market.claim c on c.service_id = s.id and c.given_back_at is null
        join market.load p on p.claim_id = c.id join facility.compartment_card k on k.id = c.thing_id
        join facility.room_card r on r.id = k.room_id
      where s.organisation_id = ${of.organisationId} and s.product = 'rack-space' and s.state <> 'closed'
        and (s.number = ${of.to} or (${of.to}::text is null and s.id in (
          select other.service_id from market.line mine join market.line other on other.order_id = mine.order_id
          where mine.service_id = ${of.serviceId})))
      order by s.number limit 1`.execute(db)
  ).rows[0] ?? null

/** Has this customer a space of that number that stands; or, where none is named, does the order of this line ask for one? */
export const hasSpace = async (
  db: Db,
  of: { readonly organisationId: string; readonly to: string | null; readonly lineId: string | null },
): Promise<boolean> => {
  const { rows } =
    of.to === null
      ? await sql`select from market.line mine join market.line other on other.order_id = mine.order_id
          where mine.id = ${of.lineId}::uuid and other.product = 'rack-space' and other.does = 'create' limit 1`.execute(
          db,
        )
      : await sql`select from market.service where number = ${of.to} and organisation_id = ${of.organisationId}
          and product = 'rack-space' and state in ('planned', 'in-service', 'suspended')`.execute(db)
  return rows.length > 0
}

interface MoveAt {
  readonly unwinding: boolean
  /** Somebody was sent to fetch it. */
  readonly begun: boolean
  readonly racked: boolean
}
/** How far a move has come: is it being undone, was it begun, and does everything stand in the rack? */
export const moveAt = async (db: Db, serviceId: string): Promise<MoveAt> =>
  (
    await sql<MoveAt>`
      select l.unwinding, exists (select from market.step t where t.line_id = l.id and t.name = 'fetch' and t.state <> 'pending') as begun,
        exists (select from market.step t where t.line_id = l.id and t.name = 'rack' and t.state = 'done') as racked
      from market.line l where l.service_id = ${serviceId} and l.does = 'create'`.execute(db)
  ).rows[0] ?? { unwinding: false, begun: false, racked: false }

/** Of these spaces, the moves that are being undone while their gear may still stand in them. */
export const gearInside = async (db: Db, spaceIds: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await sql<{ space: string; move: string }>`
    select s.id as space, min(m.number) as move
    from market.service s join market.service m on m.organisation_id = s.organisation_id and m.product = 'move'
      join market.line l on l.service_id = m.id and l.does = 'create' and l.unwinding
      join market.step t on t.line_id = l.id and t.name = 'rack' and t.state in ('acted', 'done', 'undoing')
    where s.id = any(${[...spaceIds]}::uuid[]) and (m.parameters->>'to' = s.number or (m.parameters->>'to' is null and exists (
      select from market.line other where other.order_id = l.order_id and other.service_id = s.id)))
    group by s.id`.execute(db)
  return new Map(rows.map(({ space, move }) => [space, move]))
}

export interface Agreed {
  readonly plan: MovePlan
  readonly agreedAt: Date
  readonly agreedBy: string | null
  readonly testedAt: Date | null
  readonly testedBy: string | null
  readonly testNote: string | null
}
export const agreedOf = async (db: Db, serviceId: string, lock = false): Promise<Agreed | null> =>
  (
    await sql<Agreed>`select plan, agreed_at as "agreedAt", agreed_by as "agreedBy", tested_at as "testedAt", tested_by as "testedBy",
      test_note as "testNote" from market.move_agreed where service_id = ${serviceId} ${lock ? sql`for update` : sql``}`.execute(
      db,
    )
  ).rows[0] ?? null

/** What was agreed before, and not begun, makes room for it. */
export const agree = async (
  tx: Db,
  move: { readonly serviceId: string; readonly plan: MovePlan; readonly by: string | null; readonly now: Date },
): Promise<void> => {
  await sql`insert into market.move_agreed (service_id, plan, agreed_at, agreed_by)
    values (${move.serviceId}, ${JSON.stringify(move.plan)}::jsonb, ${move.now}, ${move.by})
    on conflict (service_id) do update set plan = excluded.plan, agreed_at = excluded.agreed_at, agreed_by = excluded.agreed_by`.execute(
    tx,
  )
}

export const passTests = async (
  tx: Db,
  move: { readonly serviceId: string; readonly note: string; readonly by: string | null; readonly now: Date },
): Promise<void> => {
  await sql`update market.move_agreed set tested_at = ${move.now}, tested_by = ${move.by}, test_note = ${move.note}
    where service_id = ${move.serviceId}`.execute(tx)
}

/** What the steps of these moves see: the space they go to, what was agreed and how the tests went. */
export const moveSigns = async (db: Db, serviceIds: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await sql<{ id: string; sign: string }>`
    select s.id, concat_ws(' ', a.agreed_at, a.tested_at, (
      select max(${readyAt('o')}) from market.service o where o.organisation_id = s.organisation_id and o.product = 'rack-space')) as sign
    from market.service s left join market.move_agreed a on a.service_id = s.id where s.id = any(${[...serviceIds]}::uuid[])`.execute(
    db,
  )
  return new Map(rows.map(({ id, sign }) => [id, sign]))
}
