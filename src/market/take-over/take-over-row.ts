import { declareOrganisation, declarePerson } from '#people'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import { type By, type Db, writeJournal } from '#postgres'
import { z } from 'zod'
import { holdThings, soldMeanwhile } from '../claim/store.ts'
import type { Applied } from '../import/run-import.ts'
import type { Asking, Price, Product, Site } from '../product.ts'
import { productOf } from '../products/index.ts'
import { draftNotice, giveNotice } from '../service/routes.ts'
import { findService, type Terms as ContractTerms, termsOf } from '../service/store.ts'
import { type OrganisationCard, organisationsById } from '../store.ts'
import { changedFields, type Ground, judgeRow, warnOfRow } from './judge-row.ts'
import type { DeclaredOrganisation, TakenRow } from './model.ts'
import { agreeTakenUsage } from './store-agreed.ts'
import { asOne } from './read-row.ts'
import {
  billedHere,
  insertTakenService,
  type Known,
  repriced,
  type SourceFile,
  type Terms,
  updateTakenService,
  writeDeclared,
  writeNoticeDay,
} from './store.ts'

/** Everything that the rows of one file share. */
export interface TakingOver {
  readonly site: Site
  readonly now: Date
  readonly by: By
  readonly personId: string | null
  readonly file: SourceFile
  readonly ground: Ground
  readonly prices: ReadonlyMap<string, readonly Price[]>
  /** By old number: what was taken over before. */
  readonly known: ReadonlyMap<string, Known>
  /** What all rows of the file say of each customer. */
  readonly customers: ReadonlyMap<string, DeclaredOrganisation>
  /** Customers whose rows before were applied: they are as the file says. */
  readonly declared: Map<string, Customer>
}

interface Customer {
  readonly id: string
  readonly did: Applied['did']
  readonly warnings: readonly Refusal[]
  readonly card: OrganisationCard
  /** Of its contract. */
  readonly terms: ContractTerms
}

const cardOf = async (tx: Db, id: string, on: TakingOver): Promise<Pick<Customer, 'id' | 'card' | 'terms'>> => {
  const card = (await organisationsById(tx, [id])).get(id)
  if (!card) throw new Error(`the organisation ${id} is gone`)
  return { id, card, terms: await termsOf(tx, on.site.id, id) }
}

const customerOf = async (tx: Db, row: TakenRow, on: TakingOver): Promise<Result<Customer, Refusal>> => {
  const declaring = { now: on.now, by: on.by, personId: on.personId, day: on.ground.today }
  const { handle } = row.organisation
  const before = on.declared.get(handle)
  if (before && !row.contact) return ok({ ...before, did: 'unchanged', warnings: [] })
  const organisation = await declareOrganisation(tx, on.customers.get(handle) ?? row.organisation, declaring)
  if (!organisation.ok) return organisation
  const { id, is, warnings } = organisation.value
  const known = await cardOf(tx, id, on)
  if (!row.contact) return ok({ ...known, did: is, warnings })
  const person = await declarePerson(tx, { ...row.contact, organisationId: id, organisation: handle }, declaring)
  if (!person.ok) return person
  return ok({ ...known, did: is === 'unchanged' ? person.value : is, warnings })
}

/** Parameters as the product reads them, or the columns that it misses. */
const parse = (product: Product<never>, row: TakenRow): Result<never, Refusal> => {
  try {
    return ok(product.parse(row.fixed.parameters))
  } catch (thrown) {
    if (!(thrown instanceof z.ZodError)) throw thrown
    const columns = [...new Set(thrown.issues.map(({ path }) => path.map(String).join('.')))]
    return refuse({ code: 'parameters-incomplete', columns })
  }
}

const itemOf = (product: Product<never>, parameters: never, row: TakenRow, on: TakingOver): string | null => {
  if (row.billed.item !== null) return row.billed.item
  const priced = product.price(parameters, on.prices.get(product.name) ?? [])
  return priced.ok ? (priced.value[0]?.item ?? null) : null
}

const agreed = ({ card, terms }: Customer, { billed, open }: TakenRow): Terms => ({
  billing: card.kinds.includes('public-body') ? 'arrears' : (billed.billing ?? terms.billing),
  zone: terms.zone,
  earlyEndPercent: open.earlyEndPercent ?? terms.early_end_percent,
})

/** Notice that the old system received: the order that takes the service down on its legal end is ours to carry out. */
const carryNotice = async (tx: Db, number: string, row: TakenRow, on: TakingOver): Promise<void> => {
  const { noticeOn, endsOn } = row.fixed
  const service = noticeOn === null || endsOn === null ? null : await findService(tx, number, true)
  if (service === null || noticeOn === null || endsOn === null) return
  const order = await draftNotice(tx, service, { actor: { personId: on.personId }, now: on.now })
  await giveNotice(tx, service, { endsOn, earlyEnd: null }, order, on)
  await writeNoticeDay(tx, service.id, noticeOn, service.zone)
}

const create = async (tx: Db, row: TakenRow, customer: Customer, on: TakingOver): Promise<Result<Applied, Refusal>> => {
  const { site, now, by, file } = on
  const product = productOf(row.fixed.product)
  const { takeOver } = product
  if (!takeOver) return refuse({ code: 'product-not-taken-over', product: product.name })
  const parameters = parse(product, row)
  if (!parameters.ok) return parameters
  const asking: Asking<never> = {
    tx,
    now,
    site,
    organisationId: customer.id,
    parameters: parameters.value,
    lineId: null,
  }
  const holds = await takeOver.holds(asking, row.fixed.place)
  if (!holds.ok) return holds
  const item = itemOf(product, parameters.value, row, on)
  const terms = agreed(customer, row)
  const service = await insertTakenService({ tx, site, now, file }, row, {
    organisationId: customer.id,
    code: product.code,
    parameters: parameters.value,
    item,
    terms,
  })
  await holdThings(tx, { siteId: site.id, lineId: null, serviceId: service.id, firmUntil: null, now }, holds.value)
  await writeDeclared({ tx, site, now, file }, row, { id: service.id, item, priced: row.billed.next !== null })
  await agreeTakenUsage(tx, { id: service.id, siteId: site.id, product: product.name }, row.billed, null)
  const begun = await takeOver.begin(asking, { ...service, holds: holds.value, by })
  if (!begun.ok) return begun
  await writeJournal(tx, {
    room: 'market',
    name: 'service-taken-over',
    subject: ['service', service.number],
    by,
    at: now,
    siteId: site.id,
    onBehalfOf: customer.id,
    data: { number: service.number, origin: 'taken-over', sha256: file.sha256, line: row.line },
  })
  await carryNotice(tx, service.number, row, on)
  return ok({ did: 'created', subject: `${row.oldNumber} → ${service.number}` })
}

/** What of a row says what a service costs, and from when. */
const PRICED: readonly string[] = ['start', 'item', 'monthlyMicroEuros', 'next']

/** What a later file may still say otherwise of a service that was taken over. */
const update = async (
  tx: Db,
  row: TakenRow,
  known: Known,
  customer: Customer,
  on: TakingOver,
): Promise<Result<Applied, Refusal>> => {
  const subject = `${row.oldNumber} → ${known.number}`
  const fixed = changedFields(known.fixed, row.fixed)
  if (fixed.length > 0) return refuse({ code: 'taken-over-fixed', service: known.number, fields: fixed })
  const billed = changedFields(known.billed, row.billed)
  const fields = [...billed, ...changedFields(known.open, row.open)]
  if (fields.length === 0) return ok({ did: customer.did === 'unchanged' ? 'unchanged' : 'updated', subject })
  const priced = billed.some((field) => PRICED.includes(field))
  const product = productOf(row.fixed.product)
  const parameters = parse(product, row)
  if (!parameters.ok) return parameters
  const item = itemOf(product, parameters.value, row, on)
  const terms = agreed(customer, row)
  const moved = priced && (await repriced(tx, known))
  try {
    await writeDeclared({ tx, site: on.site, now: on.now, file: on.file }, row, {
      id: known.serviceId,
      item,
      priced: priced && !moved,
    })
  } catch (thrown) {
    if (billedHere(thrown)) return refuse({ code: 'taken-over-billed', service: known.number, fields })
    throw thrown
  }
  // What was written of the row is undone with its savepoint.
  if (moved) return refuse({ code: 'taken-over-repriced', service: known.number, fields: billed })
  await updateTakenService(tx, known.serviceId, row, { item, terms, priced })
  await agreeTakenUsage(
    tx,
    { id: known.serviceId, siteId: on.site.id, product: product.name },
    row.billed,
    known.billed,
  )
  await writeJournal(tx, {
    room: 'market',
    name: 'service-taken-over-again',
    subject: ['service', known.number],
    by: on.by,
    at: on.now,
    siteId: on.site.id,
    onBehalfOf: customer.id,
    data: { fields },
  })
  return ok({ did: 'updated', subject })
}

/** One row, inside the savepoint that the import gives it. */
export const takeOverRow = async (tx: Db, row: TakenRow, on: TakingOver): Promise<Result<Applied, Refusal>> => {
  const customer = await customerOf(tx, row, on)
  if (!customer.ok) return customer
  const complaint = asOne(judgeRow(row, customer.value.card, on.ground))
  if (complaint) return refuse(complaint)
  const known = on.known.get(row.oldNumber)
  try {
    const done = known ? await update(tx, row, known, customer.value, on) : await create(tx, row, customer.value, on)
    if (!done.ok) return done
    on.declared.set(row.organisation.handle, customer.value)
    return ok({ ...done.value, warnings: [...customer.value.warnings, ...warnOfRow(row, on.ground.today)] })
  } catch (thrown) {
    if (soldMeanwhile(thrown)) return refuse({ code: 'sold-meanwhile' })
    throw thrown
  }
}
