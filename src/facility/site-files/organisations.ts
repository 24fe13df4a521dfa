import { z } from 'zod'
import { operatorRoles, rights } from '#kernel'
import { identityTrouble } from '#people/contract'
import { date, handle, list, mail, name } from './fields.ts'
import type { Complaint, Path, Plain, Read, SiteRow } from './site-section.ts'

const person = z.strictObject({
  handle,
  name,
  mail: mail.nullable().default(null),
  phone: z.string().max(40).nullable().default(null),
  language: z.enum(['fr', 'en']).default('fr'),
  /** What the operator's own people do; for the operator's persons only. */
  roles: list(z.enum(operatorRoles), operatorRoles.length).default([]),
  authorised: list(
    z.strictObject({
      rights: list(z.enum(rights), rights.length).min(1),
      from: date,
      until: date.nullable().default(null),
    }),
    20,
  ).default([]),
})

const organisationKinds = [
  'operator',
  'tenant',
  'carrier',
  'public-body',
  'public-health',
  'public-undertaking',
  'exchange-member',
] as const

const organisation = z.strictObject({
  handle: handle.min(2),
  name,
  kinds: list(z.enum(organisationKinds), organisationKinds.length).min(1),
  reseller: handle.nullable().default(null),
  country: z.string().regex(/^[A-Z]{2}$/),
  language: z.enum(['fr', 'en']).default('fr'),
  siret: z
    .string()
    .regex(/^\d{14}$/)
    .nullable()
    .default(null),
  vat_number: z
    .string()
    .regex(/^[A-Z]{2}[A-Z0-9]{2,13}$/)
    .nullable()
    .default(null),
  service_code: z.string().max(80).nullable().default(null),
  address: z.string().max(400).default(''),
  invoice_mail: mail.nullable().default(null),
  invented: z.boolean(),
  persons: list(person, 50).default([]),
})

export const organisationsSchema = z.strictObject({ organisations: list(organisation, 500) })
type Organisation = z.output<typeof organisation>
type Person = z.output<typeof person>

/** The key of a French VAT number (article 215 of the VAT directive, BOI-TVA-DECLA-20-10-20): (12 + 3 × (SIREN mod 97)) mod 97. */
export const frenchVatKey = (siren: string): string => String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0')

const identifiers = (of: Organisation, path: Path): readonly Complaint[] => {
  const complaints: Complaint[] = []
  for (const [key, trouble] of [
    ['country', identityTrouble({ country: of.country })],
    ['siret', identityTrouble({ siret: of.siret })],
  ] as const)
    if (trouble) complaints.push({ path: [...path, key], refusal: trouble })
  const french = of.vat_number?.match(/^FR(\d{2})(\d{9})$/)
  const agrees =
    french?.[1] === frenchVatKey(french?.[2] ?? '') && (of.siret === null || french?.[2] === of.siret.slice(0, 9))
  if (of.vat_number?.startsWith('FR') && !agrees) {
    complaints.push({ path: [...path, 'vat_number'], refusal: { code: 'vat-number-wrong', vat_number: of.vat_number } })
  }
  // They say which public body it is: alone they would say nothing.
  if (
    of.kinds.some((kind) => kind === 'public-health' || kind === 'public-undertaking') &&
    !of.kinds.includes('public-body')
  )
    complaints.push({ path: [...path, 'kinds'], refusal: { code: 'missing-key', key: 'public-body' } })
  if (of.kinds.includes('public-body') && of.siret === null) {
    complaints.push({ path, refusal: { code: 'public-body-without-siret', organisation: of.handle } })
  }
  return complaints
}

const authorisations = (of: Person): Plain =>
  of.authorised
    .flatMap(({ rights: held, from, until }) => held.map((right) => ({ right, from, until })))
    .toSorted((a, b) => (a.right < b.right ? -1 : 1))

const personFaults = (of: Person, isOperator: boolean, path: Path): readonly Complaint[] => {
  const held = of.authorised.flatMap((entry) => entry.rights)
  const twice = held.find((right, index) => held.indexOf(right) !== index)
  const backwards = of.authorised.findIndex(({ from, until }) => until !== null && until < from)
  return [
    ...(twice === undefined
      ? []
      : [{ path: [...path, 'authorised'], refusal: { code: 'right-twice', person: of.handle, right: twice } }]),
    ...(backwards < 0
      ? []
      : [{ path: [...path, 'authorised', backwards, 'until'], refusal: { code: 'dates-reversed' } }]),
    ...(of.roles.length > 0 && !isOperator
      ? [{ path: [...path, 'roles'], refusal: { code: 'role-outside-operator', person: of.handle } }]
      : []),
  ]
}

/** Pure: organisations and their persons, as rows. */
export const organisationRows = ({ organisations }: z.output<typeof organisationsSchema>): Read => {
  const rows: SiteRow[] = []
  const complaints: Complaint[] = []
  for (const [index, given] of organisations.entries()) {
    const path = ['organisations', index]
    const { handle: own, persons, ...fields } = given
    const refers =
      given.reseller === null ? [] : [{ kind: 'organisation', handle: given.reseller, path: [...path, 'reseller'] }]
    rows.push({ kind: 'organisation', handle: own, fields, path, refers })
    complaints.push(...identifiers(given, path))
    if (given.reseller === own)
      complaints.push({ path: [...path, 'reseller'], refusal: { code: 'resells-to-itself', organisation: own } })
    for (const [place, one] of persons.entries()) {
      const at = [...path, 'persons', place]
      const { handle: personHandle, roles, authorised: _given, ...rest } = one
      const personFields = { ...rest, organisation: own, roles: roles.toSorted(), authorised: authorisations(one) }
      rows.push({ kind: 'person', handle: personHandle, fields: personFields, path: at })
      complaints.push(...personFaults(one, given.kinds.includes('operator'), at))
    }
  }
  return { rows, complaints }
}
