import type { ElementLoadWire } from '#market/contract'

/** The limit of an element that is spent first with the other side lost, a phase counted like a sum; 1 is full. */
export interface Nearest {
  readonly share: number
  readonly phase: 'L1' | 'L2' | 'L3' | null
}

const shareOf = ({
  other_side_lost: reserved,
  limit,
}: {
  readonly other_side_lost: number
  readonly limit: number | null
}) => (limit === null || limit <= 0 ? null : reserved / limit)

/** Null where no limit of it is known. */
export const nearestOf = ({ sums, phases }: Pick<ElementLoadWire, 'sums' | 'phases'>): Nearest | null => {
  const all = [
    ...sums.map((sum) => ({ share: shareOf(sum), phase: null })),
    ...(phases ?? []).map((one) => ({ share: shareOf(one), phase: one.phase })),
  ].flatMap(({ share, phase }): readonly Nearest[] => (share === null ? [] : [{ share, phase }]))
  return all.toSorted((a, b) => b.share - a.share)[0] ?? null
}

/** Of an element that is limited in W and in VA, the sum that is spent first. */
export const nearestSum = ({ sums }: Pick<ElementLoadWire, 'sums'>): ElementLoadWire['sums'][number] | null =>
  sums.toSorted((a, b) => (shareOf(b) ?? 0) - (shareOf(a) ?? 0))[0] ?? null
