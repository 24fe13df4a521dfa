/** The composition root: every adapter, route and reconciler named, in order. A new thing is one file and one line here. */
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { billingRoutes } from '#billing'
import { exchangeReconcilers } from '#exchange'
import { facilityRoutes } from '#facility'
import { fibreRoutes } from '#fibre'
import { type Clock, type Reconciler, messageOf } from '#kernel'
import { claimedIds, expiry, fulfilment, heldPlaces, holdersOf, marketRoutes, meterReconciler } from '#market'
import { folderPost, smtpPost } from '#outside/mail'
import { type Accounts, type Served, firstAdministratorLink, localKey, openAccounts } from '#people'
import {
  type DataFolder,
  type Floor,
  floorReconcilers,
  openDataFolder,
  openFloor,
  openKeeper,
  openKeys,
  openListener,
  projectRoot,
  runReconcilers,
  takeLock,
} from '#postgres'
import { type House, buildServer, forgetOldAnswers, siteFacts, stillServed } from '#server'
import { exchangeRoutes } from './exchange/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { sections } from './site-sections.ts'
import { freePort } from './start-listening.ts'
import { openLog } from './start-log.ts'
import type { StartOptions } from './start-options.ts'
import { type Life, live } from './start-process.ts'
import { type StandingSite, standSite } from './start-site.ts'
import { type Devices, type TwinAsked, type TwinHouse, absentTwin, twinHouse } from './start-twin.ts'
import { allWords } from './vocabulary.ts'

const DAY_MS = 86_400_000
/** Today, but for a twin that was started some days ahead. */
let aheadMs = 0
const clock: Clock = () => new Date(Date.now() + aheadMs)

// composition: everything that turns in the background
const houseReconcilers = (
  floor: Floor,
  options: StartOptions,
  mail: { readonly folder: string; readonly here: URL },
): readonly Reconciler[] => {
  const { smtpUrl, mailFrom: from, publicUrl } = options
  // Letters that stay on this machine are read on it. One that leaves names no address that only this machine can open.
  const post =
    smtpUrl === undefined
      ? folderPost(mail.folder, { from, base: publicUrl ?? mail.here })
      : smtpPost(smtpUrl, { from, base: publicUrl ?? null })
  const deps = { db: floor.db, clock }
  return [
    ...floorReconcilers({ ...deps, post }),
    forgetting(floor),
    fulfilment(deps),
    expiry(deps),
    meterReconciler(deps),
  ]
}

// composition: what acts on devices; begins when there are any
const deviceReconcilers = (floor: Floor, siteId: string, devices: Devices): readonly Reconciler[] => [
  ...devices.reconcilers,
  ...exchangeReconcilers({ ...devices, db: floor.db, clock, site: { id: siteId } }),
]

// composition: every route of the contract; the server adds its own
const routes = (floor: Floor, accounts: Accounts): readonly Served[] => [
  ...peopleRoutes({ site: () => siteFacts(floor.db), accounts, stillServed }),
  ...facilityRoutes({ sections, claimed: claimedIds, holders: (tx, of) => holdersOf(tx, of, 'compartment') }),
  ...fibreRoutes({ heldPositions: heldPlaces }),
  ...exchangeRoutes,
  ...marketRoutes,
  ...billingRoutes,
]

const forgetting = (floor: Floor): Reconciler => ({
  name: 'kept-answers',
  everySeconds: 600,
  look: async () => ({ wish: null, found: null }),
  plan: () => [null],
  apply: async () => void (await forgetOldAnswers(floor.db, clock())),
})

const twinOf = ({ world }: StandingSite, options: StartOptions, asked: TwinAsked): TwinHouse => {
  if (world === 'plant') return absentTwin('twin-plant', asked.dataFolder)
  return options.twin ? twinHouse(asked) : absentTwin('twin-off', asked.dataFolder)
}

/** The key of the machine's own command line. */
const keepLocalKey = async (floor: Floor, data: DataFolder): Promise<void> => {
  const file = path.join(data.folder, 'cli.key')
  const held = (await readFile(file, 'utf8').catch(() => null))?.trim() ?? null
  const key = await localKey({ db: floor.db, clock, site: () => siteFacts(floor.db) }, held)
  if (key !== null && key !== held) await writeFile(file, `${key}\n`, { mode: 0o600, flush: true })
}

const versionOf = async (): Promise<string> => {
  const text: unknown = JSON.parse(await readFile(path.join(projectRoot(), 'package.json'), 'utf8'))
  return typeof text === 'object' && text !== null && 'version' in text ? String(text.version) : ''
}

/** What the house stands on: the data folder for itself, its database up and migrated. */
const standFloor = async (data: DataFolder, options: StartOptions, { console, onStop }: Life): Promise<Floor> => {
  const opening = console.during('database', () =>
    openFloor({ data, url: options.databaseUrl, clock, say: console.line }),
  )
  const closed = opening.then(
    (floor) => floor.close,
    () => async () => undefined,
  )
  onStop(async () => (await closed)())
  return opening
}

const start = async (options: StartOptions, life: Life): Promise<void> => {
  const { console, onStop } = life
  aheadMs = options.daysAhead * DAY_MS
  const port = await freePort(options.host, options.port)
  const here = new URL(`http://${options.host === '::1' ? '[::1]' : options.host}:${port}`)
  const url = options.publicUrl ?? here
  const data = await openDataFolder(options.data)
  const lock = await takeLock(data.folder)
  onStop(lock.release)
  const keys = await openKeys(options.keyFile ?? path.join(data.folder, 'keys'))
  const log = await openLog(path.join(data.folder, 'server.log'))
  const warn = (line: string): void => log.warn(line)
  const floor = await standFloor(data, options, life)
  const { db } = floor
  const site = await console.during('site', () => standSite(floor, options, clock, console))

  const listener = await openListener(floor.connection)
  onStop(listener.stop)
  const keeper = await openKeeper(floor.connection)
  onStop(keeper.stop)
  const trouble = (fault: unknown): void => log.warn({ err: fault }, messageOf(fault))
  const mail = path.join(data.folder, 'mail')
  const using = { listener, keeper, clock, say: warn }
  const twin = twinOf(site, options, {
    db,
    clock,
    siteId: site.siteId,
    dataFolder: data.folder,
    trouble,
    tell: console.tell,
  })
  onStop(twin.stop)
  const running = [runReconcilers(houseReconcilers(floor, options, { folder: mail, here }), using)]
  onStop(() => Promise.all(running.map((each) => each.stop(2000))))

  const house: House = {
    version: await versionOf(),
    world: site.world,
    diskLow: floor.diskLow,
    diskFreeBytes: floor.diskFreeBytes,
    twin: twin.told,
    database: { kind: floor.kind, version: floor.version },
    reconcilers: () => running.flatMap((each) => each.status()),
  }
  const secret = keys.derive('accounts')
  const accounts = openAccounts({ db, secret, url, cookieName: `vesontio-${data.mark}`, say: warn })
  await serveHouse({ floor, house, accounts, listener, log, options, port }, life)
  await lock.tell(/^(0\.0\.0\.0|::)$/.test(options.host) ? `http://127.0.0.1:${port}` : here.origin)
  await keepLocalKey(floor, data)
  const link = await firstAdministratorLink({ db, clock, site: () => siteFacts(db) }, url)
  console.tell('serves', { url: url.href })
  if (link !== null) console.tell('link', { link })
  if (options.smtpUrl === undefined) console.tell('mail-folder', { folder: mail })

  const devices = await twin.start()
  if (!life.stopping()) running.push(runReconcilers(deviceReconcilers(floor, site.siteId, devices), using))
}

interface Serving extends Pick<Parameters<typeof buildServer>[0], 'house' | 'accounts' | 'listener'> {
  readonly floor: Floor
  readonly log: Awaited<ReturnType<typeof openLog>>
  readonly options: StartOptions
  readonly port: number
}

const serveHouse = async (of: Serving, { console, onStop }: Life): Promise<void> => {
  const { floor, house, accounts, listener, log, options } = of
  const portal = path.join(projectRoot(), 'dist', 'portal')
  const app = await console.during('server', () =>
    buildServer({
      db: floor.db,
      clock,
      served: routes(floor, accounts),
      words: allWords,
      accounts,
      listener,
      house,
      log,
      ...(existsSync(portal) ? { portalFolder: portal } : {}),
      ...(options.publicUrl ? { publicUrl: options.publicUrl } : {}),
    }),
  )
  onStop(() => app.close())
  await app.listen({ host: options.host, port: of.port })
}

await live(start)
