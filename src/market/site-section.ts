import { sql } from 'kysely'
import {
  type Against,
  brokenBy,
  capacityOf,
  computeLimits,
  type Fields,
  type Kind,
  type Loading,
  plantOfRows,
  section,
  type SiteRow,
  type SiteRows,
  type StoredRow,
  type WrittenRow,
} from '#facility'
import {
  addressOf,
  asnState,
  attach,
  attachmentOf,
  type BuiltPort,
  type Lan,
  type LanAddress,
  lanOf,
  portOf,
  recordQuarantinePass,
  wishState,
} from '#exchange'
import { isId, newId, type Refusal } from '#kernel'
import { type Db, nextNumber, upsertRows, writeJournal } from '#postgres'
import { heldSpans, holdThings } from './claim/store.ts'
import { againstHealthData } from './health-data/store.ts'
import { againstOwner } from './letter/owner/store.ts'
import { priceBegins, usagePriceKind } from './meter/site-section.ts'
import { holdsOf } from './products/exchange-port/stock.ts'
import { judgeMarket, marketRows, marketSchema } from './site-rows.ts'
import { heldLoads, holdLimits, settleLimits } from './sum/store.ts'

const priceKind: Kind = {
  name: 'price',
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select id, product || '/' || item || '/' || from_date as handle, false as ended, jsonb_build_object('product', product, 'item', item,
        'setup_micro_euros', setup_micro_euros, 'monthly_micro_euros', monthly_micro_euros, 'vat_category', vat_category,
        'name_fr', name_fr, 'name_en', name_en, 'from_date', from_date::text) as fields
      from market.price where site_id = ${siteId}`.execute(db)
    return rows
  },
  write: async (tx, rows, { siteId }) => {
    await upsertRows(
      tx,
      'market.price',
      rows.map(({ id, fields }) => ({ id, site_id: siteId, ...fields })),
    )
  },
  begins: priceBegins,
  /** Nothing refers to a price: what was quoted and sold carries its own figures. */
  end: async (tx, ids) => {
    await sql`delete from market.price where id = any(${[...ids]})`.execute(tx)
  },
}

const contractKind: Kind = {
  name: 'contract',
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select c.id, coalesce(o.handle, 'default') as handle, false as ended, jsonb_build_object('organisation', o.handle, 'zone', c.zone,
        'billing', c.billing, 'term_months', c.term_months, 'notice_days', c.notice_days, 'acceptance_working_days', c.acceptance_working_days,
        'early_end_percent', c.early_end_percent, 'payment_days', c.payment_days, 'firm_holds', c.firm_holds,
        'start_days', c.start_days, 'letter_days', c.letter_days, 'letter_notice_days', c.letter_notice_days) as fields
      from market.contract c left join people.organisation_card o on o.id = c.organisation_id
      where c.site_id = ${siteId} and c.file_owned`.execute(db)
    return rows
  },
  write: async (tx, rows, loading) => {
    const values = rows.map(({ id, fields: { organisation, ...fields } }) => ({
      id,
      site_id: loading.siteId,
      ...fields,
      organisation_id: typeof organisation === 'string' ? loading.idOf('organisation', organisation) : null,
      file_owned: true,
      created_at: loading.at,
    }))
    await upsertRows(tx, 'market.contract', values, { keep: ['created_at'] })
  },
  /** Services carry the terms that they were sold under; new ones fall back to the default. */
  end: async (tx, ids) => {
    await sql`delete from market.contract where id = any(${[...ids]})`.execute(tx)
  },
}

interface Opening {
  readonly organisation: string
  readonly port: string
  readonly host: number
  readonly asn: number
  readonly mac: string
  readonly prefixes: readonly string[]
  readonly max_prefix_v4: number
  readonly max_prefix_v6: number
}
/** The same shape again, from the row that was made of it. */
const openingOf = (fields: Fields): Opening =>
  marketSchema.shape.opening.unwrap().shape.exchange_ports.unwrap().element.parse(fields)

const SPEEDS: ReadonlyMap<number, string> = new Map([
  [1000, '1G'],
  [10_000, '10G'],
  [100_000, '100G'],
])

interface Ground {
  readonly code: string
  readonly zone: string
  readonly world: 'twin' | 'plant'
}
const groundOf = async (tx: Db, siteId: string): Promise<Ground> => {
  const { rows } =
    await sql<Ground>`select s.code, s.zone, w.world from facility.site_card s cross join floor.world w where s.id = ${siteId}`.execute(
      tx,
    )
  if (!rows[0]) throw new Error('the world of this database is not fixed yet')
  return rows[0]
}

interface Opened {
  readonly of: Opening
  readonly row: WrittenRow
  readonly organisationId: string
  readonly lan: Lan
  readonly port: BuiltPort
  readonly asSet: string | null
  readonly address: LanAddress
}

const groundFor = async (tx: Db, row: WrittenRow, { siteId, idOf }: Loading): Promise<Opened> => {
  const of = openingOf(row.fields)
  const lan = await lanOf(tx, siteId)
  const port = await portOf(tx, idOf('port', of.port))
  const asn = await asnState(tx, { siteId, asn: of.asn })
  if (!lan || !port || !asn) throw new Error(`the LAN, the port ${of.port} or AS${of.asn} is not there`)
  const address = addressOf(lan, of.host)
  return { of, row, organisationId: idOf('organisation', of.organisation), lan, port, asSet: asn.asSet, address }
}

/** The service as if it had been ordered, and all that it holds. */
const writeService = async (tx: Db, opened: Opened, ground: Ground, { siteId, at }: Loading): Promise<string> => {
  const { of, row, lan, port, asSet, address } = opened
  const number = `${ground.code}-XP-${String(await nextNumber(tx, siteId, 'XP')).padStart(6, '0')}`
  const { asn, mac, prefixes, max_prefix_v4, max_prefix_v6 } = of
  const named = asSet === null ? {} : { as_set: asSet }
  const { v4, v6 } = address
  const speed = SPEEDS.get(port.speedMbps)
  const parameters = { speed, asn, ...named, mac, v4, v6, prefixes, max_prefix_v4, max_prefix_v6 }
  await sql`
    insert into market.service (id, site_id, number, organisation_id, product, parameters, origin, state, zone, created_at)
    values (${row.id}, ${siteId}, ${number}, ${opened.organisationId}, 'exchange-port', ${JSON.stringify(parameters)}::jsonb, 'opening', 'in-service',
            ${ground.zone}, ${at})`.execute(tx)
  const { panelId, panelHandle, position } = port.prewired ?? {}
  const patched = panelId && panelHandle && position ? { panelId, panel: panelHandle, position } : null
  const holds = holdsOf(lan.id, { port, address, position: patched, mac })
  await holdThings(tx, { siteId, lineId: null, serviceId: row.id, firmUntil: null, now: at }, holds)
  await sql`
    insert into market.evidence (id, service_id, step, proof, value, method, source, world, at)
    values (${newId()}, ${row.id}, 'opening', 'connected-at-opening', ${JSON.stringify(row.fields)}::jsonb, 'site-file', 'declared',
            ${ground.world}, ${at})`.execute(tx)
  return number
}

/** In production at once: the site's word stands for the quarantine that the member passed long ago. */
const plugIn = async (tx: Db, opened: Opened, number: string, { siteId, at, by }: Loading): Promise<void> => {
  const { of, row, lan, port, asSet, organisationId } = opened
  const { v4, v6 } = opened.address
  const attached = await attach(tx, {
    serviceId: row.id,
    label: number,
    siteId,
    organisationId,
    lanId: lan.id,
    portId: port.id,
    asn: of.asn,
    asSet,
    v4,
    v6,
    mac: of.mac,
    maxPrefixV4: of.max_prefix_v4,
    maxPrefixV6: of.max_prefix_v6,
    prefixes: of.prefixes,
    state: 'quarantine',
    now: at,
    by,
  })
  const wished = attached.ok ? await wishState(tx, row.id, 'production', at, by) : attached
  if (!wished.ok) throw new Error(`the opening member on ${of.port} cannot be attached: ${wished.refusal.code}`)
  await recordQuarantinePass(tx, { asn: of.asn, mac: of.mac, serviceId: row.id, now: at })
}

const open = async (tx: Db, row: WrittenRow, ground: Ground, loading: Loading): Promise<void> => {
  const opened = await groundFor(tx, row, loading)
  const number = await writeService(tx, opened, ground, loading)
  await plugIn(tx, opened, number, loading)
  await writeJournal(tx, {
    room: 'market',
    name: 'service-opened',
    subject: ['service', number],
    by: loading.by,
    at: loading.at,
    siteId: loading.siteId,
    onBehalfOf: opened.organisationId,
    data: { number, origin: 'opening' },
  })
}

const openingKind: Kind = {
  name: 'opening',
  onceOnly: 'opening-is-past',
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select s.id, e.value ->> 'port' as handle, false as ended, e.value as fields
      from market.service s join market.evidence e on e.service_id = s.id and e.step = 'opening' and e.proof = 'connected-at-opening'
      where s.site_id = ${siteId} and s.origin = 'opening'`.execute(db)
    return rows
  },
  /** A port or an address that was sold meanwhile cannot have been connected at the opening. */
  admit: async (db, rows) => {
    const { rows: held } = await sql<{ kind: string; label: string; from: number }>`
      select kind, label, lower(span) as "from" from market.claim where given_back_at is null and (
        (kind in ('port', 'mac') and label = any(${rows.flatMap(({ handle, fields }) => [handle, String(fields['mac'])])}))
        or (kind = 'lan-host' and lower(span) = any(${rows.map(({ fields }) => Number(fields['host']))}::bigint[])))`.execute(
      db,
    )
    const against = (row: SiteRow): readonly [string, Refusal][] =>
      held
        .filter(({ kind, label, from }) =>
          kind === 'lan-host' ? from === row.fields['host'] : label === row.handle || label === row.fields['mac'],
        )
        .map(({ kind, label }) => [row.handle, { code: 'row-claimed', kind, handle: label }])
    return new Map(rows.flatMap(against))
  },
  write: async (tx, rows, loading) => {
    const ground = await groundOf(tx, loading.siteId)
    for (const row of rows) {
      const before = await attachmentOf(tx, row.id)
      if (!before) await open(tx, row, ground, loading)
    }
  },
  end: () => Promise.reject(new Error('a member of the opening is ended by ceasing its service')),
}

/**
 * The limits that the edited plant would have, against the power that is sold on it: a breaker a size down, an oversell below what is
 * sold, a feed on another board; and a panel handed to another owner under what was agreed with the one before. Under the lock of the
 * limits, so that nothing is sold between the plan and its application.
 */
const againstSold = async (
  db: Db,
  rows: SiteRows,
  { siteId, at }: { readonly siteId: string; readonly at: Date },
): Promise<readonly Against[]> => {
  await holdLimits(db, siteId)
  const agreed = [
    ...(await againstHealthData(db, rows, { siteId, at })),
    ...(await againstOwner(db, rows, { siteId, at })),
  ]
  const held = await heldLoads(db, siteId)
  if (held.length === 0) return agreed
  const now = (await capacityOf(db, siteId)).capacity.compartments
  const edited = computeLimits(plantOfRows(rows))
  const loads = held.flatMap((load) => {
    const handle = now.get(load.compartmentId)?.handle
    // A compartment that is held is not removed: its own row is refused.
    return handle === undefined || !edited.compartments.has(handle) ? [] : [{ ...load, compartmentId: handle }]
  })
  const overloaded = brokenBy(edited, loads).map(({ limit, reserved, loads: sold }) => ({
    on: { kind: limit.kind === 'rack' || limit.kind === 'outlet' ? limit.kind : 'element', handle: limit.element },
    refusal: {
      code: 'limit-claimed',
      element: limit.element,
      failure_case: limit.failureCase,
      phase: limit.phase,
      unit: limit.unit,
      limit: limit.amount,
      own_draw: limit.ownDraw,
      reserved,
      services: [...new Set(sold.map(({ holder }) => holder))],
    },
  }))
  return [...agreed, ...overloaded]
}

export const marketSection = section({
  name: 'market',
  schema: marketSchema,
  rows: marketRows,
  judge: judgeMarket,
  kinds: [priceKind, usagePriceKind, contractKind, openingKind],
  against: againstSold,
  settle: settleLimits,
})

/** Which of these rows something that is not over stands on: a thing that is held, an organisation with services, a service, an instrument that a reading names. */
export const claimedIds = async (db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const uuids = ids.filter(isId)
  const asns = ids.flatMap((id) => (/^AS\d+$/.test(id) ? [Number(id.slice(2))] : []))
  if (uuids.length + asns.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    select thing_id::text as id from market.claim where given_back_at is null and thing_id = any(${uuids}::uuid[])
    union select organisation_id::text from market.service where state <> 'closed' and organisation_id = any(${uuids}::uuid[])
    union select id::text from market.service where state <> 'closed' and id = any(${uuids}::uuid[])
    union select instrument_id::text from market.work_proof where instrument_id = any(${uuids}::uuid[])
    union select instrument_id::text from market.evidence where instrument_id = any(${uuids}::uuid[])
    union select 'AS' || (parameters ->> 'asn') from market.service
      where state <> 'closed' and product = 'exchange-port' and (parameters ->> 'asn')::bigint = any(${asns}::bigint[])`.execute(
    db,
  )
  return new Set(rows.map((row) => row.id))
}

/** Who holds things of one kind (compartments, for the floor plan): the organisation, and whether it is sold or held by a quote. */
export interface Holder {
  readonly thingId: string
  readonly organisationId: string
  readonly state: 'sold' | 'held'
}
export const holdersOf = async (db: Db, siteId: string, kind: string): Promise<readonly Holder[]> =>
  (
    await sql<Holder>`
      select c.thing_id as "thingId", coalesce(s.organisation_id, o.organisation_id) as "organisationId",
        case when c.firm_until is null then 'sold' else 'held' end as state
      from market.claim c left join market.service s on s.id = c.service_id left join market.line l on l.id = c.line_id
        left join market."order" o on o.id = l.order_id
      where c.given_back_at is null and c.site_id = ${siteId} and c.kind = ${kind}`.execute(db)
  ).rows

/** Places of things that are divided (positions of panels) that something holds, for the rooms that own the things. */
export const heldPlaces = async (
  db: Db,
  thingIds: readonly string[],
): Promise<ReadonlyMap<string, readonly number[]>> => {
  const held = await heldSpans(db, thingIds, null)
  return new Map(
    [...held].map(([thing, spans]) => [
      thing,
      spans.flatMap(([from, to]) => Array.from({ length: to - from }, (_, step) => from + step)),
    ]),
  )
}
