import { type Attachment, attachmentOf, foundOf, portOf, recordQuarantinePass, wishState } from '#exchange'
import { type Step, type StepContext, done } from '../../product.ts'
import type { Instructions } from '../../work-order/store.ts'
import { workStep } from '../../work-order/work-step.ts'
import type { ExchangePortParameters } from './parameters.ts'
import { deviceOf, live, measured, must, open, quarantine, silent, test, wishPort } from './steps.ts'
import { heldOf } from './stock.ts'
import { provedMac } from './store.ts'
import { patchPort, repatchPort, unpatchPort } from './work.ts'

type Context = StepContext<ExchangePortParameters>
type PortStep = Step<ExchangePortParameters>

const nothing = async (): Promise<void> => undefined

/** The service as it was: what it leaves comes before what it took, each kind is looked up once. */
const before = (context: Context): Context => {
  if (!context.change) throw new Error(`${context.serviceNumber} is not being changed`)
  const { from, leaves } = context.change
  return { ...context, parameters: from, holds: [...leaves, ...context.holds] }
}

const samePosition = (context: Context): boolean => {
  const [old, now] = [heldOf(before(context).holds, 'panel-position'), heldOf(context.holds, 'panel-position')]
  return old.thingId === now.thingId && old.span[0] === now.span[0]
}

const wired = async ({ tx, holds, now }: Context, proof: string) => {
  const port = await portOf(tx, heldOf(holds, 'port').thingId)
  if (!port?.prewired) return null
  const value = `${port.prewired.panelHandle}/${port.prewired.position}`
  return [{ proof, value, method: 'site file', source: 'declared' as const, at: now }]
}

const moved = (context: Context): Promise<Instructions> =>
  samePosition(context) ? repatchPort(context, before(context)) : patchPort(context)
const movedBack = (context: Context): Promise<Instructions> =>
  samePosition(context) ? repatchPort(before(context), context) : unpatchPort(context)

const newPatch = workStep<ExchangePortParameters>(
  { name: 'new-patch', forReady: true, needs: [] },
  { already: (context) => wired(context, 'patched-at-opening'), todo: moved, undo: movedBack },
)

/** Only filters change: nobody need be shut out of the exchange for that. */
const staysOpen = ({ holds, parameters }: Context, was: Attachment | null): boolean =>
  was?.state === 'production' &&
  was.portId === heldOf(holds, 'port').thingId &&
  (parameters.mac === undefined || parameters.mac === was.mac)

/** The same addresses and AS on what is new; the old equipment is kept in mind as one that may come back at once. */
const switchOver: PortStep = {
  name: 'switch-over',
  by: 'machine',
  forReady: true,
  needs: ['new-patch'],
  act: async (context) => {
    const { tx, serviceId, now } = context
    const attachment = await attachmentOf(tx, serviceId)
    if (attachment?.mac && attachment.state === 'production')
      await recordQuarantinePass(tx, { asn: attachment.asn, mac: attachment.mac, serviceId, now })
    const stays = staysOpen(context, attachment)
    await wishPort(context)
    if (stays) must(await wishState(tx, serviceId, 'production', now))
  },
  found: async (context) => {
    const attachment = await attachmentOf(context.tx, context.serviceId)
    const { port } = await foundOf(context.tx, context.serviceId)
    if (!attachment || context.actedAt === null || !port?.applied) return silent(context)
    return done(
      measured(
        'port-configured',
        attachment.state,
        'generation read back from the switch',
        deviceOf(attachment),
        port.at,
      ),
    )
  },
  undo: async (context) => {
    const old = before(context)
    const mac = old.parameters.mac ?? (await provedMac(context.tx, context.serviceId)) ?? undefined
    const was = await attachmentOf(context.tx, context.serviceId)
    await wishPort({ ...old, parameters: mac === undefined ? old.parameters : { ...old.parameters, mac } })
    // A change may be cancelled while its service is suspended: nothing opens the port behind that.
    const state = was?.state === 'suspended' ? 'suspended' : 'production'
    must(await wishState(context.tx, context.serviceId, state, context.now))
  },
  gone: async (context) => {
    const attachment = await attachmentOf(context.tx, context.serviceId)
    const { port } = await foundOf(context.tx, context.serviceId)
    if (!attachment || !port?.applied) return silent(context)
    return done(
      measured(
        'port-restored',
        attachment.state,
        'generation read back from the switch',
        deviceOf(attachment),
        port.at,
      ),
    )
  },
}

const testAgain: PortStep = { ...test, name: 'test-again', needs: ['switch-over'] }
const quarantineAgain: PortStep = { ...quarantine, name: 'quarantine-again', needs: ['switch-over', 'test-again'] }
// What is opened here is shut, and opened as it was, when the switch-over is undone.
const openAgain: PortStep = {
  ...open,
  name: 'open-again',
  needs: ['switch-over', 'test-again', 'quarantine-again'],
  undo: nothing,
  gone: async () => done(),
}
const liveAgain: PortStep = { ...live, name: 'live-again', needs: ['switch-over', 'open-again'] }

/** The old jumper is pulled when the new port carries the member: never before. */
const oldUnpatch = workStep<ExchangePortParameters>(
  { name: 'old-unpatch', forReady: false, needs: ['live-again'] },
  {
    already: async (context) =>
      samePosition(context)
        ? [{ proof: 'jumper-moved', value: true, method: 'work order', source: 'declared', at: context.now }]
        : wired(before(context), 'stays-patched'),
    todo: (context) => unpatchPort(before(context)),
    undo: (context) => patchPort(before(context)),
  },
)

export const changeSteps: readonly PortStep[] = [
  newPatch,
  switchOver,
  testAgain,
  quarantineAgain,
  openAgain,
  liveAgain,
  oldUnpatch,
]
