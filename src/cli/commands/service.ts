import { type ServiceWire, ceaseService, showOption, showService } from '#market/contract'
import { type Command, type ServerCall, done, refused, sayCli, textOf } from '../command.ts'
import { euros } from '../money.ts'
import { attach } from './attach.ts'
import { changeCommand } from './change.ts'
import { serviceList } from './list.ts'
import { reviseCommand } from './revise.ts'
import { unitPriceCommand } from './unit-price.ts'

const MICRO_EUROS_PER_CENT = 10_000

const linesOf = (service: ServiceWire, { language }: ServerCall): readonly string[] => [
  `${service.number}  ${service.state}  ${service.organisation.name}  ${service.product}`,
  ...service.holds.map((hold) => `  ${hold.kind} ${hold.label}`),
  ...(service.monthly_micro_euros === null
    ? []
    : [`  ${euros(service.monthly_micro_euros / MICRO_EUROS_PER_CENT, language)}`]),
  // The price as it stands is the last of its history.
  ...(service.prices.length < 2
    ? []
    : service.prices.map(
        ({ from, item, monthly_micro_euros: monthly, order }) =>
          `  ${from}  ${euros(monthly / MICRO_EUROS_PER_CENT, language)}  ${item ?? ''}${order === null ? '' : `  ${order}`}`,
      )),
  ...(service.change_order === null ? [] : [`  ${sayCli(language, 'being-changed', { order: service.change_order })}`]),
  ...(service.storage_day_micro_euros === null
    ? []
    : [
        `  ${sayCli(language, 'if-gear-stays', { price: euros(service.storage_day_micro_euros / MICRO_EUROS_PER_CENT, language) })}`,
      ]),
  ...(service.billing_from === null ? [] : [`  ${service.billing_from}…${service.ends_on ?? ''}`]),
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
      until: until ?? '',
      from: from ?? '',
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
        on: ends_on,
        charge: euros(early_end_cents, call.language),
        order: order ?? '',
      }).trim(),
      ...(storage === null
        ? []
        : [
            sayCli(call.language, 'storage-from', {
              on: ends_on,
              price: euros(storage / MICRO_EUROS_PER_CENT, call.language),
            }),
          ]),
    ])
  },
}

export const serviceCommands = [serviceList, show, changeCommand, cease, attach, reviseCommand, unitPriceCommand]
