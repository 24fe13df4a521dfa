import { expect, test } from 'vitest'
import { holdSaid, instantSaid, monthlySaid, productSaid, stateSaid, stepSaid, totalsSaid } from './said.ts'

test('a dry run speaks in words: what is held, whose step it is, and which sum is before VAT', () => {
  const en = { language: 'en' } as const
  const fr = { language: 'fr' } as const
  expect(holdSaid({ kind: 'end-a', label: '? (1)' }, en)).toBe(
    'End A on the space of line 1, its position chosen at the signature',
  )
  expect(stepSaid({ name: 'patch-hall', by: 'person' }, en)).toBe('Patch in the hall (a person)')
  expect(stepSaid({ name: 'patch-hall', by: 'person' }, fr)).toBe('Brasser en salle (une personne)')
  expect(totalsSaid({ setup_cents: 52_000, monthly_cents: 81_000 }, en)).toBe(
    'setup €520.00, monthly €810.00, excl. VAT',
  )
})

test('an order that is shown says its products, states and owners in words, sums with what they are, instants with their zone', () => {
  const fr = { language: 'fr' } as const
  const en = { language: 'en' } as const
  expect([productSaid('rack-space', fr), stateSaid('line', 'in-service', fr), stateSaid('owner', 'site', en)]).toEqual([
    'Hébergement',
    'en service',
    'the site',
  ])
  expect(monthlySaid(76_000, en)).toBe('€760.00 a month, excl. VAT')
  expect(instantSaid('2026-11-24T02:45:46.655Z', fr)).toBe('24 novembre 2026, 02:45 UTC')
})
