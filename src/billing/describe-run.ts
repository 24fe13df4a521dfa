import { checkInvoice, checkSeller } from './check-run.ts'
import type { Unbilled } from './compose-run.ts'
import type { Seller } from './compose-invoice.ts'
import type { RunWire } from './contract.ts'
import type { Held, InvoiceKind, Party } from './model.ts'
import type { InvoiceSnapshot } from './snapshot.ts'

/** One invoice of a run, prepared, issued, or only thought of. */
export interface RunItem {
  readonly id: string | null
  readonly kind: InvoiceKind
  readonly organisationId: string
  readonly snapshot: InvoiceSnapshot
}

export interface RunView {
  readonly head: Omit<RunWire, 'totals' | 'previous_net_cents' | 'held_total' | 'invoices' | 'held' | 'warnings'>
  readonly items: readonly RunItem[]
  readonly held: readonly Held[]
  /** As it stood when the run was prepared. */
  readonly unbilled: readonly Unbilled[]
  readonly parties: ReadonlyMap<string, Party & { readonly ended: boolean }>
  readonly seller: Seller
  /** Net of the last approved run before this one, by organisation; null: there was none. */
  readonly previous: ReadonlyMap<string, number> | null
  /** Organisations that were invoiced before this run. */
  readonly known: ReadonlySet<string>
}

const signed = (item: RunItem, cents: number): number => (item.kind === 'credit-note' ? -cents : cents)

const netOf = (items: readonly RunItem[]): number =>
  items.reduce((sum, item) => sum + signed(item, item.snapshot.totals.net_cents), 0)

/** Credit notes are taken off. */
export const totalsOf = (items: readonly RunItem[]): RunWire['totals'] => {
  const credit_notes = items.filter((item) => item.kind === 'credit-note').length
  const add = (of: (totals: InvoiceSnapshot['totals']) => number): number =>
    items.reduce((sum, item) => sum + signed(item, of(item.snapshot.totals)), 0)
  return {
    invoices: items.length - credit_notes,
    credit_notes,
    net_cents: add((totals) => totals.net_cents),
    vat_cents: add((totals) => totals.vat_cents),
    gross_cents: add((totals) => totals.gross_cents),
  }
}

/** What a person checks before approving. */
export const describeRun = (view: RunView): RunWire => {
  const party = (id: string): Party & { readonly ended: boolean } => {
    const found = view.parties.get(id)
    if (!found) throw new Error(`the organisation ${id} of a run is not known`)
    return found
  }
  const card = (id: string): { readonly id: string; readonly handle: string; readonly name: string } => {
    const { handle, name } = party(id)
    return { id, handle, name }
  }
  const invoices = view.items.map((item) => {
    const id = item.organisationId
    const previous = view.previous?.get(id) ?? null
    const together = netOf(view.items.filter((other) => other.organisationId === id))
    return {
      id: item.id,
      kind: item.kind,
      number: item.snapshot.number,
      organisation: card(id),
      ...item.snapshot.totals,
      previous_net_cents: previous,
      lines: item.snapshot.lines,
      warnings: [
        ...checkInvoice({
          kind: item.kind,
          buyer: party(id),
          net_cents: together,
          previous_net_cents: previous,
          first: !view.known.has(id),
          unbilled: view.unbilled.filter(({ organisationId }) => organisationId === id),
        }),
      ],
    }
  })
  return {
    ...view.head,
    totals: totalsOf(view.items),
    previous_net_cents: view.previous ? [...view.previous.values()].reduce((sum, net) => sum + net, 0) : null,
    held_total: view.held.length,
    invoices,
    held: view.held.map(({ organisationId, services, refusal }) => ({
      organisation: card(organisationId),
      services: [...services],
      refusal,
    })),
    warnings: view.items.length > 0 ? [...checkSeller(view.seller)] : [],
  }
}
