export interface Asking {
  readonly method: string
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly fetchSite: string | undefined
  readonly cookie: boolean
  readonly bearer: boolean
}

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/

/** Answers only under the public name or a loopback one: a name that was rebound to us is not ours (DNS rebinding). */
export const knownHost = (host: string | undefined, publicUrl: URL | undefined): boolean =>
  host !== undefined && (LOOPBACK.test(host) || host === publicUrl?.host)

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * May a request that a browser sends with its cookies change something? Only from a page of ours (OWASP: verify the origin).
 * A key in `Authorization` is never sent by a browser on its own.
 */
export const ownOrigin = (asking: Asking, publicUrl: URL | undefined): boolean => {
  if (SAFE.has(asking.method) || asking.bearer) return true
  if (asking.fetchSite === 'cross-site' || asking.fetchSite === 'same-site') return false
  if (asking.origin === undefined) return !asking.cookie || asking.fetchSite === 'same-origin'
  if (asking.origin === publicUrl?.origin) return true
  return asking.host !== undefined && LOOPBACK.test(asking.host) && asking.origin === `http://${asking.host}`
}
