import path from 'node:path'
import { checkSite, loadSite } from '#facility'
import { words as facilityWords } from '#facility/words'
import { type Clock, Fault, say } from '#kernel'
import { claimedIds } from '#market'
import { type Floor, type World, fixWorld } from '#postgres'
import { sections } from './site-sections.ts'
import type { Console } from './start-console.ts'
import type { StartOptions } from './start-options.ts'
import { languageOf } from './start-words.ts'

const notLoaded = (refusal: { readonly code: 'site-faulty' | 'site-refused' }): Fault =>
  new Fault('site', say(facilityWords[refusal.code], languageOf(process.env), refusal), { again: false })

/** A sample site is of the twin, so that nobody takes it for the plant. */
const worldOfFiles = async (dir: string): Promise<World> => {
  const checked = await checkSite(dir, sections)
  if (!checked.ok) throw notLoaded(checked.refusal)
  return checked.value.rows.find((row) => row.kind === 'site')?.fields['sample'] === true ? 'twin' : 'plant'
}

export interface StandingSite {
  readonly siteId: string
  readonly world: World
}

/** The site that this database holds; the first start loads its files, later ones say whether they tell something else since. */
export const standSite = async (
  floor: Floor,
  options: StartOptions,
  clock: Clock,
  console: Console,
): Promise<StandingSite> => {
  const dir = path.resolve(options.site)
  const world = await fixWorld(floor.db, { asked: options.world, otherwise: () => worldOfFiles(dir), now: clock() })
  const loaded = await loadSite({ db: floor.db, dir, sections, claimed: claimedIds, clock })
  if (!loaded.ok) throw notLoaded(loaded.refusal)
  const { did, code, plan, siteId } = loaded.value
  const changes = plan.changes.filter((change) => change.does !== 'unchanged').length
  if (did === 'loaded') console.tell('site-loaded', { code, dir, rows: plan.changes.length })
  if (did === 'differs') console.tell('site-differs', { dir: options.site, changes })
  return { siteId, world }
}
