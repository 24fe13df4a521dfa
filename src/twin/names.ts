import { createHash } from 'node:crypto'
import { resolve } from 'node:path'

/**
 * Every thing that the twin makes bears 8 hex digits of its data folder, so that twins live side by side and a teardown
 * never touches another's.
 */
export interface TwinNames {
  readonly mark: string
  /** Short on purpose: a unix socket's path may have 107 bytes (unix(7)). */
  readonly runDir: string
  readonly prefix: string
  readonly fabric: string
  readonly collector: string
  readonly responder: string
  readonly routeServer: (handle: string) => string
  readonly member: (switchAt: number, port: number) => string
}

export const RUN_ROOT = '/run/vesontio'
/** Where iproute2 keeps named namespaces (ip-netns(8)). */
export const NETNS_DIR = '/run/netns'

export const namesOf = (dataFolder: string): TwinNames => {
  const mark = createHash('sha256').update(resolve(dataFolder)).digest('hex').slice(0, 8)
  const prefix = `v${mark}-`
  return {
    mark,
    runDir: `${RUN_ROOT}/${mark}`,
    prefix,
    fabric: `${prefix}fab`,
    collector: `${prefix}col`,
    responder: `${prefix}qua`,
    routeServer: (handle) => `${prefix}${handle}`,
    member: (switchAt, port) => (switchAt === 0 ? `${prefix}m${port}` : `${prefix}m${switchAt + 1}.${port}`),
  }
}
