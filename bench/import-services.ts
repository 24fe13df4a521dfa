import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importServices } from '#market/contract'
import { dropDataFolder, freePort, newDataFolder, startHouse } from '../scenarios/house/start-house.ts'
import { type Row, timed } from './row.ts'

const CUSTOMERS = 60
const SERVICES = 300
const DRY_RUNS = 4
const MOST_S = 5
/** Racks of the sample site that are built as shared here: a site of 300 services has more small customers than the sample. */
const SHARED = [22, 23, 24]
/** One way of 16 A carries 3.4 kW: 34 customers with 100 W each. */
const IN_SHARED = 34
const LETTERS = ['a', 'b', 'c', 'd'] as const

interface Space {
  readonly place: string
  readonly size: string
  readonly lowestU?: number
}

const between = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at)

const spaces = (): readonly Space[] => [
  ...['3-1', ...SHARED.map((rack) => `4-${rack}`)].flatMap((place) =>
    between(1, IN_SHARED).map((lowestU) => ({ place, size: 'shared', lowestU })),
  ),
  ...between(21, 25).flatMap((rack) => LETTERS.map((letter) => ({ place: `3-${rack}/${letter}`, size: 'quarter' }))),
  ...['1', '2'].flatMap((row) =>
    between(21, 25).flatMap((rack) => ['a', 'b'].map((half) => ({ place: `${row}-${rack}/${half}`, size: 'half' }))),
  ),
  ...['1', '2', '3', '4', '5', '6'].flatMap((row) =>
    between(2, 20).map((rack) => ({ place: `${row}-${rack}`, size: 'full' })),
  ),
  ...['4', '5', '6'].flatMap((row) =>
    between(21, row === '4' ? 21 : 25).map((rack) => ({ place: `${row}-${rack}`, size: 'full' })),
  ),
]

/** Ports that are patched to the meet-me room and that no member of the opening has. */
const ports = (): readonly { readonly place: string; readonly speed: string }[] => [
  ...between(5, 16).map((port) => ({ place: `sw1/${port}`, speed: '1G' })),
  ...between(31, 48).map((port) => ({ place: `sw1/${port}`, speed: '10G' })),
]

const HEAD =
  'old_number,organisation,name,kinds,country,product,place,start,monthly_euros,invoiced_until,size,units_u,lowest_u,watts,sides,speed,asn,mac,v4,prefixes'

const services = (): string => {
  const places = [...ports(), ...spaces()].slice(0, SERVICES)
  if (places.length < SERVICES) throw new Error(`the site has ${places.length} places only`)
  const lines = places.map((at, index) => {
    const customer = index % CUSTOMERS
    const said = index < CUSTOMERS ? [`Customer ${customer}`, 'tenant', 'FR'] : ['', '', '']
    const product = 'speed' in at ? 'exchange-port' : 'rack-space'
    const head = [
      `B-${index}`,
      `customer-${customer}`,
      ...said,
      product,
      at.place,
      '2024-01-01',
      '120.00',
      '2026-12-01',
    ]
    const port = index.toString(16).padStart(2, '0')
    return 'speed' in at
      ? [
          ...head,
          '',
          '',
          '',
          '',
          '',
          at.speed,
          64_512 + customer,
          `02:be:52:00:00:${port}`,
          `203.0.113.${60 + index}`,
          `198.18.${100 + index}.0/24`,
        ]
      : [
          ...head,
          at.size,
          at.lowestU ? '1' : '',
          at.lowestU ?? '',
          at.lowestU ? '100' : '300',
          'A+B',
          '',
          '',
          '',
          '',
          '',
        ]
  })
  return [HEAD, ...lines.map((line) => line.join(',')), ''].join('\n')
}

/** The sample site, with some of its racks shared. */
const siteFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'vesontio-site-'))
  await cp('sites/besancon', folder, { recursive: true })
  const file = join(folder, 'racks.yaml')
  const text = await readFile(file, 'utf8')
  const row4 = 'feeds: { boards: { A: row-A-4, B: row-B-4 }, breaker_a: 16 }\n'
  if (!text.includes(row4)) throw new Error('row 4 of the sample site is built otherwise')
  const shared = `${row4}    exceptions:\n      - { racks: [${SHARED.join(', ')}], built_as: shared }\n`
  await writeFile(file, text.replace(row4, shared))
  return folder
}

/** Over the wire, in one transaction: dry runs, which do all of it and take it back, then the import itself, then the same file again. */
export const importServicesRow: Row = {
  name: 'import-services',
  what: `import of ${CUSTOMERS} customers with ${SERVICES} services that live already`,
  owed: `< ${MOST_S} s`,
  kept: ({ samples }) => samples.every((seconds) => seconds < MOST_S),
  measure: async () => {
    const site = await siteFolder()
    const data = newDataFolder()
    const started = await startHouse({ data, port: await freePort(), args: ['--no-twin', '--site', site] })
    try {
      const content_base64 = Buffer.from(services()).toString('base64')
      const take = async (dry_run: boolean, did: 'created' | 'unchanged'): Promise<number> => {
        const body = { file_name: 'services.csv', content_base64, dry_run }
        return timed(async () => {
          const answer = await started.client.call(importServices, { body })
          if (!answer.ok) throw new Error(JSON.stringify(answer.problem))
          if (answer.value.counts[did] !== SERVICES)
            throw new Error(JSON.stringify(answer.value.rows.find(({ refusal }) => refusal) ?? answer.value.counts))
        })
      }
      const samples: number[] = []
      for (let time = 0; time < DRY_RUNS; time += 1) samples.push((await take(true, 'created')) / 1000)
      samples.push((await take(false, 'created')) / 1000)
      const again = await take(false, 'unchanged')
      return { unit: 's', samples, counts: { the_same_again_ms: Math.round(again) } }
    } finally {
      await started.stop()
      dropDataFolder(data)
      await rm(site, { recursive: true, force: true })
    }
  },
}
