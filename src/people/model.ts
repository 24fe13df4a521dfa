/** What an organisation may be to the site; one may be several. */
export const organisationKinds = [
  'operator',
  'tenant',
  'carrier',
  'public-body',
  'public-health',
  'public-undertaking',
  'exchange-member',
] as const
export type OrganisationKind = (typeof organisationKinds)[number]

/** What the room needs to know of the site: whose it is, and which day it is there. */
export interface SiteOf {
  readonly operator_id: string
  readonly zone: string
}

/** Asked at each call: the site's files may be loaded after the server began. Null before they are. */
export type AskSite = () => Promise<SiteOf | null>
