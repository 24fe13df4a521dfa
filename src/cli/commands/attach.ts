import { attachContract } from '#market/contract'
import { type Command, Unusable, done, refused, sayCli, textOf } from '../command.ts'
import { euros } from '../money.ts'

const MICRO_EUROS_PER_CENT = 10_000

export const attach: Command = {
  where: 'server',
  name: 'service attach',
  takes: 'N --item ITEM --from DATE [--monthly-cents N] [--dry-run]',
  does: { fr: 'attacher un prix à un service importé', en: 'attach a price to an imported service' },
  options: {
    item: { type: 'string' },
    from: { type: 'string' },
    'monthly-cents': { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  least: 1,
  most: 1,
  run: async (call) => {
    const [item, from, monthly] = ['item', 'from', 'monthly-cents'].map((name) => textOf(call.flags[name]))
    if (item === undefined || from === undefined || (monthly !== undefined && !/^\d{1,9}$/.test(monthly)))
      throw new Unusable(sayCli(call.language, 'wrong-arguments', { command: attach.name, takes: attach.takes }))
    const body = {
      item,
      from,
      dry_run: call.flags['dry-run'] === true,
      ...(monthly === undefined ? {} : { monthly_cents: Number(monthly) }),
    }
    const outcome = await call.client.call(attachContract, { params: { service: call.args[0] ?? '' }, body })
    if (!outcome.ok) return refused(outcome.problem, call.language)
    const { service, monthly_micro_euros: micro } = outcome.value
    const price = euros(micro / MICRO_EUROS_PER_CENT, call.language)
    return done(outcome.value, [`${service}  ${outcome.value.from}  ${price}  ${outcome.value.item}`])
  },
}
