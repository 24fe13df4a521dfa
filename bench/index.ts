/**
 * `npm run bench`: measures what is owed and says whether it is kept. `-- --json` gives one JSON document and nothing else;
 * `-- quote-order twin-port` measures those rows only.
 */
import { cpus } from 'node:os'
import { acceptLastPorts } from './accept-last-ports.ts'
import { acceptLastSpace } from './accept-last-space.ts'
import { backupAndRestore } from './backup-and-restore.ts'
import { closeSiteHouse } from './house.ts'
import { importServicesRow } from './import-services.ts'
import { invoiceRun } from './invoice-run.ts'
import { importIxfRow } from './import-ixf.ts'
import { listJournal } from './list-journal.ts'
import { placeLoadRow } from './place-load.ts'
import { quoteOrder } from './quote-order.ts'
import { restingMemory } from './resting-memory.ts'
import { type Measured, median, percentile, type Row } from './row.ts'
import { twinPort } from './twin-port.ts'

// The memory at rest is that of a server that was just started; the journal is filled last.
const rows: readonly Row[] = [
  restingMemory,
  quoteOrder,
  acceptLastPorts,
  placeLoadRow,
  acceptLastSpace,
  importServicesRow,
  invoiceRun,
  importIxfRow,
  listJournal,
  ...backupAndRestore,
  twinPort,
]

const words = process.argv.slice(2)
const asJson = words.includes('--json')
const asked = words.filter((word) => !word.startsWith('-'))
const unknown = asked.filter((word) => !rows.some(({ name }) => name === word))
if (unknown.length > 0)
  throw new Error(`no row ${unknown.join(', ')}; there are ${rows.map(({ name }) => name).join(', ')}`)

interface Told {
  readonly name: string
  readonly what: string
  readonly owed: string
  readonly kept: boolean | null
  readonly unit: string | null
  readonly figures: Readonly<Record<string, number>> | null
  readonly why?: string
}

const rounded = (value: number): number => Number(value.toPrecision(3))

const figuresOf = ({ samples, counts }: Measured): Readonly<Record<string, number>> => ({
  samples: samples.length,
  median: rounded(median(samples)),
  // The spread: the middle half, and the ends.
  p25: rounded(percentile(samples, 0.25)),
  p75: rounded(percentile(samples, 0.75)),
  p99: rounded(percentile(samples, 0.99)),
  least: rounded(Math.min(...samples)),
  most: rounded(Math.max(...samples)),
  ...counts,
})

const tell = async ({ name, what, owed, kept, missing, measure }: Row): Promise<Told> => {
  const why = missing?.()
  if (why !== undefined) return { name, what, owed, kept: null, unit: null, figures: null, why }
  if (!asJson) process.stderr.write(`${name} …\n`)
  try {
    const measured = await measure()
    return { name, what, owed, kept: kept(measured), unit: measured.unit, figures: figuresOf(measured) }
  } catch (thrown) {
    return {
      name,
      what,
      owed,
      kept: false,
      unit: null,
      figures: null,
      why: thrown instanceof Error ? thrown.message : String(thrown),
    }
  }
}

const lineOf = ({ what, owed, kept, unit, figures, why }: Told): string => {
  const verdict = kept === null ? 'not run' : kept ? 'kept' : 'NOT KEPT'
  if (!figures || !unit) return `${verdict.padEnd(9)} ${what}\n          owed: ${owed}; ${why ?? ''}`
  const { samples, median: middle, p25, p75, p99, least, most, ...counts } = figures
  const counted = Object.entries(counts).map(([name, count]) => `, ${name.replaceAll('_', ' ')} ${count}`)
  return `${verdict.padEnd(9)} ${what}
          owed: ${owed}
          median ${middle} ${unit} (middle half ${p25} to ${p75}, all ${least} to ${most}), p99 ${p99} ${unit}, ${samples} samples${counted.join('')}`
}

const told: Told[] = []
for (const row of rows) {
  if (asked.length > 0 && !asked.includes(row.name)) continue
  const result = await tell(row)
  told.push(result)
  if (!asJson) console.log(`\n${lineOf(result)}`)
}
await closeSiteHouse()
const machine = { node: process.version, cores: cpus().length, processor: cpus()[0]?.model ?? 'unknown' }
if (asJson) console.log(JSON.stringify({ machine, rows: told }, null, 2))
process.exitCode = told.some(({ kept }) => kept === false) ? 1 : 0
