import { z } from 'zod'
import { API, type Route } from '#kernel'
import * as billing from '#billing/contract'
import * as exchange from '#exchange/contract'
import * as facility from '#facility/contract'
import * as fibre from '#fibre/contract'
import * as market from '#market/contract'
import * as people from '#people/contract'
import * as server from '#server/contract'

const isRoute = (value: unknown): value is Route =>
  typeof value === 'object' &&
  value !== null &&
  'method' in value &&
  'path' in value &&
  'who' in value &&
  'summary' in value

const rooms = { people, facility, fibre, exchange, market, billing, server }

/** Every route of every room, in the order of the rooms. */
export const contract: readonly (Route & { readonly room: string })[] = Object.entries(rooms).flatMap(
  ([room, module]) =>
    Object.values(module)
      .filter(isRoute)
      .map((route) => ({ ...route, room })),
)

const keyOf = (route: Route): string => `${route.path} ${route.method}`

type Json = { readonly [key: string]: unknown }

const shape = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}

const parametersIn = (schema: z.ZodType | undefined, where: 'path' | 'query'): readonly Json[] => {
  if (!schema) return []
  const { properties, required } = shape(schema, 'input')
  const asked = new Set(Array.isArray(required) ? required : [])
  return Object.entries(record(properties)).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || asked.has(name),
    schema: property,
  }))
}

const header = (name: string, description: string, required: boolean): Json => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
})

const headersOf = (route: Route): readonly Json[] => [
  ...(route.idempotent === true
    ? [header('Idempotency-Key', 'The same key and request within 24 h: the same answer, done once', true)]
    : []),
  ...(route.refusals?.includes('version-missing') === true
    ? [header('If-Match', 'The version that was read, in quotes', true)]
    : []),
]

const replyOf = (route: Route): Json => {
  if (route.media !== undefined) return { 200: { description: 'A file or a stream', content: { [route.media]: {} } } }
  if (!route.reply) return { 204: { description: 'Done' } }
  return { 200: { description: 'Done', content: { 'application/json': { schema: shape(route.reply, 'output') } } } }
}

const operationOf = (route: Route & { readonly room: string }): Json => ({
  tags: [route.room],
  summary: route.summary,
  'x-who': route.who,
  ...(route.refusals && route.refusals.length > 0 ? { 'x-refusals': route.refusals } : {}),
  ...(route.who.includes('nobody') ? { security: [] } : {}),
  parameters: [...parametersIn(route.params, 'path'), ...parametersIn(route.query, 'query'), ...headersOf(route)],
  ...(route.body
    ? { requestBody: { required: true, content: { 'application/json': { schema: shape(route.body, 'input') } } } }
    : {}),
  responses: { ...replyOf(route), default: { $ref: '#/components/responses/Problem' } },
})

const PROBLEM: Json = {
  type: 'object',
  required: ['type', 'title', 'titles', 'code', 'status', 'values'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    titles: { type: 'object', properties: { fr: { type: 'string' }, en: { type: 'string' } } },
    code: { type: 'string' },
    status: { type: 'integer' },
    requestId: { type: ['string', 'null'] },
    at: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
    values: { type: 'object' },
  },
}

const SHARED = '#/components/schemas/'
/** Shorter ones are easier read where they stand. */
const LEAST_SHARED_CHARS = 1000

/** A shape that several operations take or answer stands once, under the name of the first that has it. */
const shareShapes = (paths: Json): { readonly paths: Json; readonly schemas: Json } => {
  const names = new Map<string, string[]>()
  const eachSchema = (visit: (schema: Json, name: string) => Json): Json =>
    mapRecord(paths, (operations, path) =>
      mapRecord(operations, (operation, method) => {
        const name = `${method}${path.replaceAll(/[{}]/g, '').replaceAll('/', '-')}`
        const side = (part: string): string => `${name}-${part === 'requestBody' ? 'asks' : 'answers'}`
        return mapRecord(operation, (value, part) => replaceSchemas(value, (schema) => visit(schema, side(part))))
      }),
    )
  eachSchema((schema, name) => {
    const text = JSON.stringify(schema)
    names.set(text, [...(names.get(text) ?? []), name])
    return schema
  })
  const shared = new Map([...names].filter(([text, users]) => users.length > 1 && text.length > LEAST_SHARED_CHARS))
  const refer = (schema: Json): Json => {
    const name = shared.get(JSON.stringify(schema))?.[0]
    return name === undefined ? schema : { $ref: `${SHARED}${name}` }
  }
  return {
    paths: eachSchema(refer),
    schemas: Object.fromEntries([...shared].map(([text, [name]]) => [name ?? '', JSON.parse(text)])),
  }
}

const mapRecord = (of: unknown, each: (value: unknown, key: string) => unknown): Json =>
  Object.fromEntries(Object.entries(record(of)).map(([key, value]) => [key, each(value, key)]))

/** The schemas of an operation's JSON bodies, one after the other. */
const replaceSchemas = (value: unknown, visit: (schema: Json) => Json): unknown => {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value
  return mapRecord(value, (inner, key) =>
    key === 'application/json' ? { schema: visit(record(record(inner)['schema'])) } : replaceSchemas(inner, visit),
  )
}

/** The contract as OpenAPI 3.1: committed as `openapi.json`; a test says when it has fallen behind or has lost a field. */
export const openApi = (): Json => {
  const paths: Record<string, Record<string, Json>> = {}
  // In one order whatever loaded the modules: a namespace's names need not come as they were written.
  for (const route of contract.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  const shared = shareShapes(paths)
  return {
    openapi: '3.1.0',
    info: { title: 'Vesontio', version: '1', license: { name: 'Apache-2.0' } },
    servers: [{ url: API }],
    security: [{ key: [] }, { session: [] }],
    paths: shared.paths,
    components: {
      schemas: shared.schemas,
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'session_token' },
      },
      responses: {
        Problem: {
          description: 'A refusal or a fault (RFC 9457)',
          content: { 'application/problem+json': { schema: PROBLEM } },
        },
      },
    },
  }
}

const fieldsIn = (schema: unknown, at: string, schemas: Json): readonly string[] => {
  if (typeof schema !== 'object' || schema === null) return []
  const { $ref } = record(schema)
  if (typeof $ref === 'string' && $ref.startsWith(SHARED))
    return fieldsIn(schemas[$ref.slice(SHARED.length)], at, schemas)
  return Object.entries(schema).flatMap(([key, value]: readonly [string, unknown]) => {
    if (key === 'properties')
      return Object.entries(record(value)).flatMap(([name, inner]) => [
        `${at}.${name}`,
        ...fieldsIn(inner, `${at}.${name}`, schemas),
      ])
    return fieldsIn(value, at, schemas)
  })
}

/** Every field that a caller may rely on: each operation, what it takes and what it answers. */
export const fieldsOf = (api: Json): ReadonlySet<string> => {
  const schemas = record(record(api['components'])['schemas'])
  return new Set(
    Object.entries(record(api['paths'])).flatMap(([path, operations]) =>
      Object.entries(record(operations)).flatMap(([method, operation]) => {
        const { parameters, requestBody, responses } = record(operation)
        const at = `${method.toUpperCase()} ${path}`
        const asked = Array.isArray(parameters)
          ? parameters.map((parameter) => `${at} ?${String(record(parameter)['name'])}`)
          : []
        return [
          at,
          ...asked,
          ...fieldsIn(requestBody, `${at} asks`, schemas),
          ...fieldsIn(responses, `${at} answers`, schemas),
        ]
      }),
    ),
  )
}

/** What a caller of the old contract would miss in the new one. */
export const lostFields = (old: Json, now: Json): readonly string[] => {
  const kept = fieldsOf(now)
  return [...fieldsOf(old)].filter((field) => !kept.has(field))
}
