import { type Refusal, type Result, ok, refuse } from '#kernel'
import { type Call, type Served, serve } from '#people'
import { type Db, keepFile, writeJournal } from '#postgres'
import { allOrNothing } from '../all-or-nothing.ts'
import {
  blockWork,
  confirmWork,
  finishWork,
  listWork,
  proveWork,
  showWork,
  takeWork,
  type WorkWire,
} from '../contract.ts'
import { dayIn } from '../start-billing.ts'
import { theSite } from '../store.ts'
import { admitProof, missingProofs } from './admit-proof.ts'
import { admitInstrument } from './instrument.ts'
import { readWork } from './read.ts'
import {
  type WorkChange,
  type WorkRow,
  changeWork,
  findWork,
  insertProof,
  instrumentsOf,
  listWorkRows,
  proofsOf,
} from './store.ts'

type WorkCall = Pick<Call<typeof takeWork>, 'db' | 'actor' | 'params' | 'now' | 'by'>

const one = async (db: Db, number: string, asker: string | null): Promise<WorkWire | null> => {
  const row = await findWork(db, number)
  return row ? ((await readWork(db, [row], asker))[0] ?? null) : null
}

const busy = (work: WorkRow): boolean => work.state === 'open' || work.state === 'taken' || work.state === 'blocked'

/** Changes a work order under its lock, or refuses; the delivery that waits for it is woken on commit. */
const change = (
  call: WorkCall,
  name: string,
  decide: (tx: Db, work: WorkRow) => Promise<Result<WorkChange, Refusal>>,
): Promise<Result<WorkWire, Refusal> | null> =>
  allOrNothing(call.db, async (tx): Promise<Result<WorkWire, Refusal> | null> => {
    const work = await findWork(tx, call.params.work, true)
    if (!work) return null
    const decided = await decide(tx, work)
    if (!decided.ok) return decided
    await changeWork(tx, work.id, decided.value)
    await writeJournal(tx, {
      room: 'market',
      name,
      subject: ['work-order', work.number],
      by: call.by,
      at: call.now,
      onBehalfOf: work.organisation_id,
    })
    const after = await one(tx, work.number, call.actor.personId)
    return after ? ok(after) : null
  })

const notOpen = (work: WorkRow) => refuse({ code: 'work-not-open', work: work.number, state: work.state })

const take = serve(takeWork, (call) =>
  change(call, 'work-taken', async (_, work) =>
    busy(work) ? ok({ state: 'taken', takenBy: call.actor.personId, blockedWhy: null }) : notOpen(work),
  ),
)

const prove = serve(proveWork, (call) =>
  change(call, 'work-proved', async (tx, work) => {
    if (!busy(work)) return notOpen(work)
    const { body, actor, now } = call
    const need = admitProof(work.needs, body)
    if (!need.ok) return need
    // A phone's clock may be wrong; nobody takes a proof after it was received.
    const takenAt = new Date(Math.min(new Date(body.taken_at).getTime(), now.getTime()))
    const instrument = admitInstrument(
      { name: need.value.name, kinds: need.value.instruments ?? [] },
      body.instrument,
      await instrumentsOf(tx),
      dayIn((await theSite(tx)).zone, takenAt),
    )
    if (!instrument.ok) return instrument
    let fileId: string | null = null
    if (body.content_base64 !== undefined) {
      const file = await keepFile(tx, {
        name: body.file_name ?? `${need.value.name}.jpg`,
        content: Buffer.from(body.content_base64, 'base64'),
        ownerOrganisationId: work.organisation_id,
        now,
      })
      if (!file.ok) return file
      if (need.value.kind === 'photo' && !file.value.mediaType.startsWith('image/'))
        return refuse({ code: 'file-kind-refused' })
      fileId = file.value.id
    }
    await insertProof(tx, work.id, {
      need: need.value,
      text: body.text ?? null,
      value: body.value ?? null,
      fileId,
      by: actor.personId,
      instrument: instrument.value,
      takenAt,
      now,
    })
    return ok({ state: 'taken', begunBy: actor.personId, blockedWhy: null })
  }),
)

const finish = serve(finishWork, (call) =>
  change(call, 'work-done', async (tx, work) => {
    if (!busy(work)) return notOpen(work)
    const missing = missingProofs(
      work.needs,
      (await proofsOf(tx, [work.id])).map((proof) => proof.name),
    )
    if (missing.length > 0) return refuse({ code: 'proof-missing', missing })
    return ok({
      state: work.second_person ? 'to-confirm' : 'done',
      begunBy: call.actor.personId,
      done: { by: call.actor.personId, at: call.now },
    })
  }),
)

const block = serve(blockWork, (call) =>
  change(call, 'work-blocked', async (_, work) =>
    // The second person too may find that it is not as it should be.
    busy(work) || work.state === 'to-confirm'
      ? ok({ state: 'blocked', begunBy: call.actor.personId, blockedWhy: call.body.reason })
      : notOpen(work),
  ),
)

const confirm = serve(confirmWork, (call) =>
  change(call, 'work-confirmed', async (_, work) => {
    if (work.state !== 'to-confirm') return refuse({ code: 'work-not-to-confirm', work: work.number })
    if (call.actor.personId === null || call.actor.personId === work.done_by) return refuse({ code: 'same-person' })
    return ok({ state: 'done', confirmed: { by: call.actor.personId, at: call.now } })
  }),
)

const list = serve(listWork, async ({ db, query, actor }) => {
  const { rows, total } = await listWorkRows(db, {
    state: query.state ?? null,
    open: query.open ?? false,
    before: query.cursor ?? null,
    limit: query.limit,
  })
  return ok({
    items: [...(await readWork(db, rows, actor.personId))],
    next: rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null,
    total,
  })
})

const show = serve(showWork, async ({ db, params, actor }) => {
  const work = await one(db, params.work, actor.personId)
  return work ? ok(work) : null
})

export const workRoutes: readonly Served[] = [list, show, take, prove, finish, block, confirm]
