import { z } from 'zod'
import { IMPORT_BASE64 } from './limits.ts'

export { IMPORT_BYTES } from './limits.ts'

const told = z.looseObject({ code: z.string() })

/** What became of one row of a file: its line (CSV) or its path (JSON), and of whom or what it speaks. */
export const importRow = z.object({
  line: z.number().nullable(),
  path: z.string().nullable(),
  did: z.enum(['created', 'updated', 'unchanged', 'refused']),
  subject: z.string(),
  refusal: told.nullable(),
  /** What is odd and was kept all the same, or left unknown. */
  warnings: z.array(told),
})
export type ImportRow = z.output<typeof importRow>

/** What an import did row by row, or would do. Any refused row without `keep_good`: nothing was applied. */
export const importAnswer = z.object({
  rows: z.array(importRow),
  counts: z.object({
    created: z.number(),
    updated: z.number(),
    unchanged: z.number(),
    refused: z.number(),
    /** Rows with a warning, whatever became of them. */
    warned: z.number(),
  }),
  dry_run: z.boolean(),
  /** False: nothing changed, the rows say what would. */
  applied: z.boolean(),
})
export type ImportAnswer = z.output<typeof importAnswer>

/** A file to import: at most 5 MB (IMPORT_BYTES), as its bytes in base64, so that its encoding is judged here and not by a browser. */
export const importAsked = z.strictObject({
  file_name: z
    .string()
    .trim()
    .max(200)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u),
  content_base64: z.base64().max(IMPORT_BASE64),
  dry_run: z.boolean().default(false),
  /** Apply the rows that are good although others are refused. */
  keep_good: z.boolean().default(false),
})
export type ImportAsked = z.output<typeof importAsked>

/** What every import may refuse of the file as a whole. */
export const textRefusals = [
  'import-empty',
  'import-too-large',
  'import-byte-order-mark',
  'import-utf-16',
  'import-nul-byte',
  'import-not-utf-8',
] as const
export const jsonRefusals = [...textRefusals, 'json-broken', 'json-too-deep'] as const
export const csvRefusals = [
  ...textRefusals,
  'csv-semicolons',
  'csv-tabs',
  'csv-quote-open',
  'csv-quote-stray',
  'csv-columns-missing',
  'csv-column-unknown',
  'csv-column-twice',
  'csv-fields',
  'csv-too-many-columns',
  'csv-too-many-rows',
  'csv-field-too-long',
  'csv-no-rows',
] as const
