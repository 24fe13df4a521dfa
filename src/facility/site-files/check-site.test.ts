import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exchangeSection } from '#exchange'
import { fibreSection } from '#fibre'
import { say } from '#kernel'
import { marketSection } from '#market'
import { facilitySection, organisationsSection } from '../site-section.ts'
import { words } from '../words.ts'
import { checkFiles } from './check-site.ts'
import type { SourceFile } from './parse-files.ts'

const SAMPLE = new URL('../../../sites/besancon', import.meta.url).pathname
const sample: readonly SourceFile[] = readdirSync(SAMPLE)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ name, text: readFileSync(join(SAMPLE, name), 'utf8') }))
const sections = [organisationsSection, facilitySection, fibreSection, exchangeSection, marketSection]

/** The sample with one edit; the line of the edit is what a complaint should point at. */
const edited = (name: string, from: string, to: string): { files: readonly SourceFile[]; line: number } => {
  const text = sample.find((file) => file.name === name)?.text ?? ''
  expect(text, name).toContain(from)
  const line = text.slice(0, text.indexOf(from)).split('\n').length
  return { files: sample.map((file) => (file.name === name ? { name, text: text.replace(from, to) } : file)), line }
}
const faultsOf = (files: readonly SourceFile[]) => {
  const checked = checkFiles(files, sections)
  return checked.ok ? [] : checked.refusal.faults
}
const told = (files: readonly SourceFile[]): readonly string[] =>
  faultsOf(files).map(({ place, refusal }) => `${place.file}:${place.line}:${place.column} ${refusal.code}`)

test('the sample site holds together', () => {
  const checked = checkFiles(sample, sections)
  expect(checked.ok && checked.value.rows.filter(({ kind }) => kind === 'rack')).toHaveLength(154)
})

test.each([
  ['site.yaml', '  zone: Europe/Paris', '  zone: Europe/Lutetia', 'wrong-form'],
  ['site.yaml', '  sample: true', '  sample: yes', 'wrong-type'],
  ['site.yaml', '  sample: true', '  smaple: true', 'unknown-key'],
  ['site.yaml', 'rooms:', 'romos:', 'unknown-key'],
  ['site.yaml', 'rooms:', 'rooms: [', 'yaml-unreadable'],
  ['site.yaml', 'rooms:', 'rooms: &here', 'anchor-in-file'],
  ['racks.yaml', '    count: 25', '    count: 1000', 'too-big'],
  [
    'racks.yaml',
    'racks: [21, 22, 23, 24, 25], built_as: half',
    'racks: [21, 26], built_as: half',
    'no-such-rack-in-row',
  ],
  ['cooling.yaml', 'own_draw_source: assumed, ', '', 'missing-key'],
  ['power.yaml', 'own_draw_percent: 5', 'own_draw_percent: 5\n        own_draw_w: 9000', 'own-draw-unclear'],
  ['power.yaml', 'powered_by: [grid-B]', 'powered_by: [grid-C]', 'no-such-row'],
  ['power.yaml', '    limit_va: 200000', '    limit_va: 200000\n        limit_va: 3', 'yaml-unreadable'],
  ['exchange.yaml', 'v4: 203.0.113.0/24', 'v4: 203.0.113.7/24', 'prefix-with-host-bits'],
  ['exchange.yaml', 'v4: 203.0.113.2,', 'v4: 203.0.113.99,', 'address-not-reserved'],
  ['prices.yaml', 'setup_euros: 200', 'setup_euros: -1', 'too-small'],
  ['instruments.yaml', 'kind: otdr', 'kind: dowsing-rod', 'not-one-of'],
  ['instruments.yaml', 'calibrated_until: 2026-01-31', 'calibrated_until: 31.1.2026', 'wrong-form'],
  ['instruments.yaml', 'handle: mm-2', 'handle: mm-1', 'handle-twice'],
  ['opening.yaml', 'mac: 02:be:50:00:00:15', 'mac: 03:be:50:00:00:15', 'mac-multicast'],
])('%s: %s → %s is told with its line', (name, from, to, code) => {
  const { files, line } = edited(name, from, to)
  const found = told(files)
  expect(found.some((text) => text.startsWith(`${name}:`) && text.endsWith(` ${code}`))).toBe(true)
  const lines = found.filter((text) => text.endsWith(` ${code}`)).map((text) => Number(text.split(':')[1]))
  expect(Math.min(...lines.map((at) => Math.abs(at - line)))).toBeLessThanOrEqual(1)
})

test('the column is that of the key or the value', () => {
  expect(told(edited('site.yaml', '  sample: true', '  smaple: true').files)).toEqual([
    'site.yaml:4:3 missing-key',
    'site.yaml:7:3 unknown-key',
  ])
  expect(told(edited('site.yaml', '  sample: true', '  sample: maybe').files)).toEqual(['site.yaml:7:11 wrong-type'])
})

test('a key that is missing altogether, and one that is there twice', () => {
  expect(told(sample.filter(({ name }) => name !== 'cooling.yaml')).map((text) => text.split(' ')[1])).toEqual([
    'missing-key',
  ])
  expect(told([...sample, { name: 'more.yaml', text: 'cooling: []\n' }])).toEqual(['more.yaml:1:1 key-in-two-files'])
})

test('chains that meet, a feed without its pair, and an element that powers itself are told', () => {
  expect(told(edited('power.yaml', 'powered_by: [output-B]', 'powered_by: [output-A]').files)[0]).toMatch(
    /^power.yaml:\d+:\d+ chains-meet$/,
  )
  expect(
    told(edited('racks.yaml', 'boards: { A: row-A-1, B: row-B-1 }', 'boards: { A: row-A-1, B: row-A-1 }').files)[0],
  ).toMatch(/^racks.yaml:\d+:\d+ chains-meet$/)
  expect(told(edited('power.yaml', 'powered_by: [main-A]', 'powered_by: [output-A]').files)[0]).toMatch(
    /^power.yaml:\d+:\d+ powers-itself$/,
  )
  expect(told(edited('power.yaml', 'powered_by: [transformer-A, genset-A]', 'powered_by: []').files)[0]).toMatch(
    /^power.yaml:\d+:\d+ powered-by-nothing$/,
  )
})

test('racks in one place, racks through a wall', () => {
  expect(told(edited('racks.yaml', 'y_mm: 4500', 'y_mm: 2000').files)[0]).toMatch(/^racks.yaml:\d+:\d+ racks-overlap$/)
  expect(told(edited('site.yaml', 'width_mm: 18000', 'width_mm: 16000').files)[0]).toMatch(
    /^racks.yaml:\d+:\d+ rack-outside-room$/,
  )
})

test('two members with one MAC, with one address, with another’s AS number', () => {
  expect(told(edited('opening.yaml', 'mac: 02:be:50:00:00:16', 'mac: 02:be:50:00:00:15').files)).toEqual([
    'opening.yaml:17:12 place-taken',
  ])
  expect(told(edited('opening.yaml', 'host: 22', 'host: 21').files)).toEqual(['opening.yaml:15:13 place-taken'])
  expect(told(edited('opening.yaml', 'host: 22', 'host: 19').files)).toEqual([
    'opening.yaml:15:13 host-not-for-members',
  ])
  expect(told(edited('opening.yaml', 'asn: 64498', 'asn: 64499').files)).toEqual(['opening.yaml:16:12 asn-of-another'])
})

test('a real site takes no number and no prefix that is kept for documentation', () => {
  const codes = new Set(
    told(edited('site.yaml', 'sample: true', 'sample: false').files).map((text) => text.split(' ')[1]),
  )
  expect(codes).toEqual(new Set(['asn-reserved', 'sample-prefixes-on-real-site']))
})

test('bounds: depth, size, number of files, names', () => {
  const deep = `cooling: ${'['.repeat(40)}${']'.repeat(40)}\n`
  expect(told([{ name: 'a.yaml', text: deep }])[0]).toMatch(/too-deep$/)
  expect(told([{ name: 'a.yaml', text: ' '.repeat(1_000_001) }])).toEqual(['a.yaml:1:1 file-too-big'])
  expect(told([{ name: '../a.yaml', text: '' }])).toEqual(['../a.yaml:1:1 not-a-site-file'])
  expect(told(Array.from({ length: 51 }, (_, n) => ({ name: `f${n}.yaml`, text: '{}' })))).toEqual([
    '.:1:1 folder-too-big',
  ])
  expect(told([])).toEqual(['.:1:1 folder-empty'])
})

test('whatever the text, the answer is rows or complaints with a place, never an exception', () => {
  const piece = fc.constantFrom(
    'cooling',
    'site',
    ': ',
    '- ',
    '\n',
    '  ',
    '[',
    ']',
    '{',
    '}',
    '&a ',
    '*a',
    '!!js ',
    '|',
    '"',
    '#',
    '1',
    '<<: ',
    '\t',
    '\u0000',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const checked = checkFiles([{ name: 'a.yaml', text: pieces.join('') }], sections)
      expect(checked.ok).toBe(false)
      if (!checked.ok)
        expect(checked.refusal.faults.every(({ place }) => place.line >= 1 && place.column >= 1)).toBe(true)
    }),
  )
})

test('the refusal reads well in both languages', () => {
  const faults = faultsOf(edited('site.yaml', '  sample: true', '  smaple: true').files)
  expect(say(words['site-faulty'], 'en', { faults })).toBe(
    'The site’s files do not hold together.\nsite.yaml:4:3 The key “sample” is missing.\nsite.yaml:7:3 Unknown key “smaple”.',
  )
  expect(say(words['site-faulty'], 'fr', { faults })).toContain('site.yaml:7:3 Clé inconnue «\u00a0smaple\u00a0».')
})
