export type { ReadingAsked } from './admit-readings.ts'
export { coveredBy, countersOf, type Covered, type Energy, energyBetween } from './measure-energy.ts'
export { type Power, sumPower } from './measure-power.ts'
export { EMPTY, type Reading, readingAt, type Series, seriesOf, seriesWithin } from './model.ts'
export {
  firstDaysOf,
  keepReadings,
  type Newest,
  newestOf,
  readSeries,
  type Sent,
  type Stretch,
  weighReadings,
} from './store.ts'
