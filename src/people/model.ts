/** What an organisation may be to the site; one may be several. */
export const organisationKinds = ['operator', 'tenant', 'carrier', 'public-body', 'exchange-member'] as const
export type OrganisationKind = (typeof organisationKinds)[number]
