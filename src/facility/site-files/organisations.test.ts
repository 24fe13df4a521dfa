import { expect, test } from 'vitest'
import { frenchVatKey, organisationRows, organisationsSchema } from './organisations.ts'

const codes = (over: object) => {
  const given = { handle: 'loue-net', name: 'Loue Net', kinds: ['tenant'], country: 'FR', invented: true, ...over }
  return organisationRows(organisationsSchema.parse({ organisations: [given] })).complaints.map(
    ({ path, refusal }) => `${path.join('.')} ${refusal.code}`,
  )
}

// INSEE's own example of a SIRET, and the VAT number that goes with its SIREN.
test('SIRET and VAT number are checked as their makers do', () => {
  expect(frenchVatKey('732829320')).toBe('44')
  expect(codes({ siret: '73282932000074', vat_number: 'FR44732829320' })).toEqual([])
  expect(codes({ siret: '73282932000075' })).toEqual(['organisations.0.siret siret-wrong'])
  expect(codes({ country: 'EL' })).toEqual(['organisations.0.country country-unknown'])
  expect(codes({ vat_number: 'FR45732829320' })).toEqual(['organisations.0.vat_number vat-number-wrong'])
})

test('a public body needs a SIRET; roles are for the operator’s persons; a right is given once, forwards in time', () => {
  expect(codes({ kinds: ['public-body'] })).toEqual(['organisations.0 public-body-without-siret'])
  expect(codes({ reseller: 'loue-net' })).toEqual(['organisations.0.reseller resells-to-itself'])
  const persons = [
    { handle: 'a', name: 'A', roles: ['admin'] },
    {
      handle: 'b',
      name: 'B',
      authorised: [
        { rights: ['read', 'order'], from: '2026-01-01' },
        { rights: ['order'], from: '2026-02-01', until: '2026-01-01' },
      ],
    },
  ]
  expect(codes({ persons })).toEqual([
    'organisations.0.persons.0.roles role-outside-operator',
    'organisations.0.persons.1.authorised right-twice',
    'organisations.0.persons.1.authorised.1.until dates-reversed',
  ])
})
