import { sql } from 'kysely'
import type { Db } from '#postgres'
import { decideSpans, type FeedTurn, type HeldPlace, type MeterSpan } from './decide-spans.ts'

/** The steps by which people hand over what a line brings; put right after a rejection, what they did stays done. */
const handing = sql`(select jsonb_build_object('steps', count(*), 'done', count(t.done_at), 'lastAt', floor(extract(epoch from max(t.done_at)))::bigint)
  from market.step t where t.line_id = l.id and t.for_ready and t.does_by = 'person')`

/**
 * Changes of the sides of a place that were not cancelled, in the order of time: what a place was sold with stands beside it as it is now
 * alone.
 */
export const feedTurnsOf = async (db: Db, siteId: string): Promise<readonly FeedTurn[]> =>
  (
    await sql<FeedTurn>`
      select turn.*, case when (turn.handing ->> 'done') = (turn.handing ->> 'steps') then (turn.handing ->> 'lastAt')::bigint end as "readyAt"
      from (
        select l.service_id as "serviceId", r ->> 'compartmentId' as "compartmentId", l.change -> 'from' ->> 'sides' as before, r ->> 'sides' as after,
          case when l.state = 'in-service' and not l.change_open then
            (select floor(extract(epoch from max(t.done_at)))::bigint from market.step t where t.line_id = l.id) end as "doneAt",
          ${handing} as handing, l.id
        from market.line l join market.service s on s.id = l.service_id cross join lateral jsonb_array_elements(l.change -> 'reloads') as r
        where s.site_id = ${siteId} and l.does = 'change' and l.state <> 'cancelled' and not l.unwinding
          and l.change -> 'from' ->> 'sides' is distinct from r ->> 'sides'
      ) as turn order by "readyAt" nulls last, turn.id`.execute(db)
  ).rows

/** What one claim was handed over with, and while it is held. What a change that was cancelled held is none of the service's. */
const held = sql`floor(extract(epoch from k.held_at))::bigint as "heldAt", floor(extract(epoch from k.given_back_at))::bigint as "givenBackAt",
  case when l.id is not null then ${handing} end as handing, s.id as "serviceId", s.zone, s.billing_from as since`
const ofServices = sql`market.claim k left join market.line l on l.id = k.line_id join market.service s on s.id = coalesce(k.service_id, l.service_id)`
const alive = sql`(l.id is null or l.does <> 'change' or l.state <> 'cancelled')`

/** Places of their own with power: their feeds are fed for nobody else. */
const heldCompartments = async (db: Db, siteId: string): Promise<readonly HeldPlace[]> =>
  (
    await sql<HeldPlace>`
      select ${held}, k.thing_id as "compartmentId", k.label as place, p.sides, false as outlet,
        coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'feed', f.handle, 'side', f.chain) order by f.chain, f.handle)
          from facility.feed_card f where f.compartment_id = k.thing_id), '[]') as meters
      from ${ofServices} join market.load p on p.claim_id = k.id
      where s.site_id = ${siteId} and k.kind = 'compartment' and ${alive} order by s.id, k.held_at, k.id`.execute(db)
  ).rows

/** The outlets that came with units of a shared rack. One that is ended kept its readings. */
const heldOutlets = async (db: Db, siteId: string): Promise<readonly HeldPlace[]> =>
  (
    await sql<HeldPlace>`
      select ${held}, o.compartment_id as "compartmentId", coalesce(c.handle, k.label) as place, o.chain as sides, true as outlet,
        jsonb_build_array(jsonb_build_object('id', k.thing_id, 'feed', k.label, 'side', o.chain)) as meters
      from ${ofServices} cross join lateral (
          select b.chain, b.number, b.compartment_id from market.outlet_claim_card b where b.claim_id = k.id
          union select f.chain, f.number, f.compartment_id from facility.outlet_card f where f.id = k.thing_id
        ) as o left join facility.space_card c on c.id = o.compartment_id
      where s.site_id = ${siteId} and k.kind = 'outlet' and ${alive} order by s.id, o.chain, o.number, k.held_at, k.id`.execute(
      db,
    )
  ).rows

/** Which meter counts for which service, from when, until when: what a customer sees and what is billed are of these spans, and of no others. */
export const meterSpansOf = async (db: Db, siteId: string): Promise<readonly MeterSpan[]> => {
  const places = [...(await heldCompartments(db, siteId)), ...(await heldOutlets(db, siteId))]
  return decideSpans(places, await feedTurnsOf(db, siteId))
}

/** Does a service hold a place that has meters, handed over or not? */
export const holdsMeters = async (db: Db, serviceId: string): Promise<boolean> =>
  (
    await sql`select from market.claim k where k.service_id = ${serviceId} and k.given_back_at is null and (k.kind = 'outlet'
      or k.kind = 'compartment' and exists (select from market.load p where p.claim_id = k.id)
        and exists (select from facility.feed_card f where f.compartment_id = k.thing_id)) limit 1`.execute(db)
  ).rows.length > 0
