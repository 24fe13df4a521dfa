/** What an import takes. A file travels as base64 inside a JSON body (`FILE_BODY_BYTES` of the server): 5 MB of it. */
export const IMPORT_BYTES = 5_000_000
export const IMPORT_BASE64 = 6_700_000

export interface CsvLimits {
  readonly rows: number
  readonly columns: number
  readonly fieldChars: number
}
export const CSV_LIMITS: CsvLimits = { rows: 20_000, columns: 100, fieldChars: 10_000 }

/** Objects and lists inside one another. An IX-F member export has nine. */
export const JSON_DEPTH = 32
