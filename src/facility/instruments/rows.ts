import { z } from 'zod'
import { instrumentKinds } from '../model.ts'
import { date, list, name, plantHandle } from '../site-files/fields.ts'
import type { SiteRow } from '../site-files/site-section.ts'

const told = name.nullable().default(null)

/** One instrument of the site; what nobody knows of it is left out. */
const instrument = z.strictObject({
  handle: plantHandle,
  kind: z.enum(instrumentKinds),
  make: told,
  model: told,
  serial: told,
  /** The last day on which its calibration holds. */
  calibrated_until: date.nullable().default(null),
  /** From this day on nothing is read with it: an instrument that readings name is not removed. */
  retired_on: date.nullable().default(null),
})

export const instrumentsField = list(instrument, 500).default([])

/** Pure. */
export const instrumentRows = (instruments: z.output<typeof instrumentsField>): readonly SiteRow[] =>
  instruments.map(({ handle, ...fields }, index) => ({
    kind: 'instrument',
    handle,
    fields,
    path: ['instruments', index],
  }))
