import type { Refusal } from '#kernel'
import { type CreditedLine, type Issued, composeCreditNote } from './compose-credit-note.ts'
import { type Owed, type Seller, composeInvoice, engagementOf, orderOf } from './compose-invoice.ts'
import { type Reduction, correctPrices } from './correct-prices.ts'
import type { BilledDays, BilledLine, BilledService, Charge, Held, InvoiceKind, Party } from './model.ts'
import { rateService } from './rate-service.ts'
import { type Storage, rateStorage } from './rate-storage.ts'
import type { InvoiceSnapshot } from './snapshot.ts'
import type { MeteredEnds, ServiceUsage, UnknownUsage } from './usage/model.ts'
import { rateUsage, unknownUsage } from './usage/rate-usage.ts'

export interface RunFacts {
  /** YYYY-MM */
  readonly month: string
  readonly now: Date
  readonly seller: Seller
  readonly organisations: ReadonlyMap<string, Party>
  readonly services: readonly BilledService[]
  readonly billed: readonly BilledDays[]
  /** By service: what its meters said. */
  readonly usage?: ReadonlyMap<string, ServiceUsage>
  /** By service that was given notice: until when its gear stayed, and what a day of that costs. */
  readonly storage?: ReadonlyMap<string, Storage>
  /** Lines of issued invoices whose services have changed their price since, in the order in which they were issued. */
  readonly lines?: readonly BilledLine[]
  /** Issued invoices that may have billed past a legal end, or at a price that was lowered since. */
  readonly issued: readonly Issued[]
  readonly specimen: boolean
}

/** Days that a line of a draft bills; `until` is not counted. */
export interface DraftDays {
  readonly line: number
  readonly serviceId: string
  readonly charge: Charge
  readonly from: string
  readonly until: string
  readonly net_cents: number
  readonly priceId: string | null
  readonly meters: readonly MeteredEnds[]
}

export interface Draft {
  readonly kind: InvoiceKind
  readonly organisationId: string
  readonly creditsId: string | null
  readonly snapshot: InvoiceSnapshot
  readonly days: readonly DraftDays[]
  readonly credited: readonly CreditedLine[]
  readonly reduced: readonly Reduction[]
}

/** A service of which the last month's kWh are not billed, for its meters do not say all of it. */
export interface Unbilled extends UnknownUsage {
  readonly organisationId: string
  readonly service: string
}

export interface ComposedRun {
  readonly drafts: readonly Draft[]
  readonly held: readonly Held[]
  readonly unbilled: readonly Unbilled[]
}

const CHARGE_ORDER: { readonly [C in Charge]: number } = { setup: 0, rent: 1, usage: 2, 'early-end': 3, storage: 4 }

const byLine = (a: Owed, b: Owed): number =>
  a.service.number.localeCompare(b.service.number) ||
  CHARGE_ORDER[a.due.charge] - CHARGE_ORDER[b.due.charge] ||
  a.due.from.localeCompare(b.due.from)

/**
 * One invoice per organisation; for a public body one per engagement, as Chorus Pro takes one each and BT-13 is one: from a change on its
 * service is invoiced under the engagement of that change's order, in a month of both by two invoices.
 */
const groupKey = (buyer: Party, owed: Owed): string => {
  if (!buyer.publicBody) return buyer.id
  const named = engagementOf(buyer, orderOf(owed))
  return JSON.stringify([buyer.id, named.serviceCode, named.engagementNumber])
}

const partyFor = (facts: RunFacts, organisationId: string): Party => {
  const party = facts.organisations.get(organisationId)
  if (!party) throw new Error(`the organisation ${organisationId} of a service is not known`)
  return party
}

const draftOf = (buyer: Party, owed: readonly Owed[], snapshot: InvoiceSnapshot): Draft => ({
  kind: 'invoice',
  organisationId: buyer.id,
  creditsId: null,
  snapshot,
  days: owed.map(({ service, due }, index) => ({
    line: index + 1,
    serviceId: service.id,
    charge: due.charge,
    from: due.from,
    until: due.until,
    net_cents: due.net_cents,
    priceId: due.priceId ?? null,
    meters: due.meters ?? [],
  })),
  credited: [],
  reduced: [],
})

const byService = <T extends { readonly serviceId: string }>(rows: readonly T[]): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(row.serviceId, [...(groups.get(row.serviceId) ?? []), row])
  return groups
}

const owedBy = (facts: RunFacts): ReadonlyMap<string, { readonly buyer: Party; readonly owed: Owed[] }> => {
  const groups = new Map<string, { readonly buyer: Party; readonly owed: Owed[] }>()
  const billed = byService(facts.billed)
  const lines = byService(facts.lines ?? [])
  for (const listed of facts.services) {
    const buyer = partyFor(facts, listed.organisationId)
    // A public body pays after the service was rendered, whatever was agreed (CCP art. L2191-2 asks for an advance's own act).
    const service: BilledService = buyer.publicBody ? { ...listed, billing: 'arrears' } : listed
    const before = billed.get(service.id) ?? []
    const due = [
      ...rateService(service, before, facts.month, facts.now),
      ...rateUsage(service, before, facts.usage?.get(service.id), facts.month, facts.now),
      ...rateStorage(service, before, facts.storage?.get(service.id), facts.month, facts.now),
      ...correctPrices(service, lines.get(service.id) ?? []).raises,
    ]
    for (const one of due) {
      const owed = { service, due: one }
      const key = groupKey(buyer, owed)
      const group = groups.get(key) ?? { buyer, owed: [] }
      group.owed.push(owed)
      groups.set(key, group)
    }
  }
  return groups
}

/** Everything that a run would issue, in the order in which it is numbered, and whom it can't invoice. Pure. */
export const composeRun = (facts: RunFacts): ComposedRun => {
  const drafts: Draft[] = []
  const held: Held[] = []
  const groups = [...owedBy(facts)].toSorted(
    ([a, x], [b, y]) => x.buyer.handle.localeCompare(y.buyer.handle) || a.localeCompare(b),
  )
  for (const [, { buyer, owed }] of groups) {
    const sorted = owed.toSorted(byLine)
    const composed = composeInvoice(facts.seller, buyer, sorted, facts.specimen)
    if (composed.ok) drafts.push(draftOf(buyer, sorted, composed.value))
    else held.push(heldBack(buyer, sorted, composed.refusal))
  }
  const reductions = reductionsOf(facts.services, facts.lines ?? [])
  for (const issued of facts.issued) {
    const credit = composeCreditNote(
      issued,
      reductions.filter(({ invoiceId }) => invoiceId === issued.id),
    )
    if (!credit.ok) continue
    const { snapshot, credited, reduced } = credit.value
    drafts.push({
      kind: 'credit-note',
      organisationId: snapshot.buyer.id,
      creditsId: issued.id,
      snapshot,
      days: [],
      credited,
      reduced,
    })
  }
  return { drafts, held, unbilled: unbilledOf(facts) }
}

const unbilledOf = (facts: RunFacts): readonly Unbilled[] => {
  const billed = byService(facts.billed)
  return facts.services.flatMap((service) => {
    const { id, number, organisationId } = service
    const unknown = unknownUsage(service, billed.get(id) ?? [], facts.usage?.get(id), facts.month, facts.now)
    return unknown ? [{ organisationId, service: number, ...unknown }] : []
  })
}

/** All that credit notes of this run bring down to a later price. */
export const reductionsOf = (
  services: readonly BilledService[],
  lines: readonly BilledLine[],
): readonly Reduction[] => {
  const ofService = byService(lines)
  return services.flatMap((service) => correctPrices(service, ofService.get(service.id) ?? []).reductions)
}

const heldBack = (buyer: Party, owed: readonly Owed[], refusal: Refusal): Held => ({
  organisationId: buyer.id,
  services: [...new Set(owed.map(({ service }) => service.number))],
  refusal,
})
