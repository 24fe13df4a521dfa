import { readdir, stat } from 'node:fs/promises'
import { Fault } from '#kernel'
import { ask, inside, run } from './command.ts'
import { NETNS_DIR } from './names.ts'

/** Network namespaces of one twin: made in one go, found by their name, emptied whatever runs in them. */

export const listNamespaces = async (prefix: string): Promise<readonly string[]> => {
  try {
    return (await readdir(NETNS_DIR)).filter((name) => name.startsWith(prefix)).toSorted()
  } catch {
    // No folder: no namespace was ever made on this machine.
    return []
  }
}

const inodeOf = async (path: string): Promise<number | null> => {
  try {
    return (await stat(path)).ino
  } catch {
    // Gone since it was listed.
    return null
  }
}

/** As `ip netns pids`, for several at once: who lives in each of these namespaces, orphans too. */
export const listInhabitants = async (
  namespaces: readonly string[],
): Promise<ReadonlyMap<string, readonly number[]>> => {
  // A name whose mount failed shows an ordinary file; this process's own network is never one of the twin's.
  const own = await inodeOf('/proc/self/ns/net')
  const inodes = await Promise.all(namespaces.map((name) => inodeOf(`${NETNS_DIR}/${name}`)))
  const nameOf = new Map(
    inodes.flatMap((inode, at) => (inode === null || inode === own ? [] : [[inode, namespaces[at] ?? ''] as const])),
  )
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const lives = await Promise.all(pids.map((pid) => inodeOf(`/proc/${pid}/ns/net`)))
  const found = new Map<string, number[]>(namespaces.map((name) => [name, []]))
  for (const [at, pid] of pids.entries()) found.get(nameOf.get(lives[at] ?? -1) ?? '')?.push(pid)
  return found
}

const listPids = async (namespaces: readonly string[]): Promise<readonly number[]> =>
  [...(await listInhabitants(namespaces)).values()].flat()

const kill = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended in the meantime.
  }
}

const EMPTY_TURNS_MAX = 200
const EMPTY_TURN_MS = 10

/** Ends all that runs in these namespaces. Nothing in them is worth a farewell: what lasts is in the database. */
export const emptyNamespaces = async (
  namespaces: readonly string[],
  signal: NodeJS.Signals = 'SIGKILL',
): Promise<void> => {
  for (let turns = 0; turns < EMPTY_TURNS_MAX; turns++) {
    const pids = await listPids(namespaces)
    if (pids.length === 0) return
    // A router that was asked politely and stays is not asked again.
    const GRACE_TURNS = 30
    for (const pid of pids) if (turns === 0 || turns >= GRACE_TURNS) kill(pid, turns === 0 ? signal : 'SIGKILL')
    await new Promise((resolve) => setTimeout(resolve, EMPTY_TURN_MS))
  }
  throw new Fault(namespaces.join(', '), 'processes stay in it though they were killed')
}

export const ipBatch = async (lines: readonly string[]): Promise<void> => {
  if (lines.length > 0) await run(['ip', '-batch', '-'], { input: `${lines.join('\n')}\n` })
}

/** Removes namespaces with everything in them; those that are gone already are none of its business. */
export const deleteNamespaces = async (
  namespaces: readonly string[],
  signal: NodeJS.Signals = 'SIGKILL',
): Promise<void> => {
  if (namespaces.length === 0) return
  await emptyNamespaces(namespaces, signal)
  const lines = namespaces.map((name) => `netns del ${name}`)
  await ask(['ip', '-force', '-batch', '-'], { input: `${lines.join('\n')}\n` })
  const left = new Set(await listNamespaces(''))
  const stuck = namespaces.filter((name) => left.has(name))
  if (stuck.length > 0) throw new Fault(stuck.join(', '), 'the namespace could not be removed')
}

export interface Cable {
  readonly namespace: string
  readonly mac: string
  readonly v4: string
  readonly v6: string
}

/**
 * Gives the far end of a cable its addresses. Offloads off: checksums left to hardware that is not there would kill TCP over
 * Open vSwitch's userspace datapath. No duplicate detection: it would keep IPv6 silent for a second. Neighbours are asked
 * again after 100 ms, because a first frame may come before the port is open.
 */
export const dressCable = async (
  cable: Cable,
  more: readonly { readonly v4: string; readonly v6: string }[] = [],
): Promise<void> => {
  const addresses = [cable, ...more].flatMap(({ v4, v6 }) => [
    `addr add ${v4} dev eth0`,
    `addr add ${v6} dev eth0 nodad`,
  ])
  const script = `set -e
echo 0 > /proc/sys/net/ipv6/conf/eth0/accept_dad
echo 0 > /proc/sys/net/ipv6/conf/eth0/accept_ra
echo 100 > /proc/sys/net/ipv4/neigh/eth0/retrans_time_ms
echo 100 > /proc/sys/net/ipv6/neigh/eth0/retrans_time_ms
ethtool -K eth0 tx off > /dev/null
ip -batch - <<'END'
link set lo up
${addresses.join('\n')}
link set eth0 up
END
`
  await run([...inside(cable.namespace), 'sh', '-s'], { input: script })
}

/** The lines that make namespaces, each with its cable into the fabric's. */
export const cableLines = (
  fabric: string,
  cables: readonly (Cable & { readonly device: string })[],
): readonly string[] =>
  cables.flatMap((cable) => [
    `netns add ${cable.namespace}`,
    `link add ${cable.device} up netns ${fabric} type veth peer name eth0 address ${cable.mac} netns ${cable.namespace}`,
  ])
