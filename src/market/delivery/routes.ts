import { sql } from 'kysely'
import { ok, refuse } from '#kernel'
import { type Served, serve } from '#people'
import { inTransaction, keepFile, notify, writeJournal } from '#postgres'
import { closeStep, handOver, remedyLine } from '../contract.ts'
import { moveLine } from '../move-line.ts'
import { lockedOrder, orderAgain } from '../order/read.ts'
import { changeLine, linesOf, turnClock } from '../order/store.ts'
import { changeService, keepEvidence } from '../service/store.ts'
import { theSite } from '../store.ts'
import { changeStep, stepsOf } from './store.ts'

const handOverRoute = serve(handOver, async ({ db, actor, params, body, now, by }) =>
  inTransaction(db, async (tx) => {
    const order = await lockedOrder(tx, actor, params.order)
    const line = order
      ? (await linesOf(tx, [order.id])).find((candidate) => candidate.position === params.position)
      : undefined
    if (!order || !line) return null
    if (line.state !== 'ready' || line.notice_sent_at === null)
      return refuse({
        code: 'illegal-move',
        from: line.state,
        to: body.verdict === 'accepted' ? 'in-service' : 'rejected',
      })
    if (body.verdict === 'accepted') {
      await changeLine(tx, line.id, { acceptedHandoverAt: now })
    } else {
      await changeLine(tx, line.id, { state: 'rejected', rejected: { at: now, reason: body.reason } })
      await turnClock(tx, line.id, 'site', { code: 'need-rejected' }, now)
    }
    await writeJournal(tx, {
      room: 'market',
      name: `handover-${body.verdict}`,
      subject: ['order', order.number],
      by,
      at: now,
      siteId: order.site_id,
      onBehalfOf: order.organisation_id,
      data: { position: line.position },
    })
    await notify(tx, 'work')
    return ok(await orderAgain(tx, await theSite(tx), order.number, now))
  }),
)

/** Put right after a rejection: what a device can show is shown anew, then a new notice goes out and its days count anew. */
const remedy = serve(remedyLine, async ({ db, actor, params, now, by }) =>
  inTransaction(db, async (tx) => {
    const order = await lockedOrder(tx, actor, params.order)
    const line = order
      ? (await linesOf(tx, [order.id])).find((candidate) => candidate.position === params.position)
      : undefined
    if (!order || !line) return null
    const moved =
      line.state === 'rejected'
        ? moveLine(line.state, 'delivering')
        : refuse({ code: 'illegal-move', from: line.state, to: 'delivering' })
    if (!moved.ok) return moved
    for (const step of await stepsOf(tx, [line.id])) {
      if (step.does_by === 'machine' && step.for_ready && step.state === 'done')
        await changeStep(tx, step.id, { state: 'acted', doneAt: null, actedAt: now })
    }
    if (line.service_id) await changeService(tx, line.service_id, { readyAt: null })
    await changeLine(tx, line.id, { state: 'delivering', rejected: null, noticeSentAt: null })
    await turnClock(tx, line.id, 'site', null, now)
    await writeJournal(tx, {
      room: 'market',
      name: 'line-remedied',
      subject: ['order', order.number],
      by,
      at: now,
      siteId: order.site_id,
      onBehalfOf: order.organisation_id,
      data: { position: line.position },
    })
    await notify(tx, 'work')
    return ok(await orderAgain(tx, await theSite(tx), order.number, now))
  }),
)

interface OpenStep {
  id: string
  name: string
  line_id: string
  number: string
  service_id: string
  organisation_id: string
}

const closeRoute = serve(closeStep, async ({ db, actor, params, body, now, by }) =>
  inTransaction(db, async (tx) => {
    const found = (
      await sql<OpenStep>`select s.id, s.name, s.line_id, o.number, l.service_id, o.organisation_id from market.step s
        join market.line l on l.id = s.line_id join market."order" o on o.id = l.order_id
        where s.id = ${params.step} and s.state in ('acted', 'undoing') for update of s`.execute(tx)
    ).rows[0]
    if (!found) return refuse({ code: 'step-not-open' })
    const file = await keepFile(tx, {
      name: body.file_name,
      content: Buffer.from(body.content_base64, 'base64'),
      ownerOrganisationId: found.organisation_id,
      now,
    })
    if (!file.ok) return file
    const site = await theSite(tx)
    const proof = {
      proof: 'closed-by-hand',
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
    await sql`update market.step set state = case state when 'undoing' then 'undone' else 'done' end, done_at = ${now}, closed_by = ${actor.personId},
      waits_for = null, waits_what = null, waits_since = null, fault = null where id = ${found.id}`.execute(tx)
    await writeJournal(tx, {
      room: 'market',
      name: 'step-closed-by-hand',
      subject: ['order', found.number],
      by,
      at: now,
      siteId: site.id,
      onBehalfOf: found.organisation_id,
      data: { step: found.name },
    })
    await notify(tx, 'work')
    return ok(await orderAgain(tx, site, found.number, now))
  }),
)

export const deliveryRoutes: readonly Served[] = [handOverRoute, remedy, closeRoute]
