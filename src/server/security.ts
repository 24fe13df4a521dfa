import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Refusal } from '#kernel'
import { knownHost, ownOrigin } from './check-origin.ts'

/** Nothing from elsewhere, nothing inline: the portal brings its own fonts, styles and scripts as files. */
const POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'geolocation=(), microphone=()',
}

const ONE_YEAR_SECONDS = 31_536_000

const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header)

/** Refuses foreign names and foreign pages; puts the same headers on every answer. */
export const guard = (
  app: FastifyInstance,
  publicUrl: URL | undefined,
  no: (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) => FastifyReply,
): void => {
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(HEADERS).header('x-request-id', request.id)
    if (publicUrl?.protocol === 'https:') void reply.header('strict-transport-security', `max-age=${ONE_YEAR_SECONDS}`)
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store')
    const { headers } = request
    if (!knownHost(headers.host, publicUrl)) return no(request, reply, { code: 'wrong-host' })
    const asking = {
      method: request.method,
      host: headers.host,
      origin: headers.origin,
      fetchSite: one(headers['sec-fetch-site']),
      cookie: headers.cookie !== undefined,
      bearer: headers.authorization !== undefined,
    }
    return ownOrigin(asking, publicUrl) ? undefined : no(request, reply, { code: 'wrong-origin' })
  })
}
