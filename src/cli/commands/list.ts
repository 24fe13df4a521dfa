import { longDay, type Outcome } from '#kernel'
import { listInvoices } from '#billing/contract'
import { listOrders, listServices } from '#market/contract'
import { type Command, type Ending, type ServerCall, done, refused, sayCli, textOf } from '../command.ts'
import { euros } from '../money.ts'
import { monthlySaid, productSaid, stateSaid, totalsSaid } from './said.ts'

const MICRO_EUROS_PER_CENT = 10_000
/** Pages of 200: a site has some thousands of rows. */
const MOST_PAGES = 100

interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

/** Every page of a list, as one. */
const told = async <T>(
  { language }: ServerCall,
  ask: (page: { readonly limit: number; readonly cursor?: string }) => Promise<Outcome<Page<T>>>,
  lineOf: (one: T) => string,
): Promise<Ending> => {
  const items: T[] = []
  let cursor: string | null = null
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const outcome: Outcome<Page<T>> = await ask({ limit: 200, ...(cursor === null ? {} : { cursor }) })
    if (!outcome.ok) return refused(outcome.problem, language)
    items.push(...outcome.value.items)
    cursor = outcome.value.next
    if (cursor === null) break
  }
  return done({ items }, items.length === 0 ? [sayCli(language, 'nothing-listed')] : items.map(lineOf))
}

/** The filters that were given, as the query has them; what they may be is the contract’s to judge. */
const given = (call: ServerCall, ...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const text = textOf(call.flags[name])
      return text === undefined ? [] : [[name, text]]
    }),
  )
const FILTERS = { organisation: { type: 'string' }, state: { type: 'string' } } as const

const orders: Command = {
  where: 'server',
  name: 'order list',
  takes: '[--organisation HANDLE] [--state STATE]',
  does: { fr: 'lister les commandes, la dernière d’abord', en: 'list orders, the newest first' },
  options: FILTERS,
  least: 0,
  most: 0,
  run: (call) =>
    told(
      call,
      (page) => call.client.call(listOrders, { query: { ...given(call, 'organisation', 'state'), ...page } }),
      ({ number, state, organisation, totals }) =>
        [number, stateSaid('order', state, call), organisation.name, totalsSaid(totals, call)].join('  '),
    ),
}

const services: Command = {
  where: 'server',
  name: 'service list',
  takes: '[--organisation HANDLE] [--state STATE] [--product PRODUCT]',
  does: { fr: 'lister les services, le dernier d’abord', en: 'list services, the newest first' },
  options: { ...FILTERS, product: { type: 'string' } },
  least: 0,
  most: 0,
  run: (call) =>
    told(
      call,
      (page) =>
        call.client.call(listServices, { query: { ...given(call, 'organisation', 'state', 'product'), ...page } }),
      ({ number, state, organisation, product, monthly_micro_euros: monthly }) =>
        [
          number,
          stateSaid('service', state, call),
          organisation.name,
          productSaid(product, call),
          monthly === null ? '–' : monthlySaid(monthly / MICRO_EUROS_PER_CENT, call),
        ].join('  '),
    ),
}

const invoices: Command = {
  where: 'server',
  name: 'invoice list',
  takes: '[--organisation HANDLE] [--state prepared|issued]',
  does: {
    fr: 'lister les factures et les avoirs, le dernier d’abord',
    en: 'list invoices and credit notes, the newest first',
  },
  options: FILTERS,
  least: 0,
  most: 0,
  run: (call) =>
    told(
      call,
      (page) => call.client.call(listInvoices, { query: { ...given(call, 'organisation', 'state'), ...page } }),
      ({ number, state, kind, organisation, issue_date: day, gross_cents: gross }) =>
        [
          number ?? '–',
          stateSaid('kind', kind, call),
          stateSaid('invoice', state, call),
          day === null ? '–' : longDay(day, call.language),
          organisation.name,
          sayCli(call.language, 'with-vat', { price: euros(gross, call.language) }),
        ].join('  '),
    ),
}

export const [orderList, serviceList, invoiceList] = [orders, services, invoices]
