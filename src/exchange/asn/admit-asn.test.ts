import { expect, test } from 'vitest'
import { admitAsn } from './admit-asn.ts'

const always = [0, 23456, 65535, 4294967295]
const forSamples = [64496, 64511, 64512, 65534, 65536, 65551, 4200000000, 4294967294]
const usable = [1, 23455, 23457, 64495, 65552, 4199999999]

test.each(always)('AS%i is refused everywhere', (asn) => {
  expect(admitAsn(asn, false)).toMatchObject({ ok: false, refusal: { code: 'asn-reserved', asn } })
  expect(admitAsn(asn, true)).toMatchObject({ ok: false, refusal: { code: 'asn-reserved', asn } })
})
test.each(forSamples)('AS%i stands in a sample site only', (asn) => {
  expect(admitAsn(asn, false)).toMatchObject({ ok: false, refusal: { code: 'asn-reserved', asn } })
  expect(admitAsn(asn, true)).toEqual({ ok: true, value: asn })
})
test.each(usable)('AS%i is admitted', (asn) => expect(admitAsn(asn, false)).toEqual({ ok: true, value: asn }))
test.each([-1, 1.5, 4294967296, Number.NaN])('%d is no AS number', (asn) => {
  expect(admitAsn(asn, true)).toMatchObject({ ok: false, refusal: { code: 'asn-invalid' } })
})
