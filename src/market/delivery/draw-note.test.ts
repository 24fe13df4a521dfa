import { expect, test } from 'vitest'
import { recordingPaper } from '#paper/testing'
import { type Note, drawNote, printNote } from './draw-note.ts'

const note = (lines: number): Note => ({
  title: 'Note de remise BES-RS-000001',
  customer: 'Łódź Transit',
  operator: 'Vesontio Datacenter',
  site: 'Besançon',
  language: 'fr',
  specimen: 'SPÉCIMEN',
  lines: [
    ['Voie A', 'way-A-5-9 → feed-A-5-9, 230 V, 16 A, L3'],
    ['SHA-256', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'.repeat(2)],
    ...Array.from({ length: lines }, (_, n) => [`Preuve ${n}`, '231 V, Camille Roy, 24 nov. 2026 00:30'] as const),
  ],
  signatures: 'Lu et accepté',
  at: new Date('2026-11-23T23:30:00Z'),
})

test('every line of a note stands inside the page, a long one is cut, and both signatures stand together under the last', async () => {
  for (const [lines, pages] of [
    [4, 1],
    // The last line fits, its signatures do not.
    [28, 2],
    [70, 3],
  ] as const) {
    const sheet = recordingPaper()
    drawNote(sheet.paper, note(lines))
    expect([sheet.pages(), sheet.boxed()]).toEqual([pages, true])
    expect(sheet.read().at(-1)).toBe('Vesontio Datacenter | Łódź Transit')
    expect(sheet.read().join(' ')).toContain('way-A-5-9 → feed-A-5-9')
  }
  expect((await printNote(note(4))).length).toBeGreaterThan(5000)
})
