import { type RawBuilder, sql } from 'kysely'
import { newId } from '#kernel'
import type { Db } from '#postgres'
import type { Scope } from '../actor.ts'
import type { OrganisationAsked, OrganisationEdit, OrganisationWire } from '../contract.ts'

export interface OrganisationRow extends Omit<OrganisationWire, 'created_at' | 'ended_at'> {
  readonly reseller_id: string | null
  readonly created_at: Date
  readonly ended_at: Date | null
}

const card = (alias: string): RawBuilder<unknown> =>
  sql`json_build_object('id', ${sql.ref(`${alias}.id`)}, 'handle', ${sql.ref(`${alias}.handle`)}, 'name', ${sql.ref(`${alias}.name`)})`

const columns = sql`
  o.id, o.handle, o.name, o.kinds, o.reseller_id, o.country, o.language, o.siret, o.vat_number, o.service_code, o.address, o.invoice_mail,
  o.file_owned, o.invented, o.version, o.created_at, o.ended_at,
  case when r.id is null then null else ${card('r')} end as reseller,
  coalesce((select json_agg(${card('s')} order by s.name) from people.organisation s where s.reseller_id = o.id and s.ended_at is null), '[]'::json) as resells_to`
const from = sql`people.organisation o left join people.organisation r on r.id = o.reseller_id`

const within = (scope: Scope): RawBuilder<unknown> =>
  scope.all ? sql`true` : sql`o.id = any(${scope.organisations}::uuid[])`

export interface OrganisationFilter {
  readonly kind?: string | undefined
  readonly text?: string | undefined
  readonly ended: boolean
  readonly after: readonly [name: string, id: string] | null
  readonly limit: number
}

/** A pattern that finds the text anywhere; its own % and _ are taken literally. */
export const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`

export const listOrganisations = async (
  db: Db,
  scope: Scope,
  filter: OrganisationFilter,
): Promise<readonly OrganisationRow[]> => {
  const { kind, text, after } = filter
  const { rows } = await sql<OrganisationRow>`
    select ${columns} from ${from} where ${within(scope)}
      and ${filter.ended ? sql`true` : sql`o.ended_at is null`}
      and ${kind === undefined ? sql`true` : sql`o.kinds @> array[${kind}]`}
      and ${text === undefined ? sql`true` : sql`(o.name ilike ${containing(text)} or o.handle ilike ${containing(text)})`}
      and ${after ? sql`(o.name, o.id) > (${after[0]}, ${after[1]}::uuid)` : sql`true`}
    order by o.name, o.id limit ${filter.limit}`.execute(db)
  return rows
}

export const organisationByHandle = async (db: Db, scope: Scope, handle: string): Promise<OrganisationRow | null> => {
  const { rows } =
    await sql<OrganisationRow>`select ${columns} from ${from} where o.handle = ${handle} and ${within(scope)}`.execute(
      db,
    )
  return rows[0] ?? null
}

/** Locked for an edit in this transaction. */
export const lockOrganisation = async (tx: Db, scope: Scope, handle: string): Promise<OrganisationRow | null> => {
  await sql`select from people.organisation where handle = ${handle} for update`.execute(tx)
  return organisationByHandle(tx, scope, handle)
}

/** Who has this SIRET already, with this service code: an establishment is one customer, a public body's services are several. */
export const holderOfSiret = async (
  tx: Db,
  {
    siret,
    serviceCode,
    except,
  }: { readonly siret: string; readonly serviceCode: string | null; readonly except: string | null },
): Promise<string | null> => {
  const { rows } = await sql<{ handle: string }>`
    select handle from people.organisation where siret = ${siret} and service_code is not distinct from ${serviceCode}::text
      and ended_at is null and id is distinct from ${except}::uuid order by handle limit 1`.execute(tx)
  return rows[0]?.handle ?? null
}

/** Two who bring the same SIRET at one time come one after the other. */
export const lockSiret = async (tx: Db, siret: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('siret'), hashtext(${siret}))`.execute(tx)
}

export const insertOrganisation = async (
  tx: Db,
  asked: OrganisationAsked,
  resellerId: string | null,
  now: Date,
): Promise<string> => {
  const id = newId<'organisation'>()
  await sql`
    insert into people.organisation (id, handle, name, kinds, reseller_id, country, language, siret, vat_number, service_code, address, invoice_mail, created_at)
    values (${id}, ${asked.handle}, ${asked.name}, ${asked.kinds}, ${resellerId}, ${asked.country}, ${asked.language}, ${asked.siret},
            ${asked.vat_number}, ${asked.service_code}, ${asked.address}, ${asked.invoice_mail}, ${now})`.execute(tx)
  return id
}

/** Writes the fields that the edit names. The reseller has been looked up: its handle is no column. */
export const updateOrganisation = async (
  tx: Db,
  id: string,
  edit: Omit<OrganisationEdit, 'reseller'> & { readonly reseller_id?: string | null },
): Promise<void> => {
  const set = Object.entries(edit).flatMap(([field, value]) =>
    value === undefined ? [] : [sql`${sql.ref(field)} = ${value}`],
  )
  await sql`update people.organisation set ${sql.join([...set, sql`version = version + 1`])} where id = ${id}`.execute(
    tx,
  )
}

export const endOrganisation = async (tx: Db, id: string, now: Date): Promise<void> => {
  await sql`update people.organisation set ended_at = ${now}, version = version + 1 where id = ${id}`.execute(tx)
}

export const organisationCard = async (tx: Db, id: string): Promise<OrganisationCard | null> => {
  const { rows } = await sql<OrganisationCard>`select * from people.organisation_card where id = ${id}`.execute(tx)
  return rows[0] ?? null
}

/** What other rooms may know of an organisation. */
export interface OrganisationCard {
  readonly id: string
  readonly handle: string
  readonly name: string
  readonly kinds: readonly string[]
  readonly reseller_id: string | null
  readonly country: string
  readonly language: 'fr' | 'en'
  readonly siret: string | null
  readonly vat_number: string | null
  readonly service_code: string | null
  readonly address: string
  readonly invoice_mail: string | null
  readonly ended_at: Date | null
}
