import { createWriteStream } from 'node:fs'
import { rename, stat } from 'node:fs/promises'
import { createLog } from '#server'

const MOST_B = 16 * 1024 * 1024

/** `server.log` in the data folder, one JSON line an event; what got long is kept beside, once. */
export const openLog = async (file: string) => {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  )
  if (size > MOST_B) await rename(file, `${file}.old`)
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 })
  // A full disk must not end the server.
  stream.on('error', () => undefined)
  return createLog(stream)
}
