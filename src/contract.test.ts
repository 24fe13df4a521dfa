import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { contract, fieldsOf, lostFields, openApi } from './contract.ts'
import { serverWords } from '#server/words'
import { allWords } from './vocabulary.ts'

const committed = async () => JSON.parse(await readFile(new URL('../openapi.json', import.meta.url), 'utf8'))

test('openapi.json says what the contract says (npx tsx tools/openapi.ts)', async () => {
  expect(await committed()).toEqual(JSON.parse(JSON.stringify(openApi())))
})

test('no field that callers rely on is lost, and the loss of one would be seen', async () => {
  const old = await committed()
  expect(lostFields(old, openApi())).toEqual([])
  const planted = structuredClone(old)
  planted.paths['/me'].get.responses['200'].content['application/json'].schema.properties.planted = {
    type: 'string',
  }
  planted.paths['/orders'].get.parameters.push({ name: 'planted', in: 'query' })
  planted.paths['/planted'] = { post: {} }
  expect(lostFields(planted, openApi()).toSorted()).toEqual([
    'GET /me answers.planted',
    'GET /orders ?planted',
    'POST /planted',
  ])
  expect(fieldsOf(old).size).toBeGreaterThan(500)
})

test('one method and path is one route; every name in a path is a parameter', () => {
  const seen = contract.map((route) => `${route.method} ${route.path.replaceAll(/:\w+/g, ':')}`)
  expect(seen.filter((one, index) => seen.indexOf(one) !== index)).toEqual([])
  for (const route of contract) {
    const named = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name)
    const shape = route.params && 'shape' in route.params ? Object.keys(route.params.shape as object) : []
    expect([route.path, shape]).toEqual([route.path, named])
  }
})

test('every refusal that a route promises has its sentence in both languages', () => {
  const said = { ...allWords, ...serverWords }
  const missing = contract.flatMap((route) =>
    (route.refusals ?? []).filter((code) => !(code in said)).map((code) => `${route.path} ${code}`),
  )
  expect(missing).toEqual([])
})

test('a promise is a POST, a PUT or a PATCH, and answers in JSON', () => {
  for (const route of contract.filter(({ idempotent }) => idempotent === true)) {
    expect(route.method).not.toBe('GET')
    expect(route.media).toBeUndefined()
  }
})
