import { expect, test } from 'vitest'
import { identityTrouble, isSiret, passesLuhn } from './identity.ts'

test('a country is one that ISO 3166-1 names; Greece is GR, whatever stands before its VAT numbers', () => {
  expect(['FR', 'GR', 'GB', 'CH', 'RE', 'AX'].map((country) => identityTrouble({ country }))).toEqual(
    Array<null>(6).fill(null),
  )
  const told = (country: string) => identityTrouble({ country })
  expect(told('EL')).toEqual({ code: 'country-unknown', country: 'EL', meant: 'GR' })
  expect(told('UK')).toEqual({ code: 'country-unknown', country: 'UK', meant: 'GB' })
  // A code of the past, one of users, the Union itself, Northern Ireland’s for VAT, and a country that nobody has said.
  expect(['AN', 'XK', 'XX', 'EU', 'XI', 'ZZ'].map((country) => told(country)?.code)).toEqual(
    Array<string>(6).fill('country-unknown'),
  )
})

test('a SIRET passes Luhn, or is one of La Poste’s, whose digits add up to a multiple of five', () => {
  // INSEE's own example.
  expect(passesLuhn('73282932000074')).toBe(true)
  expect(isSiret('73282932000074')).toBe(true)
  expect(['73282932000075', '12345678901234', '7328293200007', '00000000000001'].map(isSiret)).toEqual(
    Array<boolean>(4).fill(false),
  )
  // The head office passes Luhn; a post office does not, and its digits add up to 45.
  expect(
    ['35600000000048', '35600000049837', '35600000012345'].map((siret) => [passesLuhn(siret), isSiret(siret)]),
  ).toEqual([
    [true, true],
    [false, true],
    [false, false],
  ])
})
