import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createTransport } from 'nodemailer'
import { Fault } from '#kernel'
import type { Letter, Post } from '#postgres/ports'
import { type Sender, messageOf } from './message.ts'

/** Without a mail server: each letter is a file that any mail program opens. */
export const folderPost = (folder: string, sender: Sender): Post => {
  const writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return {
    name: 'mail folder',
    send: async (letter: Letter) => {
      const { message } = await writer.sendMail(messageOf(letter, sender))
      const day = letter.writtenAt.toISOString().slice(0, 10)
      const file = path.join(folder, `${day}-${letter.id}.eml`)
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await writeFile(`${file}.part`, message, { mode: 0o600 })
        await rename(`${file}.part`, file)
      } catch (cause) {
        throw new Fault('mail folder', `${file} cannot be written`, { cause })
      }
    },
  }
}
