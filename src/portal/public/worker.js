// Keeps the portal and a technician's work orders readable without signal. What is sent is not kept here: the page
// keeps its proofs itself, and sends each once.
const SHELL = 'vesontio-shell-2'
const WORK = 'vesontio-work-1'
// With the drawings of where the work is: the rack’s front, the room from above, the panels.
const kept = /^\/api\/v1\/(me|status|work-orders|facility\/racks|facility\/plan|fibre\/panels)(\/|\?|$)/
const KEPT_DAYS = 3

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(['/', '/no-eval.js'])))
  self.skipWaiting()
})

self.addEventListener('activate', (event) => {
  const known = [SHELL, WORK]
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => !known.includes(name)).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

const put = async (name, request, response) => {
  if (response.ok) await (await caches.open(name)).put(request, response.clone())
  return response
}

// Files under /assets/ carry a digest of their content in their name: what is kept is right for ever.
const fromCache = async (request) => (await caches.match(request)) ?? put(SHELL, request, await fetch(request))

const page = async (request) => {
  try {
    const response = await fetch(request)
    if (response.ok) await (await caches.open(SHELL)).put('/', response.clone())
    return response
  } catch {
    return (await caches.match('/')) ?? Response.error()
  }
}

const isFresh = (response) =>
  Date.now() - new Date(response.headers.get('date') ?? 0).getTime() < KEPT_DAYS * 86_400_000

const work = async (request) => {
  try {
    return await put(WORK, request, await fetch(request))
  } catch (cause) {
    const old = await (await caches.open(WORK)).match(request)
    if (old && isFresh(old)) return old
    throw cause
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') event.respondWith(page(request))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(fromCache(request))
  else if (url.pathname === '/no-eval.js') event.respondWith(fromCache(request))
  else if (kept.test(url.pathname + url.search)) event.respondWith(work(request))
})

// Signing out forgets what was read.
self.addEventListener('message', (event) => {
  if (event.data === 'forget') event.waitUntil(caches.delete(WORK))
})
