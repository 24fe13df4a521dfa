import { sql } from 'kysely'
import { type Db, upsertRows } from '#postgres'
import { newId } from '#kernel'

/**
 * Organisations and their persons as the site's files give them. The shapes are those of a kind of row in the site's files,
 * which belong to a room on the right; this file knows its own tables only.
 */
type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }
type Fields = { readonly [field: string]: Plain }
interface Stored {
  readonly id: string
  readonly handle: string
  readonly ended: boolean
  readonly fields: Fields
}
interface Written {
  readonly id: string
  readonly handle: string
  readonly fields: Fields
  readonly isNew: boolean
}
interface Loading {
  readonly at: Date
  readonly idOf: (kind: string, handle: string) => string
}

const storedOrganisations = async (db: Db): Promise<readonly Stored[]> => {
  const { rows } = await sql<Stored>`
    select o.id, o.handle, o.ended_at is not null as ended, jsonb_build_object(
      'name', o.name, 'kinds', o.kinds, 'reseller', r.handle, 'country', o.country, 'language', o.language, 'siret', o.siret,
      'vat_number', o.vat_number, 'service_code', o.service_code, 'address', o.address, 'invoice_mail', o.invoice_mail,
      'invented', o.invented) as fields
    from people.organisation o left join people.organisation r on r.id = o.reseller_id
    where o.file_owned order by o.handle`.execute(db)
  return rows
}

const writeOrganisations = async (tx: Db, rows: readonly Written[], loading: Loading): Promise<void> => {
  const values = rows.map(({ id, handle, fields: { reseller, ...fields } }) => ({
    id,
    handle,
    ...fields,
    reseller_id: typeof reseller === 'string' ? loading.idOf('organisation', reseller) : null,
    file_owned: true,
    created_at: loading.at,
    ended_at: null,
  }))
  await upsertRows(tx, 'people.organisation', values, { keep: ['created_at'] })
  await sql`update people.organisation set version = version + 1
    where id = any(${rows.filter((row) => !row.isNew).map((row) => row.id)})`.execute(tx)
}

const storedPersons = async (db: Db): Promise<readonly Stored[]> => {
  const { rows } = await sql<Stored>`
    select p.id, p.file_handle as handle, p.ended_at is not null as ended, jsonb_build_object(
      'organisation', o.handle, 'name', p.name, 'mail', p.mail, 'phone', p.phone, 'language', p.language,
      'roles', coalesce((select jsonb_agg(role order by role) from people.operator_role where person_id = p.id), '[]'),
      'authorised', coalesce((select jsonb_agg(jsonb_build_object('right', "right", 'from', from_date, 'until', until_date) order by "right")
        from people.authorisation where person_id = p.id and withdrawn_at is null), '[]')) as fields
    from people.person p join people.organisation o on o.id = p.organisation_id
    where p.file_handle is not null order by p.file_handle`.execute(db)
  return rows
}

/** An authorisation whose dates change is withdrawn and given anew: who could do what on which day stays readable. */
const writeAuthorisations = async (tx: Db, personId: string, wished: Plain | undefined, at: Date): Promise<void> => {
  const asked = JSON.stringify(wished ?? [])
  const all = sql`jsonb_to_recordset(${asked}::jsonb) as w("right" text, "from" date, "until" date)`
  await sql`update people.authorisation a set withdrawn_at = ${at} where person_id = ${personId} and withdrawn_at is null
    and not exists (select from ${all} where w."right" = a."right" and w."from" = a.from_date and w."until" is not distinct from a.until_date)`.execute(
    tx,
  )
  const { rows: missing } = await sql<{
    right: string
    from: string
    until: string | null
  }>`select w."right", w."from"::text, w."until"::text from ${all}
    where not exists (select from people.authorisation a where a.person_id = ${personId} and a.withdrawn_at is null and a."right" = w."right")`.execute(
    tx,
  )
  await upsertRows(
    tx,
    'people.authorisation',
    missing.map(({ right, from, until }) => ({
      id: newId(),
      person_id: personId,
      right,
      from_date: from,
      until_date: until,
      created_at: at,
    })),
  )
}

const writePersons = async (tx: Db, rows: readonly Written[], loading: Loading): Promise<void> => {
  const values = rows.map(({ id, handle, fields }) => ({
    id,
    file_handle: handle,
    organisation_id: loading.idOf('organisation', String(fields['organisation'])),
    name: fields['name'],
    mail: fields['mail'],
    phone: fields['phone'],
    language: fields['language'],
    created_at: loading.at,
    ended_at: null,
  }))
  await upsertRows(tx, 'people.person', values, { keep: ['created_at'] })
  await sql`update people.person set version = version + 1
    where id = any(${rows.filter((row) => !row.isNew).map((row) => row.id)})`.execute(tx)
  for (const { id, fields } of rows) {
    const roles = JSON.stringify(fields['roles'] ?? [])
    await sql`delete from people.operator_role where person_id = ${id} and not ${roles}::jsonb ? role`.execute(tx)
    await sql`insert into people.operator_role (person_id, role, created_at)
      select ${id}, role, ${loading.at} from jsonb_array_elements_text(${roles}::jsonb) role on conflict do nothing`.execute(
      tx,
    )
    await writeAuthorisations(tx, id, fields['authorised'], loading.at)
  }
}

export const organisationKind = {
  name: 'organisation',
  stored: storedOrganisations,
  write: writeOrganisations,
  end: async (tx: Db, ids: readonly string[], { at }: Loading): Promise<void> => {
    await sql`update people.organisation set ended_at = ${at}, version = version + 1 where id = any(${[...ids]})`.execute(
      tx,
    )
  },
}

/** A person who is no longer in the files may do nothing more; the row stays, for what it signed. */
export const personKind = {
  name: 'person',
  stored: storedPersons,
  write: writePersons,
  end: async (tx: Db, ids: readonly string[], { at }: Loading): Promise<void> => {
    await sql`update people.person set ended_at = ${at}, version = version + 1 where id = any(${[...ids]})`.execute(tx)
    await sql`update people.authorisation set withdrawn_at = ${at} where person_id = any(${[...ids]}) and withdrawn_at is null`.execute(
      tx,
    )
    await sql`delete from people.operator_role where person_id = any(${[...ids]})`.execute(tx)
  },
}
