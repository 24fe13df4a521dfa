/** The composition root: every adapter, route and reconciler named, in order. A new thing is one file and one line here. */
import { readFile, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { billingRoutes } from '#billing'
import { exchangeReconcilers } from '#exchange'
import { checkSite, facilityRoutes, loadSite } from '#facility'
import { words as facilityWords } from '#facility/words'
import { fibreRoutes } from '#fibre'
import { type Clock, Fault, type Reconciler, messageOf, say } from '#kernel'
import { claimedIds, expiry, fulfilment, heldPlaces, holdersOf, marketRoutes } from '#market'
import { folderPost, smtpPost } from '#outside/mail'
import { firstAdministratorLink, localKey, openAccounts } from '#people'
import { type DataFolder, type Floor, type World, fixWorld, floorReconcilers, openDataFolder, openFloor, openKeeper, openKeys, openListener, projectRoot, runReconcilers, takeLock } from '#postgres'
import { type House, buildServer, forgetOldAnswers, siteFacts, stillServed } from '#server'
import { exchangeRoutes } from './exchange/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { sections } from './site-sections.ts'
import { type Console, openConsole } from './start-console.ts'
import { freePort } from './start-listening.ts'
import { openLog } from './start-log.ts'
import { type StartOptions, Unusable, readOptions, usage } from './start-options.ts'
import { type Devices, type TwinHouse, absentTwin, twinHouse } from './start-twin.ts'
import { languageOf } from './start-words.ts'
import { allWords as words } from './vocabulary.ts'

const clock: Clock = () => new Date()

/** What is stopped, the last begun first. */
const undo: (() => Promise<unknown>)[] = []

const notLoaded = (refusal: { readonly code: 'site-faulty' | 'site-refused' }): Fault =>
  new Fault('site', say(facilityWords[refusal.code], languageOf(process.env), refusal), { again: false })

/** A sample site is of the twin, so that nobody takes it for the plant. */
const worldOfFiles = async (dir: string): Promise<World> => {
  const checked = await checkSite(dir, sections)
  if (!checked.ok) throw notLoaded(checked.refusal)
  return checked.value.rows.find((row) => row.kind === 'site')?.fields['sample'] === true ? 'twin' : 'plant'
}

const readSite = async (floor: Floor, options: StartOptions, console: Console): Promise<string> => {
  const dir = path.resolve(options.site)
  const loaded = await loadSite({ db: floor.db, dir, sections, claimed: claimedIds, clock })
  if (!loaded.ok) throw notLoaded(loaded.refusal)
  const { did, code, plan } = loaded.value
  const changes = plan.changes.filter((change) => change.does !== 'unchanged').length
  if (did === 'loaded') console.tell('site-loaded', { code, dir, rows: plan.changes.length })
  if (did === 'differs') console.tell('site-differs', { dir: options.site, changes })
  return loaded.value.siteId
}

const twinOf = (world: World, options: StartOptions, asked: Parameters<typeof twinHouse>[0]): TwinHouse => {
  if (world === 'plant') return absentTwin('twin-plant', asked.dataFolder)
  return options.twin ? twinHouse(asked) : absentTwin('twin-off', asked.dataFolder)
}

const forgetting = (floor: Floor): Reconciler => ({
  name: 'kept-answers',
  everySeconds: 600,
  look: async () => ({ wish: null, found: null }),
  plan: () => [null],
  apply: async () => void (await forgetOldAnswers(floor.db, clock())),
})

// composition: everything that turns in the background; devices come when the twin stands
const reconcilersOf = (floor: Floor, options: StartOptions, data: DataFolder): readonly Reconciler[] => {
  const mail = path.join(data.folder, 'mail')
  const post = options.smtpUrl === undefined ? folderPost(mail, options.mailFrom) : smtpPost(options.smtpUrl, options.mailFrom)
  const deps = { db: floor.db, clock }
  return [...floorReconcilers({ ...deps, post }), forgetting(floor), fulfilment(deps), expiry(deps)]
}
const deviceReconcilers = (floor: Floor, siteId: string, devices: Devices): readonly Reconciler[] => [
  ...devices.reconcilers,
  ...exchangeReconcilers({ ...devices, db: floor.db, clock, site: { id: siteId } }),
]

/** The key of the machine's own command line. */
const keepLocalKey = async (floor: Floor, data: DataFolder): Promise<void> => {
  const file = path.join(data.folder, 'cli.key')
  const held = await readFile(file, 'utf8').catch(() => null)
  const key = await localKey({ db: floor.db, clock, site: () => siteFacts(floor.db) }, held?.trim() ?? null)
  if (key !== null && key !== held?.trim()) await writeFile(file, `${key}\n`, { mode: 0o600, flush: true })
}

const start = async (options: StartOptions, console: Console): Promise<void> => {
  const port = await freePort(options.host, options.port)
  const url = options.publicUrl ?? new URL(`http://${options.host === '::1' ? '[::1]' : options.host}:${port}`)
  const data = await openDataFolder(options.data)
  const lock = await takeLock(data.folder)
  undo.push(lock.release)
  const keys = await openKeys(options.keyFile ?? path.join(data.folder, 'keys'))
  const log = await openLog(path.join(data.folder, 'server.log'))
  const opening = console.during('database', () => openFloor({ data, url: options.databaseUrl, clock, say: console.line }))
  undo.push(() => opening.then((opened) => opened.close(), () => undefined))
  const floor = await opening
  const { db, connection } = floor
  const world = await fixWorld(db, { asked: options.world, otherwise: () => worldOfFiles(path.resolve(options.site)), now: clock() })
  const siteId = await console.during('site', () => readSite(floor, options, console))
  const listener = await openListener(connection)
  undo.push(listener.stop)
  const keeper = await openKeeper(connection)
  undo.push(keeper.stop)
  const trouble = (fault: unknown): void => log.warn({ err: fault }, messageOf(fault))
  const twin = twinOf(world, options, { db, clock, siteId, dataFolder: data.folder, trouble, tell: console.tell })
  undo.push(twin.stop)
  const running = [runReconcilers(reconcilersOf(floor, options, data), { listener, keeper, clock, say: (line) => log.warn(line) })]
  undo.push(() => Promise.all(running.map((each) => each.stop(2000))))

  const ask = () => siteFacts(db)
  const accounts = openAccounts({ db, secret: keys.derive('accounts'), url, cookieName: `vesontio-${data.mark}`, say: (line) => log.warn(line) })
  const house: House = {
    version: await versionOf(),
    world,
    diskLow: floor.diskLow,
    diskFreeBytes: floor.diskFreeBytes,
    twin: twin.told,
    database: { kind: floor.kind, version: floor.version },
    reconcilers: () => running.flatMap((each) => each.status()),
  }
  // composition: every route of the contract
  const served = [
    ...peopleRoutes({ site: ask, accounts, stillServed }),
    ...facilityRoutes({ sections, claimed: claimedIds, holders: (tx, of) => holdersOf(tx, of, 'compartment') }),
    ...fibreRoutes({ heldPositions: heldPlaces }),
    ...exchangeRoutes,
    ...marketRoutes,
    ...billingRoutes,
  ]
  const portal = path.join(projectRoot(), 'dist', 'portal')
  const app = await console.during('server', () =>
    buildServer({
      ...{ db, clock, served, words, accounts, listener, house, log },
      ...(existsSync(portal) ? { portalFolder: portal } : {}),
      ...(options.publicUrl ? { publicUrl: options.publicUrl } : {}),
    }),
  )
  undo.push(() => app.close())
  await app.listen({ host: options.host, port })
  await lock.tell(`http://${options.host === '0.0.0.0' || options.host === '::' ? '127.0.0.1' : url.hostname}:${port}`)
  await keepLocalKey(floor, data)
  const link = await firstAdministratorLink({ db, clock, site: ask }, url)
  console.tell('serves', { url: url.href })
  if (link !== null) console.tell('link', { link })
  if (options.smtpUrl === undefined) console.tell('mail-folder', { folder: path.join(data.folder, 'mail') })

  const devices = await twin.start()
  if (!stopping) running.push(runReconcilers(deviceReconcilers(floor, siteId, devices), { listener, keeper, clock, say: (line) => log.warn(line) }))
}

const versionOf = async (): Promise<string> => {
  const text: unknown = JSON.parse(await readFile(path.join(projectRoot(), 'package.json'), 'utf8'))
  return typeof text === 'object' && text !== null && 'version' in text ? String(text.version) : ''
}

let stopping = false
const LONGEST_STOP_MS = 4500

/** Everything that was begun, backwards; what hangs is left after four and a half seconds: the next start adopts or ends it. */
const stop = async (console: Console, code: number): Promise<void> => {
  if (stopping) return
  stopping = true
  if (undo.length === 0) process.exit(code)
  console.tell('stopping')
  const late = setTimeout(() => process.exit(code || 1), LONGEST_STOP_MS)
  for (const step of undo.toReversed()) await step().catch((cause: unknown) => console.line(messageOf(cause)))
  clearTimeout(late)
  console.tell('stopped')
  process.exit(code)
}

const terminal = openConsole(process.stdout, process.env)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(terminal, 0))
const defect = (cause: unknown): void => terminal.line(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause))
// A promise that nobody waited for leaves the rest as it is; an exception out of nowhere may have left anything half done.
process.on('unhandledRejection', defect)
process.on('uncaughtException', (cause) => {
  defect(cause)
  void stop(terminal, 1)
})
try {
  await start(readOptions(process.argv.slice(2), process.env), terminal)
} catch (cause) {
  // What the stop pulled away from under the start.
  if (stopping) await new Promise(() => undefined)
  if (cause instanceof Unusable || cause instanceof Fault) terminal.line([cause, ...(cause.cause ? [cause.cause] : [])].map(messageOf).join('\n  '))
  else defect(cause)
  if (cause instanceof Unusable) terminal.line(usage)
  await stop(terminal, cause instanceof Unusable ? 2 : 1)
}
