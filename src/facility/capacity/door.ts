export type { Amount, Capacity, Limit, Load, Outlet, PlantCompartment, PlantElement, Sides } from './model.ts'
export {
  type Candidate,
  type Occupation,
  type PassedOver,
  type Placement,
  placeLoad,
  whyNowhere,
  type Wish,
} from './place-load.ts'
export { outletRefusal } from './outlet-limits.ts'
export { nextFree } from './next-free.ts'
export { computeLimits } from './compute-limits.ts'
export { plantOfRows } from './plant-of-rows.ts'
export { amountsOf, brokenBy, sumLoads } from './sum-loads.ts'
export { capacityOf, type Certificate, certificatesOf, readCapacity } from './store.ts'
