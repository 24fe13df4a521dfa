import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spreadLabels } from './spread-labels.ts'

test('a label that has room stands at its wish; crowded ones make room downwards, and upwards at the bottom', () => {
  expect(spreadLabels([{ at: 10, tall: 14 }, { at: 60, tall: 14 }], 100)).toEqual([10, 60]) // prettier-ignore
  expect(spreadLabels([{ at: 10, tall: 14 }, { at: 15, tall: 14 }], 100)).toEqual([10, 24]) // prettier-ignore
  expect(spreadLabels([{ at: 80, tall: 14 }, { at: 92, tall: 14 }, { at: 95, tall: 14 }], 100)).toEqual([65, 79, 93]) // prettier-ignore
})

test('no label stands over another, whatever is asked', () => {
  const wishes = fc.array(fc.record({ at: fc.integer({ min: 0, max: 420 }), tall: fc.constantFrom(14, 32) }), {
    maxLength: 60,
  })
  fc.assert(
    fc.property(wishes, (asked) => {
      const inOrder = asked.toSorted((a, b) => a.at - b.at)
      const places = spreadLabels(inOrder, 430)
      for (const [index, place] of places.entries()) {
        const [wish, above] = [inOrder[index], inOrder[index - 1]]
        if (!wish || !above) continue
        expect(place - wish.tall / 2).toBeGreaterThanOrEqual((places[index - 1] ?? 0) + above.tall / 2 - 1e-9)
      }
      const needed = inOrder.reduce((sum, { tall }) => sum + tall, 0)
      const last = places.at(-1)
      if (last !== undefined && needed <= 430 - 32) expect(last).toBeLessThanOrEqual(430)
    }),
  )
})
