import { expect, test } from 'vitest'
import type { WorkWire } from '#market/contract'
import { isOutside, readNumber, readyFor, unfitOn } from './work-steps.ts'

test('a reading is understood as it is typed on either keyboard', () => {
  expect(readNumber('-3,1')).toBe(-3.1)
  expect(readNumber('\u22123.1')).toBe(-3.1)
  expect(readNumber(' 231 ')).toBe(231)
  expect(readNumber('3,1 dBm')).toBeNull()
  expect(readNumber('')).toBeNull()
})

test('a limit that is not given does not bind', () => {
  const need = {
    name: 'light',
    kind: 'reading' as const,
    unit: 'dBm',
    min: -14.4,
    max: null,
    equals: null,
    required: true,
    instruments: [],
  }
  expect(isOutside(need, -20)).toBe(true)
  expect(isOutside(need, 100)).toBe(false)
})

const DAY = '2026-11-24'
const meter = (handle: string, of: Partial<WorkWire['instruments'][number]> = {}): WorkWire['instruments'][number] => ({
  handle,
  kind: 'multimeter',
  make: null,
  model: null,
  serial: null,
  calibrated_until: null,
  retired_on: null,
  last_used_at: null,
  ...of,
})
const voltage: WorkWire['needs'][number] = {
  name: 'voltage-a',
  kind: 'reading',
  unit: 'V',
  min: 207,
  max: 253,
  equals: null,
  required: true,
  instruments: ['multimeter'],
}
const workWith = (...instruments: WorkWire['instruments']): WorkWire => ({
  number: 'BES-W-2026-00001',
  organisation: { id: '1', handle: 'clinic', name: 'Clinic' },
  order: '',
  service: null,
  undo: false,
  state: 'taken',
  what: { code: 'work-prove-feeds' },
  places: [],
  tools: [],
  actions: [],
  needs: [voltage],
  instruments,
  proofs: [],
  second_person: false,
  taken_by: null,
  done_by: null,
  confirmed_by: null,
  blocked_why: null,
  planned_for: null,
  created_at: '2026-11-24T08:00:00.000Z',
  done_at: null,
  version: 1,
})

test('the instrument that was used last stands ready, also without signal; of two that nobody used none does', () => {
  const expired = meter('mm-0', { calibrated_until: '2026-11-23', last_used_at: '2026-11-24T09:00:00.000Z' })
  expect(unfitOn(expired, DAY)).toBe('expired')
  expect(unfitOn(meter('mm-0', { calibrated_until: DAY }), DAY)).toBeNull()
  expect(unfitOn(meter('mm-0', { retired_on: DAY }), DAY)).toBe('retired')
  expect(readyFor(workWith(expired, meter('mm-1')), voltage, [], DAY)).toBe('mm-1')
  const two = workWith(meter('mm-1'), meter('mm-2'), meter('vat-1', { kind: 'voltage-detector' }))
  expect(readyFor(two, voltage, [], DAY)).toBeNull()
  const known = workWith(meter('mm-1', { last_used_at: '2026-11-24T07:00:00.000Z' }), meter('mm-2'))
  expect(readyFor(known, voltage, [], DAY)).toBe('mm-1')
  const kept = {
    key: 'k',
    order: 1,
    person: 'p',
    work: 'BES-W-2026-00009',
    at: '2026-11-24T07:30:00.000Z',
    problem: null,
    what: {
      act: 'prove' as const,
      proof: {
        name: 'voltage-b',
        kind: 'reading' as const,
        value: 230,
        instrument: 'mm-2',
        taken_at: '2026-11-24T07:30:00.000Z',
      },
    },
  }
  expect(readyFor(known, voltage, [kept], DAY)).toBe('mm-2')
})
