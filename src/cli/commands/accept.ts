import type { Outcome } from '#kernel'
import { type OrderWire, acceptOrder, showFile, showOrder } from '#market/contract'
import { type Command, type Ending, type ServerCall, Unusable, refused, sayCli } from '../command.ts'
import type { paperOf } from '../paper.ts'
import { writeReceived } from '../write-file.ts'

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
      `  vesontio order accept ${number} --paper FILE --paper-number TEXT --paper-signer NAME`,
      `  vesontio order cancel ${number}`,
    ],
  }
}

/** Line 2 of an order: BES-O-2026-00001/2. */
const LINE = /^(?<order>[A-Z]{3}-O-\d{4}-\d{5})\/(?<position>\d{1,2})$/
export const lineAsked = (text: string): { readonly order: string; readonly position: number } | null => {
  const line = LINE.exec(text)?.groups
  return line ? { order: line['order'] ?? '', position: Number(line['position']) } : null
}

export const noteCommand: Command = {
  where: 'server',
  name: 'order note',
  takes: 'N/LINE FILE',
  does: {
    fr: 'écrire le procès-verbal de remise d’une ligne en PDF',
    en: 'write the handover note of a line as a PDF',
  },
  least: 2,
  most: 2,
  run: async (call) => {
    const [text = '', to = ''] = call.args
    const line = lineAsked(text)
    if (!line)
      throw new Unusable(sayCli(call.language, 'wrong-arguments', { command: 'order note', takes: noteCommand.takes }))
    const shown = await call.client.call(showOrder, { params: { order: line.order } })
    if (!shown.ok) return refused(shown.problem, call.language)
    const found = shown.value.lines.find(({ position }) => position === line.position)
    const file = found?.evidence.find(({ proof }) => proof === 'handover-note')?.file
    if (!file)
      return {
        code: 1,
        value: { code: 'no-note', line: text },
        lines: [sayCli(call.language, 'no-note', { line: text })],
      }
    const received = await call.client.call(showFile, { params: { file } })
    return received.ok ? writeReceived(call, to, received.value) : refused(received.problem, call.language)
  },
}
