import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { siteHouse } from './house.ts'
import { median, type Row } from './row.ts'

const MOST_MB = 250
const SAMPLES = 10
const EVERY_MS = 1000
const KB_PER_MB = 1024

export const restingMemory: Row = {
  name: 'resting-memory',
  what: 'resident memory of the server at rest with the sample site, the database apart',
  owed: `< ${MOST_MB} MB`,
  kept: ({ samples }) => median(samples) < MOST_MB,
  measure: async () => {
    const { pid } = (await siteHouse()).started.process
    const samples: number[] = []
    // "At rest" is a stretch of time: what the start left behind may be collected in it.
    for (let each = 0; each < SAMPLES; each += 1) {
      await sleep(EVERY_MS)
      const status = await readFile(`/proc/${pid}/status`, 'utf8')
      const rss = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
      if (rss === undefined) throw new Error(`the server ${pid} is not there`)
      samples.push(Number(rss) / KB_PER_MB)
    }
    return { unit: 'MB', samples }
  },
}
