import { statfs } from 'node:fs/promises'

/** Under this much free space nothing new is taken on: reading goes on, and what was promised can still be written. */
export const DISK_LOW_B = 256 * 1024 * 1024

export const freeBytes = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

export interface DiskWatch {
  /** New orders and imports are refused while this says so (`disk-low`, 507). */
  readonly low: () => boolean
  readonly freeB: () => number
  readonly stop: () => void
}

/** Looks once a second: a disk of a gigabyte a second would still leave what `low` promises. */
export const watchDisk = async (folder: string, lowB = DISK_LOW_B): Promise<DiskWatch> => {
  let free = await freeBytes(folder)
  const timer = setInterval(() => {
    freeBytes(folder).then(
      (now) => (free = now),
      () => undefined,
    )
  }, 1000)
  timer.unref()
  return { low: () => free < lowB, freeB: () => free, stop: () => clearInterval(timer) }
}
