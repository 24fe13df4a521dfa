import {
  type Attachment,
  type Found as FabricFound,
  asnState,
  attach,
  attachmentOf,
  detach,
  foundOf,
  isAnswering,
  isCarrying,
  isPeering,
  isReached,
  lanOf,
  lockFabric,
  passedQuarantine,
  portOf,
  addressOf,
  recordQuarantinePass,
  sendAsnCode,
  wishState,
} from '#exchange'
import { Fault, type Refusal, type Result } from '#kernel'
import { type Proof, type Step, type StepContext, done, underWay, waitsFor } from '../../product.ts'
import { workStep } from '../../work-order/work-step.ts'
import type { ExchangePortParameters } from './parameters.ts'
import { heldOf } from './stock.ts'
import { patchPort, unpatchPort } from './work.ts'

type Context = StepContext<ExchangePortParameters>
type PortStep = Step<ExchangePortParameters>

/** A device that said nothing for so long after the wish is not under way: it is not there. */
const DEVICE_SILENT_MS = 20_000

/** The claims are held, so what the exchange refuses now is a fault of ours to look into: the step waits and says so. */
export const must = <T>(result: Result<T, Refusal>): T => {
  if (!result.ok) throw new Fault('exchange', `${result.refusal.code} ${JSON.stringify(result.refusal)}`)
  return result.value
}

export const silent = ({ actedAt, now }: Context) =>
  actedAt !== null && now.getTime() - actedAt.getTime() > DEVICE_SILENT_MS
    ? waitsFor('site', { code: 'device-silent' })
    : underWay

type Measured = readonly [proof: string, value: unknown, method: string, device: string, at: Date, unit?: string]

export const measured = (...[proof, value, method, device, at, unit]: Measured): Proof => ({
  proof,
  value,
  method,
  device,
  source: 'measured',
  at,
  ...(unit === undefined ? {} : { unit }),
})

export const deviceOf = (attachment: Attachment): string => `${attachment.switchHandle}/${attachment.portNumber}`

/** The MAC that was named in the order was claimed at the reservation; the attachment carries it from the first wish on. */
export const wishPort = async (context: Context): Promise<void> => {
  const { tx, site, parameters, holds, now } = context
  const lan = await lanOf(tx, site.id)
  if (!lan) throw new Fault('exchange', 'the site has no peering LAN')
  const address = addressOf(lan, heldOf(holds, 'lan-host').span[0])
  must(
    await attach(tx, {
      serviceId: context.serviceId,
      label: context.serviceNumber,
      siteId: site.id,
      organisationId: context.organisationId,
      lanId: lan.id,
      portId: heldOf(holds, 'port').thingId,
      asn: parameters.asn,
      asSet: parameters.as_set ?? null,
      v4: address.v4,
      v6: address.v6,
      mac: parameters.mac ?? null,
      maxPrefixV4: parameters.max_prefix_v4,
      maxPrefixV6: parameters.max_prefix_v6,
      prefixes: parameters.prefixes,
      state: 'quarantine',
      now,
    }),
  )
}

/** Off on the device, or never told to any device. */
const portGone = async (context: Context) => {
  const attachment = await attachmentOf(context.tx, context.serviceId)
  const { port } = await foundOf(context.tx, context.serviceId)
  if (!attachment || port === null || port.generation === null) return done()
  if (!port.applied || port.state !== 'off') return silent(context)
  return done(measured('port-off', true, 'OVSDB and flows read back', deviceOf(attachment), port.at))
}

const nothing = async (): Promise<void> => undefined
const gone = async () => done()

const patch: PortStep = workStep(
  { name: 'patch', forReady: true, needs: [] },
  {
    already: async (context) => {
      const port = await portOf(context.tx, heldOf(context.holds, 'port').thingId)
      if (!port?.prewired) return null
      return [
        {
          proof: 'patched-at-opening',
          value: `${port.prewired.panelHandle}/${port.prewired.position}`,
          method: 'site file',
          source: 'declared',
          at: context.now,
        },
      ]
    },
    todo: patchPort,
    undo: unpatchPort,
  },
)

const port: PortStep = {
  name: 'port',
  by: 'machine',
  forReady: true,
  needs: ['patch'],
  act: wishPort,
  found: async (context) => {
    const attachment = await attachmentOf(context.tx, context.serviceId)
    const found = await foundOf(context.tx, context.serviceId)
    if (!attachment || context.actedAt === null || !found.port?.applied) return silent(context)
    return done(
      measured(
        'port-configured',
        attachment.state,
        'generation read back from the switch',
        deviceOf(attachment),
        found.port.at,
      ),
    )
  },
  undo: async (context) => {
    must(await detach(context.tx, context.serviceId, context.now))
  },
  gone: portGone,
}

const lightAndErrors = (attachment: Attachment, found: NonNullable<FabricFound['port']>): readonly Proof[] => [
  measured('link', found.link, 'link state of the switch', deviceOf(attachment), found.at),
  measured('errors', found.errors, 'error counters of the switch', deviceOf(attachment), found.at, 'frames'),
  measured(
    'quarantine-carries',
    { v4: found.carriesV4, v6: found.carriesV6 },
    'ARP and ND put in at the port, answered by the quarantine responder',
    deviceOf(attachment),
    found.testedAt ?? found.at,
  ),
]

export const test: PortStep = {
  name: 'test',
  by: 'machine',
  forReady: true,
  needs: ['port'],
  act: nothing,
  found: async (context) => {
    const attachment = await attachmentOf(context.tx, context.serviceId)
    const found = await foundOf(context.tx, context.serviceId)
    if (!attachment || !found.port?.applied) return silent(context)
    if (found.port.link === 'down') return waitsFor('customer', { code: 'no-link', port: deviceOf(attachment) })
    if (found.port.errors !== null && found.port.errors > 0)
      return waitsFor('site', { code: 'port-errors', errors: found.port.errors })
    return isCarrying(found) && found.port.link === 'up'
      ? done(...lightAndErrors(attachment, found.port))
      : silent(context)
  },
  undo: nothing,
  gone,
}

const proveAsn: PortStep = {
  name: 'prove-asn',
  by: 'customer',
  forReady: false,
  needs: [],
  act: async (context) => {
    // The fabric before the AS, as every signature does: two ports of one AS at one moment do not wait for each other.
    const lan = await lanOf(context.tx, context.site.id)
    if (lan) await lockFabric(context.tx, lan.id)
    const state = await asnState(context.tx, { siteId: context.site.id, asn: context.parameters.asn })
    // Without the registry's address there is nobody to write to: the step then waits for the site to enter it.
    if (state?.contactMail && !state.provedAt)
      await sendAsnCode(context.tx, { siteId: context.site.id, asn: context.parameters.asn, now: context.now })
  },
  found: async (context) => {
    const { asn } = context.parameters
    const state = await asnState(context.tx, { siteId: context.site.id, asn })
    if (!state) throw new Fault('exchange', `AS${asn} is not declared`)
    if (state.provedAt)
      return done({
        proof: 'asn-proved',
        value: `AS${asn}`,
        method: state.provedHow ?? 'unknown',
        source: state.provedHow === 'mailed-code' ? 'measured' : 'attested',
        at: state.provedAt,
      })
    if (!state.contactMail) return waitsFor('site', { code: 'asn-contact-unknown', asn })
    return waitsFor('customer', {
      code: state.codeSentAt ? 'asn-code-awaited' : 'asn-code-to-send',
      asn,
      to: state.contactMail,
    })
  },
  undo: nothing,
  gone,
}

export const quarantine: PortStep = {
  name: 'quarantine',
  by: 'customer',
  forReady: false,
  needs: ['test'],
  act: nothing,
  found: async (context) => {
    const attachment = await attachmentOf(context.tx, context.serviceId)
    if (!attachment) throw new Fault('exchange', `${context.serviceNumber} is not attached`)
    const found = await foundOf(context.tx, context.serviceId)
    const mac = attachment.mac
    if (mac && (await passedQuarantine(context.tx, { asn: attachment.asn, mac }))) {
      return done({
        proof: 'quarantine-passed-before',
        value: mac,
        method: 'an earlier quarantine of this equipment',
        source: 'measured',
        at: context.now,
      })
    }
    const foreign = found.port?.macs.find((seen) => mac !== null && seen !== mac)
    if (foreign) return waitsFor('customer', { code: 'foreign-mac', mac: foreign })
    if (!isAnswering(found))
      return waitsFor('customer', { code: 'equipment-silent', v4: attachment.v4, v6: attachment.v6 })
    if (!mac || !attachment.macConfirmedAt) {
      return waitsFor(
        'customer',
        attachment.macLearned
          ? { code: 'mac-to-confirm', mac: attachment.macLearned }
          : { code: 'equipment-silent', v4: attachment.v4, v6: attachment.v6 },
      )
    }
    return done(
      measured(
        'quarantine-answers',
        { v4: found.port?.answersV4, v6: found.port?.answersV6 },
        'ARP, ND and ping by the quarantine responder',
        deviceOf(attachment),
        found.port?.testedAt ?? context.now,
      ),
      measured('mac', mac, 'learned on the port', deviceOf(attachment), attachment.macConfirmedAt),
    )
  },
  undo: nothing,
  gone,
}

export const open: PortStep = {
  name: 'open',
  by: 'machine',
  forReady: false,
  needs: ['test', 'prove-asn', 'quarantine'],
  act: async (context) => {
    const attachment = await attachmentOf(context.tx, context.serviceId)
    if (attachment?.mac)
      await recordQuarantinePass(context.tx, {
        asn: attachment.asn,
        mac: attachment.mac,
        serviceId: context.serviceId,
        now: context.now,
      })
    must(await wishState(context.tx, context.serviceId, 'production', context.now))
  },
  found: async (context) => {
    const attachment = await attachmentOf(context.tx, context.serviceId)
    const found = await foundOf(context.tx, context.serviceId)
    if (context.actedAt === null || attachment?.state !== 'production' || !found.port?.applied) return silent(context)
    return done(
      measured(
        'port-open',
        attachment.mac,
        'generation read back from the switch',
        deviceOf(attachment),
        found.port.at,
      ),
    )
  },
  undo: async (context) => {
    must(await detach(context.tx, context.serviceId, context.now))
  },
  gone: portGone,
}

export const live: PortStep = {
  name: 'live',
  by: 'customer',
  forReady: false,
  needs: ['open'],
  act: nothing,
  found: async (context) => {
    const attachment = await attachmentOf(context.tx, context.serviceId)
    const found = await foundOf(context.tx, context.serviceId)
    if (!attachment || !isPeering(found) || !isReached(found, attachment.prefixes)) {
      const up = found.sessions.filter(
        (session) => session.state === 'established' && session.kind === 'route-server',
      ).length
      const silence = context.actedAt !== null && context.now.getTime() - context.actedAt.getTime() > DEVICE_SILENT_MS
      return silence
        ? waitsFor('customer', { code: 'sessions-awaited', established: up, of: found.routeServers.length * 2 })
        : underWay
    }
    return done(
      ...found.sessions
        .filter((session) => session.kind === 'route-server')
        .map((session) =>
          measured(
            `bgp-${session.routeServer}-v${session.family}`,
            { state: session.state, imported: session.imported },
            'BGP session of the route server',
            session.routeServer,
            session.since ?? session.at,
          ),
        ),
      ...found.routes.map((route) =>
        measured(
          `route-seen-v${route.family}`,
          { prefix: route.prefix, pinged: route.pinged },
          'route and ping at another member',
          route.witness,
          route.at,
        ),
      ),
    )
  },
  undo: nothing,
  gone,
}

export const deliverSteps: readonly PortStep[] = [patch, port, test, proveAsn, quarantine, open, live]

/** The delivery backwards: sessions and port first, so that nobody pulls a patch that still carries traffic. */
const drain: PortStep = {
  name: 'drain',
  by: 'machine',
  forReady: true,
  needs: [],
  act: async (context) => {
    must(await detach(context.tx, context.serviceId, context.now))
  },
  found: async (context) => {
    if (context.actedAt === null) return underWay
    const attachment = await attachmentOf(context.tx, context.serviceId)
    const found = await foundOf(context.tx, context.serviceId)
    if (!attachment) return done()
    if (
      !found.port?.applied ||
      found.port.state !== 'off' ||
      found.sessions.some((session) => session.state === 'established')
    )
      return silent(context)
    return done(measured('port-off', true, 'generation read back from the switch', deviceOf(attachment), found.port.at))
  },
  undo: nothing,
  gone,
}

const unpatch: PortStep = workStep(
  { name: 'unpatch', forReady: true, needs: ['drain'] },
  {
    already: async (context) => {
      const built = await portOf(context.tx, heldOf(context.holds, 'port').thingId)
      return built?.prewired
        ? [
            {
              proof: 'stays-patched',
              value: `${built.prewired.panelHandle}/${built.prewired.position}`,
              method: 'site file',
              source: 'declared',
              at: context.now,
            },
          ]
        : null
    },
    todo: async (context) => unpatchPort(context),
    undo: async () => null,
  },
)

export const ceaseSteps: readonly PortStep[] = [drain, unpatch]
