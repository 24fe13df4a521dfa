/**
 * `tsx tools/install.ts twin|browser`: brings what a group of tests needs of the machine, as far as that can be brought. What still
 * hinders the group is said on one line, and the exit code is 1.
 */
import { stat } from 'node:fs/promises'
import { installPackages, installTwin, sayHindrance } from '../src/twin/index.ts'

/** Chromium without a window, and the whole one, which takes twice the time. */
const [QUICK, WHOLE] = ['chromium-headless-shell', 'chromium'] as const
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
  if (await isThere(`/usr/bin/${QUICK}`)) return undefined
  const whole = await isThere(`/usr/bin/${WHOLE}`)
  const hindrance =
    process.getuid?.() === 0 ? !(await isThere(APT)) && 'there is no apt-get' : 'installing it needs root'
  if (hindrance) return whole ? undefined : `${QUICK} is missing, and ${hindrance}`
  announce([QUICK])
  // Where it cannot be had, the whole one does as well, only slower.
  await installPackages([QUICK]).catch((fault: unknown) => (whole ? undefined : Promise.reject(fault)))
  return undefined
}

const why = await (process.argv[2] === 'twin' ? twin() : browser()).catch((fault: unknown) =>
  fault instanceof Error ? fault.message : String(fault),
)
if (why !== undefined) {
  console.log(why.replaceAll(/\s+/g, ' '))
  process.exitCode = 1
}
