import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Panel } from './model.ts'
import { fits, labelOf, placeOf, readLabel } from './place-position.ts'

const panel: Panel = {
  id: 'p',
  handle: 'M2-P04',
  roomName: 'Salle de rencontre',
  rackHandle: 'M-2',
  rowHandle: 'M',
  topU: 43,
  connector: 'LC-UPC',
  media: 'os2',
  positions: 48,
  ownerId: null,
}

test('a position is told as a technician finds it', () => {
  expect(placeOf(panel, 7)).toEqual({
    ok: true,
    value: {
      room: 'Salle de rencontre',
      row: 'M',
      rack: 'M-2',
      topU: 43,
      panel: 'M2-P04',
      position: 7,
      connector: 'LC-UPC',
      media: 'os2',
      label: 'M2-P04/07',
    },
  })
  expect(placeOf(panel, 49)).toEqual({
    ok: false,
    refusal: { code: 'no-such-position', panel: 'M2-P04', position: 49, positions: 48 },
  })
  expect(placeOf(panel, 0).ok).toBe(false)
  expect(placeOf(panel, 1.5).ok).toBe(false)
})

test('what is printed is read back, however many positions the panel has', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 288 }), fc.integer({ min: 1, max: 288 }), (positions, position) => {
      expect(readLabel(labelOf({ handle: 'M2-P04', positions }, position))).toEqual({ panel: 'M2-P04', position })
    }),
  )
  expect(labelOf({ handle: 'M1-P01', positions: 144 }, 7)).toBe('M1-P01/007')
  expect(readLabel('M2-P04/7')).toEqual({ panel: 'M2-P04', position: 7 })
  expect(readLabel('M2-P04')).toBeNull()
  expect(readLabel('M2-P04/0')).toBeNull()
})

test('glass takes optical connectors, copper RJ45', () => {
  expect(fits('LC-UPC', 'os2') && fits('RJ45', 'cat6a')).toBe(true)
  expect(fits('RJ45', 'os2') || fits('LC-APC', 'cat6a')).toBe(false)
})
