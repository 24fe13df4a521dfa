import type { Language } from '#kernel'
import type { ImportRow } from '#market/contract'
import { onOneLine } from '../printable.ts'
import { sentenceOf } from '../say-refusal.ts'

/** What else is wrong with a row, beside the first complaint. */
const alsoIn = (refusal: ImportRow['refusal']): readonly { readonly code: string }[] => {
  const also = refusal?.['also']
  return Array.isArray(also) ? also.filter((one) => typeof one === 'object' && one !== null && 'code' in one) : []
}

/** One row of an import's answer, for a person. */
export const rowLines = (
  { line, path, did, subject, refusal, warnings }: ImportRow,
  language: Language,
): readonly string[] =>
  [
    `${path ?? (line === null ? '-' : line)}  ${did}  ${subject}${refusal ? `  ${refusal.code}: ${sentenceOf(refusal, language)}` : ''}`,
    ...[...alsoIn(refusal), ...warnings].map((warning) => `    ${warning.code}: ${sentenceOf(warning, language)}`),
  ].map(onOneLine)
