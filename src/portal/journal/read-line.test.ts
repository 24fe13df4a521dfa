import { expect, test } from 'vitest'
import type { JournalLine } from '#server/contract'
import { actorText, eventText, gistOf, subjectOf } from './read-line.ts'

const ID = '01980000-0000-7000-8000-0000000000ab'
const line = (over: Partial<JournalLine>): JournalLine => ({
  id: ID,
  at: '2026-11-23T09:00:00.000Z',
  actor: { kind: 'person', id: ID, name: 'Jeanne' },
  organisation: { id: ID, handle: 'jura-net', name: 'Jura Net' },
  request_id: null,
  room: 'market',
  name: 'order-accepted',
  version: 1,
  subject: { kind: 'order', id: 'BES-O-2026-00042' },
  data: {},
  ...over,
})

test('what happened is said in words, what the files did by kind, and what nobody says as it is written', () => {
  expect(eventText('order-accepted', 'fr')).toBe('commande signée')
  expect(eventText('rack-updated', 'en')).toBe('rack changed by the files')
  expect(eventText('route-server-created', 'fr')).toBe('serveur de routes\u00a0: créé par les fichiers')
  expect(eventText('something-new', 'fr')).toBe('something-new')
  expect(eventText('constructor', 'en')).toBe('constructor')
})

test('a subject is linked to its page by the name that people use', () => {
  expect(subjectOf(line({}), 'fr')).toEqual({
    kind: 'commande',
    text: 'BES-O-2026-00042',
    href: '/orders/BES-O-2026-00042',
  })
  const invoice = line({ subject: { kind: 'invoice', id: ID }, data: { number: 'F-2026-000001' } })
  expect(subjectOf(invoice, 'en')).toEqual({ kind: 'invoice', text: 'F-2026-000001', href: '/invoices/F-2026-000001' })
  expect(subjectOf(line({ subject: { kind: 'organisation', id: ID } }), 'en')).toMatchObject({
    text: 'Jura Net',
    href: '/organisations/jura-net',
  })
  expect(subjectOf(line({ subject: { kind: 'lan', id: ID }, organisation: null }), 'en')).toMatchObject({ href: null })
})

test('of an actor whose name is not told, what it is', () => {
  expect(actorText(line({}), 'fr')).toBe('Jeanne')
  expect(actorText(line({ actor: { kind: 'person', id: null, name: null } }), 'fr')).toBe(
    'une personne de l’exploitation',
  )
  expect(actorText(line({ actor: { kind: 'key', id: ID, name: 'Jeanne' } }), 'en')).toBe('Jeanne, by API key')
})

test('the gist of a line is its step, what it waits for, or its month', () => {
  expect(gistOf(line({ name: 'step-done', data: { step: 'patch' } }), 'fr')).toBe('Poser la jarretière')
  expect(gistOf(line({ name: 'run-prepared', data: { month: '2026-12', held: 0 } }), 'fr')).toBe('2026-12')
  expect(gistOf(line({}), 'fr')).toBeNull()
})
