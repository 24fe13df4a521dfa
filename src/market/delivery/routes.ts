import { sql } from 'kysely'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import { type Call, type Served, serve } from '#people'
import { type Db, keepFile, notify, writeJournal } from '#postgres'
import { allOrNothing } from '../all-or-nothing.ts'
import { type OrderWire, closeStep, handOver, remedyLine } from '../contract.ts'
import { isStaff, mayFor, maySign } from '../may-act.ts'
import { admitHandoverPaper } from '../order/admit-paper.ts'
import { lockedOrder, orderAgain } from '../order/read.ts'
import { type LineRow, type OrderRow, changeLine, lockLines, turnClock } from '../order/store.ts'
import type { Site, Step } from '../product.ts'
import { changeService, keepEvidence, serviceById } from '../service/store.ts'
import { organisationsById, theSite } from '../store.ts'
import { type WorkRow, changeWork, workOfStep } from '../work-order/store.ts'
import { type ClosedByHand, closeByHand } from './close-by-hand.ts'
import { changeStep, stepsOf } from './store.ts'

type LineCall = Pick<Call<typeof remedyLine>, 'db' | 'actor' | 'params' | 'now' | 'by'>

interface Act {
  readonly tx: Db
  readonly site: Site
  readonly order: OrderRow
  readonly line: LineRow
}

/** Changes one line under the locks of its order and of itself, tells it, and wakes the delivery; a refusal leaves nothing. */
const changeOne = (
  call: LineCall,
  name: string,
  act: (at: Act) => Promise<Result<null, Refusal>>,
): Promise<Result<OrderWire, Refusal> | null> =>
  allOrNothing(call.db, async (tx): Promise<Result<OrderWire, Refusal> | null> => {
    const { actor, params, now, by } = call
    const order = await lockedOrder(tx, actor, params.order)
    const line = order
      ? (await lockLines(tx, order.id)).find(({ position }) => position === params.position)
      : undefined
    if (!order || !line) return null
    const site = await theSite(tx)
    const acted = await act({ tx, site, order, line })
    if (!acted.ok) return acted
    await writeJournal(tx, {
      room: 'market',
      name,
      subject: ['order', order.number],
      by,
      at: now,
      siteId: order.site_id,
      onBehalfOf: order.organisation_id,
      data: { position: line.position },
    })
    await notify(tx, 'work')
    return ok(await orderAgain(tx, { site, now, staff: isStaff(actor) }, order.number))
  })

/** Accepting starts the bill: who may not sign for the customer shows what the customer wrote, as with an order. Its day; null: no paper. */
const paperOf = async (
  { tx, site, order, line }: Act,
  { actor, body, now }: Pick<Call<typeof handOver>, 'actor' | 'body' | 'now'>,
): Promise<Result<string | null, Refusal>> => {
  if (body.verdict !== 'accepted' || maySign(actor, order.organisation_id)) return ok(null)
  if (!body.paper) return refuse({ code: 'paper-missing' })
  if (line.service_id === null || line.notice_sent_at === null)
    throw new Error('a ready line has no service or no notice')
  const dated = admitHandoverPaper(body.paper.date, line.notice_sent_at, { zone: site.zone, now })
  if (!dated.ok) return dated
  const file = await keepFile(tx, {
    name: body.paper.file_name,
    content: Buffer.from(body.paper.content_base64, 'base64'),
    ownerOrganisationId: (await serviceById(tx, line.service_id)).organisation_id,
    now,
  })
  if (!file.ok) return file
  const { number, date, signer } = body.paper
  await keepEvidence(tx, { lineId: line.id, serviceId: line.service_id, step: 'handover', world: site.world }, [
    {
      proof: 'accepted-on-paper',
      value: { number, date, signer },
      method: 'received document',
      source: 'attested',
      fileId: file.value.id,
      at: now,
      ...(actor.personId ? { personId: actor.personId } : {}),
    },
  ])
  return ok(date)
}

/** Who has agreed to pay in the orderer's place, with the service; null: the orderer pays. */
const payerOf = async (
  tx: Db,
  { order, line }: Pick<Act, 'order' | 'line'>,
): Promise<{ readonly payer: string; readonly service: string } | null> => {
  if (line.service_id === null) return null
  const { number, organisation_id: payerId } = await serviceById(tx, line.service_id)
  if (payerId === order.organisation_id) return null
  return { payer: (await organisationsById(tx, [payerId])).get(payerId)?.name ?? '', service: number }
}

/** Accepted in writing is accepted: neither a later day nor a rejection takes its place, also while the line waits for the others. */
export const handedOver = (line: LineRow, verdict: 'accepted' | 'rejected'): Result<null, Refusal> => {
  const accepted = line.accepted_handover_at !== null
  if (line.state === 'ready' && line.notice_sent_at !== null && !line.unwinding && !accepted) return ok(null)
  return refuse({
    code: 'illegal-move',
    from: accepted ? 'accepted' : line.state,
    to: verdict === 'accepted' ? 'in-service' : 'rejected',
  })
}

/** What the payer says of a ready line, kept. `paper`: the day that its paper bears, where it accepted on one. */
export const takeVerdict = async (
  tx: Db,
  line: Pick<LineRow, 'id'>,
  said: { readonly verdict: 'accepted' } | { readonly verdict: 'rejected'; readonly reason: string },
  { now, paper }: { readonly now: Date; readonly paper: string | null },
): Promise<Result<null, Refusal>> => {
  if (said.verdict === 'accepted') {
    await changeLine(tx, line.id, { acceptedHandover: { at: now, on: paper } })
    return ok(null)
  }
  await changeLine(tx, line.id, { state: 'rejected', rejected: { at: now, reason: said.reason } })
  await turnClock(tx, line.id, 'site', { code: 'need-rejected' }, now)
  return ok(null)
}

const handOverRoute = serve(handOver, (call) =>
  changeOne(call, `handover-${call.body.verdict}`, async (at) => {
    const { actor, body, now } = call
    const { tx, order, line } = at
    const payer = await payerOf(tx, at)
    if (payer !== null && !isStaff(actor)) return refuse({ code: 'payer-accepts', ...payer })
    if (!mayFor(actor, order.organisation_id, ['admin'], 'sign')) return refuse({ code: 'not-allowed' })
    const ready = handedOver(line, body.verdict)
    if (!ready.ok) return ready
    const paper = await paperOf(at, call)
    return paper.ok ? takeVerdict(tx, line, body, { now, paper: paper.value }) : paper
  }),
)

/**
 * Put right after a rejection: what machines did is done and shown anew from quarantine on, for an open port cannot be tested
 * without the customer; then a new notice goes out and its days count anew. What was closed by hand stays closed.
 */
const remedy = serve(remedyLine, (call) =>
  changeOne(call, 'line-remedied', async ({ tx, site, line }) => {
    const { actor, body, now } = call
    if (line.state !== 'rejected' || line.unwinding || line.service_id === null)
      return refuse({ code: 'illegal-move', from: line.state, to: 'delivering' })
    for (const step of await stepsOf(tx, [line.id])) {
      if (step.does_by === 'machine' && step.closed_by === null)
        await changeStep(tx, step.id, { state: 'pending', doneAt: null, actedAt: null, wait: null, fault: null })
    }
    const by = actor.personId ? { personId: actor.personId } : {}
    await keepEvidence(tx, { lineId: line.id, serviceId: line.service_id, step: 'handover', world: site.world }, [
      { proof: 'rejected', value: line.reject_reason, method: 'note', source: 'attested', at: line.rejected_at ?? now },
      { proof: 'remedied', value: body.note, method: 'note', source: 'attested', at: now, ...by },
    ])
    if (line.does === 'create') await changeService(tx, line.service_id, { readyAt: null })
    await changeLine(tx, line.id, { state: 'delivering', rejected: null, noticeSentAt: null })
    await turnClock(tx, line.id, 'site', null, now)
    return ok(null)
  }),
)

interface OpenStep {
  id: string
  name: string
  state: 'acted' | 'undoing'
  does_by: Step<never>['by']
  line_id: string
  number: string
  service_id: string
  organisation_id: string
}

/** A step that waits to be done or undone, its line locked first as the delivery does. */
const openStep = async (tx: Db, stepId: string): Promise<OpenStep | null> => {
  await sql`select from market.line where id = (select line_id from market.step where id = ${stepId}) for no key update`.execute(
    tx,
  )
  const { rows } =
    await sql<OpenStep>`select s.id, s.name, s.state, s.does_by, s.line_id, o.number, l.service_id, o.organisation_id from market.step s
      join market.line l on l.id = s.line_id join market."order" o on o.id = l.order_id
      where s.id = ${stepId} and s.state in ('acted', 'undoing')`.execute(tx)
  return rows[0] ?? null
}

/** The work order of a step that is closed by hand is done with it: whoever closes it attests that, as one of two where it takes two. */
const closeWork = async (
  tx: Db,
  work: WorkRow | null,
  how: ClosedByHand,
  { by, now }: { readonly by: string | null; readonly now: Date },
): Promise<void> => {
  if (!work || work.state === 'done' || work.state === 'withdrawn') return
  if (how === 'confirmed') await changeWork(tx, work.id, { state: 'done', confirmed: { by, at: now } })
  else
    await changeWork(tx, work.id, {
      state: how === 'closed' ? 'done' : 'to-confirm',
      begunBy: by,
      done: { by, at: now },
    })
}

const closeRoute = serve(closeStep, async ({ db, actor, params, body, now, by }) =>
  allOrNothing(db, async (tx): Promise<Result<OrderWire, Refusal>> => {
    const found = await openStep(tx, params.step)
    if (!found) return refuse({ code: 'step-not-open' })
    const work = await workOfStep(tx, found.id, found.state === 'undoing', true)
    const how = closeByHand(found.does_by, work, actor.personId)
    if (!how.ok) return how
    const file = await keepFile(tx, {
      name: body.file_name,
      content: Buffer.from(body.content_base64, 'base64'),
      ownerOrganisationId: found.organisation_id,
      now,
    })
    if (!file.ok) return file
    const site = await theSite(tx)
    const proof = {
      proof: how.value === 'confirmed' ? 'confirmed-by-hand' : 'closed-by-hand',
      value: body.note,
      method: 'administrator',
      source: 'attested' as const,
      fileId: file.value.id,
      at: now,
      ...(actor.personId ? { personId: actor.personId } : {}),
    }
    await keepEvidence(
      tx,
      { lineId: found.line_id, serviceId: found.service_id, step: found.name, world: site.world },
      [proof],
    )
    if (how.value !== 'to-confirm')
      await changeStep(tx, found.id, {
        ...(found.state === 'undoing' ? { state: 'undone', undoneAt: now } : { state: 'done', doneAt: now }),
        closedBy: actor.personId,
        wait: null,
        fault: null,
      })
    await closeWork(tx, work, how.value, { by: actor.personId, now })
    await writeJournal(tx, {
      room: 'market',
      name: 'step-closed-by-hand',
      subject: ['order', found.number],
      by,
      at: now,
      siteId: site.id,
      onBehalfOf: found.organisation_id,
      data: { step: found.name, ...(how.value === 'closed' ? {} : { as: how.value }) },
    })
    await notify(tx, 'work')
    return ok(await orderAgain(tx, { site, now, staff: true }, found.number))
  }),
)

export const deliveryRoutes: readonly Served[] = [handOverRoute, remedy, closeRoute]
