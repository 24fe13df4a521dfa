import { expect, test } from 'vitest'
import { buyerOf, missingReferences, serviceCodeOf } from './miss-references.ts'

const town = buyerOf({ kinds: ['public-body'], siret: '21250056500016', service_code: null })

test('a public body’s invoice names its SIRET, a service code and an engagement; nobody else owes them', () => {
  expect(missingReferences(town, [{}])).toEqual(['service_code', 'engagement_number'])
  expect(missingReferences(town, [{ serviceCode: 'DSI', engagementNumber: 'EJ-1' }])).toEqual([])
  expect(missingReferences({ ...town, siret: null, serviceCode: 'DSI' }, [{ engagementNumber: 'EJ-1' }])).toEqual(['siret']) // prettier-ignore
  // Of several things on one invoice, each.
  expect(missingReferences({ ...town, serviceCode: 'DSI' }, [{ engagementNumber: 'EJ-1' }, null])).toEqual(['engagement_number']) // prettier-ignore
  expect(missingReferences({ ...town, publicBody: false, siret: null }, [null])).toEqual([])
  expect([serviceCodeOf({ serviceCode: 'OWN' }, { serviceCode: 'ORDER' }), serviceCodeOf({ serviceCode: 'OWN' }, null)]).toEqual(['ORDER', 'OWN']) // prettier-ignore
})
