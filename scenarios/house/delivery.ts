import { type LineWire, type OrderWire, acceptOrder } from '#market/contract'
import type { Client } from '#kernel'
import { must, orderNow } from './asking.ts'
import type { Stage } from './stage.ts'
import { doOpenWork } from './technician.ts'
import { until } from './until.ts'

export const lineOf = (order: OrderWire, position: number): LineWire => {
  const line = order.lines.find((candidate) => candidate.position === position)
  if (!line) throw new Error(`${order.number} has no line ${position}`)
  return line
}

/** What the lines say instead when it does not come true. */
const storyOf = (order: OrderWire | undefined): string =>
  JSON.stringify(order?.lines.map(({ position, state, waiting }) => ({ position, state, waiting: waiting?.what })))

/** Until the order is as it should be; technicians do what comes up of it meanwhile. */
export const deliverUntil = async (
  { house, technician, colleague }: Pick<Stage, 'house' | 'technician' | 'colleague'>,
  order: string,
  about: string,
  holds: (order: OrderWire) => boolean,
): Promise<OrderWire> => {
  let last: OrderWire | undefined
  try {
    return await until(about, async () => {
      last = await orderNow(house.client, order)
      if (holds(last)) return last
      await doOpenWork(technician, colleague, (work) => work.order === order)
      return null
    })
  } catch (cause) {
    throw new Error(`${order}: ${about} did not come; ${storyOf(last)}`, { cause })
  }
}

export const isLine =
  (position: number, state: LineWire['state']) =>
  (order: OrderWire): boolean =>
    lineOf(order, position).state === state

/** Signed by the customer's own signatory. */
export const sign = async (signatory: Client, order: string): Promise<void> =>
  void must(await signatory.call(acceptOrder, { params: { order }, body: {} }))
