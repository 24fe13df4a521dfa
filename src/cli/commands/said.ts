import type { Language } from '#kernel'
import { type ServerCall, sayCli } from '../command.ts'
import { euros } from '../money.ts'
import { sentenceOf } from '../say-refusal.ts'

/** A code of a room in words; one that no room has words for stays as it is, without the room's prefix. */
const wordOf = (prefix: 'hold' | 'step', code: string, language: Language): string => {
  const word = sentenceOf({ code: `${prefix}-${code}` }, language)
  return word === `${prefix}-${code}` ? code : word
}

/** A position that is not known before the signature is said so: on the space of a line, or as the other side will choose it. */
const labelOf = (label: string, language: Language): string => {
  const line = /^\? \((\d+)\)$/.exec(label)?.[1]
  if (line !== undefined) return sayCli(language, 'at-line', { n: line })
  const other = /^(.+): \?$/.exec(label)?.[1]
  return other === undefined ? label : sayCli(language, 'at-other', { other })
}

export const holdSaid = (
  { kind, label }: { readonly kind: string; readonly label: string },
  { language }: Pick<ServerCall, 'language'>,
): string => `${wordOf('hold', kind, language)} ${labelOf(label, language)}`

export const stepSaid = (
  { name, by }: { readonly name: string; readonly by: 'person' | 'machine' | 'customer' },
  { language }: Pick<ServerCall, 'language'>,
): string => `${wordOf('step', name, language)} (${sayCli(language, `by-${by}`)})`

export const totalsSaid = (
  totals: { readonly setup_cents: number; readonly monthly_cents: number },
  { language }: Pick<ServerCall, 'language'>,
): string =>
  sayCli(language, 'totals-before-vat', {
    setup: euros(totals.setup_cents, language),
    monthly: euros(totals.monthly_cents, language),
  })
