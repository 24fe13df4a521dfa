export type { Holder } from './model.ts'
export type { Amount, Capacity, Limit, Load, PlantCompartment, PlantElement, Sides } from './capacity/model.ts'
export {
  type Candidate,
  type Occupation,
  type PassedOver,
  type Placement,
  placeLoad,
  whyNowhere,
  type Wish,
} from './capacity/place-load.ts'
export { computeLimits } from './capacity/compute-limits.ts'
export { plantOfRows } from './capacity/plant-of-rows.ts'
export { amountsOf, brokenBy, sumLoads } from './capacity/sum-loads.ts'
export { capacityOf, type Certificate, certificatesOf, readCapacity } from './capacity/store.ts'
export { facilityRoutes, type FacilityOptions } from './routes.ts'
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
