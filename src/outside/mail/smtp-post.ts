import { createTransport } from 'nodemailer'
import { Fault } from '#kernel'
import type { Letter, Post } from '#postgres/ports'
import { type Sender, messageOf } from './message.ts'

const WAIT_MS = 20_000

/** By SMTP: `smtp://user:password@host:587` (STARTTLS where offered) or `smtps://…:465`. The URL holds a password and is in no message. */
export const smtpPost = (url: string, sender: Sender): Post => {
  const host = new URL(url).host
  const transport = createTransport({
    url,
    connectionTimeout: WAIT_MS,
    greetingTimeout: WAIT_MS,
    socketTimeout: WAIT_MS,
  })
  return {
    name: `mail server ${host}`,
    send: async (letter: Letter, signal: AbortSignal) => {
      signal.throwIfAborted()
      try {
        const sent = await transport.sendMail(messageOf(letter, sender))
        if (sent.rejected.length > 0) throw new Error(`${letter.recipient} was refused: ${sent.response}`)
      } catch (cause) {
        throw new Fault(`mail server ${host}`, cause instanceof Error ? cause.message : 'did not take the letter', {
          cause,
        })
      }
    },
  }
}
