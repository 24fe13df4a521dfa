import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel'
import { inTransaction, type Listener, openListener, writeJournal } from '#postgres'
import { type JournalLine, listJournal, watchEvents } from '../contract.ts'
import { type TestServer, testServer } from '../testing.ts'

let here: TestServer
let admin: string
let member: string
let reseller: string
beforeAll(async () => {
  here = await testServer()
  const { organisations } = here
  admin = await here.keyOf(
    await here.addPerson({ organisation: organisations.operator, roles: ['admin'], name: 'Ada' }),
  )
  member = await here.keyOf(await here.addPerson({ organisation: organisations.member, name: 'Max' }))
  reseller = await here.keyOf(await here.addPerson({ organisation: organisations.reseller, name: 'Rea' }))
})
afterAll(() => here.close())

const write = (name: string, onBehalfOf: string | null, at = '2026-11-23T08:00:00.000Z') =>
  inTransaction(here.database.db, (tx) =>
    writeJournal(tx, {
      room: 'test',
      name,
      subject: ['thing', name],
      by: { kind: 'system', id: null },
      at: new Date(at),
      onBehalfOf,
    }),
  )

interface Page {
  readonly items: readonly JournalLine[]
  readonly next: string | null
}
const names = async (key: string, query: object = {}): Promise<readonly string[]> => {
  const page = (await here.ask(listJournal, { key, query: { room: 'test', ...query } })).json<Page>()
  return page.items.map(({ name }) => name)
}

test('newest first, each caller its own lines, filters add up', async () => {
  const { organisations } = here
  await write('first', organisations.member)
  await write('second', organisations.commune, '2026-11-23T08:00:01.000Z')
  await write('third', null, '2026-10-01T08:00:00.000Z')
  expect(await names(admin)).toEqual(['second', 'first', 'third'])
  expect(await names(member)).toEqual(['first'])
  expect(await names(reseller)).toEqual(['second'])
  expect(await names(admin, { organisation: 'jura-net' })).toEqual(['first'])
  expect(await names(member, { organisation: 'ville-d-ornans' })).toEqual([])
  expect(await names(admin, { name: 'third', subject_kind: 'thing', subject_id: 'third' })).toEqual(['third'])
  expect(await names(admin, { before: '2026-11-01T00:00:00Z' })).toEqual(['third'])
})

test('names are looked up at reading; a member is told which of its own people it was, and of others only the kind', async () => {
  const { organisations } = here
  const person = await here.addPerson({ organisation: organisations.operator, name: 'Ola' })
  await inTransaction(here.database.db, (tx) =>
    writeJournal(tx, {
      room: 'named',
      name: 'done',
      subject: ['thing', 'x'],
      by: { kind: 'person', id: person },
      at: new Date('2026-11-23T08:00:00Z'),
      onBehalfOf: organisations.member,
      data: { port: 14 },
    }),
  )
  const one = async (key: string) =>
    (await here.ask(listJournal, { key, query: { room: 'named' } })).json<Page>().items[0]
  expect(await one(admin)).toMatchObject({
    actor: { kind: 'person', id: person, name: 'Ola' },
    organisation: { handle: 'jura-net' },
    data: { port: 14 },
  })
  expect(await one(member)).toMatchObject({ actor: { kind: 'person', id: null, name: null } })
})

test('pages by cursor lose and repeat nothing, also among lines of one microsecond', async () => {
  const ids = Array.from({ length: 25 }, () => newId())
  await sql`insert into floor.journal (id, at, actor_kind, room, name, subject_kind, subject_id)
    select id, '2026-11-20T10:00:00.123456Z'::timestamptz + (n % 3) * interval '1 microsecond', 'system', 'paged', 'line', 'thing', n::text
    from unnest(${ids}::uuid[]) with ordinality as made(id, n)`.execute(here.database.db)
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: Page = (
      await here.ask(listJournal, {
        key: admin,
        query: { room: 'paged', limit: 4, ...(cursor === null ? {} : { cursor }) },
      })
    ).json()
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.next
  } while (cursor !== null)
  expect(seen).toHaveLength(25)
  expect(new Set(seen)).toEqual(new Set(ids))
})

/** Reads server-sent events until `until` of them arrived. */
const eventsOf = async (
  base: string,
  key: string,
  until: number,
  begun: () => Promise<unknown>,
): Promise<readonly string[]> => {
  const stop = new AbortController()
  const response = await fetch(`${base}/api/v1${watchEvents.path}`, {
    headers: { authorization: `Bearer ${key}` },
    signal: stop.signal,
  })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  await begun()
  const found: string[] = []
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += new TextDecoder().decode(chunk)
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      found.push(text.slice(0, end))
      text = text.slice(end + 2)
    }
    if (found.filter((event) => event.startsWith('event: journal')).length >= until) break
  }
  stop.abort()
  return found.filter((event) => event.startsWith('event: journal'))
}

test('live: each line as it is written, to whom it concerns only, by a real NOTIFY', async () => {
  let listener: Listener | undefined
  const live = await testServer({
    options: async ({ connection }) => ({ listener: (listener = await openListener(connection)) }),
  })
  try {
    const { operator, member: organisation, commune } = live.organisations
    const base = await live.app.listen({ host: '127.0.0.1', port: 0 })
    const keyFor = async (of: string, roles: readonly 'sales'[] = []) =>
      live.keyOf(await live.addPerson({ organisation: of, roles }))
    const both = async (): Promise<void> => {
      for (const [name, of] of [
        ['theirs', commune],
        ['own', organisation],
      ] as const)
        await inTransaction(live.database.db, (tx) =>
          writeJournal(tx, {
            room: 'test',
            name,
            subject: ['thing', name],
            by: { kind: 'system', id: null },
            at: new Date('2026-11-23T08:00:00Z'),
            onBehalfOf: of,
          }),
        )
    }
    const toMember = await eventsOf(base, await keyFor(organisation), 1, both)
    expect(toMember).toEqual(['event: journal\ndata: {"room":"test","name":"own","kind":"thing","id":"own"}'])
    expect(await eventsOf(base, await keyFor(operator, ['sales']), 2, both)).toHaveLength(2)
    const stranger = await fetch(`${base}/api/v1${watchEvents.path}`)
    expect(stranger.status).toBe(401)
  } finally {
    await live.close()
    await listener?.stop()
  }
})
