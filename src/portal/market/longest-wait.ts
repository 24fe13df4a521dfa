import type { z } from 'zod'
import type { orderCard } from '#market/contract'

export type OrderCard = z.output<typeof orderCard>

/** The wait that has lasted longest of an order's lines. */
export const longestWait = (order: OrderCard): OrderCard['lines'][number] | null =>
  order.lines
    .filter((line) => line.waiting !== null)
    .toSorted((a, b) => (a.waiting?.since ?? '').localeCompare(b.waiting?.since ?? ''))[0] ?? null
