import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fakeFabric } from '../fake-fabric.ts'
import { portStates, type Attachment } from '../model.ts'
import type { WishedPort } from '../ports.ts'
import { learnedMacs, planPorts, standing, strayPorts } from './plan-ports.ts'

const lan = { vlan: 100, quarantineVlan: 199 }
const signal = new AbortController().signal
const port = (number: number, generation: number, state: WishedPort['state']): WishedPort => ({
  ...lan,
  number,
  generation,
  state,
  mac: null,
  v4: '203.0.113.61',
  v6: '2001:db8:b5::61',
})
const attachment = (changes: Partial<Attachment>): Attachment => ({
  serviceId: 's',
  label: null,
  siteId: 'x',
  organisationId: 'o',
  lanId: 'l',
  portId: 'p',
  switchHandle: 'sw1',
  portNumber: 1,
  speedMbps: 10000,
  asn: 64497,
  asSet: null,
  v4: '203.0.113.61',
  v6: '2001:db8:b5::61',
  mac: null,
  macLearned: null,
  macLearnedAt: null,
  macConfirmedAt: null,
  maxPrefixV4: 1,
  maxPrefixV6: 1,
  prefixes: [],
  state: 'quarantine',
  generation: 5,
  wishedAt: new Date(0),
  ...changes,
})

const anyPort = fc.record({
  number: fc.constantFrom(1, 2, 3),
  generation: fc.integer({ min: 1, max: 9 }),
  state: fc.constantFrom(...portStates),
})

test('whatever order plans are applied in, the newest wish of each port stands, and nothing is left to do', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(anyPort, { selector: ({ number, generation }) => `${number} ${generation}`, maxLength: 12 }),
      async (wishes) => {
        const fabric = fakeFabric('sw1')
        const newest = new Map<number, WishedPort>()
        for (const { number, generation, state } of wishes) {
          const wish = port(number, generation, state)
          if ((newest.get(number)?.generation ?? 0) < generation) newest.set(number, wish)
          await fabric.apply(planPorts([wish], await fabric.look(signal)), signal)
        }
        const last = [...newest.values()]
        expect(planPorts(last, await fabric.look(signal))).toEqual([])
        for (const wish of last) expect(fabric.told.get(wish.number)).toEqual(wish)
      },
    ),
  )
})

test('a port that the switch does not tell of is written', () => {
  expect(planPorts([port(1, 5, 'quarantine')], [])).toHaveLength(1)
})

test('a drift within one generation is put right', async () => {
  const fabric = fakeFabric('sw1')
  await fabric.apply([port(1, 5, 'production')], signal)
  expect(planPorts([port(1, 5, 'quarantine')], await fabric.look(signal))).toHaveLength(1)
})

test('who stands at a port now goes before who left it, and of those the last', () => {
  const left = attachment({ serviceId: 'left', state: 'off', generation: 9 })
  const before = attachment({ serviceId: 'before', state: 'off', generation: 3 })
  const here = attachment({ serviceId: 'here', state: 'production', generation: 5 })
  for (const order of [
    [left, before, here],
    [here, left, before],
    [before, here, left],
  ]) {
    expect(standing(order).map(({ serviceId }) => serviceId)).toEqual(['here'])
  }
  expect(standing([before, left]).map(({ serviceId }) => serviceId)).toEqual(['left'])
})

test('a port that is open for nobody is shut, one of the site’s own is left alone', async () => {
  const fabric = fakeFabric('sw1')
  await fabric.apply(
    [port(1, 5, 'production'), port(2, 6, 'off'), port(3, 7, 'production'), port(4, 8, 'quarantine')],
    signal,
  )
  const strays = strayPorts(lan, new Set([1, 2, 4]), [port(4, 8, 'quarantine')], await fabric.look(signal))
  expect(strays.map(({ number, state, generation }) => ({ number, state, generation }))).toEqual([
    { number: 1, state: 'off', generation: 5 },
  ])
  await fabric.apply(planPorts(strays, await fabric.look(signal)), signal)
  expect(fabric.told.get(1)?.state).toBe('off')
})

test('a MAC is learned from a port in this very quarantine that shows exactly one', () => {
  const found = (changes: object) => [
    {
      number: 1,
      generation: 5,
      state: 'quarantine',
      link: 'up',
      errors: 0,
      macs: ['02:00:00:00:00:01'],
      ...changes,
    } as const,
  ]
  expect(learnedMacs([attachment({})], found({}))).toMatchObject([{ mac: '02:00:00:00:00:01' }])
  expect(learnedMacs([attachment({})], found({ macs: ['02:00:00:00:00:01', '02:00:00:00:00:02'] }))).toEqual([])
  expect(learnedMacs([attachment({})], found({ generation: 4 }))).toEqual([])
  expect(learnedMacs([attachment({ mac: '02:00:00:00:00:09' })], found({}))).toEqual([])
  expect(learnedMacs([attachment({ macLearned: '02:00:00:00:00:01' })], found({}))).toEqual([])
  expect(learnedMacs([attachment({ state: 'production' })], found({}))).toEqual([])
})
