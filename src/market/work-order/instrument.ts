import { z } from 'zod'
import { type InstrumentKind, instrumentKinds } from '#facility/contract'
import { day, ok, type Refusal, refuse, type Result } from '#kernel'

/** The instrument of a reading, as it was on the day of the reading; without a handle nothing but its kind is known. */
export const instrumentRead = z.object({
  handle: z.string().nullable(),
  kind: z.enum(instrumentKinds),
  make: z.string().nullable(),
  model: z.string().nullable(),
  serial: z.string().nullable(),
  calibrated_until: day.nullable(),
})
export type InstrumentRead = z.output<typeof instrumentRead>

/** One of the site's, as a technician may choose it. */
export const instrumentOffered = instrumentRead.extend({
  handle: z.string(),
  retired_on: day.nullable(),
  /** When the person who asks last read a value with it; null: never. */
  last_used_at: z.iso.datetime().nullable(),
})
export type InstrumentOffered = z.output<typeof instrumentOffered>

export const instrumentRefusals = [
  'instrument-missing',
  'instrument-unknown',
  'instrument-unfit',
  'instrument-retired',
  'instrument-expired',
] as const

/** An instrument of the site, with its id. */
export interface Instrument extends Omit<InstrumentOffered, 'last_used_at'> {
  readonly id: string
}

/** What is kept with a reading. */
export interface KeptInstrument {
  readonly id: string | null
  readonly read: InstrumentRead
}

const asRead = ({ handle, kind, make, model, serial, calibrated_until }: Instrument): InstrumentRead => ({
  handle,
  kind,
  make,
  model,
  serial,
  calibrated_until,
})

/**
 * Which instrument a value was read with on a day (`onDay`, YYYY-MM-DD, where the site stands). Pure. `kinds`: what such a value is read with; none:
 * it is no reading of an instrument. A site that has none of these kinds has nothing to name: the kind is kept and the instrument is unknown.
 */
export const admitInstrument = (
  asked: { readonly name: string; readonly kinds: readonly InstrumentKind[] },
  given: string | undefined,
  all: readonly Instrument[],
  onDay: string,
): Result<KeptInstrument | null, Refusal> => {
  const [kind] = asked.kinds
  const isRetired = ({ retired_on: from }: Instrument): boolean => from !== null && from <= onDay
  if (given === undefined) {
    if (kind === undefined) return ok(null)
    const fit = all.filter((one) => asked.kinds.includes(one.kind) && !isRetired(one))
    if (fit.length > 0)
      return refuse({ code: 'instrument-missing', name: asked.name, instruments: fit.map(({ handle }) => handle) })
    return ok({
      id: null,
      read: { handle: null, kind, make: null, model: null, serial: null, calibrated_until: null },
    })
  }
  const one = all.find(({ handle }) => handle === given)
  if (!one) return refuse({ code: 'instrument-unknown', handle: given })
  if (!asked.kinds.includes(one.kind))
    return refuse({ code: 'instrument-unfit', name: asked.name, ...asRead(one), kinds: [...asked.kinds] })
  if (isRetired(one)) return refuse({ code: 'instrument-retired', ...asRead(one), since: one.retired_on })
  if (one.calibrated_until !== null && one.calibrated_until < onDay)
    return refuse({ code: 'instrument-expired', ...asRead(one), day: onDay })
  return ok({ id: one.id, read: asRead(one) })
}
