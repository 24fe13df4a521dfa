import type { Outcome } from '#kernel'
import {
  type OrderWire,
  type PlacementWire,
  cancelOrder,
  createOrder,
  handOver,
  orderAsked,
  previewOrder,
  showOrder,
} from '#market/contract'
import type { z } from 'zod'
import { type Command, type Ending, type ServerCall, Unusable, done, refused, sayCli, textOf } from '../command.ts'
import { euros, unitPrice } from '../money.ts'
import { paperOf, paperOptions } from '../paper.ts'
import { yamlFile } from '../read-file.ts'
import { sentenceOf } from '../say-refusal.ts'
import { lineAsked, noteCommand, signOrder, unsigned } from './accept.ts'
import { changesApart } from './change.ts'
import { orderList } from './list.ts'
import { placementsOf, toldPlacement } from './place.ts'
import { holdSaid, instantSaid, productSaid, stateSaid, stepSaid, totalsSaid } from './said.ts'

const OVER = new Set(['refused', 'cancelled', 'expired'])
const ASK_AGAIN_MS = 250

const MICRO_EUROS_PER_CENT = 10_000

/** What is metered, or what gear that stays would cost, is in no sum before it is used: its price stands beside them. */
const usageOf = (
  { usage }: Pick<OrderWire['lines'][number], 'usage'>,
  language: ServerCall['language'],
): readonly string[] =>
  usage.map(({ unit, unit_micro_euros: price }) =>
    unit === 'kWh'
      ? sayCli(language, 'as-metered', { price: unitPrice(price, unit, language) })
      : sayCli(language, 'if-gear-stays', { price: euros(price / MICRO_EUROS_PER_CENT, language) }),
  )

const linesOf = (order: OrderWire, call: ServerCall): readonly string[] => {
  const { language } = call
  return [
    sayCli(language, 'order-line', {
      number: order.number,
      state: stateSaid('order', order.state, call),
      organisation: order.organisation.name,
      setup: euros(order.totals.setup_cents, language),
      monthly: euros(order.totals.monthly_cents, language),
    }),
    ...order.lines.flatMap((line) => [
      `  ${line.position}. ${productSaid(line.product, call)}  ${stateSaid('line', line.state, call)}${line.service === null ? '' : `  ${line.service}`}`,
      ...(line.refusal ? [`     ${line.refusal.code}: ${sentenceOf(line.refusal, language)}`] : []),
      ...line.notes.map((note) => `     ${sentenceOf(note, language)}`),
      ...usageOf(line, language).map((text) => `     ${text}`),
      ...line.holds.map((hold) => `     ${holdSaid(hold, call)}`),
      ...(line.waiting
        ? [
            `     ${sayCli(language, 'waits-for', { owner: stateSaid('owner', line.waiting.for, call), what: sentenceOf(line.waiting.what, language), since: instantSaid(line.waiting.since, call) })}`,
          ]
        : []),
    ]),
  ]
}

/** An order that is over tells why beside itself: the code, and the sentence in the caller's language. */
const told = (order: OrderWire, call: ServerCall): Ending => {
  const lines = linesOf(order, call)
  if (!OVER.has(order.state)) return done(order, lines)
  const no = order.lines.find((line) => line.refusal)?.refusal ?? { code: order.state }
  return { code: 1, value: { ...order, code: no.code, title: sentenceOf(no, call.language) }, lines }
}

const secondsOf = (call: ServerCall): number | null => {
  const text = textOf(call.flags['wait'])
  if (text === undefined) return null
  if (!/^\d{1,6}$/.test(text)) throw new Unusable(sayCli(call.language, 'unusable-call', { why: `--wait ${text}` }))
  return Number(text)
}

/** Until it is in service (0), over (1), or the time is (3): then who it waits for stands in the order. */
const waitFor = async (number: string, seconds: number, call: ServerCall): Promise<Ending> => {
  const until = call.clock() + seconds * 1000
  for (;;) {
    const shown = await call.client.call(showOrder, { params: { order: number } })
    if (!shown.ok) return refused(shown.problem, call.language)
    if (shown.value.state === 'in-service' || OVER.has(shown.value.state)) return told(shown.value, call)
    if (call.clock() >= until)
      return {
        code: 3,
        value: shown.value,
        lines: [...linesOf(shown.value, call), sayCli(call.language, 'still-waiting', { seconds })],
      }
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS))
  }
}

const ending = (outcome: Outcome<OrderWire>, call: ServerCall): Ending =>
  outcome.ok ? told(outcome.value, call) : refused(outcome.problem, call.language)

const toldAt = (position: number, placed: ReadonlyMap<number, PlacementWire>, call: ServerCall): readonly string[] => {
  const placement = placed.get(position)
  return placement ? toldPlacement(placement, call).map((text) => `   ${text}`) : []
}

const preview = async (body: z.input<typeof orderAsked>, call: ServerCall): Promise<Ending> => {
  const outcome = await call.client.call(previewOrder, { body })
  if (!outcome.ok) return refused(outcome.problem, call.language)
  const { lines, totals, refusal } = outcome.value
  const no = refusal ?? lines.find((line) => line.refusal)?.refusal
  const asked = orderAsked.safeParse(body)
  const placed: ReadonlyMap<number, PlacementWire> = asked.success ? await placementsOf(asked.data, call) : new Map()
  const value = {
    ...outcome.value,
    placements: [...placed].map(([position, placement]) => ({ position, ...placement })),
  }
  return {
    code: no ? 1 : 0,
    value: no ? { ...value, code: no.code, title: sentenceOf(no, call.language) } : value,
    lines: [
      ...lines.flatMap((line) => [
        `${line.position}. ${productSaid(line.product, call)}${line.refusal ? `  ${line.refusal.code}: ${sentenceOf(line.refusal, call.language)}` : ''}`,
        ...line.would_reserve.map(
          (hold) => `   ${sayCli(call.language, 'would-reserve', { what: holdSaid(hold, call) })}`,
        ),
        ...line.notes.map((note) => `   ${sentenceOf(note, call.language)}`),
        ...toldAt(line.position, placed, call),
        ...usageOf(line, call.language).map((text) => `   ${text}`),
        ...line.steps.map((step) => `   ${stepSaid(step, call)}`),
      ]),
      totalsSaid(totals, call),
      ...(refusal ? [`${refusal.code}: ${sentenceOf(refusal, call.language)}`] : []),
    ],
  }
}

const order: Command = {
  where: 'server',
  name: 'order',
  takes:
    'FILE.yaml [--dry-run] [--accept [--paper FILE --paper-number TEXT --paper-signer NAME [--paper-date DATE]]] [--wait SECONDS]',
  does: { fr: 'rédiger et chiffrer une commande', en: 'draft and quote an order' },
  options: {
    'dry-run': { type: 'boolean' },
    accept: { type: 'boolean' },
    ...paperOptions,
    wait: { type: 'string' },
  },
  least: 1,
  most: 1,
  run: async (call) => {
    const seconds = secondsOf(call)
    const paper = await paperOf(call)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the file says is checked by the server, which refuses what it does not know
    const body = changesApart(await yamlFile(call, call.args[0] ?? '')) as z.input<typeof orderAsked>
    if (call.flags['dry-run'] === true) return preview(body, call)
    const created = await call.client.call(createOrder, { body })
    if (!created.ok || OVER.has(created.value.state)) return ending(created, call)
    const { number } = created.value
    if (call.flags['accept'] === true) {
      const accepted = await signOrder(number, call, paper)
      if (!accepted.ok) return unsigned(accepted.problem, number, call)
      if (seconds === null) return told(accepted.value, call)
    }
    return seconds === null ? ending(created, call) : waitFor(number, seconds, call)
  },
}

const accept: Command = {
  where: 'server',
  name: 'order accept',
  takes: 'N [--paper FILE --paper-number TEXT --paper-signer NAME [--paper-date DATE]]',
  does: {
    fr: 'signer une commande chiffrée, ou y joindre le bon reçu',
    en: 'sign a quoted order, or show its received paper',
  },
  options: paperOptions,
  least: 1,
  most: 1,
  run: async (call) => {
    const accepted = await signOrder(call.args[0] ?? '', call, await paperOf(call))
    return ending(accepted, call)
  },
}

const show: Command = {
  where: 'server',
  name: 'order show',
  takes: 'N [--wait SECONDS]',
  does: { fr: 'montrer une commande', en: 'show an order' },
  options: { wait: { type: 'string' } },
  least: 1,
  most: 1,
  run: async (call) => {
    const number = call.args[0] ?? ''
    const seconds = secondsOf(call)
    if (seconds !== null) return waitFor(number, seconds, call)
    const outcome = await call.client.call(showOrder, { params: { order: number } })
    return outcome.ok ? done(outcome.value, linesOf(outcome.value, call)) : refused(outcome.problem, call.language)
  },
}

const cancel: Command = {
  where: 'server',
  name: 'order cancel',
  takes: 'N [--reason TEXT]',
  does: { fr: 'annuler une commande', en: 'cancel an order' },
  options: { reason: { type: 'string' } },
  least: 1,
  most: 1,
  run: async (call) => {
    const reason =
      textOf(call.flags['reason']) ??
      (call.language === 'fr' ? 'Annulée en ligne de commande' : 'Cancelled on the command line')
    const outcome = await call.client.call(cancelOrder, { params: { order: call.args[0] ?? '' }, body: { reason } })
    return outcome.ok ? done(outcome.value, linesOf(outcome.value, call)) : refused(outcome.problem, call.language)
  },
}

const handover: Command = {
  where: 'server',
  name: 'order handover',
  takes: 'N/LINE [--paper FILE --paper-number TEXT --paper-signer NAME [--paper-date DATE]] | --reject TEXT',
  does: {
    fr: 'recevoir une ligne prête par écrit, ou la refuser avec le motif',
    en: 'accept a ready line in writing, or reject it with the reason',
  },
  options: { ...paperOptions, reject: { type: 'string' } },
  least: 1,
  most: 1,
  run: async (call) => {
    const params = lineAsked(call.args[0] ?? '')
    const reason = textOf(call.flags['reject'])
    const paper = await paperOf(call)
    if (!params || (reason !== undefined && paper !== undefined))
      throw new Unusable(sayCli(call.language, 'wrong-arguments', { command: 'order handover', takes: handover.takes }))
    const body =
      reason === undefined
        ? { verdict: 'accepted' as const, ...(paper ? { paper } : {}) }
        : { verdict: 'rejected' as const, reason }
    const outcome = await call.client.call(handOver, { params, body })
    return outcome.ok ? done(outcome.value, linesOf(outcome.value, call)) : refused(outcome.problem, call.language)
  },
}

export const orderCommands = [order, orderList, accept, show, cancel, handover, noteCommand]
