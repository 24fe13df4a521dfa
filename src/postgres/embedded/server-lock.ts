import { link, open, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { Fault } from '#kernel'
import { birthOf } from './process.ts'

/** Who serves a data folder: read by the second server that comes, and by the command line to find the first. */
const holderShape = z.object({ pid: z.number().int(), birth: z.string(), address: z.string() })
export type Holder = z.infer<typeof holderShape>

export interface ServerLock {
  readonly tell: (address: string) => Promise<void>
  readonly release: () => Promise<void>
}

const lockFile = (folder: string): string => path.join(folder, 'server.lock')

const read = async (file: string): Promise<Holder | null> => {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return holderShape.parse(JSON.parse(text))
  } catch {
    // Cut short by a full disk or a lost power supply: whoever wrote it is not there to say so.
    return { pid: 0, birth: 'unreadable', address: '' }
  }
}

const lives = (holder: Holder): boolean => holder.pid > 0 && birthOf(holder.pid) === holder.birth

/** The server that serves this data folder now, if one does. */
export const serverOf = async (folder: string): Promise<Holder | null> => {
  const holder = await read(lockFile(folder))
  return holder && lives(holder) ? holder : null
}

/** Takes the data folder for this process. A second server is refused by naming the first; a lock left by kill -9 is taken over. */
export const takeLock = async (folder: string): Promise<ServerLock> => {
  const file = lockFile(folder)
  const mine: Holder = { pid: process.pid, birth: birthOf(process.pid) ?? '', address: '' }
  const draft = `${file}.${process.pid}`
  await writeFile(draft, JSON.stringify(mine), { mode: 0o600 })
  try {
    for (;;) {
      if (await linked(draft, file)) break
      const holder = await read(file)
      if (!holder) continue
      if (lives(holder)) throw busy(folder, holder)
      if (await takeOver(file, holder, draft)) break
    }
  } finally {
    await unlink(draft).catch(() => undefined)
  }
  const tell = async (address: string): Promise<void> => {
    await writeFile(draft, JSON.stringify({ ...mine, address }), { mode: 0o600 })
    await rename(draft, file)
  }
  return { tell, release: () => unlink(file).catch(() => undefined) }
}

const busy = (folder: string, holder: Holder): Fault =>
  new Fault(
    'data folder',
    `${folder} is served by process ${holder.pid}${holder.address ? ` at ${holder.address}` : ', which is starting'}; stop it, or give another --data`,
    { again: false },
  )

/** link(2) puts a whole file there, or fails because one is there. */
const linked = async (from: string, to: string): Promise<boolean> => {
  try {
    await link(from, to)
    return true
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false
    throw new Fault('data folder', `the lock ${to} cannot be written`, { cause: thrown })
  }
}

/** Of several that find the same dead holder, the one that makes its marker takes over; the others look again. */
const takeOver = async (file: string, dead: Holder, draft: string): Promise<boolean> => {
  const marker = `${file}.dead-${dead.pid}-${Buffer.from(dead.birth).toString('hex').slice(-16)}`
  const made = await open(marker, 'wx', 0o600).catch(() => null)
  if (!made) {
    // Whoever made it is about to replace the lock; a marker whose maker died in between is cleared for the next look.
    await new Promise((resolve) => setTimeout(resolve, 200))
    const still = await read(file)
    if (still && still.pid === dead.pid && still.birth === dead.birth) await unlink(marker).catch(() => undefined)
    return false
  }
  try {
    const still = await read(file)
    if (!still || still.pid !== dead.pid || still.birth !== dead.birth) return false
    await rename(draft, file)
    return true
  } finally {
    await made.close()
    await unlink(marker).catch(() => undefined)
  }
}
