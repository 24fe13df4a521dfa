import type { WorkWire } from '#market/contract'
import type { Kept } from './outbox.ts'

export type Need = WorkWire['needs'][number]
export type Proof = WorkWire['proofs'][number]

/** One screen of a work order: an instruction to carry out, a proof to bring back. */
export type WorkStep =
  | { readonly is: 'action'; readonly action: WorkWire['actions'][number] }
  | { readonly is: 'proof'; readonly need: Need }

const KINDS = ['scan', 'reading', 'photo', 'note'] as const

/** First what is done, in its order; then its proofs: what is read on site before what is written down. */
export const stepsOf = (work: WorkWire): readonly WorkStep[] => [
  ...work.actions.map((action) => ({ is: 'action' as const, action })),
  ...work.needs
    .toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
    .map((need) => ({ is: 'proof' as const, need })),
]

export const proofOf = (work: WorkWire, need: Need): Proof | null =>
  work.proofs.find((proof) => proof.name === need.name) ?? null

export const missingOf = (work: WorkWire): readonly Need[] =>
  work.needs.filter((need) => need.required && proofOf(work, need) === null)

/** A reading outside its limits is told before it is sent; the server says the last word. */
export const isOutside = (need: Need, value: number): boolean =>
  (need.min !== null && value < need.min) || (need.max !== null && value > need.max)

/** "−3,1" and "-3.1" are the same reading; null: no number. */
export const readNumber = (text: string): number | null => {
  const plain = text.trim().replace('\u2212', '-').replace(',', '.')
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null
}

export type Instrument = WorkWire['instruments'][number]

/** What this value can be read with, of what the site has; none: the site has nothing to name. */
export const offeredFor = (work: WorkWire, need: Need): readonly Instrument[] =>
  work.instruments.filter(({ kind }) => need.instruments.includes(kind))

/** Why nothing is read with it on this day (YYYY-MM-DD); null: it is as it should be. The server says the last word. */
export const unfitOn = (one: Instrument, day: string): 'retired' | 'expired' | null =>
  one.retired_on !== null && one.retired_on <= day
    ? 'retired'
    : one.calibrated_until !== null && one.calibrated_until < day
      ? 'expired'
      : null

/**
 * The instrument that stands ready for this value: the one that was used last, here or as the server knows, or the only one that there is.
 * Null: a person chooses, for nobody can know which one is in the hand.
 */
export const readyFor = (work: WorkWire, need: Need, kept: readonly Kept[], day: string): string | null => {
  const usable = offeredFor(work, need).filter((one) => unfitOn(one, day) === null)
  const used = [
    ...usable.flatMap(({ handle, last_used_at: at }) => (at === null ? [] : [{ handle, at }])),
    ...work.proofs.flatMap(({ instrument, taken_at: at }) =>
      instrument?.handle == null ? [] : [{ handle: instrument.handle, at }],
    ),
    ...kept.flatMap(({ what }) =>
      what.act === 'prove' && what.proof.instrument !== undefined
        ? [{ handle: what.proof.instrument, at: what.proof.taken_at }]
        : [],
    ),
  ]
    .filter(({ handle }) => usable.some((one) => one.handle === handle))
    .toSorted((a, b) => b.at.localeCompare(a.at, 'en'))
  return used[0]?.handle ?? (usable.length === 1 ? (usable[0]?.handle ?? null) : null)
}
