import { ok, refuse, type Refusal, type Result } from '#kernel'
import { CSV_LIMITS, type CsvLimits } from './limits.ts'
import { readText, type TextRefusal } from './read-text.ts'

export type CsvRefusal =
  | TextRefusal
  | (Refusal & {
      readonly code:
        | 'csv-semicolons'
        | 'csv-tabs'
        | 'csv-quote-open'
        | 'csv-quote-stray'
        | 'csv-columns-missing'
        | 'csv-column-unknown'
        | 'csv-column-twice'
        | 'csv-fields'
        | 'csv-too-many-columns'
        | 'csv-too-many-rows'
        | 'csv-field-too-long'
        | 'csv-no-rows'
    })

/** One record: the line of the file on which it begins (the header is on 1), and its fields by the header's names. */
export interface CsvRow<Column extends string = string> {
  readonly line: number
  readonly fields: Readonly<Record<Column, string>>
}

export interface CsvAsked<Column extends string> {
  readonly required: readonly Column[]
  readonly optional?: readonly Column[]
  readonly limits?: CsvLimits
}

interface Line {
  readonly line: number
  readonly fields: readonly string[]
}

const LINE_END = /\r\n|\r|\n/

/**
 * RFC 4180 § 2: commas, CRLF (or LF, or the CR of old Macintosh spreadsheets), a field in double quotes may hold all of these, and a doubled
 * quote is one.
 */
class Reader {
  at = 0
  line = 1
  readonly text: string
  readonly limits: CsvLimits
  constructor(text: string, limits: CsvLimits) {
    this.text = text
    this.limits = limits
  }

  quoted(): Result<string, CsvRefusal> {
    const begin = this.line
    let value = ''
    for (this.at += 1; ;) {
      const end = this.text.indexOf('"', this.at)
      if (end < 0) return refuse({ code: 'csv-quote-open', line: begin })
      const part = this.text.slice(this.at, end)
      this.line += part.split(LINE_END).length - 1
      value += part
      this.at = end + 1
      if (this.text[this.at] !== '"') return ok(value)
      value += '"'
      this.at += 1
    }
  }

  field(): Result<string, CsvRefusal> {
    if (this.text[this.at] === '"') {
      const quoted = this.quoted()
      if (!quoted.ok) return quoted
      return /^(?:[,\r\n]|$)/.test(this.text.slice(this.at, this.at + 1))
        ? quoted
        : refuse({ code: 'csv-quote-stray', line: this.line })
    }
    const begin = this.at
    while (this.at < this.text.length && !',\r\n'.includes(this.text[this.at] ?? '')) this.at += 1
    const value = this.text.slice(begin, this.at)
    return value.includes('"') ? refuse({ code: 'csv-quote-stray', line: this.line }) : ok(value)
  }

  record(): Result<Line, CsvRefusal> {
    const { line } = this
    const fields: string[] = []
    for (;;) {
      const value = this.field()
      if (!value.ok) return value
      if (value.value.length > this.limits.fieldChars)
        return refuse({ code: 'csv-field-too-long', line, most: this.limits.fieldChars })
      fields.push(value.value)
      if (fields.length > this.limits.columns)
        return refuse({ code: 'csv-too-many-columns', line, most: this.limits.columns })
      if (this.text[this.at] !== ',') break
      this.at += 1
    }
    if (this.text[this.at] === '\r') this.at += 1
    if (this.text[this.at] === '\n') this.at += 1
    this.line += 1
    return ok({ line, fields })
  }

  /** Empty lines are no records. */
  records(): Result<readonly Line[], CsvRefusal> {
    const all: Line[] = []
    while (this.at < this.text.length) {
      const record = this.record()
      if (!record.ok) return record
      if (record.value.fields.length > 1 || record.value.fields[0]?.trim()) all.push(record.value)
      if (all.length > this.limits.rows + 1) return refuse({ code: 'csv-too-many-rows', most: this.limits.rows })
    }
    return ok(all)
  }
}

const separatorOf = (text: string): Result<null, CsvRefusal> => {
  const head = text.split(LINE_END, 1)[0] ?? ''
  const count = (sign: string): number => head.split(sign).length - 1
  if (count(';') > count(',')) return refuse({ code: 'csv-semicolons' })
  return count('\t') > count(',') ? refuse({ code: 'csv-tabs' }) : ok(null)
}

const judgeHeader = (
  header: readonly string[],
  required: readonly string[],
  optional: readonly string[],
): Result<null, CsvRefusal> => {
  const twice = header.find((name, index) => header.indexOf(name) !== index)
  if (twice !== undefined) return refuse({ code: 'csv-column-twice', column: twice })
  const missing = required.filter((name) => !header.includes(name))
  if (missing.length > 0) return refuse({ code: 'csv-columns-missing', columns: missing })
  const unknown = header.find((name) => !required.includes(name) && !optional.includes(name))
  return unknown === undefined ? ok(null) : refuse({ code: 'csv-column-unknown', column: unknown })
}

/**
 * The rows of a CSV file by the names in its header, in any order. A column that is not asked for is refused, never ignored; an optional one
 * that is absent reads as empty. Fields are trimmed. The whole file is good or none of it is taken.
 */
export const readCsv = <Column extends string>(
  bytes: Uint8Array,
  { required, optional = [], limits = CSV_LIMITS }: CsvAsked<Column>,
): Result<readonly CsvRow<Column>[], CsvRefusal> => {
  const text = readText(bytes)
  if (!text.ok) return text
  const separator = separatorOf(text.value)
  if (!separator.ok) return separator
  const read = new Reader(text.value, limits).records()
  if (!read.ok) return read
  const [head, ...records] = read.value
  const header = (head?.fields ?? []).map((name) => name.trim())
  const judged = judgeHeader(header, required, optional)
  if (!judged.ok) return judged
  if (records.length === 0) return refuse({ code: 'csv-no-rows' })
  const ragged = records.find(({ fields }) => fields.length !== header.length)
  if (ragged)
    return refuse({ code: 'csv-fields', line: ragged.line, found: ragged.fields.length, expected: header.length })
  const names = [...required, ...optional]
  return ok(
    records.map(({ line, fields }) => ({
      line,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every name that was asked for is a key of it
      fields: Object.fromEntries(names.map((name) => [name, (fields[header.indexOf(name)] ?? '').trim()])) as Readonly<{
        [C in Column]: string
      }>,
    })),
  )
}
