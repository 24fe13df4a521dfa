import fc from 'fast-check'
import { expect, test } from 'vitest'
import { macBytes, macText, maskBytes, v4Bytes, v6Bytes } from './address-bytes.ts'
import { answersProbe, arpProbe, neighbourSolicitation } from './probe-frames.ts'
import { splitJson } from './split-json.ts'

const SENDER = '02:56:01:50:00:05'
const target = { v4: '198.51.100.4', v6: '2001:db8:100::4' }

test('an ARP probe claims no address', () => {
  const frame = arpProbe(SENDER, target.v4)
  // Ethernet; ARP for IPv4 over Ethernet, a request; the sender without an address; nobody, asked for.
  const words = [
    'ffffffffffff',
    '025601500005',
    '0806',
    '0001080006040001',
    '025601500005',
    '00000000',
    '000000000000',
    'c6336404',
  ]
  expect(frame.toString('hex')).toBe(words.join('') + '00'.repeat(18))
  expect(frame).toHaveLength(60)
})

test('a neighbour solicitation has a sum that its receiver accepts', () => {
  const frame = neighbourSolicitation(SENDER, target.v6)
  const words = Buffer.concat([frame.subarray(22, 54), Buffer.from([0, 0, 0, 32, 0, 0, 0, 58]), frame.subarray(54)])
  let sum = 0
  for (let at = 0; at < words.length; at += 2) sum += words.readUInt16BE(at)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  expect(sum).toBe(0xffff)
  expect(macText(frame.subarray(0, 6))).toBe('33:33:ff:00:00:04')
})

test('only the answer of the asked address to this sender counts', () => {
  const reply = Buffer.alloc(60)
  reply.set(macBytes(SENDER), 0)
  reply.writeUInt16BE(0x0806, 12)
  reply.writeUInt16BE(2, 20)
  reply.set(v4Bytes(target.v4), 28)
  expect(answersProbe(reply, SENDER, target)).toBe(4)
  expect(answersProbe(reply, '02:56:01:50:00:06', target)).toBeNull()
  expect(answersProbe(reply, SENDER, { ...target, v4: '198.51.100.9' })).toBeNull()
  expect(answersProbe(arpProbe(SENDER, target.v4), SENDER, target)).toBeNull()
  expect(answersProbe(Buffer.alloc(3), SENDER, target)).toBeNull()
})

test('addresses as bytes', () => {
  expect([...v6Bytes('2001:db8::1')]).toEqual([0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
  expect([...v6Bytes('::')]).toEqual(Array.from({ length: 16 }, () => 0))
  expect([...maskBytes(10, 16)].slice(0, 3)).toEqual([0xff, 0xc0, 0])
  expect([...maskBytes(24, 4)]).toEqual([255, 255, 255, 0])
  for (const bad of ['1:2', '1::2::3', '12345::', '1:2:3:4:5:6:7:8::']) expect(() => v6Bytes(bad)).toThrow('no IPv6')
  for (const bad of ['1.2.3', '1.2.3.256', 'a.b.c.d']) expect(() => v4Bytes(bad)).toThrow('no IPv4')
  expect(() => macBytes('02:00')).toThrow('no MAC')
})

test('JSON values come whole, however the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.object(), fc.array(fc.jsonValue())), { maxLength: 5 }),
      fc.integer({ min: 1, max: 9 }),
      (values, size) => {
        const texts = values.map((value) => JSON.stringify(value))
        const stream = texts.join('')
        const split = splitJson(1_000_000)
        const whole: string[] = []
        for (let at = 0; at < stream.length; at += size) whole.push(...split(stream.slice(at, at + size)))
        expect(whole).toEqual(texts)
      },
    ),
  )
})

test('a value without end is not kept for ever', () => {
  const split = splitJson(100)
  expect(() => split(`["${'x'.repeat(200)}`)).toThrow('more than 100')
})
