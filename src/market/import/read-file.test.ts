import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findJsonFault } from './find-json-fault.ts'
import { CSV_LIMITS, IMPORT_BYTES } from './limits.ts'
import { readCsv } from './read-csv.ts'
import { readJson } from './read-json.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const asked = { required: ['name', 'town'], optional: ['note'] } as const
const csv = (text: string | Uint8Array): unknown =>
  readCsv(typeof text === 'string' ? utf8(text) : text, { ...asked, limits: { rows: 3, columns: 5, fieldChars: 20 } })
const json = (text: string | Uint8Array): unknown => readJson(typeof text === 'string' ? utf8(text) : text)

const GOOD = 'name,town\nJurassix,Besançon\n'
const deep = (levels: number): string => `${'['.repeat(levels)}1${']'.repeat(levels)}`

test.each<[string, Uint8Array | string, object]>([
  ['nothing', '', { code: 'import-empty' }],
  ['a byte order mark', `\uFEFF${GOOD}`, { code: 'import-byte-order-mark' }],
  [
    'UTF-16, little end first, marked',
    new Uint8Array(Buffer.from(`\uFEFF${GOOD}`, 'utf16le')),
    { code: 'import-utf-16' },
  ],
  [
    'UTF-16, big end first, marked',
    new Uint8Array(Buffer.from(`\uFEFF${GOOD}`, 'utf16le').swap16()),
    { code: 'import-utf-16' },
  ],
  ['UTF-16 without a mark', new Uint8Array(Buffer.from(GOOD, 'utf16le')), { code: 'import-utf-16' }],
  ['Latin-1', new Uint8Array(Buffer.from(GOOD, 'latin1')), { code: 'import-not-utf-8', line: 2 }],
  ['a NUL', 'name,town\nJura\u0000ssix,Besançon\n', { code: 'import-nul-byte', byte: 15 }],
  ['too large', new Uint8Array(IMPORT_BYTES + 1).fill(0x61), { code: 'import-too-large', most: IMPORT_BYTES }],
])('a bad file of either kind is refused once and clearly: %s', (_, file, refusal) => {
  for (const read of [csv, json]) expect(read(file)).toMatchObject({ ok: false, refusal })
})

test.each<[string, string, object]>([
  ['semicolons', 'name;town\na;b\n', { code: 'csv-semicolons' }],
  ['tabs', 'name\ttown\na\tb\n', { code: 'csv-tabs' }],
  ['a quote that stays open', 'name,town\na,"b\nc,d\n', { code: 'csv-quote-open', line: 2 }],
  ['something behind a quote', 'name,town\na,"b"c\n', { code: 'csv-quote-stray', line: 2 }],
  ['a quote inside', 'name,town\na,b"c\n', { code: 'csv-quote-stray', line: 2 }],
  ['a column that is missing', 'name,note\na,b\n', { code: 'csv-columns-missing', columns: ['town'] }],
  ['a column that nobody knows', 'name,town,hue\na,b,c\n', { code: 'csv-column-unknown', column: 'hue' }],
  ['a column twice', 'name,town,name\na,b,c\n', { code: 'csv-column-twice', column: 'name' }],
  ['a field too few', 'name,town\n"a\nb",c\nd\n', { code: 'csv-fields', line: 4, found: 1, expected: 2 }],
  ['too many columns', 'name,town\na,b,c,d,e,f\n', { code: 'csv-too-many-columns', line: 2, most: 5 }],
  ['too many rows', `name,town\n${'a,b\n'.repeat(4)}`, { code: 'csv-too-many-rows', most: 3 }],
  ['a field too long', `name,town\na,${'b'.repeat(21)}\n`, { code: 'csv-field-too-long', line: 2, most: 20 }],
  ['a header alone', 'name,town\n', { code: 'csv-no-rows' }],
  ['JSON', '{"name":"a"}', { code: 'csv-quote-stray', line: 1 }],
])('a CSV file is refused for %s', (_, file, refusal) => {
  expect(csv(file)).toMatchObject({ ok: false, refusal })
})

test('a CSV file is read as RFC 4180 says: quotes, lines inside quotes, CRLF, names in any order, empty lines', () => {
  expect(csv('town,name\r\nBesançon,"a ""b"", c"\r\n\r\n"Dole\nJura",d')).toEqual({
    ok: true,
    value: [
      { line: 2, fields: { name: 'a "b", c', town: 'Besançon', note: '' } },
      { line: 4, fields: { name: 'd', town: 'Dole\nJura', note: '' } },
    ],
  })
})

test('line ends of any kind are counted as lines, also inside quotes', () => {
  for (const end of ['\n', '\r\n', '\r'])
    expect(csv(['name,town', `"a${end}b","c"`, 'd,e'].join(end)), JSON.stringify(end)).toMatchObject({
      ok: true,
      value: [
        { line: 2, fields: { name: `a${end}b`, town: 'c' } },
        { line: 4, fields: { name: 'd', town: 'e' } },
      ],
    })
  expect(csv('name;town\ra;b\r')).toMatchObject({ ok: false, refusal: { code: 'csv-semicolons' } })
})

test('what is written as CSV is read as it was', () => {
  const field = fc
    .string({ maxLength: 12, unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r', ';', ' ') })
    .map((text) => text.trim())
  fc.assert(
    fc.property(
      fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 5 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      (rows, end) => {
        const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`
        const file = ['name,town', ...rows.map((row) => row.map(quote).join(','))].join(end)
        const read = readCsv(utf8(file), { ...asked, limits: CSV_LIMITS })
        expect(read.ok && read.value.map(({ fields }) => [fields.name, fields.town])).toEqual(rows)
      },
    ),
  )
})

test.each<[string, string, object]>([
  ['no JSON at all', 'name,town\na,b\n', { code: 'json-broken', line: 1, column: 1 }],
  ['a comma too many', '{\n  "a": [1, 2,]\n}', { code: 'json-broken', line: 2, column: 14 }],
  ['an end that is missing', '{"a": [1, 2', { code: 'json-broken', line: 1, column: 12 }],
  ['something behind the end', '{} {}', { code: 'json-broken', line: 1, column: 4 }],
  ['nesting', deep(33), { code: 'json-too-deep', most: 32, line: 1, column: 33 }],
  ['nesting enough to overflow a stack', deep(1_000_000), { code: 'json-too-deep', most: 32, line: 1, column: 33 }],
])('a JSON file is refused for %s', (_, file, refusal) => {
  expect(json(file)).toMatchObject({ ok: false, refusal })
})

test('where a text stops being JSON agrees with the parser, also when signs were changed in it', () => {
  const value = fc.jsonValue({ maxDepth: 5 })
  const scar = fc.tuple(fc.nat(), fc.constantFrom('', ',', '}', ']', '"', '\\', '0', '-', '.', 'e', '\n', 't', ':'))
  fc.assert(
    fc.property(value, fc.option(scar), (what, change) => {
      const text = JSON.stringify(what, null, 1)
      const at = change ? change[0] % text.length : 0
      const tried = change ? text.slice(0, at) + change[1] + text.slice(at + 1) : text
      let parses = true
      try {
        JSON.parse(tried)
      } catch {
        parses = false
      }
      expect([tried, findJsonFault(tried, 64) === null]).toEqual([tried, parses])
    }),
    { numRuns: 2000 },
  )
})
