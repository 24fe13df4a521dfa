import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { exchangeSection } from '#exchange'
import { applySite, checkSite, facilitySection, loadSite, organisationsSection, planSite } from '#facility'
import { fibreSection } from '#fibre'
import { turn } from '#kernel'
import { type Db, inTransaction } from '#postgres'
import { testDatabase } from '#postgres/testing'
import type { OrderAsked } from '../../contract.ts'
import { fulfilment } from '../../delivery/reconcile.ts'
import { claimedIds, marketSection } from '../../site-section.ts'
import { changeWork, insertProof, listWorkRows } from '../../work-order/store.ts'
import type { RackSpaceParameters } from './parameters.ts'

const SAMPLE = new URL('../../../../sites/besancon', import.meta.url).pathname
const sections = [organisationsSection, facilitySection, fibreSection, exchangeSection, marketSection]

const OPENED = new Date('2026-11-23T09:00:00Z')
const load =
  (dir: string) =>
  async (db: Db): Promise<void> => {
    await sql`insert into floor.world (world, begun_at) values ('twin', ${OPENED})`.execute(db)
    const loaded = await loadSite({ db, dir, sections, claimed: claimedIds, clock: () => OPENED })
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.refusal))
  }
/** The unedited site is loaded once a run and copied. */
const UNEDITED = { name: 'hall: the sample site', lay: load(SAMPLE) }

/** The sample site in a database of its own, its files in a folder that may be edited. */
export const layHall = async (edits: readonly (readonly [file: string, from: string, to: string])[] = []) => {
  const database = await testDatabase({ max: 20, ...(edits.length === 0 ? { laid: UNEDITED } : {}) })
  const { db } = database
  const folder = await mkdtemp(join(tmpdir(), 'hall-'))
  await cp(SAMPLE, folder, { recursive: true })
  const edit = async (file: string, from: string, to: string): Promise<void> => {
    const text = await readFile(join(folder, file), 'utf8')
    if (!text.includes(from)) throw new Error(`${file} does not say ${from}`)
    await writeFile(join(folder, file), text.replace(from, to))
  }
  for (const [file, from, to] of edits) await edit(file, from, to)
  const hall = { db, now: OPENED, signatory: '', technicians: ['', ''] as [string, string] }
  if (edits.length > 0) await load(folder)(db)
  const { rows } = await sql<{ id: string; mail: string }>`select id, mail from people.person_card`.execute(db)
  const personOf = (mail: string): string => rows.find((row) => row.mail.startsWith(mail))?.id ?? ''
  hall.signatory = personOf('morgan.vuillemin')
  hall.technicians = [personOf('camille.roy'), personOf('sacha.perrin')]
  return Object.assign(hall, {
    edit,
    /** What the edited files would do; or what they did. */
    plan: async () => planSite(db, await checked(folder), sections, claimedIds, hall.now),
    apply: async () => {
      const site = await checked(folder)
      return inTransaction(db, async (tx) =>
        applySite(tx, await planSite(tx, site, sections, claimedIds, hall.now), sections, {
          at: hall.now,
          by: { kind: 'file', id: null },
        }),
      )
    },
    close: async () => {
      await database.close()
      await rm(folder, { recursive: true })
    },
  })
}
export type Hall = Awaited<ReturnType<typeof layHall>>

const checked = async (folder: string) => {
  const site = await checkSite(folder, sections)
  if (!site.ok) throw new Error(JSON.stringify(site.refusal))
  return site.value
}

type Asked = Partial<Omit<RackSpaceParameters, 'place'>> & { readonly place?: Partial<RackSpaceParameters['place']> }

/** An order for rack space: a quarter rack with 1 kW on A+B, but for what is said. */
export const spaceAsked = (asked: Asked = {}, quote: OrderAsked['quote'] = 'subject-to-availability'): OrderAsked => ({
  organisation: 'jurassix',
  quote,
  together: false,
  lines: [
    {
      product: 'rack-space',
      parameters: {
        size: 'quarter',
        watts: 1000,
        sides: 'A+B',
        health_data: false,
        ...asked,
        place: { near_meet_me: false, no_neighbour: false, option_next: false, ...asked.place },
      },
    },
  ],
})

/** Fulfilment once, a second later. */
export const drive = async (hall: { readonly db: Db; now: Date }): Promise<void> => {
  const clock = (): Date => (hall.now = new Date(hall.now.getTime() + 1000))
  const { failed } = await turn(fulfilment({ db: hall.db, clock }), new AbortController().signal)
  if (failed.length > 0) throw failed[0]
}

/** The site's people do what work orders ask: scans as they should read, readings in the middle of their bounds. */
export const doWork = async (hall: Hall): Promise<readonly string[]> => {
  const { rows } = await listWorkRows(hall.db, { state: null, open: true, before: null, limit: 100 })
  for (const work of rows) {
    for (const need of work.needs.filter((one) => one.required)) {
      await insertProof(hall.db, work.id, {
        need,
        text: need.kind === 'reading' ? null : (need.equals ?? 'seen'),
        value: need.kind === 'reading' ? Math.round(((need.min ?? 0) + (need.max ?? 0)) / 2) : null,
        fileId: null,
        by: hall.technicians[0],
        takenAt: hall.now,
        now: hall.now,
      })
    }
    await changeWork(hall.db, work.id, {
      state: 'done',
      done: { by: hall.technicians[0], at: hall.now },
      confirmed: { by: hall.technicians[1], at: hall.now },
    })
  }
  return rows.map((work) => work.what.what.code)
}
