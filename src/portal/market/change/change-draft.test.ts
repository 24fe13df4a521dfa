import { expect, test } from 'vitest'
import { changedParameters, draftOf } from './change-draft.ts'

const space = { product: 'rack-space', parameters: { size: 'quarter', watts: 1500, sides: 'A+B' } }
const port = { product: 'exchange-port', parameters: { speed: '10G', asn: 64510, as_set: 'AS-DOUBS' } }

test('only what differs is asked for; a comma is a decimal point, and what cannot be read asks nothing', () => {
  expect(changedParameters(space, draftOf(space))).toBeNull()
  expect(changedParameters(space, { ...draftOf(space), kilowatts: '2,25', sides: 'A' })).toEqual({
    watts: 2250,
    sides: 'A',
  })
  for (const kilowatts of ['', 'two', '1.2345', '-1'])
    expect(changedParameters(space, { ...draftOf(space), kilowatts })).toBeNull()
  expect(changedParameters(port, { ...draftOf(port), speed: '100G' })).toEqual({ speed: '100G' })
  expect(changedParameters(port, { ...draftOf(port), mac: ' 02:00:00:00:00:61 ', asSet: '' })).toEqual({
    mac: '02:00:00:00:00:61',
    as_set: null,
  })
})
