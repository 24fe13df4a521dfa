import { listJournal as listJournalRoute } from '#server/contract'
import { must } from '../scenarios/house/asking.ts'
import { siteHouse } from './house.ts'
import { fillJournal, JOURNAL_ROWS } from './journal.ts'
import { percentile, type Row, timedTimes } from './row.ts'

const TURNS = 1000
const MOST_MS = 20
const PAGE = 50

/** Filters in turn, as a person would set them: by room, by name, by subject, by organisation; and the next page of each. */
const FILTERS = [
  { room: 'market' },
  { name: 'port-measured' },
  { room: 'exchange', name: 'session-lost' },
  { subject_kind: 'service', subject_id: 'BES-XP-000042' },
] as const

export const listJournal: Row = {
  name: 'list-journal',
  what: `list of ${PAGE} with a filter over ${JOURNAL_ROWS.toLocaleString('en')} journal rows, over HTTP`,
  owed: `p99 < ${MOST_MS} ms`,
  kept: ({ samples }) => percentile(samples, 0.99) < MOST_MS,
  measure: async () => {
    const { admin, owner } = await siteHouse()
    const rows = await fillJournal(owner)
    const cursors = new Map<number, string | undefined>()
    const samples = await timedTimes(TURNS, async (turn) => {
      const index = turn % FILTERS.length
      const cursor = cursors.get(index)
      const query = { ...FILTERS[index], limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }
      const page = must(await admin.call(listJournalRoute, { query }))
      if (page.items.length === 0) throw new Error('a filter found nothing')
      cursors.set(index, page.next ?? undefined)
    })
    return { unit: 'ms', samples, counts: { journal_rows: rows } }
  },
}
