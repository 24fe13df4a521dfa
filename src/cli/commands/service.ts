import { longDay } from '#kernel'
import { type ServiceWire, ceaseService, showOption, showService } from '#market/contract'
import { type Command, type ServerCall, done, refused, sayCli, textOf } from '../command.ts'
import { euros } from '../money.ts'
import { attach } from './attach.ts'
import { changeCommand } from './change.ts'
import { serviceList } from './list.ts'
import { holdSaid, monthlySaid, productSaid, stateSaid } from './said.ts'
import { sentenceOf } from '../say-refusal.ts'
import { reviseCommand } from './revise.ts'
import { unitPriceCommand } from './unit-price.ts'

const MICRO_EUROS_PER_CENT = 10_000

/** Who is at the other end of a connection, and by what it agreed. */
const otherSide = ({ other_side: other }: ServiceWire, call: ServerCall): readonly string[] => {
  if (other === null) return []
  const by = sayCli(call.language, `consent-${other.by}`)
  const state =
    other.letter_state !== null
      ? ` ${other.letter ?? ''} (${stateSaid('letter', other.letter_state, call)})`
      : other.revoked
        ? ` (${stateSaid('letter', 'revoked', call)})`
        : ''
  return [`  ${sayCli(call.language, 'other-party', { name: other.organisation.name, by: `${by}${state}` })}`]
}

const billed = ({ billing_from: from, ends_on: until }: ServiceWire, language: ServerCall['language']) =>
  from === null
    ? []
    : [
        until === null
          ? `  ${sayCli(language, 'billed-from', { from: longDay(from, language) })}`
          : `  ${sayCli(language, 'billed-between', { from: longDay(from, language), until: longDay(until, language) })}`,
      ]

const linesOf = (service: ServiceWire, call: ServerCall, { language } = call): readonly string[] => [
  [
    service.number,
    stateSaid('service', service.state, call),
    service.organisation.name,
    productSaid(service.product, call),
  ].join('  '),
  ...service.holds.map((hold) => `  ${holdSaid(hold, call)}`),
  ...otherSide(service, call),
  ...(service.monthly_micro_euros === null
    ? []
    : [`  ${monthlySaid(service.monthly_micro_euros / MICRO_EUROS_PER_CENT, call)}`]),
  // The price as it stands is the last of its history.
  ...(service.prices.length < 2
    ? []
    : service.prices.map(
        ({ from, item, monthly_micro_euros: monthly, order }) =>
          `  ${sayCli(language, 'from-day', { day: longDay(from, language) })}  ${monthlySaid(monthly / MICRO_EUROS_PER_CENT, call)}${item === null ? '' : `  ${sentenceOf({ code: item }, language)}`}${order === null ? '' : `  ${order}`}`,
      )),
  ...(service.change_order === null ? [] : [`  ${sayCli(language, 'being-changed', { order: service.change_order })}`]),
  ...(service.storage_day_micro_euros === null
    ? []
    : [
        `  ${sayCli(language, 'if-gear-stays', { price: euros(service.storage_day_micro_euros / MICRO_EUROS_PER_CENT, language) })}`,
      ]),
  ...billed(service, language),
]

/** The compartment that is kept beside a rack space, its price and until when; nothing where there is none. */
const optionOf = async ({ number, product }: ServiceWire, call: ServerCall): Promise<readonly string[]> => {
  if (product !== 'rack-space') return []
  const asked = await call.client.call(showOption, { params: { service: number } })
  const option = asked.ok ? asked.value.option : null
  if (option === null) return []
  const { monthly_micro_euros: monthly, kept_until: until, free_from: from, quoted_by: order } = option
  return [
    sayCli(call.language, 'option-kept', {
      place: option.place,
      price: monthly === null ? '–' : euros(monthly / MICRO_EUROS_PER_CENT, call.language),
      until: until === null ? '' : longDay(until, call.language),
      from: from === null ? '' : longDay(from, call.language),
    }),
    ...(order === null ? [] : [sayCli(call.language, 'option-promised', { order })]),
  ].map((text) => `  ${text}`)
}

const show: Command = {
  where: 'server',
  name: 'service show',
  takes: 'N',
  does: { fr: 'montrer un service', en: 'show a service' },
  least: 1,
  most: 1,
  run: async (call) => {
    const outcome = await call.client.call(showService, { params: { service: call.args[0] ?? '' } })
    if (!outcome.ok) return refused(outcome.problem, call.language)
    return done(outcome.value, [...linesOf(outcome.value, call), ...(await optionOf(outcome.value, call))])
  },
}

const cease: Command = {
  where: 'server',
  name: 'service cease',
  takes: 'N [--on DATE] [--dry-run]',
  does: { fr: 'résilier un service', en: 'cease a service' },
  options: { on: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  least: 1,
  most: 1,
  run: async (call) => {
    const on = textOf(call.flags['on'])
    const body = { dry_run: call.flags['dry-run'] === true, ...(on === undefined ? {} : { on }) }
    const outcome = await call.client.call(ceaseService, { params: { service: call.args[0] ?? '' }, body })
    if (!outcome.ok) return refused(outcome.problem, call.language)
    const { ends_on, early_end_cents, storage_day_micro_euros: storage, order } = outcome.value
    return done(outcome.value, [
      sayCli(call.language, 'ceases-on', {
        on: longDay(ends_on, call.language),
        charge: euros(early_end_cents, call.language),
        order: order ?? '',
      }).trim(),
      ...(storage === null
        ? []
        : [
            sayCli(call.language, 'storage-from', {
              on: longDay(ends_on, call.language),
              price: euros(storage / MICRO_EUROS_PER_CENT, call.language),
            }),
          ]),
    ])
  },
}

export const serviceCommands = [serviceList, show, changeCommand, cease, attach, reviseCommand, unitPriceCommand]
