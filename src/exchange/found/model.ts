import { families, type Attachment, type Family } from '../model.ts'
import type { FoundSession, PortState } from '../ports.ts'

export interface FoundPortOf {
  /** The generation and state that the device holds; null: it was never told. */
  readonly generation: number | null
  readonly state: PortState | null
  /** The device holds this service's present wish. All that is said below counts for it only then. */
  readonly applied: boolean
  readonly link: 'up' | 'down' | 'unknown'
  readonly errors: number | null
  readonly macs: readonly string[]
  /** The port itself, measured without the customer: a frame put in at it reached the quarantine responder and came back. Null: not asked. */
  readonly carriesV4: boolean | null
  readonly carriesV6: boolean | null
  /** The customer's equipment answered in quarantine. Null: not asked. */
  readonly answersV4: boolean | null
  readonly answersV6: boolean | null
  readonly testedAt: Date | null
  readonly changedAt: Date
  readonly at: Date
}

export interface FoundSessionOf {
  readonly routeServer: string
  readonly kind: 'route-server' | 'collector'
  readonly family: Family
  readonly state: 'established' | 'down' | 'absent'
  readonly generation: number | null
  readonly since: Date | null
  readonly imported: number | null
  readonly filtered: number | null
  readonly exported: number | null
  readonly lastError: string | null
  readonly at: Date
}

export interface SessionFinding extends Omit<FoundSession, 'state' | 'asn' | 'address'> {
  readonly serviceId: string
  /** Of the attachment as it was when the route server was asked: a finding about a former wish is dropped. */
  readonly wished: number
  readonly state: 'established' | 'down' | 'absent'
}

export interface FoundRouteOf {
  readonly family: Family
  readonly witness: string
  readonly prefix: string
  readonly pinged: boolean | null
  readonly since: Date
  readonly at: Date
}

/** All that was last found of one service, with when. What is absent is unknown. */
export interface Found {
  readonly port: FoundPortOf | null
  readonly sessions: readonly FoundSessionOf[]
  readonly routes: readonly FoundRouteOf[]
  /** The route servers that the member must be seen at. */
  readonly routeServers: readonly string[]
}

/** The families in which routes of this member can be seen at all: those of its prefixes, both where none is known yet. */
export const familiesOf = (prefixes: readonly string[]): readonly Family[] => {
  const known = families.filter((family) => prefixes.some((prefix) => prefix.includes(':') === (family === 6)))
  return known.length > 0 ? known : families
}

/** The site's own part of quarantine: the port as wished, light, no errors, frames carried both ways in both families. */
export const isCarrying = (found: Found): boolean =>
  found.port !== null &&
  found.port.applied &&
  found.port.state === 'quarantine' &&
  found.port.carriesV4 === true &&
  found.port.carriesV6 === true

/** The customer's part of quarantine: its equipment answers in both families. */
export const isAnswering = (found: Found): boolean =>
  found.port !== null && found.port.applied && found.port.answersV4 === true && found.port.answersV6 === true

/** Established with every route server of the site in both families. */
export const isPeering = (found: Found): boolean =>
  found.routeServers.length > 0 &&
  found.routeServers.every((handle) =>
    families.every((family) =>
      found.sessions.some((s) => s.routeServer === handle && s.family === family && s.state === 'established'),
    ),
  )

/** Somebody else learned its routes and reached it, in each family that it announces. */
export const isReached = (found: Found, prefixes: readonly string[]): boolean =>
  familiesOf(prefixes).every((family) => found.routes.some((route) => route.family === family && route.pinged === true))

/** Nothing more is to be learned about this attachment by looking often. */
export const isSettled = (attachment: Attachment, found: Found): boolean => {
  switch (attachment.state) {
    case 'off':
    case 'suspended':
      return true
    case 'quarantine':
      return isCarrying(found) && isAnswering(found) && (attachment.mac ?? attachment.macLearned) !== null
    case 'production':
      return found.port?.applied === true && isPeering(found) && isReached(found, attachment.prefixes)
  }
}
