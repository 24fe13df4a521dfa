import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { Fault, turn } from '#kernel'
import { inTransaction } from '../db.ts'
import type { Letter } from '../ports.ts'
import { testDatabase } from '../testing.ts'
import { isDue, outbox, writeMail } from './outbox.ts'

const now = new Date('2026-11-23T10:00:00Z')
const letter = {
  recipient: 'lea@example.net',
  subject: 'Prêt',
  body: 'Votre port est prêt.',
  about: ['order', 'BES-O-2026-00042'],
  language: 'fr',
  now,
} as const

test('a letter leaves once, after its transaction, and not when that was rolled back', async () => {
  const { db, close } = await testDatabase()
  const sent: Letter[] = []
  const post = { name: 'try', send: async (l: Letter) => void sent.push(l) }
  const reconciler = outbox({ db, post, clock: () => now })
  const signal = new AbortController().signal
  await inTransaction(db, async (tx) => {
    await writeMail(tx, { ...letter, subject: 'never' })
    throw new Error('rolled back')
  }).catch(() => undefined)
  await inTransaction(db, (tx) => writeMail(tx, letter))
  expect(await turn(reconciler, signal)).toEqual({ steps: 1, failed: [] })
  expect(await turn(reconciler, signal)).toEqual({ steps: 0, failed: [] })
  expect(sent).toMatchObject([
    {
      recipient: 'lea@example.net',
      subject: 'Prêt',
      writtenAt: now,
      about: ['order', 'BES-O-2026-00042'],
      language: 'fr',
    },
  ])
  const { rows } = await sql`select sent_at, attempts, about_kind, about_id from floor.mail`.execute(db)
  expect(rows).toEqual([{ sent_at: now, attempts: 1, about_kind: 'order', about_id: 'BES-O-2026-00042' }])
  await close()
})

test('a letter that is refused is tried again later and later, and others go out beside it', async () => {
  const { db, close } = await testDatabase()
  let time = now.getTime()
  const sent: string[] = []
  let away = true
  const post = {
    name: 'try',
    send: async (l: Letter) => {
      if (away && l.recipient.startsWith('bad')) throw new Fault('mail server', 'mailbox unavailable')
      sent.push(l.recipient)
    },
  }
  const reconciler = outbox({ db, post, clock: () => new Date(time) })
  const signal = new AbortController().signal
  await writeMail(db, { ...letter, recipient: 'bad@example.net' })
  await writeMail(db, { ...letter, recipient: 'good@example.net' })
  expect((await turn(reconciler, signal)).failed).toHaveLength(1)
  expect(sent).toEqual(['good@example.net'])
  const { rows } = await sql`select attempts, last_fault, sent_at from floor.mail where sent_at is null`.execute(db)
  expect(rows).toEqual([{ attempts: 1, last_fault: 'mail server: mailbox unavailable', sent_at: null }])
  expect((await turn(reconciler, signal)).steps).toBe(0)
  time += 60_000
  expect((await turn(reconciler, signal)).steps).toBe(1)
  time += 60_000
  expect((await turn(reconciler, signal)).steps).toBe(0)
  time += 60_000
  away = false
  expect(await turn(reconciler, signal)).toEqual({ steps: 1, failed: [] })
  expect(sent).toEqual(['good@example.net', 'bad@example.net'])
  await close()
})

test('the wait doubles, up to six hours', () => {
  const due = (attempts: number, minutes: number) =>
    isDue({ attempts, tried_at: now }, new Date(now.getTime() + minutes * 60_000))
  expect([due(1, 0), due(1, 1), due(2, 1), due(2, 2), due(9, 255), due(9, 256), due(40, 359), due(40, 360)]).toEqual([
    false,
    true,
    false,
    true,
    false,
    true,
    false,
    true,
  ])
})
