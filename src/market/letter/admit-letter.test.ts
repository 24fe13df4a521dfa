import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  CODE_BYTES,
  admitExpiry,
  admitLetter,
  codeFrom,
  pickPosition,
  readCode,
  revokeLetter,
  stateOf,
} from './admit-letter.ts'

const facts = { expiresOn: '2026-11-24', used: false, revoked: false, organisationId: 'a' }

test('states are computed: revoked before used before expired; the last day still counts', () => {
  expect(stateOf(facts, '2026-11-24')).toBe('valid')
  expect(stateOf(facts, '2026-11-25')).toBe('expired')
  expect(stateOf({ ...facts, used: true }, '2027-01-01')).toBe('used')
  expect(stateOf({ ...facts, used: true, revoked: true }, '2026-11-24')).toBe('revoked')
})

test('the wrong company hears nothing of the state', () => {
  for (const letter of [
    facts,
    { ...facts, used: true },
    { ...facts, revoked: true },
    { ...facts, expiresOn: '2020-01-01' },
  ])
    expect(admitLetter(letter, { organisationId: 'b', day: '2026-11-24' })).toEqual({
      ok: false,
      refusal: { code: 'letter-unknown' },
    })
})

test('a letter stands sixty days unless said, never longer than a year, never into the past', () => {
  const of = { day: '2026-11-23', days: 60 }
  expect(admitExpiry(undefined, of)).toEqual({ ok: true, value: '2027-01-22' })
  expect(admitExpiry('2026-11-23', of)).toEqual({ ok: true, value: '2026-11-23' })
  expect(admitExpiry('2026-11-22', of)).toMatchObject({ refusal: { code: 'letter-expiry', latest: '2027-11-24' } })
  expect(admitExpiry('2027-11-25', of).ok).toBe(false)
})

test('a code is read however it was typed, and any other text is none', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: CODE_BYTES, maxLength: CODE_BYTES }), (bytes) => {
      const code = codeFrom(bytes)
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$/)
      for (const typed of [
        code,
        code.toLowerCase(),
        ` ${code.replaceAll('-', ' ')}`,
        code.replaceAll('0', 'o').replaceAll('1', 'l'),
      ])
        expect(readCode(typed)).toBe(code)
    }),
  )
  for (const typed of ['', 'BES-L-2026-00001', '7K3QM', 'U'.repeat(25), 'A'.repeat(26)])
    expect(readCode(typed)).toBeNull()
})

test('revoking: at once while unused, the delivery undone, a service with notice, never later than it would end anyway', () => {
  const of = { day: '2026-11-23', noticeDays: 30 }
  const used = (service: string, endsOn: string | null = null) =>
    revokeLetter({ state: 'used', usedBy: { service, endsOn } }, of)
  expect(revokeLetter({ state: 'valid', usedBy: null }, of)).toEqual({ ok: true, value: { how: 'at-once' } })
  expect(used('planned')).toEqual({ ok: true, value: { how: 'delivery' } })
  expect(used('in-service')).toEqual({ ok: true, value: { how: 'notice', endsOn: '2026-12-23' } })
  expect(used('suspended')).toEqual({ ok: true, value: { how: 'notice', endsOn: '2026-12-23' } })
  expect(used('notice-given', '2026-12-01')).toEqual({ ok: true, value: { how: 'over' } })
  expect(used('notice-given', '2027-03-01')).toEqual({ ok: true, value: { how: 'notice', endsOn: '2026-12-23' } })
  expect(used('closed')).toEqual({ ok: true, value: { how: 'over' } })
  expect(revokeLetter({ state: 'revoked', usedBy: null }, of)).toMatchObject({ refusal: { code: 'letter-revoked' } })
})

test('the position picked is free, inside the group, and the lowest; a line’s own comes first', () => {
  const positions = fc.uniqueArray(fc.integer({ min: 1, max: 48 }), { maxLength: 48 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 48 }), fc.integer({ min: 1, max: 48 }), positions, (a, b, others) => {
      const group = { from: Math.min(a, b), to: Math.max(a, b) }
      const picked = pickPosition(group, { own: [], others })
      const free = Array.from({ length: group.to - group.from + 1 }, (_, n) => group.from + n).find(
        (n) => !others.includes(n),
      )
      expect(picked).toBe(free ?? null)
    }),
  )
  expect(pickPosition({ from: 3, to: 9 }, { own: [1, 7], others: [] })).toBe(7)
})
