import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, scopeOf, sees } from '#people'
import type { Listener } from '#postgres'
import { watchEvents } from './contract.ts'
import { type Mounting, admit, callerOfRequest } from './mount-route.ts'

interface JournalNotice {
  readonly room: string
  readonly name: string
  readonly kind: string
  readonly id: string
  readonly organisation: string | null
}

const BEAT_SECONDS = 15
/** Rights end by date or by withdrawal: an open page is asked again who it is. */
const ASK_AGAIN_BEATS = 2
const MOST_PAGES = 1000
const MOST_UNREAD_BYTES = 256 * 1024

/** Something may have been missed, by the page or by us: read again. */
const HELLO = 'event: hello\ndata: {}\n\n'

const isNotice = (value: unknown): value is JournalNotice =>
  typeof value === 'object' &&
  value !== null &&
  'room' in value &&
  'name' in value &&
  'id' in value &&
  'organisation' in value

const parse = (payload: string): JournalNotice | null => {
  try {
    const value: unknown = JSON.parse(payload)
    return isNotice(value) ? value : null
  } catch {
    return null
  }
}

/** What of a journal line this caller is told: its name and subject, where it may see the row. */
export const noticeFor = (actor: Actor, payload: string): string | null => {
  const notice = parse(payload)
  if (!notice || !sees(scopeOf(actor), notice.organisation)) return null
  const { room, name, kind, id } = notice
  return `event: journal\ndata: ${JSON.stringify({ room, name, kind, id })}\n\n`
}

interface Page {
  readonly reply: FastifyReply
  readonly request: FastifyRequest
  actor: Actor
  beats: number
}

const write = (page: Page, text: string): void => {
  const { raw } = page.reply
  // A page that does not read is let go; it comes back by itself and reads afresh.
  if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy()
  else raw.write(text)
}

const beat = async (page: Page, mounting: Mounting): Promise<void> => {
  write(page, ': beat\n\n')
  page.beats += 1
  if (page.beats % ASK_AGAIN_BEATS !== 0) return
  // The database may be gone for a moment: then the page keeps what it was told it may see.
  const actor = await mounting.authenticate(page.request).catch(() => page.actor)
  if (actor) page.actor = actor
  else page.reply.raw.end()
}

const open = (pages: Set<Page>, page: Page): void => {
  const { reply } = page
  reply.hijack()
  const headers = Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, value ?? '']))
  reply.raw.writeHead(200, { ...headers, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' })
  reply.raw.write(`retry: 2000\n${HELLO}`)
  pages.add(page)
  reply.raw.on('close', () => pages.delete(page))
}

/** GET /events: live pages, by Server-Sent Events. */
export const mountEvents = (app: FastifyInstance, listener: Pick<Listener, 'on'>, mounting: Mounting): void => {
  const pages = new Set<Page>()
  const silence = listener.on('journal', (payload) => {
    for (const page of pages) {
      const text = payload === null ? HELLO : noticeFor(page.actor, payload)
      if (text !== null) write(page, text)
    }
  })
  const timer = setInterval(() => {
    for (const page of pages) void beat(page, mounting)
  }, BEAT_SECONDS * 1000)
  timer.unref()
  app.addHook('preClose', async () => {
    clearInterval(timer)
    silence()
    // Ended, a kept-alive connection would hold the stop up; the page comes back by itself.
    for (const page of pages) page.reply.raw.destroy()
  })
  app.get(watchEvents.path, { onRequest: admit(watchEvents, mounting) }, async (request, reply) => {
    const actor = callerOfRequest(request)
    if (!actor || pages.size >= MOST_PAGES) return reply.code(503).header('retry-after', 10).send()
    open(pages, { reply, request, actor, beats: 0 })
    return reply
  })
}
