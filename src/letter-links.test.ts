import { expect, test } from 'vitest'
import { linkOf } from '#outside/mail'
import { paths } from './portal/paths.ts'

test('each letter leads to a page of the portal by its whole address', () => {
  const base = new URL('https://portail.example.org')
  const id = '019ab0c0-0000-7000-8000-000000000001'
  const of = (kind: string, name: string): string | undefined => linkOf([kind, name], base)?.replace(base.origin, '')
  expect([
    of('order', 'BES-O-2026-00042'),
    of('service', 'BES-XP-000061'),
    of('letter', 'BES-L-2026-00007'),
    of('letter-request', 'BES-O-2026-00042'),
    of('work-order', 'BES-W-2026-00001'),
    of('invoice', id),
    of('import', id),
    // Its reader is the registry’s contact, who need not have an account.
    of('asn', 'AS64510'),
  ]).toEqual([
    paths.order('BES-O-2026-00042'),
    paths.service('BES-XP-000061'),
    paths.letter('BES-L-2026-00007'),
    paths.letters(),
    paths.workOrder('BES-W-2026-00001'),
    paths.invoice(id),
    paths.import(),
    undefined,
  ])
  expect(linkOf(['order', 'BES-O-2026-00042'], null)).toBeNull()
})
