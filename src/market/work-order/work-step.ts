import { type Found, type Proof, type Step, type StepContext, done, waitsFor } from '../product.ts'
import { type Instructions, changeWork, openWork, proofsOf, workOfStep, type WorkRow } from './store.ts'

const METHOD = 'work order'

/** What a person attested on a finished work order, as evidence. */
const attested = async (context: Pick<StepContext<never>, 'tx' | 'now'>, work: WorkRow): Promise<readonly Proof[]> => {
  const proofs = await proofsOf(context.tx, [work.id])
  return proofs.map((proof) => ({
    proof: proof.name,
    value: proof.value ?? proof.text ?? work.number,
    ...(proof.unit === null ? {} : { unit: proof.unit }),
    method: METHOD,
    source: 'attested',
    ...(proof.by_person === null ? {} : { personId: proof.by_person }),
    ...(proof.file_id === null ? {} : { fileId: proof.file_id }),
    ...(proof.instrument === null ? {} : { instrument: { id: proof.instrument_id, read: proof.instrument } }),
    at: proof.taken_at,
  }))
}

const foundWork = async (context: Pick<StepContext<never>, 'tx' | 'now' | 'stepId'>, undo: boolean): Promise<Found> => {
  const work = await workOfStep(context.tx, context.stepId, undo)
  if (work?.state === 'done') return done(...(await attested(context, work)))
  if (work?.state === 'blocked')
    return waitsFor('site', { code: 'work-blocked', work: work.number, reason: work.blocked_why })
  if (work?.state === 'to-confirm') return waitsFor('site', { code: 'work-to-confirm', work: work.number })
  return waitsFor('site', { code: 'work-to-do', ...(work ? { work: work.number } : {}) })
}

/**
 * A step that a person does: its act opens a work order; its undo withdraws it, and opens another one unless nobody had
 * taken the first: whoever took it, even one who is blocked, may have plugged something already. `already` says that nothing is to be done (a port that was patched at the opening), with what shows it.
 */
export const workStep = <P>(
  step: Pick<Step<P>, 'name' | 'forReady' | 'needs'>,
  answers: {
    readonly already: (context: StepContext<P>) => Promise<readonly Proof[] | null>
    readonly todo: (context: StepContext<P>) => Promise<Instructions>
    readonly undo: (context: StepContext<P>) => Promise<Instructions | null>
  },
): Step<P> => ({
  ...step,
  by: 'person',
  act: async (context) => openWork(context, false, await answers.todo(context)),
  found: async (context) => {
    const already = await answers.already(context)
    return already ? done(...already) : foundWork(context, false)
  },
  undo: async (context) => {
    const work = await workOfStep(context.tx, context.stepId, false, true)
    if (!work || work.state === 'withdrawn') return
    if (work.state !== 'done') await changeWork(context.tx, work.id, { state: 'withdrawn' })
    const instructions = work.state === 'open' ? null : await answers.undo(context)
    if (instructions) await openWork(context, true, instructions)
  },
  gone: async (context) => ((await workOfStep(context.tx, context.stepId, true)) ? foundWork(context, true) : done()),
})
