import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judge } from '../../judge.ts'
import { signedOrder } from '../../order/testing.ts'
import { doWork, drive, type Hall, layHall, spaceAsked } from '../../products/rack-space/testing.ts'
import { acceptLine, lineOf, signedChange, standing } from '../testing.ts'
import { type ChangeNote, linesOfChangeNote } from './lines-of-note.ts'

let hall: Hall
beforeAll(async () => {
  hall = await layHall()
})
afterAll(() => hall.close())

const rounds = async (most: number): Promise<void> => {
  for (let round = 0; round < most; round += 1) {
    await drive(hall)
    await doWork(hall)
  }
  await drive(hall)
}
/** The notes that the evidence of an order's line names. */
const notesOf = async (order: string) => {
  const { line } = await lineOf(hall, order)
  const { rows } = await sql<{ file: string; name: string; media: string; size: number; step: string }>`
    select e.file_id as file, f.name, f.media_type as media, length(f.content) as size, e.step from market.evidence e
    join floor.file f on f.id = e.file_id where e.line_id = ${line.id} and e.proof = 'handover-note'`.execute(hall.db)
  return rows
}

test('a change has a note of its own: with the notice, anew from its first day, and once the old place was seen empty; the first delivery keeps its own', async () => {
  const created = await signedOrder(hall, spaceAsked({ watts: 500 }))
  await rounds(3)
  await acceptLine(hall, created)
  await drive(hall)
  const { number } = await standing(hall, created)
  const first = await notesOf(created)
  expect(first).toMatchObject([{ step: 'handover-note' }])
  const order = await signedChange(hall, number, { size: 'half', watts: 900 })
  await drive(hall)
  expect(await notesOf(order)).toEqual([])
  await doWork(hall)
  await drive(hall)
  await doWork(hall)
  await drive(hall)
  expect((await lineOf(hall, order)).line.state).toBe('ready')
  const [noticed] = await notesOf(order)
  expect(noticed).toMatchObject({ step: 'handover', name: `change-${order}-1.pdf`, media: 'application/pdf' })
  expect(noticed?.size).toBeGreaterThan(5000)
  await acceptLine(hall, order)
  await drive(hall)
  const [begun] = await notesOf(order)
  expect(begun?.file).not.toBe(noticed?.file)
  await rounds(3)
  const [done] = await notesOf(order)
  expect(done?.file).not.toBe(begun?.file)
  expect(await notesOf(created)).toEqual(first)
  expect(await judge(hall.db, hall.now)).toEqual([])
  // More power where it stands: nobody works for it, and it has its note on the day on which it begins.
  const more = await signedChange(hall, number, { watts: 1000 })
  await drive(hall)
  expect(await notesOf(more)).toHaveLength(1)
}, 120_000)

const note: ChangeNote = {
  customer: 'Grand Besançon Métropole',
  language: 'fr',
  zone: 'Europe/Paris',
  service: 'BES-RS-000001',
  order: 'BES-O-2026-00007',
  engagement: 'EJ-2026-0002',
  before: { size: 'quarter', watts: 4000, sides: 'A', place: { near_meet_me: false }, health_data: false },
  after: { size: 'half', watts: 6500, sides: 'A+B', place: { near_meet_me: false }, health_data: false },
  takes: [
    { kind: 'compartment', label: '3-21/a' },
    { kind: 'power', label: '3-21/a' },
  ],
  leaves: [{ kind: 'compartment', label: '1-21/a' }],
  monthlyBefore: 310_000_000,
  monthlyAfter: 620_500_000,
  from: '2026-12-11',
  shown: [
    {
      proof: 'voltage-b',
      value: '231',
      unit: 'V',
      by: 'Camille Roy',
      device: null,
      instrument: null,
      tools: ['tool-voltmeter'],
      at: new Date('2026-12-10T09:00:00Z'),
    },
    {
      proof: 'photo-empty',
      value: 'seen',
      unit: null,
      by: 'Camille Roy',
      device: null,
      instrument: null,
      tools: ['tool-keys'],
      at: new Date('2026-12-12T09:00:00Z'),
    },
  ],
}

test('it says what became otherwise from what, what was read with which tool, and both prices with the day', () => {
  const plain = (text: string): string => text.replace(/[\u00A0\u202F]/g, ' ')
  const said = (of: ChangeNote) => linesOfChangeNote(of).map(([name, value]) => [plain(name), plain(value)])
  expect(said(note)).toEqual([
    ['Client', 'Grand Besançon Métropole'],
    ['Service', 'BES-RS-000001'],
    ['Commande', 'BES-O-2026-00007'],
    ['Numéro d’engagement', 'EJ-2026-0002'],
    ['Taille', 'quart de baie → demi-baie'],
    ['Puissance souscrite', '4 kW → 6,5 kW'],
    ['Voies', 'A → A+B'],
    ['Rendu : Compartiment', '1-21/a'],
    ['Nouveau : Compartiment', '3-21/a'],
    ['Par mois avant, hors TVA', '310,00 €'],
    ['Par mois ensuite, hors TVA', '620,50 €'],
    ['À partir du', '11 décembre 2026'],
    ['Tension B', '231 V, Camille Roy, Voltmètre et testeur de phase, 10 déc. 2026, 10:00'],
    ['Photo du compartiment vide', 'seen, Camille Roy, 12 déc. 2026, 10:00'],
  ])
  // What is known of the instrument stands for the tool; what is not known is said.
  const unknown = { make: null, model: null, serial: null, calibrated_until: null }
  const readings = [
    { ...unknown, handle: null, kind: 'multimeter' as const },
    { ...unknown, handle: 'vat-1', kind: 'voltage-detector' as const, make: 'Chauvin Arnoux', serial: '200871' },
    { ...unknown, handle: 'otdr-1', kind: 'otdr' as const },
  ].map((instrument) => ({
    proof: 'voltage-b',
    value: '0',
    unit: 'V',
    by: null,
    device: null,
    instrument,
    tools: ['tool-voltmeter'],
    at: new Date('2026-12-10T09:00:00Z'),
  }))
  const toldOf = (language: 'fr' | 'en') =>
    said({ ...note, language, shown: readings })
      .slice(-readings.length)
      .map(([, value]) => value?.replace(/^0 V, |, (10 déc\.|Dec 10).*$/g, ''))
  expect(toldOf('fr')).toEqual([
    'multimètre, instrument inconnu',
    'Chauvin Arnoux, n° 200871',
    'réflectomètre (OTDR), n° inconnu, étalonnage inconnu',
  ])
  expect(toldOf('en')).toEqual([
    'multimeter, instrument unknown',
    'Chauvin Arnoux, no. 200871',
    'OTDR, no. unknown, calibration unknown',
  ])
  const english = said({
    ...note,
    language: 'en',
    engagement: null,
    before: { speed: '10G', mac: '00:00:5e:00:53:01', prefixes: [] },
    after: { speed: '100G', prefixes: ['198.51.100.0/24'] },
    takes: [],
    leaves: [],
    from: null,
    shown: [],
  })
  expect(english.slice(3)).toEqual([
    ['Speed', '10G → 100G'],
    ['MAC address', '00:00:5e:00:53:01 → nothing'],
    ['Prefixes', 'nothing → 198.51.100.0/24'],
    ['Monthly before, without VAT', '€310.00'],
    ['Monthly then, without VAT', '€620.50'],
    ['From', 'the day of the handover'],
  ])
})

test('a place and an end of a cable are told in words, on a paper that people sign', () => {
  const moved = (before: object, after: object, language: 'fr' | 'en' = 'fr') =>
    linesOfChangeNote({ ...note, language, before, after, takes: [], leaves: [], shown: [] })[4]
  const wishes = { near_meet_me: false, no_neighbour: false, option_next: false }
  expect(moved({ place: { row: '1', ...wishes } }, { place: { row: '2', ...wishes, option_next: true } })).toEqual([
    'Place',
    'rangée 1 → rangée 2, option à côté',
  ])
  expect(moved({ place: wishes }, { place: { ...wishes, no_neighbour: true } }, 'en')).toEqual([
    'Place',
    'nothing → no neighbour',
  ])
  expect(moved({ a: { line: 1 } }, { a: { service: 'BES-RS-000001' } })).toEqual([
    'Bout A',
    'ligne 1 → service BES-RS-000001',
  ])
  expect(moved({ z: { exchange: true } }, { z: { panel: 'M2-P03', position: 4 } }, 'en')).toEqual([
    'End Z',
    'port of the exchange → panel M2-P03, position 4',
  ])
})
