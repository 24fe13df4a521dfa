/**
 * `tsx tools/install.ts twin|browser`: brings what a group of tests needs of the machine, as far as that can be brought. What still
 * hinders the group is said on one line, and the exit code is 1.
 */
import { stat } from 'node:fs/promises'
import { installPackages, installTwin, sayHindrance } from '../src/twin/index.ts'

const BROWSER = '/usr/bin/chromium'
const APT = '/usr/bin/apt-get'

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

const announce = (packages: readonly string[]): void =>
  console.error(`installing ${packages.join(', ')} (no daemon of theirs is started on this machine) …`)

const twin = async (): Promise<string | undefined> => {
  const { hindrances } = await installTwin(announce)
  return hindrances.length === 0 ? undefined : hindrances.map((hindrance) => sayHindrance(hindrance, 'en')).join('; ')
}

const browser = async (): Promise<string | undefined> => {
  if (await isThere(BROWSER)) return undefined
  if (process.getuid?.() !== 0) return `${BROWSER} is missing, and installing it needs root`
  if (!(await isThere(APT))) return `${BROWSER} is missing, and there is no apt-get`
  announce(['chromium'])
  await installPackages(['chromium'])
  return undefined
}

const why = await (process.argv[2] === 'twin' ? twin() : browser()).catch((fault: unknown) =>
  fault instanceof Error ? fault.message : String(fault),
)
if (why !== undefined) {
  console.log(why.replaceAll(/\s+/g, ' '))
  process.exitCode = 1
}
