import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { importIxf } from '#market/contract'
import { projectRoot } from '#postgres'
import { must } from '../scenarios/house/asking.ts'
import { siteHouse } from './house.ts'
import { type Row, timed } from './row.ts'

const MEMBERS = 81
const MOST_S = 5
/** How often it is tried without a change before it is applied. */
const DRY_RUNS = 4

/** The export of a real exchange lies beside the project, not in it. */
const file = join(projectRoot(), '../shared/data/ixf/bcix.json')

/** Each dry run does all the work and undoes it; the last run is applied, and the same file again is unchanged. */
export const importIxfRow: Row = {
  name: 'import-ixf',
  what: `import of ${MEMBERS} IX-F members, over HTTP`,
  owed: `< ${MOST_S} s each time, all created, then unchanged`,
  kept: ({ samples, counts }) =>
    samples.every((seconds) => seconds < MOST_S) &&
    counts?.['created'] === MEMBERS + 1 &&
    counts['unchanged'] === MEMBERS + 1,
  missing: () =>
    existsSync(file) ? undefined : 'the outside data (../shared/data/ixf/bcix.json) is not on this machine',
  measure: async () => {
    const { admin } = await siteHouse()
    const content = { file_name: 'bcix.json', content_base64: readFileSync(file).toString('base64') }
    const samples: number[] = []
    let created = 0
    const run = async (dry_run: boolean): Promise<void> => {
      const ms = await timed(async () => {
        const { counts } = must(await admin.call(importIxf, { body: { ...content, dry_run } }))
        created = counts.created
      })
      samples.push(ms / 1000)
    }
    for (let turn = 0; turn < DRY_RUNS; turn += 1) await run(true)
    await run(false)
    const again = must(await admin.call(importIxf, { body: content }))
    return { unit: 's', samples, counts: { created, unchanged: again.counts.unchanged } }
  },
}
