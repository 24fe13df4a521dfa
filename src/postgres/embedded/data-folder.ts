import { createHash } from 'node:crypto'
import { lstat, mkdir, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Fault } from '#kernel'
import { giveFolder, letThrough } from './binaries.ts'

/** Where one server keeps everything of its own. */
export interface DataFolder {
  /** Absolute, links followed: two names of one folder are one folder. */
  readonly folder: string
  /** 8 hex digits of the folder: on every namespace, bridge, socket and port that this server makes on the machine. */
  readonly mark: string
  /** For unix sockets: short, because a socket's path may have 107 bytes. */
  readonly sockets: string
}

export const openDataFolder = async (asked: string): Promise<DataFolder> => {
  await mkdir(asked, { recursive: true, mode: 0o700 })
  const folder = await realpath(asked)
  await letThrough(folder)
  const mark = createHash('sha256').update(folder).digest('hex').slice(0, 8)
  const sockets = await socketFolder(`vesontio-${mark}`)
  return { folder, mark, sockets }
}

/** Under the temporary folder everybody may make folders: one that is not ours alone is refused. */
const socketFolder = async (name: string): Promise<string> => {
  const parent = Buffer.byteLength(tmpdir()) > 60 ? '/tmp' : tmpdir()
  const folder = path.join(parent, name)
  await mkdir(folder, { mode: 0o700 }).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code !== 'EEXIST') throw new Fault('data folder', `no place for sockets at ${folder}`, { cause: thrown })
  })
  const found = await lstat(folder)
  const me = process.getuid?.()
  const ours = me === undefined || found.uid === me || me === 0
  if (!found.isDirectory() || !ours || (found.mode & 0o022) !== 0) {
    throw new Fault('data folder', `${folder} belongs to somebody else or may be written by others; remove it`, {
      again: false,
    })
  }
  await giveFolder(folder)
  return folder
}
