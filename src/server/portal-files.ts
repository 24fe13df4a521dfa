import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const MEDIA: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
}
/** Already packed: gzip would only make them longer. */
const PACKED = new Set(['.png', '.woff', '.woff2', '.ico'])

interface PortalFile {
  readonly media: string
  readonly content: Buffer
  readonly packed: Buffer | null
  readonly etag: string
  /** Its name carries a digest of its content (vite puts these in `assets/`). */
  readonly forever: boolean
}

const load = async (folder: string, path: string): Promise<PortalFile> => {
  const content = await readFile(path)
  const kind = extname(path)
  return {
    media: MEDIA[kind] ?? 'application/octet-stream',
    content,
    packed: PACKED.has(kind) ? null : await promisify(gzip)(content),
    etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
    forever: relative(folder, path).startsWith(`assets${sep}`),
  }
}

/** The built portal, read once: a request never names a path on the disk. */
const loadPortal = async (folder: string): Promise<ReadonlyMap<string, PortalFile>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const loaded = await Promise.all(
    files.map(async (path) => [`/${relative(folder, path).split(sep).join('/')}`, await load(folder, path)] as const),
  )
  return new Map(loaded)
}

const send = (request: FastifyRequest, reply: FastifyReply, file: PortalFile): FastifyReply => {
  void reply
    .header('etag', file.etag)
    .header('vary', 'accept-encoding')
    .header('cache-control', file.forever ? 'public, max-age=31536000, immutable' : 'no-cache')
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send()
  void reply.type(file.media)
  const packs = file.packed && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
  return packs ? reply.header('content-encoding', 'gzip').send(file.packed) : reply.send(file.content)
}

/** Serves the portal; an address that is no file is a page of the portal, which answers for it itself. */
export const servePortal = async (
  app: FastifyInstance,
  folder: string,
  notFound: (request: FastifyRequest, reply: FastifyReply) => FastifyReply,
): Promise<void> => {
  const files = await loadPortal(folder)
  const page = files.get('/index.html')
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/'
    const reads = request.method === 'GET' || request.method === 'HEAD'
    if (!reads || path.startsWith('/api/')) return notFound(request, reply)
    const file = files.get(path) ?? (extname(path) === '' ? page : undefined)
    return file ? send(request, reply, file) : notFound(request, reply)
  })
}
