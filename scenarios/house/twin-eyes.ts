import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { canRun, sayHindrance, twinStatus } from '#twin'

/** What an engineer sees who logs into the machines of the twin, without asking Vesontio. */

const run = promisify(execFile)
const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`, LC_ALL: 'C' }

const hindrances = await canRun()
/** Why live scenarios are not run here; said aloud, because a silent gap looks like a proof. */
export const hindrance: string | null = hindrances.map((one) => sayHindrance(one, 'en')).join('; ') || null
if (hindrance !== null) console.warn(`NOT RUN, real daemons are missing: ${hindrance}`)

const markOf = (data: string): string => createHash('sha256').update(resolve(data)).digest('hex').slice(0, 8)

/** The routes that the router on a port of the first switch learned through `nextHop`, by its own word. */
export const learnedAt = async (data: string, port: number, nextHop: string): Promise<readonly string[]> => {
  const { stdout } = await run('bgpctl', ['-s', `/run/vesontio/${markOf(data)}/s1p${port}.sock`, 'show', 'rib'], {
    env,
  })
  const lines = stdout.split('\n').map((line) => line.trim().split(/\s+/))
  // flags, validation, destination, gateway, …
  return [
    ...new Set(
      lines.flatMap((words) => (words.includes(nextHop) ? words.filter((word) => word.includes('/')).slice(0, 1) : [])),
    ),
  ].toSorted()
}

/** Does the router on a port reach an address of the LAN? */
export const pings = async (data: string, port: number, address: string): Promise<boolean> => {
  const inside = [`--net=/run/netns/v${markOf(data)}-m${port}`]
  return run('nsenter', [...inside, 'ping', '-n', '-c', '1', '-W', '2', address], { env }).then(
    () => true,
    () => false,
  )
}

/** Processes of the twin by their program's name, such as `bird` or `ovs-vswitchd`, with the namespace that they live in. */
export const daemonsOf = async (
  data: string,
  program: string,
): Promise<readonly { readonly pid: number; readonly namespace: string }[]> => {
  const { namespaces } = await twinStatus(data)
  return namespaces.flatMap(({ name, processes }) =>
    processes.filter((process) => process.program === program).map(({ pid }) => ({ pid, namespace: name.slice(10) })),
  )
}

/** How many namespaces of this twin are on the machine. */
export const namespacesOf = async (data: string): Promise<number> => (await twinStatus(data)).namespaces.length
