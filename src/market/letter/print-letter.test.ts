import { expect, test } from 'vitest'
import { recordingPaper } from '#paper/testing'
import type { LetterWire } from './contract.ts'
import { type PrintedLetter, drawLetter, linesOfLetter, printLetter } from './print-letter.ts'

const letter: LetterWire = {
  number: 'BES-L-2026-00001',
  state: 'valid',
  issuer: { handle: 'carrier', name: 'Łódź Transit' },
  company: { handle: 'isp', name: 'Jura' },
  panel: 'M3-P01',
  position: 7,
  label: 'M3-P01/07',
  connector: 'SC-APC',
  media: 'os2',
  expires_on: '2027-01-22',
  issued_at: '2026-11-23T23:30:00Z',
  issued_by: 'Noa Barbier',
  answers: { order: 'BES-O-2026-00042', position: 2 },
  used: null,
  revoked_at: null,
  code: '7K3QM-00000-11111-AAAAA-ZZZZZ',
  pays: false,
  may_accept: false,
  may_revoke: false,
  version: 1,
}
const printed: PrintedLetter = {
  letter,
  issuer: { name: 'Łódź Transit', address: '1 chemin de l’Exemple', siret: '99900010200015' },
  company: { name: 'Jura', address: '', siret: null },
  site: 'Besançon',
  operator: { name: 'Vesontio Datacenter', address: '1 rue de l’Exemple', siret: null },
  language: 'fr',
  specimen: true,
  zone: 'Europe/Paris',
  at: new Date('2026-11-23T23:30:00Z'),
  address: 'https://bes.example/letters/check/7K3QM-00000-11111-AAAAA-ZZZZZ',
}
const plain = (lines: ReturnType<typeof linesOfLetter>) =>
  lines.map((pair) => pair.join(': ').replaceAll('\u00A0', ' '))

test('the letter says both parties, the position, the last day and that it serves once, in either language', () => {
  expect(plain(linesOfLetter(printed))).toMatchInlineSnapshot(`
    [
      "Émise par: Łódź Transit
    1 chemin de l’Exemple
    SIRET 99900010200015",
      "Autorise: Jura",
      "Site: Besançon, Vesontio Datacenter",
      "Position: M3-P01/07",
      "Connecteur: SC-APC",
      "Support: fibre monomode OS2",
      "En réponse à: BES-O-2026-00042, ligne 2",
      "Émise le: 24 novembre 2026 à 00:30, par Noa Barbier",
      "Valable jusqu’au: 22 janvier 2027 inclus",
      "Usage: unique : elle ne sert qu’à un raccordement",
    ]
  `)
  const english = plain(
    linesOfLetter({ ...printed, language: 'en', letter: { ...letter, answers: null, issued_by: null } }),
  )
  expect(english.slice(-3)).toMatchInlineSnapshot(`
    [
      "Issued on: 24 November 2026 at 00:30",
      "Valid until: 22 January 2027, included",
      "Use: single: it serves for one connection",
    ]
  `)
})

test('it is a PDF with its fonts inside, also for names of any Latin alphabet', async () => {
  const pdf = Buffer.from(await printLetter(printed)).toString('latin1')
  expect(pdf.slice(0, 8)).toBe('%PDF-1.7')
  expect(pdf).toContain('/FontFile')
})

test('the sheet holds all of it on one page, with the address of the check in letters and for a telephone', () => {
  const { paper, read, pages, boxed } = recordingPaper()
  const modules: (readonly [x: number, y: number, side: number])[] = []
  drawLetter({ ...paper, fill: (x, y, [side]) => void modules.push([x, y, side]) }, printed)
  expect([pages(), boxed()]).toEqual([1, true])
  const said = read().join(' ')
  for (const part of [
    'Lettre d’autorisation BES-L-2026-00001',
    'SPÉCIMEN',
    'M3-P01/07',
    'Code 7K3QM-00000-11111-AAAAA-ZZZZZ',
  ])
    expect(said).toContain(part)
  expect(said.replaceAll(/[| ]/g, '')).toContain('/letters/check/')
  // 37 modules a side carry 84 octets at level M (ISO/IEC 18004, table 7), inside a square of 30 mm with its quiet zone.
  const side = modules[0]?.[2] ?? 0
  expect(85 / side).toBeCloseTo(37 + 2 * 4)
  expect(Math.max(...modules.map(([x]) => x)) - Math.min(...modules.map(([x]) => x))).toBeCloseTo(36 * side)
})
