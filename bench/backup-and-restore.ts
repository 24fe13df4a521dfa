import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { backup, restore } from '#postgres'
import { query, siteHouse } from './house.ts'
import { fillJournal, JOURNAL_ROWS } from './journal.ts'
import { type Row, timed } from './row.ts'

const TIMES = 3
const MOST_S = 60
const BYTES_PER_MB = 1_000_000
const owed = `< ${MOST_S} s`
const of = `of the sample site with ${JOURNAL_ROWS.toLocaleString('en')} journal rows`
const kept: Row['kept'] = ({ samples }) => samples.every((seconds) => seconds < MOST_S)

const backups: Row = {
  name: 'backup',
  what: `backup ${of}, while the server runs`,
  owed,
  kept,
  measure: async () => {
    const { owner, started } = await siteHouse()
    const journalRows = await fillJournal(owner)
    const file = join(started.data, 'bench.backup')
    const samples: number[] = []
    for (let time = 0; time < TIMES; time += 1) {
      await rm(file, { force: true })
      samples.push((await timed(() => backup(owner, file, { now: new Date() }))) / 1000)
    }
    return {
      unit: 's',
      samples,
      counts: { journal_rows: journalRows, file_mb: Math.round((await stat(file)).size / BYTES_PER_MB) },
    }
  },
}

const restores: Row = {
  name: 'restore',
  what: `restore ${of}, into an empty database`,
  owed,
  kept,
  measure: async () => {
    const { owner, started } = await siteHouse()
    const journalRows = await fillJournal(owner)
    const file = join(started.data, 'bench.backup')
    await rm(file, { force: true })
    await backup(owner, file, { now: new Date() })
    const samples: number[] = []
    for (let time = 0; time < TIMES; time += 1) {
      const database = `bench_restore_${time}`
      await query(owner, `create database ${database}`)
      samples.push((await timed(() => restore({ ...owner, database }, file))) / 1000)
      await query(owner, `drop database ${database}`)
    }
    return { unit: 's', samples, counts: { journal_rows: journalRows } }
  },
}

export const backupAndRestore: readonly Row[] = [backups, restores]
