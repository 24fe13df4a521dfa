import { sql } from 'kysely'
import type { Scope } from '#people'
import type { Db } from '#postgres'
import type { Site } from './product.ts'

/** Rows that a caller may know of, as a condition. */
export const within = (scope: Scope, column: string) =>
  scope.all ? sql`true` : sql`${sql.ref(column)} = any(${[...scope.organisations]}::uuid[])`

/** The site that this server runs; there is one. */
export const theSite = async (db: Db): Promise<Site & { readonly operatorId: string }> => {
  const row = (
    await sql<{
      id: string
      code: string
      zone: string
      sample: boolean
      operator_id: string
      world: 'twin' | 'plant'
    }>`
      select s.id, s.code, s.zone, s.sample, s.operator_id, w.world from facility.site_card s cross join floor.world w order by s.code limit 1`.execute(
      db,
    )
  ).rows[0]
  if (!row) throw new Error('no site is loaded')
  return {
    id: row.id,
    code: row.code,
    zone: row.zone,
    sample: row.sample,
    world: row.world,
    operatorId: row.operator_id,
  }
}

export interface OrganisationCard {
  readonly id: string
  readonly handle: string
  readonly name: string
  readonly kinds: readonly string[]
  readonly siret: string | null
  readonly service_code: string | null
  readonly language: 'fr' | 'en'
  readonly ended_at: Date | null
}

export const organisationByHandle = async (db: Db, handle: string): Promise<OrganisationCard | null> =>
  (
    await sql<OrganisationCard>`select id, handle, name, kinds, siret, service_code, language, ended_at
      from people.organisation_card where handle = ${handle}`.execute(db)
  ).rows[0] ?? null

export const organisationsById = async (
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OrganisationCard>> =>
  new Map(
    (
      await sql<OrganisationCard>`select id, handle, name, kinds, siret, service_code, language, ended_at
        from people.organisation_card where id = any(${[...new Set(ids)]})`.execute(db)
    ).rows.map((row) => [row.id, row]),
  )

/** Names of persons, for pages; never for the journal. */
export const personNames = async (db: Db, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> => {
  const known = [...new Set(ids.filter((id) => id !== null))]
  if (known.length === 0) return new Map()
  const { rows } = await sql<{
    id: string
    name: string
  }>`select id, name from people.person_card where id = any(${known})`.execute(db)
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Mail addresses of those who hold one of these rights today. */
export const mailsOf = async (
  db: Db,
  organisationId: string,
  rights: readonly string[],
  day: string,
): Promise<readonly { readonly mail: string; readonly language: 'fr' | 'en' }[]> =>
  (
    await sql<{ mail: string; language: 'fr' | 'en' }>`
      select distinct p.mail, p.language from people.person_card p join people.authorisation a on a.person_id = p.id
      where p.organisation_id = ${organisationId} and p.mail is not null and p.ended_at is null and a.withdrawn_at is null
        and a."right" = any(${[...rights]}) and a.from_date <= ${day} and (a.until_date is null or a.until_date >= ${day})`.execute(
      db,
    )
  ).rows
