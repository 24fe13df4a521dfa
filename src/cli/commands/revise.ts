import { tryPrices } from '#billing/contract'
import { reviseService } from '#market/contract'
import { type Command, Unusable, done, refused, sayCli, textOf } from '../command.ts'
import { euros } from '../money.ts'

const MICRO_EUROS_PER_CENT = 10_000

export const reviseCommand: Command = {
  where: 'server',
  name: 'service revise',
  takes: 'N --index-value X --on DATE [--published-on DATE] [--beyond] [--dry-run]',
  does: {
    fr: 'réviser le prix par mois d’un service par la valeur de son indice',
    en: 'revise the monthly price of a service by the value of its index',
  },
  options: {
    'index-value': { type: 'string' },
    on: { type: 'string' },
    'published-on': { type: 'string' },
    beyond: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
  },
  least: 1,
  most: 1,
  run: async (call) => {
    const { client, language } = call
    const [value, on, published] = ['index-value', 'on', 'published-on'].map((name) => textOf(call.flags[name]))
    if (value === undefined || !/^\d{1,6}(\.\d{1,6})?$/.test(value) || on === undefined)
      throw new Unusable(
        sayCli(language, 'wrong-arguments', { command: reviseCommand.name, takes: reviseCommand.takes }),
      )
    const params = { service: call.args[0] ?? '' }
    const body = {
      index_value: Number(value),
      on,
      ...(published === undefined ? {} : { published_on: published }),
      ...(call.flags['beyond'] === true ? { beyond: true } : {}),
    }
    const tried = await client.call(reviseService, { params, body: { ...body, dry_run: true } })
    if (!tried.ok) return refused(tried.problem, language)
    const prices = tried.value.prices.map(({ from, monthly_micro_euros }) => ({ from, monthly_micro_euros }))
    // What was invoiced already is told by billing, before anything of it moves.
    const correction = await client.call(tryPrices, { params, body: { prices } })
    if (!correction.ok) return refused(correction.problem, language)
    const outcome =
      call.flags['dry-run'] === true
        ? tried
        : await client.call(reviseService, { params, body: { ...body, dry_run: false } })
    if (!outcome.ok) return refused(outcome.problem, language)
    const told = outcome.value
    const { months, raise_cents: raise, credits } = correction.value
    const repaid = credits.reduce((sum, { net_cents: cents }) => sum + cents, 0)
    const price = (micro: number): string => euros(micro / MICRO_EUROS_PER_CENT, language)
    return done({ ...told, correction: correction.value }, [
      `${told.service}  ${told.index} ${told.index_before} → ${told.index_value}`,
      ...told.prices.map(
        ({ from, before_micro_euros: before, monthly_micro_euros: after }) =>
          `  ${from}  ${price(before)} → ${price(after)}`,
      ),
      ...(raise === 0 ? [] : [`  ${sayCli(language, 'revised-raise', { months, price: euros(raise, language) })}`]),
      ...(repaid === 0 ? [] : [`  ${sayCli(language, 'revised-credit', { months, price: euros(repaid, language) })}`]),
    ])
  },
}
