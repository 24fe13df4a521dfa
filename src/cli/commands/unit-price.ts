import { reviseUnitPrice } from '#market/contract'
import { type Command, Unusable, done, refused, sayCli, textOf } from '../command.ts'
import { unitPrice } from '../money.ts'

const EUROS = /^(\d{1,3})(?:\.(\d{1,6}))?$/
const MICRO_DIGITS = 6

/** `0.2185` as 218500: no binary fraction comes in between. */
const microEurosOf = (text: string): number | null => {
  const [, whole, part = ''] = EUROS.exec(text) ?? []
  return whole === undefined ? null : Number(`${whole}${part.padEnd(MICRO_DIGITS, '0')}`)
}

export const unitPriceCommand: Command = {
  where: 'server',
  name: 'service unit-price',
  takes: 'N --item kwh|storage-day --euros X --from DATE [--dry-run]',
  does: {
    fr: 'réviser le prix convenu du kWh, ou du jour de gardiennage, d’un service',
    en: 'revise the agreed price of a kWh, or of a day of storage, of a service',
  },
  options: {
    item: { type: 'string' },
    euros: { type: 'string' },
    from: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  least: 1,
  most: 1,
  run: async (call) => {
    const [item, euros, from] = ['item', 'euros', 'from'].map((name) => textOf(call.flags[name]))
    const micro = euros === undefined ? null : microEurosOf(euros)
    if ((item !== 'kwh' && item !== 'storage-day') || micro === null || from === undefined)
      throw new Unusable(
        sayCli(call.language, 'wrong-arguments', { command: unitPriceCommand.name, takes: unitPriceCommand.takes }),
      )
    const body = { item, unit_micro_euros: micro, from, dry_run: call.flags['dry-run'] === true } as const
    const outcome = await call.client.call(reviseUnitPrice, { params: { service: call.args[0] ?? '' }, body })
    if (!outcome.ok) return refused(outcome.problem, call.language)
    const { service, before_micro_euros: before, unit_micro_euros: after } = outcome.value
    const unit = item === 'kwh' ? 'kWh' : 'd'
    const shown = [before, after].map((price) => (price === null ? '–' : unitPrice(price, unit, call.language)))
    return done(outcome.value, [`${service}  ${outcome.value.from}  ${shown.join(' → ')}`])
  },
}
