import { type Refusal, type Result, ok, refuse } from '#kernel'
import type { CsvRow } from '../import/read-csv.ts'
import type { readingColumns } from './contract.ts'

export type Column = (typeof readingColumns)['required' | 'optional'][number]

/** A row of a file of readings, in the units in which readings are kept. */
export interface ReadRow {
  readonly meter: string
  /** Seconds since 1970. */
  readonly at: number
  readonly energyWh: number | null
  readonly powerW: number | null
  readonly reset: boolean
}

/** RFC 3339 § 5.6: an instant has its offset. */
const INSTANT = /^(\d{4})-(\d{2})-(\d{2})[T ]([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/
/** Every month has so many days. */
const ALWAYS_DAYS = 28
/** No collector of a meter that is in service now has read before; a clock that was never set says 1970. */
const FIRST_AT = Date.UTC(2000, 0, 1)
const DECIMAL = /^\d{1,12}(\.\d{1,9})?$/
const WH_PER_KWH = 1000
const MS = 1000

/** `Date.parse` takes 30 February for 2 March; `Temporal.Instant.from` does not, but takes ten times as long, and a file has millions of rows. */
const instantOf = (text: string): number | null => {
  const parts = INSTANT.exec(text)
  if (parts === null) return null
  const day = Number(parts[3])
  if (day > ALWAYS_DAYS && day > new Date(Date.UTC(Number(parts[1]), Number(parts[2]), 0)).getUTCDate()) return null
  const ms = Date.parse(text.replace(' ', 'T'))
  return Number.isNaN(ms) || ms < FIRST_AT ? null : Math.floor(ms / MS)
}

const numberIn = (column: string, value: string): Result<number | null, Refusal> => {
  if (value === '') return ok(null)
  return DECIMAL.test(value) ? ok(Number(value)) : refuse({ code: 'reading-number', column, value })
}

/** Counters to the whole Wh, powers to the whole W. Pure. */
export const readReading = ({ fields }: CsvRow<Column>): Result<ReadRow, Refusal> => {
  const at = instantOf(fields.at)
  if (at === null) return refuse({ code: 'reading-instant', at: fields.at })
  if (fields.energy_kwh !== '' && fields.energy_wh !== '') return refuse({ code: 'reading-twice-energy' })
  const kwh = numberIn('energy_kwh', fields.energy_kwh)
  if (!kwh.ok) return kwh
  const wh = numberIn('energy_wh', fields.energy_wh)
  if (!wh.ok) return wh
  const power = numberIn('power_w', fields.power_w)
  if (!power.ok) return power
  if (!['', '0', '1'].includes(fields.reset)) return refuse({ code: 'reading-reset', value: fields.reset })
  const energy = kwh.value === null ? wh.value : kwh.value * WH_PER_KWH
  if (energy === null && power.value === null) return refuse({ code: 'reading-empty' })
  return ok({
    meter: fields.meter,
    at,
    energyWh: energy === null ? null : Math.round(energy),
    powerW: power.value === null ? null : Math.round(power.value),
    reset: fields.reset === '1',
  })
}
