import { type Refusal, type Result, type Right, ok, refuse } from '#kernel'
import { type By, type Db, writeJournal } from '#postgres'
import { sql } from 'kysely'
import { createOrganisation, createPerson } from '../contract.ts'
import { COUNTRY_UNSAID, identityTrouble } from '../identity.ts'
import { holderOfSiret, insertOrganisation, organisationByHandle, updateOrganisation } from '../organisation/store.ts'
import { grantRight, insertPerson } from '../person/store.ts'

/** Organisations and persons as a file declares them that is taken over: what is known already is compared, never made twice. */
export type Outcome = 'created' | 'updated' | 'unchanged'

interface Declaring {
  readonly now: Date
  readonly by: By
  readonly personId: string | null
  /** The site's day: rights hold from it on. */
  readonly day: string
}

type Given = { readonly [field: string]: unknown }

const ALL = { all: true } as const

const tell = (tx: Db, name: string, id: string, { now, by }: Declaring, data: object = {}): Promise<void> =>
  writeJournal(tx, { room: 'people', name, subject: ['organisation', id], by, at: now, onBehalfOf: id, data })

const asText = (value: unknown): string => JSON.stringify(value)

/** Kinds add up: a carrier that is declared a tenant becomes both. */
const added = (field: string, before: unknown, after: unknown): unknown =>
  field === 'kinds' && Array.isArray(before) && Array.isArray(after)
    ? [...before, ...after.filter((kind) => !before.includes(kind))]
    : after

const wrongIn = ({
  country,
  siret,
}: {
  readonly country?: string | undefined
  readonly siret?: string | null | undefined
}) => identityTrouble({ country: country === COUNTRY_UNSAID ? undefined : country, siret })

/** A customer of two names is invoiced twice; only a person can say whether it is one. */
const sharedSiret = async (tx: Db, id: string, handle: string): Promise<readonly Refusal[]> => {
  const row = await organisationByHandle(tx, ALL, handle)
  if (!row?.siret) return []
  const other = await holderOfSiret(tx, { siret: row.siret, serviceCode: row.service_code, except: id })
  return other === null ? [] : [{ code: 'siret-shared', siret: row.siret, organisation: handle, other }]
}

interface Declared {
  readonly id: string
  readonly is: Outcome
  readonly warnings: readonly Refusal[]
}

/** An organisation by its handle, made or brought to what is declared of it; fields that are not declared stay. */
export const declareOrganisation = async (
  tx: Db,
  { handle, given }: { readonly handle: string; readonly given: Given },
  declaring: Declaring,
): Promise<Result<Declared, Refusal>> => {
  const row = await organisationByHandle(tx, ALL, handle)
  if (!row) {
    const asked = createOrganisation.body.safeParse({ handle, ...given })
    if (!asked.success)
      return refuse({
        code: 'organisation-incomplete',
        organisation: handle,
        missing: [...new Set(asked.error.issues.map(({ path }) => path.map(String).join('.')))],
      })
    const wrong = wrongIn(asked.data)
    if (wrong) return refuse(wrong)
    const id = await insertOrganisation(tx, asked.data, null, declaring.now)
    await tell(tx, 'organisation-added', id, declaring)
    return ok({ id, is: 'created', warnings: await sharedSiret(tx, id, handle) })
  }
  if (row.ended_at !== null) return refuse({ code: 'organisation-ended' })
  const known = new Map<string, unknown>(Object.entries(row))
  const changed = Object.entries(given)
    .map(([field, value]): readonly [string, unknown] => [field, added(field, known.get(field), value)])
    .filter(([field, value]) => asText(known.get(field)) !== asText(value))
  if (changed.length === 0) return ok({ id: row.id, is: 'unchanged', warnings: [] })
  const fields = changed.map(([field]) => field)
  if (row.file_owned) return refuse({ code: 'organisation-in-files', organisation: handle, fields })
  const edit = createOrganisation.body.partial().safeParse(Object.fromEntries(changed))
  if (!edit.success) return refuse({ code: 'organisation-incomplete', organisation: handle, missing: fields })
  const { handle: _same, reseller: _none, ...named } = edit.data
  const said = Object.fromEntries(Object.entries(named).filter(([field]) => fields.includes(field)))
  const wrong = wrongIn({
    country: fields.includes('country') ? named.country : undefined,
    siret: fields.includes('siret') ? named.siret : undefined,
  })
  if (wrong) return refuse(wrong)
  await updateOrganisation(tx, row.id, said)
  await tell(tx, 'organisation-edited', row.id, declaring, { fields })
  return ok({ id: row.id, is: 'updated', warnings: await sharedSiret(tx, row.id, handle) })
}

/** A person of an organisation, known by mail or else by name, with at least these rights from today on. */
export const declarePerson = async (
  tx: Db,
  person: {
    readonly organisationId: string
    readonly organisation: string
    readonly name: string
    readonly mail: string | null
    readonly phone: string | null
    readonly rights: readonly Right[]
  },
  declaring: Declaring,
): Promise<Result<Outcome, Refusal>> => {
  const { rows } = await sql<{ id: string; rights: readonly string[] }>`
    select p.id, array(select "right" from people.authorisation a where a.person_id = p.id and a.withdrawn_at is null
      and (a.until_date is null or a.until_date >= ${declaring.day}::date)) as rights
    from people.person p where p.organisation_id = ${person.organisationId} and p.ended_at is null
      and case when ${person.mail}::text is null then p.name = ${person.name} else p.mail = ${person.mail} end limit 1`.execute(
    tx,
  )
  const known = rows[0]
  const { organisationId, rights, ...fields } = person
  let id = known?.id
  if (id === undefined) {
    const asked = createPerson.body.safeParse(fields)
    if (!asked.success)
      return refuse({ code: 'organisation-incomplete', organisation: person.organisation, missing: ['contact'] })
    id = await insertPerson(tx, asked.data, organisationId, declaring.now)
  }
  const missing = rights.filter((right) => known?.rights.includes(right) !== true)
  const { by, day, now } = declaring
  for (const right of missing)
    await grantRight(
      tx,
      { personId: id, right, from_date: day, until_date: null },
      { id: declaring.personId, day, now },
    )
  if (known && missing.length === 0) return ok('unchanged')
  await writeJournal(tx, {
    room: 'people',
    name: known ? 'right-granted' : 'person-added',
    subject: ['person', id],
    by,
    at: now,
    onBehalfOf: organisationId,
    data: { rights: missing },
  })
  return ok(known ? 'updated' : 'created')
}
