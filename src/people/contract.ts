import { z } from 'zod'
import { day, operatorRoles, rights, route } from '#kernel'
import { organisationKinds } from './model.ts'

const text = (most: number) => z.string().trim().min(1).max(most)
const at = z.iso.datetime()
const language = z.enum(['fr', 'en'])
const mail = z.email().max(200)
const page = { cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }
const paged = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() })
const organisationHandle = z.string().regex(/^[a-z0-9][a-z0-9-]{1,62}$/)
const organisationParams = z.object({ organisation: organisationHandle })
const personParams = z.object({ person: z.uuid() })
const organisationName = z.object({ id: z.string(), handle: z.string(), name: z.string() })

/** Who asks, and what they may do: what the portal shows its pages by. */
export const me = z.object({
  kind: z.enum(['person', 'key']),
  person: z.object({ id: z.string(), name: z.string(), mail: z.string().nullable(), language }),
  organisation: organisationName,
  roles: z.array(z.enum(operatorRoles)),
  /** Every organisation that the caller may act for, its own first. */
  organisations: z.array(organisationName.extend({ rights: z.array(z.enum(rights)) })),
  two_factor: z.boolean(),
})
export type Me = z.output<typeof me>

const organisationFields = {
  name: text(200),
  /** `public-health` and `public-undertaking` stand beside `public-body`: they say which one it is. */
  kinds: z
    .array(z.enum(organisationKinds))
    .min(1)
    .max(organisationKinds.length)
    .refine((kinds) => kinds.includes('public-body') || !kinds.some((kind) => kind.startsWith('public-')), {
      message: 'public-body',
    }),
  /** The handle of the organisation that resells to this one. */
  reseller: organisationHandle.nullable(),
  country: z.string().regex(/^[A-Z]{2}$/),
  language,
  siret: z
    .string()
    .regex(/^[0-9]{14}$/)
    .nullable(),
  vat_number: text(20).nullable(),
  service_code: text(80).nullable(),
  address: z.string().trim().max(500),
  invoice_mail: mail.nullable(),
}
export const organisationWire = z.object({
  ...organisationFields,
  id: z.string(),
  handle: z.string(),
  reseller: organisationName.nullable(),
  resells_to: z.array(organisationName),
  file_owned: z.boolean(),
  invented: z.boolean(),
  created_at: at,
  ended_at: at.nullable(),
  version: z.number(),
})
export type OrganisationWire = z.output<typeof organisationWire>
const organisationItem = organisationWire.omit({ resells_to: true })

const organisationAsked = z.strictObject({
  ...organisationFields,
  handle: organisationHandle,
  reseller: organisationFields.reseller.default(null),
  language: language.default('fr'),
  siret: organisationFields.siret.default(null),
  vat_number: organisationFields.vat_number.default(null),
  service_code: organisationFields.service_code.default(null),
  address: organisationFields.address.default(''),
  invoice_mail: organisationFields.invoice_mail.default(null),
})
export type OrganisationAsked = z.output<typeof organisationAsked>
const organisationEdit = z.strictObject(organisationFields).partial()
export type OrganisationEdit = z.output<typeof organisationEdit>

export const authorisationWire = z.object({
  id: z.string(),
  right: z.enum(rights),
  from_date: day,
  until_date: day.nullable(),
  /** Held on the site's day of today. */
  in_force: z.boolean(),
  withdrawn_at: at.nullable(),
})
export const personWire = z.object({
  id: z.string(),
  organisation: organisationName,
  name: z.string(),
  mail: z.string().nullable(),
  phone: z.string().nullable(),
  language,
  has_account: z.boolean(),
  file_owned: z.boolean(),
  roles: z.array(z.enum(operatorRoles)),
  authorisations: z.array(authorisationWire),
  created_at: at,
  ended_at: at.nullable(),
  version: z.number(),
})
export type PersonWire = z.output<typeof personWire>

const personFields = { name: text(200), mail: mail.nullable(), phone: text(40).nullable(), language }
const personAsked = z.strictObject({
  ...personFields,
  organisation: organisationHandle,
  mail: personFields.mail.default(null),
  phone: personFields.phone.default(null),
  language: language.default('fr'),
})
export type PersonAsked = z.output<typeof personAsked>
const personEdit = z.strictObject(personFields).partial()
export type PersonEdit = z.output<typeof personEdit>

const scope = z.enum([...rights, ...operatorRoles])
export const keyWire = z.object({
  id: z.string(),
  label: z.string(),
  person: z.object({ id: z.string(), name: z.string() }),
  scopes: z.array(scope),
  created_at: at,
  expires_at: at,
  last_used_at: at.nullable(),
  revoked_at: at.nullable(),
})
export type KeyWire = z.output<typeof keyWire>

const token = z.strictObject({ token: z.string().min(20).max(100) })
const staff = ['admin', 'sales', 'engineer', 'technician', 'accountant'] as const

export const whoAmI = route({
  method: 'GET',
  path: '/me',
  summary: 'Who asks, and what they may do today',
  who: ['anyone'],
  reply: me,
})

export const lookAtLink = route({
  method: 'POST',
  path: '/sign-in-links/look',
  summary: 'Whose one-time sign-in link is this?',
  who: ['nobody'],
  body: token,
  reply: z.object({
    name: z.string(),
    mail: z.string().nullable(),
    organisation: z.string(),
    language,
    has_account: z.boolean(),
  }),
  refusals: ['link-spent'],
})
export const useLink = route({
  method: 'POST',
  path: '/sign-in-links/use',
  summary: 'Set a password with a one-time link; the next step is to sign in with it',
  who: ['nobody'],
  body: token.extend({ password: z.string().min(12).max(128), mail: mail.optional() }),
  reply: z.object({ mail: z.string() }),
  refusals: ['link-spent', 'mail-missing', 'mail-taken'],
})
export const makeLink = route({
  method: 'POST',
  path: '/persons/:person/sign-in-link',
  summary: 'A one-time sign-in link, to invite a person or to help one who lost the password',
  who: ['admin'],
  params: personParams,
  reply: z.object({ path: z.string(), expires_at: at }),
  refusals: ['person-ended'],
})

export const listOrganisations = route({
  method: 'GET',
  path: '/organisations',
  summary: 'Organisations by name',
  who: [...staff, 'own:read'],
  query: z.strictObject({
    ...page,
    kind: z.enum(organisationKinds).optional(),
    text: text(80).optional(),
    ended: z.stringbool().default(false),
  }),
  reply: paged(organisationItem),
})
export const showOrganisation = route({
  method: 'GET',
  path: '/organisations/:organisation',
  summary: 'One organisation',
  who: [...staff, 'own:read'],
  params: organisationParams,
  reply: organisationWire,
})
export const createOrganisation = route({
  method: 'POST',
  path: '/organisations',
  summary: 'Add an organisation',
  who: ['admin', 'sales'],
  body: organisationAsked,
  reply: organisationWire,
  refusals: ['handle-taken', 'reseller-unknown', 'country-unknown', 'siret-wrong', 'siret-taken'],
})
export const editOrganisation = route({
  method: 'PATCH',
  path: '/organisations/:organisation',
  summary: 'Change fields of an organisation; takes If-Match',
  who: ['admin', 'sales'],
  params: organisationParams,
  body: organisationEdit,
  reply: organisationWire,
  refusals: [
    'version-missing',
    'version-changed',
    'owned-by-file',
    'organisation-ended',
    'reseller-unknown',
    'resells-to-itself',
    'country-unknown',
    'siret-wrong',
    'siret-taken',
  ],
})
export const endOrganisation = route({
  method: 'POST',
  path: '/organisations/:organisation/end',
  summary: 'End an organisation: nobody acts for it any more',
  who: ['admin'],
  params: organisationParams,
  reply: organisationWire,
  refusals: [
    'version-missing',
    'version-changed',
    'owned-by-file',
    'organisation-ended',
    'operator-stays',
    'still-resells',
    'still-served',
  ],
})

export const listPersons = route({
  method: 'GET',
  path: '/persons',
  summary: 'Persons by name',
  who: [...staff, 'own:read'],
  query: z.strictObject({
    ...page,
    organisation: organisationHandle.optional(),
    right: z.enum(rights).optional(),
    text: text(80).optional(),
    ended: z.stringbool().default(false),
  }),
  reply: paged(personWire),
})
export const showPerson = route({
  method: 'GET',
  path: '/persons/:person',
  summary: 'One person, with rights and their dates',
  who: [...staff, 'own:read'],
  params: personParams,
  reply: personWire,
})
export const createPerson = route({
  method: 'POST',
  path: '/persons',
  summary: 'Add a person to an organisation',
  who: ['admin', 'sales'],
  body: personAsked,
  reply: personWire,
  refusals: ['organisation-unknown', 'organisation-ended', 'operator-by-admin'],
})
export const editPerson = route({
  method: 'PATCH',
  path: '/persons/:person',
  summary: 'Change fields of a person; takes If-Match',
  who: ['admin', 'sales'],
  params: personParams,
  body: personEdit,
  reply: personWire,
  refusals: [
    'version-missing',
    'version-changed',
    'owned-by-file',
    'person-ended',
    'operator-by-admin',
    'mail-taken',
    'mail-missing',
  ],
})
export const endPerson = route({
  method: 'POST',
  path: '/persons/:person/end',
  summary: 'End and anonymise a person: account, keys and rights end at once',
  who: ['admin'],
  params: personParams,
  reply: personWire,
  refusals: ['version-missing', 'version-changed', 'person-ended', 'owned-by-file', 'last-admin'],
})

export const grantRight = route({
  method: 'POST',
  path: '/persons/:person/authorisations',
  summary: 'Authorise a person, from a day on and until a last day',
  who: ['admin', 'sales'],
  params: personParams,
  body: z.strictObject({ right: z.enum(rights), from_date: day, until_date: day.nullable().default(null) }),
  reply: personWire,
  refusals: ['person-ended', 'right-held-already', 'dates-reversed', 'operator-by-admin'],
})
export const withdrawRight = route({
  method: 'POST',
  path: '/persons/:person/authorisations/:authorisation/withdraw',
  summary: 'Withdraw an authorisation, now',
  who: ['admin', 'sales'],
  params: personParams.extend({ authorisation: z.uuid() }),
  reply: personWire,
  refusals: ['withdrawn-already', 'operator-by-admin'],
})
export const setRoles = route({
  method: 'PUT',
  path: '/persons/:person/roles',
  summary: 'What a person of the operator may do; roles add up',
  who: ['admin'],
  params: personParams,
  body: z.strictObject({ roles: z.array(z.enum(operatorRoles)).max(5) }),
  reply: personWire,
  refusals: ['version-missing', 'version-changed', 'person-ended', 'not-of-the-operator', 'last-admin'],
})

export const listKeys = route({
  method: 'GET',
  path: '/keys',
  summary: 'API keys: one’s own, an administrator’s view of all',
  who: ['anyone'],
  query: z.strictObject(page),
  reply: paged(keyWire),
})
export const createKey = route({
  method: 'POST',
  path: '/keys',
  summary: 'Make an API key; it is shown this once',
  who: ['anyone'],
  body: z.strictObject({
    label: text(80),
    scopes: z.array(scope).min(1).max(13),
    days: z.number().int().min(1).max(366),
  }),
  reply: keyWire.extend({ key: z.string() }),
  refusals: ['scope-not-held', 'key-by-key'],
})
export const revokeKey = route({
  method: 'POST',
  path: '/keys/:key/revoke',
  summary: 'Revoke an API key, at once',
  who: ['anyone'],
  params: z.object({ key: z.uuid() }),
  reply: keyWire,
  refusals: ['revoked-already'],
})

export { COUNTRY_UNSAID, identityTrouble, isCountry } from './identity.ts'
export * from './accounts/contract.ts'

export const peopleRoutesOffered = [
  whoAmI,
  lookAtLink,
  useLink,
  makeLink,
  listOrganisations,
  showOrganisation,
  createOrganisation,
  editOrganisation,
  endOrganisation,
  listPersons,
  showPerson,
  createPerson,
  editPerson,
  endPerson,
  grantRight,
  withdrawRight,
  setRoles,
  listKeys,
  createKey,
  revokeKey,
]
