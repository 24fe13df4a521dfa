import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Call, Unusable, sayCli, textOf } from './command.ts'

const lockShape = z.object({ address: z.url() })

/** The address that the server wrote into its data folder. */
const addressIn = async (folder: string): Promise<string | null> => {
  const text = await readFile(join(folder, 'server.lock'), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return lockShape.safeParse(JSON.parse(text)).data?.address ?? null
  } catch {
    return null
  }
}

export interface Found {
  readonly base: string
  readonly key: string
}

/** Where the server is, and the key to it: `--port` or the data folder says the one, VESONTIO_KEY or the data folder the other. */
export const findServer = async (
  call: Call,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Found> => {
  const port = textOf(call.flags['port'])
  if (port !== undefined && !/^\d{1,5}$/.test(port))
    throw new Unusable(sayCli(call.language, 'unusable-call', { why: `--port ${port}` }))
  const base = port === undefined ? await addressIn(call.folder) : `http://127.0.0.1:${port}`
  if (base === null) throw new Unusable(sayCli(call.language, 'no-server-here', { data: call.folder }))
  const file = join(call.folder, 'cli.key')
  const key = environment['VESONTIO_KEY'] || (await readFile(file, 'utf8').catch(() => null))
  if (key === null) throw new Unusable(sayCli(call.language, 'no-key-here', { file }))
  return { base: base.replace(/\/$/, ''), key: key.trim() }
}
