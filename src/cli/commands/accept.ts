import type { Outcome } from '#kernel'
import { type OrderWire, acceptOrder, showOrder } from '#market/contract'
import { type Ending, type ServerCall, refused, sayCli } from '../command.ts'
import type { paperOf } from '../paper.ts'

type Paper = Awaited<ReturnType<typeof paperOf>>

/** Signs an order that is quoted: with its caller's word, or with the paper that was received. */
export const signOrder = (number: string, call: ServerCall, paper: Paper): Promise<Outcome<OrderWire>> =>
  call.client.call(acceptOrder, { params: { order: number }, body: paper ? { paper } : {} })

/**
 * The signature was refused, and the order stands: its number, until when it holds what it was quoted, and how it is signed or taken
 * back. What a person ordered is not thrown away by a paper that was forgotten.
 */
export const unsigned = async (
  problem: Parameters<typeof refused>[0],
  number: string,
  call: ServerCall,
): Promise<Ending> => {
  const no = refused(problem, call.language)
  const shown = await call.client.call(showOrder, { params: { order: number } })
  const quote = shown.ok ? shown.value.quote : null
  const told = { order: number, until: quote?.expires_at.slice(0, 10) ?? '' }
  return {
    ...no,
    value: { ...problem, order: number, quote },
    lines: [
      ...no.lines,
      sayCli(call.language, quote?.kind === 'firm' ? 'unsigned-firm' : 'unsigned-open', told),
      `  vesontio order accept ${number} --paper FILE --paper-number TEXT --paper-date DATE --paper-signer NAME`,
      `  vesontio order cancel ${number}`,
    ],
  }
}
