import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { link, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Fault } from '#kernel'

/** Passwords of devices and the like, at rest. The keys lie beside the data, never in it, never in a backup. */
export interface Keys {
  /** `context` names the row and column: a secret that is moved to another row does not open. */
  readonly seal: (secret: string, context: string) => string
  readonly open: (sealed: string, context: string) => string
  /** 32 bytes for one purpose, the same at each start and after a new key was put in front. */
  readonly derive: (purpose: string) => string
}

const LINE = /^([0-9a-f]{8}) ([A-Za-z0-9+/]{43}=)$/

interface Key {
  readonly id: string
  readonly bytes: Buffer
}

/** The key file: one key a line, `<8 hex digits> <32 bytes in base64>`. The first line seals, all of them open. */
export const openKeys = async (file: string): Promise<Keys> => {
  const keys = parse(await readOrMake(file), file)
  const [first, last] = [keys[0], keys.at(-1)]
  if (!first || !last) throw new Fault('keys', `${file} holds no key`, { again: false })
  return {
    seal: (secret, context) => seal(first, secret, context),
    open: (sealed, context) => open(keys, sealed, context),
    derive: (purpose) => Buffer.from(hkdfSync('sha256', last.bytes, '', `vesontio ${purpose}`, 32)).toString('base64'),
  }
}

const readOrMake = async (file: string): Promise<string> => {
  const there = await readFile(file, 'utf8').catch(() => null)
  if (there === null) {
    const line = `${randomBytes(4).toString('hex')} ${randomBytes(32).toString('base64')}\n`
    const draft = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}`)
    try {
      await writeFile(draft, line, { mode: 0o600, flush: true })
      // Two first starts at once: one file wins, both read it.
      await link(draft, file).catch(() => undefined)
    } catch (cause) {
      throw new Fault('keys', `${file} cannot be made`, { cause, again: false })
    } finally {
      await unlink(draft).catch(() => undefined)
    }
    return readFile(file, 'utf8')
  }
  const { mode } = await stat(file)
  if ((mode & 0o077) !== 0)
    throw new Fault('keys', `${file} may be read by others; set its mode to 0600`, { again: false })
  return there
}

const parse = (text: string, file: string): readonly Key[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      const [, id, bytes] = LINE.exec(line.trim()) ?? []
      if (id === undefined || bytes === undefined)
        throw new Fault('keys', `${file}: line ${index + 1} is no key`, { again: false })
      return { id, bytes: Buffer.from(bytes, 'base64') }
    })

const IV_B = 12
const TAG_B = 16

const seal = (key: Key, secret: string, context: string): string => {
  const iv = randomBytes(IV_B)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, iv).setAAD(Buffer.from(context))
  const body = Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `1.${key.id}.${body.toString('base64')}`
}

const open = (keys: readonly Key[], sealed: string, context: string): string => {
  const [version, id, text] = sealed.split('.')
  const key = keys.find((held) => held.id === id)
  if (version !== '1' || text === undefined) throw new Error('not a sealed secret')
  if (!key)
    throw new Fault('keys', `a secret was sealed with key ${id}, which is not in the key file`, { again: false })
  const body = Buffer.from(text, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, body.subarray(0, IV_B)).setAAD(Buffer.from(context))
  decipher.setAuthTag(body.subarray(-TAG_B))
  try {
    return Buffer.concat([decipher.update(body.subarray(IV_B, -TAG_B)), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new Fault('keys', `a secret of key ${id} does not open: it was changed or belongs elsewhere`, {
      cause,
      again: false,
    })
  }
}
