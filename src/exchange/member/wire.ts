import type { z } from 'zod'
import type { AsnState } from '../asn/store.ts'
import { MOST_ATTEMPTS } from '../asn/code.ts'
import type { memberDetailWire, memberWire, sessionWire } from '../contract.ts'
import { families, type Attachment, type RouteServerCard } from '../model.ts'
import type { Found } from '../found/model.ts'

export interface Member {
  readonly attachment: Attachment
  readonly name: string
  readonly handle: string
}

type Session = z.input<typeof sessionWire>

export const instant = (at: Date | null | undefined): string | null => at?.toISOString() ?? null

/** Each session that a member in production should have, also those that nobody could look at. */
const sessionsOf = (
  attachment: Attachment,
  found: Found,
  routeServers: readonly RouteServerCard[],
): readonly Session[] =>
  attachment.state !== 'production'
    ? []
    : routeServers.flatMap(({ handle, kind }) =>
        families.map((family) => {
          const seen = found.sessions.find((session) => session.routeServer === handle && session.family === family)
          return {
            route_server: handle,
            kind,
            family,
            state: seen?.state ?? 'unknown',
            since: instant(seen?.since),
            imported: seen?.imported ?? null,
            filtered: seen?.filtered ?? null,
            exported: seen?.exported ?? null,
            last_error: seen?.lastError ?? null,
            at: instant(seen?.at),
          } satisfies Session
        }),
      )

/** What a caller may know of one member: as an exchange publishes it, and more where it is the caller's own. */
export const toMember = (
  { attachment, name, handle }: Member,
  found: Found,
  routeServers: readonly RouteServerCard[],
  own: boolean,
): z.input<typeof memberWire> => ({
  service: attachment.serviceId,
  number: own ? attachment.label : null,
  name,
  handle,
  asn: attachment.asn,
  as_set: attachment.asSet,
  speed_mbps: attachment.speedMbps,
  v4: attachment.v4,
  v6: attachment.v6,
  state: attachment.state,
  declared: null,
  own,
  port: own ? { switch: attachment.switchHandle, number: attachment.portNumber } : null,
  sessions: own ? [...sessionsOf(attachment, found, routeServers)] : null,
  wished_at: own ? instant(attachment.wishedAt) : null,
})

export const toProof = (state: AsnState | null): z.input<typeof memberDetailWire>['asn_proof'] => ({
  contact_source: state?.contactSource ?? null,
  code_sent_at: instant(state?.codeSentAt),
  code_expires_at: instant(state?.codeExpiresAt),
  attempts_left: state?.codeExpiresAt ? MOST_ATTEMPTS - state.codeAttempts : null,
  proved_at: instant(state?.provedAt),
  proved_how: state?.provedHow ?? null,
})

const toFound = ({ port }: Found): z.input<typeof memberDetailWire>['found'] =>
  port && {
    generation: port.generation,
    state: port.state,
    applied: port.applied,
    link: port.link,
    errors: port.errors,
    macs: [...port.macs],
    carries: { v4: port.carriesV4, v6: port.carriesV6 },
    answers: { v4: port.answersV4, v6: port.answersV6 },
    tested_at: instant(port.testedAt),
    changed_at: port.changedAt.toISOString(),
    at: port.at.toISOString(),
  }

export const toDetail = (
  member: Member,
  found: Found,
  routeServers: readonly RouteServerCard[],
  proof: AsnState | null,
): z.input<typeof memberDetailWire> => ({
  ...toMember(member, found, routeServers, true),
  mac: member.attachment.mac,
  mac_learned: member.attachment.macLearned,
  mac_learned_at: instant(member.attachment.macLearnedAt),
  mac_confirmed_at: instant(member.attachment.macConfirmedAt),
  max_prefix_v4: member.attachment.maxPrefixV4,
  max_prefix_v6: member.attachment.maxPrefixV6,
  prefixes: [...member.attachment.prefixes],
  generation: member.attachment.generation,
  found: toFound(found),
  routes: found.routes.map(({ family, prefix, witness, pinged, since, at }) => ({
    family,
    prefix,
    witness,
    pinged,
    since: since.toISOString(),
    at: at.toISOString(),
  })),
  asn_proof: toProof(proof),
})
