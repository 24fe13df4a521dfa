import { sql } from 'kysely'
import { billingRoutes } from '#billing'
import { loadSite, facilityRoutes } from '#facility'
import { fibreRoutes } from '#fibre'
import { claimedIds, heldPlaces, holdersOf, marketRoutes } from '#market'
import { fixWorld, type Db } from '#postgres'
import { exchangeRoutes } from './exchange/routes.ts'
import { type TestServer, testServer } from './server/testing.ts'
import { sections } from './site-sections.ts'
import { allWords } from './vocabulary.ts'

const organisationIds = async (db: Db): Promise<TestServer['organisations']> => {
  const { rows } = await sql<{ handle: string; id: string }>`select handle, id from people.organisation`.execute(db)
  const idOf = (handle: string): string => {
    const found = rows.find((row) => row.handle === handle)
    if (!found) throw new Error(`the sample site has no ${handle}`)
    return found.id
  }
  return {
    operator: idOf('vesontio'),
    member: idOf('jurassix'),
    reseller: idOf('grand-besancon'),
    commune: idOf('commune-de-thise'),
  }
}

const OPENED = new Date('2026-11-01T00:00:00Z')
/** The sample site is loaded once a run; every house has a copy. */
const sampleSite = {
  name: 'house: the sample site',
  lay: async (db: Db): Promise<void> => {
    await fixWorld(db, { asked: 'twin', otherwise: async () => 'twin', now: OPENED })
    const loaded = await loadSite({ db, dir: 'sites/besancon', sections, claimed: claimedIds, clock: () => OPENED })
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.refusal))
  },
}

/** Every room's routes on the sample site, in this process; nothing turns in the background and no device is there. */
export const testHouse = (): Promise<TestServer> =>
  testServer({
    laid: sampleSite,
    found: ({ db }) => organisationIds(db),
    served: () => [
      ...facilityRoutes({
        sections,
        claimed: claimedIds,
        holders: (db, siteId) => holdersOf(db, siteId, 'compartment'),
      }),
      ...fibreRoutes({ heldPositions: heldPlaces }),
      ...exchangeRoutes,
      ...marketRoutes,
      ...billingRoutes,
    ],
    words: allWords,
  })
