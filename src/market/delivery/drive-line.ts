import { isDeepStrictEqual } from 'node:util'
import { messageOf } from '#kernel'
import type { Db } from '#postgres'
import { claimsOfLines, claimsOfService, giveBack } from '../claim/store.ts'
import { endChange, finishChange } from '../change/finish-change.ts'
import { changedFrom, claimsOfChange, isOpenChange, signedChangeOf } from '../change/store.ts'
import type { LineState } from '../model.ts'
import { changeLine, lockLine, orderNamed, stopClocks, turnClock } from '../order/store.ts'
import type { Found, Site, Step, StepContext } from '../product.ts'
import { productOf } from '../products/index.ts'
import { changeService, keepEvidence, serviceById } from '../service/store.ts'
import { dayIn } from '../start-billing.ts'
import { withdrawOpenWork } from '../work-order/store.ts'
import { beginService } from './begin-service.ts'
import { type Driving, tell } from './driving.ts'
import { type Progress, type StepView, mayDrive, progressOf, stepsToDrive } from './plan-delivery.ts'
import { type StepRow, changeStep, stepsOf } from './store.ts'

/** More turns of the loop than any delivery has steps: a step that never settles is a defect, not a hot loop. */
const MOST_ROUNDS = 50
const MOST_FAULT_CHARACTERS = 500

/** The step that is being looked at: where a throw happened, the fault is kept beside it. */
export interface Watching {
  step: string | null
}

/**
 * Drives one line as far as it goes, in one transaction on its locked row: killed at any instant, either all of the
 * round stands or nothing of it. Devices are never touched here; wishes are rows, and reconcilers bring them to devices.
 * Locks are taken in the order line, service, fabric, as every route does. True: a step is under way, to be asked again soon.
 */
export const driveLine = async (
  tx: Db,
  site: Site,
  lineId: string,
  now: Date,
  watching: Watching = { step: null },
): Promise<boolean> => {
  const line = await lockLine(tx, lineId)
  if (!line || line.service_id === null) return line === null
  const service = await serviceById(tx, line.service_id, true)
  if (!mayDrive(line, service, dayIn(service.zone, now))) return false
  if (line.does === 'cease' && service.state === 'notice-given')
    await changeService(tx, service.id, { state: 'dismantling', suspendedFor: null })
  const order = await orderNamed(tx, line.order_id)
  const driving: Driving = {
    tx,
    site,
    now,
    line,
    service,
    product: productOf(line.product),
    orderNumber: order.number,
    ordererId: order.organisationId,
  }
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (await driveRound(driving, watching)) continue
    watching.step = null
    return settle(driving)
  }
  throw new Error(`line ${lineId} did not settle in ${MOST_ROUNDS} rounds`)
}

const stepsDefined = ({ line, product }: Driving): readonly Step<never>[] => {
  if (line.does === 'change') return product.change?.steps ?? []
  return line.does === 'cease' ? product.cease : product.deliver
}

const definitionOf = (driving: Driving, name: string): Step<never> => {
  const step = stepsDefined(driving).find((candidate) => candidate.name === name)
  if (!step) throw new Error(`the product ${driving.product.name} has no step ${name}`)
  return step
}

/** A change takes only some of the steps that its product knows: what it does not take, it does not wait for. */
const viewsOf = (driving: Driving, rows: readonly StepRow[]): readonly StepView[] => {
  const taken = new Set(rows.map(({ name }) => name))
  return rows.map((row) => viewOf(driving, row, taken))
}

const viewOf = (driving: Driving, row: StepRow, taken: ReadonlySet<string>): StepView => ({
  name: row.name,
  forReady: row.for_ready,
  needs: definitionOf(driving, row.name).needs.filter((need) => driving.line.does !== 'change' || taken.has(need)),
  state: row.state,
  waits:
    row.waits_for && row.waits_what && row.waits_since
      ? { for: row.waits_for, what: row.waits_what, since: row.waits_since }
      : null,
})

const serviceContext = async ({ tx, product, service }: Driving) => ({
  parameters: product.parse(service.parameters),
  holds: await claimsOfService(tx, service.id),
})

/** The service as it will be, and beside it what it was. */
const changeContext = async ({ tx, product, line }: Driving) => {
  const { from, leaves } = await signedChangeOf(tx, line.id)
  const claims = await claimsOfChange(tx, line)
  return {
    parameters: product.parse(line.parameters),
    holds: claims.filter(({ id }) => !leaves.includes(id)),
    change: { from: product.parse(from), leaves: claims.filter(({ id }) => leaves.includes(id)) },
  }
}

const contextOf = async (driving: Driving, row: StepRow): Promise<StepContext<never>> => ({
  tx: driving.tx,
  now: driving.now,
  site: driving.site,
  organisationId: driving.service.organisation_id,
  ...(driving.line.does === 'change' ? await changeContext(driving) : await serviceContext(driving)),
  lineId: driving.line.id,
  orderNumber: driving.orderNumber,
  serviceId: driving.service.id,
  serviceNumber: driving.service.number,
  stepId: row.id,
  actedAt: row.acted_at,
})

/** One round: every step whose turn it is. True when something moved, so that another round may find more to do. */
const driveRound = async (driving: Driving, watching: Watching): Promise<boolean> => {
  const rows = await stepsOf(driving.tx, [driving.line.id])
  const turn = stepsToDrive(viewsOf(driving, rows), driving.line.unwinding)
  let moved = false
  for (const { name } of turn) {
    const row = rows.find((candidate) => candidate.name === name)
    watching.step = name
    if (row) moved = (await (driving.line.unwinding ? undoStep : doStep)(driving, row)) || moved
  }
  return moved
}

const doStep = async (driving: Driving, row: StepRow): Promise<boolean> => {
  const step = definitionOf(driving, row.name)
  const context = await contextOf(driving, row)
  const found = await step.found(context)
  if (found.is === 'done') {
    await changeStep(driving.tx, row.id, {
      state: 'done',
      doneAt: driving.now,
      actedAt: row.acted_at ?? driving.now,
      wait: null,
      fault: null,
    })
    await keepEvidence(
      driving.tx,
      { lineId: driving.line.id, serviceId: driving.service.id, step: row.name, world: driving.site.world },
      found.proofs,
    )
    await withdrawOpenWork(driving.tx, row.id)
    await tell(driving, 'step-done', { step: row.name })
    return true
  }
  if (row.state === 'pending') {
    await step.act(context)
    await changeStep(driving.tx, row.id, { state: 'acted', actedAt: driving.now })
    await tell(driving, 'step-begun', { step: row.name })
    return true
  }
  return noteWait(driving, row, found)
}

const undoStep = async (driving: Driving, row: StepRow): Promise<boolean> => {
  const step = definitionOf(driving, row.name)
  const context = await contextOf(driving, row)
  if (row.state !== 'undoing') {
    await step.undo(context)
    await changeStep(driving.tx, row.id, { state: 'undoing', wait: null })
    await tell(driving, 'step-undoing', { step: row.name })
    return true
  }
  const gone = await step.gone(context)
  if (gone.is !== 'done') return noteWait(driving, row, gone)
  await changeStep(driving.tx, row.id, { state: 'undone', undoneAt: driving.now, wait: null })
  await tell(driving, 'step-undone', { step: row.name })
  return true
}

/** Keeps what a step waits for and since when; a wait that goes on keeps its beginning. Never a reason for another round. */
const noteWait = async (driving: Driving, row: StepRow, found: Exclude<Found, { is: 'done' }>): Promise<false> => {
  if (found.is === 'under-way') {
    if (row.waits_for || row.fault !== null) await changeStep(driving.tx, row.id, { wait: null, fault: null })
  } else if (row.fault !== null || row.waits_for !== found.for || !isDeepStrictEqual(row.waits_what, found.what)) {
    const since =
      row.waits_for === found.for && row.waits_what?.code === found.what.code
        ? (row.waits_since ?? driving.now)
        : driving.now
    await changeStep(driving.tx, row.id, { wait: { for: found.for, what: found.what, since }, fault: null })
  }
  return false
}

/** After the last round: the line's state, its clock, and what follows from where it stands. True: something is under way. */
const settle = async (driving: Driving): Promise<boolean> => {
  const { line } = driving
  const views = viewsOf(driving, await stepsOf(driving.tx, [line.id]))
  const progress = progressOf(views, line.unwinding)
  const begun = progress.is === 'ready' || progress.is === 'finished'
  if (progress.is === 'unwound') await (line.does === 'change' ? endChange(driving) : endUnwinding(driving))
  else if (line.does === 'cease' && progress.is === 'finished') await endCease(driving)
  else if (line.does === 'change' && begun) await settleChange(driving, progress.is === 'finished')
  else if (line.does === 'create' && begun) await beginService(driving)
  else await showProgress(driving, progress)
  return stepsToDrive(views, line.unwinding).some((step) => step.waits === null)
}

/** A change is billed by the rules of every start; what it leaves is given back when all is done and it has begun. */
const settleChange = async (driving: Driving, finished: boolean): Promise<void> => {
  await beginService(driving)
  if (!finished || !(await isOpenChange(driving.tx, driving.line.id))) return
  if ((await changedFrom(driving.tx, driving.line.id)) !== null) await finishChange(driving)
}

const showProgress = async (driving: Driving, progress: Progress): Promise<void> => {
  const { tx, line, now } = driving
  // A line that unwinds keeps the state in which it was cancelled until nothing is left.
  const shown = (state: LineState): boolean => line.unwinding || line.state === state
  const become = (state: LineState) => (line.unwinding ? {} : { state })
  if (progress.is === 'waiting') {
    const same = line.waiting_for === progress.for && line.waiting_what?.code === progress.what.code
    if (same && shown('waiting')) return
    const since = same ? (line.waiting_since ?? now) : now
    await changeLine(tx, line.id, {
      ...become('waiting'),
      wait: { for: progress.for, what: progress.what, since },
    })
    await turnClock(tx, line.id, progress.for, progress.what, now)
    await tell(driving, 'line-waits', { for: progress.for, code: progress.what.code })
  } else if (!shown('delivering') || line.waiting_for) {
    await changeLine(tx, line.id, { ...become('delivering'), wait: null })
    await turnClock(tx, line.id, 'site', null, now)
  }
}

/** Everything was undone: what the line held is free again, and the service that never was is closed. */
const endUnwinding = async (driving: Driving): Promise<void> => {
  const { tx, line, now, product, site } = driving
  const rows = await stepsOf(tx, [line.id])
  const used = rows.some((row) => row.name === product.liveStep && row.acted_at !== null)
  await giveBack(tx, await claimsOfLines(tx, [line.id]), now, (kind) =>
    used ? product.restDays(kind, tx, site.id) : Promise.resolve(0),
  )
  await changeService(tx, driving.service.id, { state: 'closed', closedAt: now })
  await changeLine(tx, line.id, { state: 'cancelled', wait: null, unwinding: null })
  await turnClock(tx, line.id, null, null, now)
  await tell(driving, 'line-cancelled', {})
}

/** The delivery backwards is done and proved: the held things rest, then they are sold again. */
const endCease = async (driving: Driving): Promise<void> => {
  const { tx, line, now, product, site, service } = driving
  await giveBack(tx, await claimsOfService(tx, service.id), now, (kind) => product.restDays(kind, tx, site.id))
  await changeService(tx, service.id, { state: 'closed', closedAt: now })
  await changeLine(tx, line.id, { state: 'dismantled', wait: null })
  await turnClock(tx, line.id, null, null, now)
  // The line that created it stopped with it: what its customer had not yet done is owed no more.
  await stopClocks(tx, service.id, now)
  await tell(driving, 'service-closed', {})
}

/** A step threw: the round was rolled back; the fault is kept beside that step, and tried again. */
export const keepFault = async (
  tx: Db,
  lineId: string,
  fault: { readonly step: string | null; readonly thrown: unknown; readonly now: Date },
): Promise<void> => {
  const open = (await stepsOf(tx, [lineId])).filter(({ state }) => state !== 'done' && state !== 'undone')
  const row = open.find(({ name }) => name === fault.step) ?? open[0]
  if (!row) return
  const since = row.waits_what?.code === 'step-faults' ? (row.waits_since ?? fault.now) : fault.now
  await changeStep(tx, row.id, {
    fault: messageOf(fault.thrown).slice(0, MOST_FAULT_CHARACTERS),
    wait: { for: 'site', what: { code: 'step-faults' }, since },
  })
}
