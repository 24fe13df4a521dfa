import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { until } from './until.ts'

const decoded = (letter: string): string => {
  const [head = '', ...rest] = letter.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  if (/^content-transfer-encoding: base64/im.test(head)) return `${head}\n\n${Buffer.from(body, 'base64').toString()}`
  if (!/^content-transfer-encoding: quoted-printable/im.test(head)) return letter
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return `${head}\n\n${Buffer.from(bytes, 'latin1').toString()}`
}

/** Letters in the data folder, as any mail program opens them; the newest last. */
export const lettersTo = (data: string, recipient: string): readonly string[] =>
  readdirSync(join(data, 'mail'))
    .filter((name) => name.endsWith('.eml'))
    .toSorted()
    .map((name) => decoded(readFileSync(join(data, 'mail', name), 'utf8')))
    .filter((letter) => new RegExp(`^To: .*${recipient.replaceAll('.', '\\.')}`, 'im').test(letter))

/** The code in the letter that an AS's contact got. */
export const mailedCode = (data: string, recipient: string): Promise<string> =>
  until(
    `a code for ${recipient}`,
    async () =>
      lettersTo(data, recipient)
        .map((letter) => /\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(letter)?.[0])
        .findLast((code) => code !== undefined) ?? null,
  )
