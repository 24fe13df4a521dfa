/** A label beside a drawing: where its middle would like to stand, and how tall it is. */
export interface LabelWish {
  readonly at: number
  readonly tall: number
}

/**
 * The middles of labels in the order from the top, none over another, each as near to its wish as those above let it; where the last
 * would go below `bottom`, the lower ones move up, as far as there is room.
 */
export const spreadLabels = (wishes: readonly LabelWish[], bottom: number): readonly number[] => {
  const tops: number[] = []
  let free = Number.NEGATIVE_INFINITY
  for (const { at, tall } of wishes) {
    const top = Math.max(at - tall / 2, free)
    tops.push(top)
    free = top + tall
  }
  let above = wishes.reduce((sum, { tall }) => sum + tall, 0)
  let most = bottom
  for (const [index, { tall }] of [...wishes.entries()].toReversed()) {
    above -= tall
    most = Math.max(above, Math.min(tops[index] ?? 0, most - tall))
    tops[index] = most
  }
  return tops.map((top, index) => top + (wishes[index]?.tall ?? 0) / 2)
}
