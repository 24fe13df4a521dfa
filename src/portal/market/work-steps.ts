import type { WorkWire } from '#market/contract'

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
