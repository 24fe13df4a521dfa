import { connect } from 'node:net'
import { Fault } from '#kernel'

/**
 * BIRD's control protocol (doc/prog-2, nest/cli.c): a greeting, then one reply per command. A reply is lines of a four-digit
 * code and a sign: `-` means that more follows, a space ends it; a line that begins with a space has the code of the one before.
 */
interface ReplyLine {
  readonly code: number
  readonly text: string
}
export type Reply = readonly ReplyLine[]

const PATIENCE_MS = 10_000
const REPLY_BYTES_MAX = 16 * 1024 * 1024
const GREETING = 1

/** Takes text as it comes; gives a reply when one is whole. Throws on a line that the protocol does not know. */
export const readReplies = (): ((chunk: string) => readonly Reply[]) => {
  let rest = ''
  let lines: ReplyLine[] = []
  let bytes = 0
  return (chunk) => {
    const replies: Reply[] = []
    bytes += chunk.length
    if (bytes > REPLY_BYTES_MAX) throw new Error('a reply without end')
    rest += chunk
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end)
      rest = rest.slice(end + 1)
      const coded = /^(\d{4})([ -])(.*)$/.exec(line)
      if (coded !== null) {
        lines.push({ code: Number(coded[1]), text: coded[3] ?? '' })
        if (coded[2] === ' ') {
          replies.push(lines)
          lines = []
          bytes = 0
        }
      } else if (line.startsWith(' ') && lines.length > 0) {
        lines.push({ code: lines.at(-1)?.code ?? 0, text: line.slice(1) })
      } else if (!line.startsWith('+')) {
        // A `+` line is a log message that was not asked for.
        throw new Error(`a line without a code: "${line.slice(0, 200)}"`)
      }
    }
    return replies
  }
}

/** Asks one after another on one connection; answers with one reply per command. */
export const askBird = (
  at: { readonly socket: string; readonly device: string },
  commands: readonly string[],
  signal: AbortSignal,
): Promise<readonly Reply[]> => {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const socket = connect(at.socket)
    const read = readReplies()
    const told: Reply[] = []
    let greeted = false
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      socket.destroy()
    }
    const fail = (message: string, cause?: unknown): void => {
      end()
      reject(new Fault(at.device, message, { cause }))
    }
    const abort = (): void => fail('the question was given up', signal.reason)
    const timer = setTimeout(() => fail(`gave no answer in ${PATIENCE_MS} ms`), PATIENCE_MS)
    signal.addEventListener('abort', abort, { once: true })
    socket.setEncoding('utf8')
    socket.on('error', (cause) => fail('its control socket failed', cause))
    socket.on('close', () => fail('closed its control socket'))
    const next = (): void => {
      const command = commands[told.length]
      if (command === undefined) {
        end()
        return resolve(told)
      }
      socket.write(`${command}\n`)
    }
    const take = (reply: Reply): void => {
      if (greeted) told.push(reply)
      else if (reply[0]?.code === GREETING) greeted = true
      else return fail(`greeted with ${reply[0]?.code} ${reply[0]?.text}`)
      next()
    }
    socket.on('data', (chunk) => {
      try {
        for (const reply of read(String(chunk))) take(reply)
      } catch (cause) {
        fail('said what the protocol does not know', cause)
      }
    })
  })
}
