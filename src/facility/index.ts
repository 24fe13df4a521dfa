export * from './capacity/door.ts'
export type { Holder } from './model.ts'
export { facilityRoutes, type FacilityOptions } from './routes.ts'
export { indexed } from './site-files/check-site.ts'
export { facilitySection, organisationsSection } from './site-section.ts'
export type { CheckRefusal, Site, SiteFault } from './site-files/check-site.ts'
export { date, fact, handle, list, mail, name, plantHandle } from './site-files/fields.ts'
export type { SourceFile } from './site-files/parse-files.ts'
export type { Change } from './site-files/plan-changes.ts'
export {
  type Against,
  type Complaint,
  type Fields,
  type Kind,
  type Path,
  type Plain,
  type Read,
  section,
  type Section,
} from './site-files/site-section.ts'
export type { Loading, SiteRow, SiteRows, StoredRow, WrittenRow } from './site-files/site-section.ts'
export {
  type ApplyRefusal,
  applySite,
  checkSite,
  type Claimed,
  type Loaded,
  loadSite,
  planSite,
  type SitePlan,
} from './site-files/store.ts'
