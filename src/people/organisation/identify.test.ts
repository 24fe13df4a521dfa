import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestServer, testServer } from '../../server/testing.ts'
import { createOrganisation, editOrganisation, showOrganisation } from '../contract.ts'

let here: TestServer
let sales: string
beforeAll(async () => {
  here = await testServer()
  const { operator } = here.organisations
  sales = await here.keyOf(await here.addPerson({ organisation: operator, roles: ['sales'], name: 'Sam' }))
})
afterAll(() => here.close())

const FR = { name: 'Horlogerie', kinds: ['tenant'], country: 'FR', siret: '73282932000074' }
const add = async (body: object) =>
  (await here.ask(createOrganisation, { key: sales, body: { ...FR, ...body } })).json()
const change = async (organisation: string, body: object) => {
  const asked = { key: sales, params: { organisation } }
  const { version } = (await here.ask(showOrganisation, asked)).json<{ version: number }>()
  return (await here.ask(editOrganisation, { ...asked, body, headers: { 'if-match': `"${version}"` } })).json()
}

test('a country that is none and a SIRET whose check fails are refused; a SIRET is one establishment, with the services of a public body', async () => {
  expect(await add({ handle: 'athenes', country: 'EL' })).toMatchObject({
    code: 'country-unknown',
    title:
      '«\u00A0EL\u00A0» n’est pas le code d’un pays (ISO 3166-1)\u00A0: écrire GR. Seuls les numéros de TVA grecs gardent EL.',
  })
  expect(await add({ handle: 'faux', siret: '12345678901234' })).toMatchObject({ code: 'siret-wrong' })
  expect(await add({ handle: 'lip' })).toMatchObject({ handle: 'lip' })
  expect(await add({ handle: 'lip-encore' })).toMatchObject({ code: 'siret-taken' })
  const body = { kinds: ['public-body'], service_code: 'DSI' }
  expect(await add({ ...body, handle: 'lip-dsi' })).toMatchObject({ handle: 'lip-dsi' })
  expect(await change('lip-dsi', { country: 'UK' })).toMatchObject({ code: 'country-unknown' })
  expect(await change('lip-dsi', { service_code: null })).toMatchObject({ code: 'siret-taken' })
  expect(await change('lip-dsi', { name: 'Lip DSI', ...body, siret: FR.siret })).toMatchObject({ name: 'Lip DSI' })
})
