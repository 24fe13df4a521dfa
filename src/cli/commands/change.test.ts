import { expect, test } from 'vitest'
import { changesApart, parametersOf } from './change.ts'

test('what reads as JSON is taken as JSON, the rest as text, one level below by a dot', () => {
  expect(parametersOf(['watts=2000', 'sides=A+B', 'place.rack=3-21', 'place.no_neighbour=true', 'mac=null'])).toEqual({
    watts: 2000,
    sides: 'A+B',
    place: { rack: '3-21', no_neighbour: true },
    mac: null,
  })
  for (const bad of ['watts', '=2', 'a.b.c=1', 'place.=1']) expect(parametersOf([bad])).toBeNull()
})

test('lines of a file that change a service go beside those that create', () => {
  const create = { product: 'rack-space', parameters: {} }
  const change = { service: 'BES-RS-000012', parameters: { watts: 2000 } }
  expect(changesApart({ organisation: 'jurassix', lines: [{ does: 'change', ...change }, create] })).toEqual({
    organisation: 'jurassix',
    lines: [create],
    changes: [change],
  })
  for (const plain of [null, 'text', { lines: [create] }, { lines: 'no list' }]) expect(changesApart(plain)).toBe(plain)
})
