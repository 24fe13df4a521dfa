import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { WishedPort } from '#exchange/ports'
import { choosePorts, keyOf, readPorts, writePort } from './held-ports.ts'

const wished = fc.record<WishedPort>({
  number: fc.integer({ min: 1, max: 4 }),
  state: fc.constantFrom('off', 'quarantine', 'production', 'suspended'),
  vlan: fc.constant(100),
  quarantineVlan: fc.constant(199),
  mac: fc.option(fc.constantFrom('02:00:00:00:00:01', '02:00:00:00:00:02')),
  v4: fc.constant('198.51.100.21'),
  v6: fc.constant('2001:db8::15'),
  generation: fc.integer({ min: 0, max: 6 }),
})

test('what is written is what is read', () => {
  fc.assert(
    fc.property(fc.uniqueArray(wished, { selector: (port) => port.number }), (ports) => {
      expect(readPorts(new Map(ports.map((port) => [keyOf(port.number), writePort(port)])))).toEqual(ports)
    }),
  )
})

test('whatever order wishes come in, the newest generation of each port is what stays', () => {
  fc.assert(
    fc.property(fc.array(wished, { maxLength: 20 }), (wishes) => {
      const device = new Map<number, WishedPort>()
      for (const wish of wishes) {
        const applied = new Map([...device.values()].map((port) => [port.number, port.generation]))
        for (const port of choosePorts([wish], [...device.values()], applied)) device.set(port.number, port)
      }
      for (const [number, port] of device) {
        expect(port.generation).toBe(
          Math.max(...wishes.filter((wish) => wish.number === number).map((wish) => wish.generation)),
        )
      }
    }),
  )
})

const port: WishedPort = {
  number: 1,
  state: 'production',
  vlan: 100,
  quarantineVlan: 199,
  mac: null,
  v4: '198.51.100.21',
  v6: '2001:db8::15',
  generation: 3,
}

test('the same generation is applied again only where the daemon forgot it', () => {
  expect(choosePorts([port], [port], new Map([[1, 3]]))).toEqual([])
  expect(choosePorts([port], [port], new Map())).toEqual([port])
})

test('a note that we did not write is never guessed at', () => {
  expect(() => readPorts(new Map([['port1', '{"number":1}']]))).toThrow('expected')
  expect(readPorts(new Map([['another-key', 'x']]))).toEqual([])
})
