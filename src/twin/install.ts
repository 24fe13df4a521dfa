import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { Fault } from '#kernel'
import { canRun, type Hindrance, missingPrograms, programs } from './can-run.ts'
import { ask } from './command.ts'

/** Brings the twin's programs from Debian, without letting any of their daemons start on the host. */

const POLICY = '/usr/sbin/policy-rc.d'
const ASIDE = '/usr/sbin/policy-rc.d.before-vesontio'
const MARK = '# vesontio: the daemons just installed are for the twin alone'
/** invoke-rc.d(8): 101 forbids the action. */
const FORBID = `#!/bin/sh\n${MARK}\nexit 101\n`
const INSTALL_MS = 300_000

const exists = async (path: string): Promise<boolean> => {
  try {
    await stat(path)
    return true
  } catch {
    return false
  }
}

const readIfThere = async (path: string): Promise<string> => ((await exists(path)) ? readFile(path, 'utf8') : '')

/** Puts back the policy that was there, also after an installation that was killed in the middle. */
const liftGuard = async (): Promise<void> => {
  if ((await readIfThere(POLICY)).includes(MARK)) await rm(POLICY, { force: true })
  if (await exists(ASIDE)) await rename(ASIDE, POLICY)
}

const guarded = async <T>(act: () => Promise<T>): Promise<T> => {
  await liftGuard()
  if (await exists(POLICY)) await rename(POLICY, ASIDE)
  await writeFile(POLICY, FORBID, { mode: 0o755 })
  try {
    return await act()
  } finally {
    await liftGuard()
  }
}

const aptGet = (...args: readonly string[]) =>
  ask(['apt-get', '-q', '-y', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    patienceMs: INSTALL_MS,
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  })

/** Installs Debian packages as root; no daemon of theirs is started on this machine. */
export const installPackages = (packages: readonly string[]): Promise<void> =>
  guarded(async () => {
    const install = ['install', '--no-install-recommends', ...packages]
    const first = await aptGet(...install)
    if (first.code === 0) return
    // A fresh machine has no package lists yet.
    const update = await aptGet('update')
    const second = update.code === 0 ? await aptGet(...install) : update
    if (second.code !== 0)
      throw new Fault('apt-get', `ended with ${second.code}: ${(second.err || second.out).trim().slice(-600)}`)
  })

export interface Installed {
  readonly packages: readonly string[]
  readonly hindrances: readonly Hindrance[]
}

/** Idempotent, and quick when all is there. Says what it installed, and what still hinders a twin. `say` gets one line before it begins. */
export const installTwin = async (announce: (packages: readonly string[]) => void = () => {}): Promise<Installed> => {
  const missing = await missingPrograms()
  if (missing.length === 0 || process.platform !== 'linux' || process.getuid?.() !== 0)
    return { packages: [], hindrances: await canRun() }
  if (!(await exists('/usr/bin/apt-get'))) return { packages: [], hindrances: [{ code: 'apt-missing' }] }
  const packages = [...new Set(missing.map((program) => programs[program]))]
  announce(packages)
  await installPackages(packages)
  return { packages, hindrances: await canRun() }
}
