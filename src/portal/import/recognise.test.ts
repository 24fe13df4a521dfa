import { expect, test } from 'vitest'
import { recognise } from './recognise.ts'

test.each([
  ['members.json', '{"version": "0.7"', 'ixf'],
  ['members', '\uFEFF\n {', 'ixf'],
  ['broken.json', 'version 0.7', 'ixf'],
  ['clients.csv', 'old_number,organisation,product\n', 'services'],
  ['clients.csv', '"organisation";"old_number"\n', 'services'],
  ['feeds.csv', 'at,meter,power_w\r\n2026', 'readings'],
  ['feeds.csv', 'a\u0000t\u0000,\u0000meter\u0000', 'readings'],
  ['photo.jpg', '\u00ff\u00d8', null],
  ['empty.csv', '', null],
] as const)('%s that begins with %j is %s', (name, head, kind) => {
  expect(recognise(name, head)).toBe(kind)
})
