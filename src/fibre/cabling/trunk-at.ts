import type { Cabling, Position, Trunk } from './model.ts'

/** The trunk that ends behind a position, with the number of the pair and its other end. */
export interface BehindPosition {
  readonly trunk: Trunk
  /** From 1 on, as the cable's pairs are numbered. */
  readonly pair: number
  readonly other: Position
}

export const trunkAt = (trunks: Cabling['trunks'], { panelId, position }: Position): BehindPosition | null => {
  for (const trunk of trunks) {
    for (const [near, far] of [
      [trunk.from, trunk.to],
      [trunk.to, trunk.from],
    ] as const) {
      const pair = position - near.position + 1
      if (near.panelId === panelId && pair >= 1 && pair <= trunk.positions)
        return { trunk, pair, other: { panelId: far.panelId, position: far.position + pair - 1 } }
    }
  }
  return null
}

/** `K-M2-R1/03`: the pair of a trunk as its label says. */
export const pairLabel = (trunk: Trunk, pair: number): string =>
  `${trunk.handle}/${String(pair).padStart(trunk.positions >= 100 ? 3 : 2, '0')}`
