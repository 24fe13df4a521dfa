import type { Language } from '#kernel'
import type { ImportRow } from '#market/contract'
import { sentenceOf } from '../say-refusal.ts'

/** One row of an import's answer, for a person. */
export const rowLines = (
  { line, path, did, subject, refusal, warnings }: ImportRow,
  language: Language,
): readonly string[] => [
  `${path ?? (line === null ? '-' : line)}  ${did}  ${subject}${refusal ? `  ${refusal.code}: ${sentenceOf(refusal, language)}` : ''}`,
  ...warnings.map((warning) => `    ${warning.code}: ${sentenceOf(warning, language)}`),
]
