import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { z } from 'zod'
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

test('no route takes a day or an instant of the year 0: the database would not', () => {
  const dated = new Map<z.core.$ZodType, string>()
  for (const { method, path, body, query } of contract)
    for (const asked of [body, query])
      if (asked)
        z.toJSONSchema(asked, {
          io: 'input',
          unrepresentable: 'any',
          override: ({ zodSchema, jsonSchema: { format } }) => {
            if (format === 'date' || format === 'date-time') dated.set(zodSchema, `${method} ${path} ${format}`)
          },
        })
  expect(dated.size).toBeGreaterThan(1)
  // What a bounded day was made of is told too, and nobody's door.
  // oxlint-disable-next-line no-underscore-dangle -- zod’s own name of what its types promise to libraries
  const made = new Set([...dated.keys()].map((schema) => schema._zod.parent))
  const taken = [...dated].filter(
    ([schema]) =>
      !made.has(schema) && ['0000-01-01', '0000-01-01T00:00:00Z'].some((text) => z.safeParse(schema, text).success),
  )
  expect(taken.map(([, where]) => where)).toEqual([])
})
