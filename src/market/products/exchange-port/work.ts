import { portOf } from '#exchange'
import type { StepContext } from '../../product.ts'
import type { Instructions, Place } from '../../work-order/store.ts'
import type { ExchangePortParameters } from './parameters.ts'
import { heldOf } from './stock.ts'
import { panelPlace } from './store.ts'

type Context = StepContext<ExchangePortParameters>

/** Receive window of the long-reach optics that the fabric uses (IEEE 802.3ae, 10GBASE-LR: −14.4 to +0.5 dBm). */
const LEAST_LIGHT_DBM = -14.4
const MOST_LIGHT_DBM = 0.5

const placesOf = async (
  context: Context,
): Promise<{
  readonly places: readonly Place[]
  readonly from: string
  readonly to: string
  readonly connector: string
}> => {
  const port = await portOf(context.tx, heldOf(context.holds, 'port').thingId)
  const position = heldOf(context.holds, 'panel-position')
  const panel = await panelPlace(context.tx, position.thingId)
  if (!port || !panel) throw new Error(`the place of ${context.serviceNumber} is not known`)
  const number = position.span[0]
  return {
    from: `${port.switchHandle}/${port.number}`,
    to: `${panel.panel}/${number}`,
    connector: panel.connector,
    places: [
      {
        room: panel.room,
        row: port.rowHandle ?? '',
        rack: port.rackHandle ?? '',
        panel: null,
        position: null,
        device: port.switchHandle,
        port: port.number,
        unit_u: port.topU,
      },
      {
        room: panel.room,
        row: panel.row,
        rack: panel.rack,
        panel: panel.panel,
        position: number,
        device: null,
        port: null,
        unit_u: panel.unit_u,
      },
    ],
  }
}

const photo = {
  name: 'photo-labels',
  kind: 'photo',
  unit: null,
  min: null,
  max: null,
  equals: null,
  required: true,
} as const

/** From the switch to the panel: what a technician needs to patch a port, in the order in which it is done. */
export const patchPort = async (context: Context): Promise<Instructions> => {
  const { places, from, to, connector } = await placesOf(context)
  const values = { from, to, service: context.serviceNumber }
  return {
    what: { code: 'work-patch-port', ...values },
    places,
    tools: [
      { code: 'tool-jumper', connector },
      { code: 'tool-fibre-scope' },
      { code: 'tool-light-meter' },
      { code: 'tool-labels', count: 2 },
    ],
    actions: [
      { code: 'act-find-port', ...values },
      { code: 'act-clean-ends', ...values },
      { code: 'act-plug-both', ...values },
      { code: 'act-label-both', ...values },
      { code: 'act-read-light', ...values },
    ],
    needs: [
      photo,
      { name: 'scan-port', kind: 'scan', unit: null, min: null, max: null, equals: from, required: false },
      {
        name: 'light',
        kind: 'reading',
        unit: 'dBm',
        min: LEAST_LIGHT_DBM,
        max: MOST_LIGHT_DBM,
        equals: null,
        required: false,
        instruments: ['power-meter', 'loss-test-set'],
      },
      { name: 'note', kind: 'note', unit: null, min: null, max: null, equals: null, required: false },
    ],
    secondPerson: false,
  }
}

/** The end at the switch goes to another port, the end at the panel stays: the customer is dark meanwhile, so a second person confirms. */
export const repatchPort = async (context: Context, before: Context): Promise<Instructions> => {
  const old = await placesOf(before)
  const now = await placesOf(context)
  const values = { from: old.from, next: now.from, to: now.to, service: context.serviceNumber }
  const patched = await patchPort(context)
  return {
    ...patched,
    what: { code: 'work-repatch-port', ...values },
    places: [...old.places.slice(0, 1), ...now.places],
    actions: [
      { code: 'act-unplug-switch', ...values },
      ...patched.actions.filter(({ code }) => code !== 'act-plug-both'),
      { code: 'act-plug-switch', ...values },
    ],
    secondPerson: true,
  }
}

/** Pulling the wrong jumper darkens another customer: a second person confirms. */
export const unpatchPort = async (context: Context): Promise<Instructions> => {
  const { places, from, to } = await placesOf(context)
  const values = { from, to, service: context.serviceNumber }
  return {
    what: { code: 'work-unpatch-port', ...values },
    places,
    tools: [{ code: 'tool-light-meter' }],
    actions: [
      { code: 'act-check-dark', ...values },
      { code: 'act-unplug-both', ...values },
      { code: 'act-cap-both', ...values },
    ],
    needs: [photo, { name: 'note', kind: 'note', unit: null, min: null, max: null, equals: null, required: false }],
    secondPerson: true,
  }
}
