import { expect, test } from 'vitest'
import { admitMac } from './admit-mac.ts'

test.each(['02:AB:cd:00:00:01', '02-ab-cd-00-00-01', '02ab.cd00.0001', '02abcd000001', '  02:ab:cd:00:00:01 '])(
  '%j is one address',
  (mac) => expect(admitMac(mac)).toEqual({ ok: true, value: '02:ab:cd:00:00:01' }),
)
test.each(['01:00:5e:00:00:01', '33:33:00:00:00:01', 'ff:ff:ff:ff:ff:ff', '0180.c200.0000'])('%s is a group’s', (mac) =>
  expect(admitMac(mac)).toMatchObject({ ok: false, refusal: { code: 'mac-multicast' } }),
)
test.each([
  '',
  '00:00:00:00:00:00',
  '02:ab:cd:00:00',
  '02:ab:cd:00:00:01:02',
  '02:ab-cd:00:00:01',
  '2:ab:cd:0:0:1',
  'g2:ab:cd:00:00:01',
])('%j is none', (mac) => expect(admitMac(mac)).toMatchObject({ ok: false, refusal: { code: 'mac-invalid' } }))
