import { type Refusal, type Result, ok, refuse } from '#kernel'
import { type Actor, type Served, scopeOf, sees, serve } from '#people'
import { type By, type Db, inTransaction, notify, writeJournal } from '#postgres'
import { isStaff, mayFor } from '../may-act.ts'
import { type MoveParameters, moveParameters } from '../products/move/parameters.ts'
import type { Site } from '../product.ts'
import { type ServiceRow, findService } from '../service/store.ts'
import { organisationByHandle, organisationsById, personNames, theSite } from '../store.ts'
import {
  agreeMove,
  createSurvey,
  listSurveys,
  type MoveWire,
  passMoveTests,
  setMoveHours,
  showMove,
  showSurvey,
  type SurveyWire,
} from './contract.ts'
import { type Survey, hourIn } from './model.ts'
import { type BuiltSize, proposeSpace } from './propose-space.ts'
import { readMove } from './read-move.ts'
import {
  agree,
  agreedOf,
  builtSizes,
  insertSurvey,
  listSurveyRows,
  moveAt,
  passTests,
  surveyByNumber,
} from './store.ts'

const toWire = (
  survey: Survey,
  known: {
    readonly sizes: readonly BuiltSize[]
    readonly organisation: SurveyWire['organisation'] | undefined
    readonly by: string | null
  },
): SurveyWire => {
  const proposal = proposeSpace(survey.devices, known.sizes)
  if (!known.organisation) throw new Error(`the organisation of ${survey.number} is not known`)
  return {
    number: survey.number,
    organisation: known.organisation,
    place: survey.place,
    surveyed_on: survey.surveyedOn,
    devices: survey.devices.map((device) => ({ ...device, after: [...device.after] })),
    proposal: proposal.ok
      ? {
          ...proposal.value,
          left_behind: [...proposal.value.left_behind],
          warnings: proposal.value.warnings.map((warning) => ({ ...warning })),
        }
      : null,
    refusal: proposal.ok ? null : proposal.refusal,
    entered_by: known.by,
    created_at: survey.createdAt.toISOString(),
  }
}

const shown = async (db: Db, site: Site, rows: readonly Survey[]): Promise<SurveyWire[]> => {
  const sizes = await builtSizes(db, site.id)
  const cards = await organisationsById(
    db,
    rows.map(({ organisationId }) => organisationId),
  )
  const names = await personNames(
    db,
    rows.map(({ enteredBy }) => enteredBy),
  )
  return rows.map((row) => {
    const card = cards.get(row.organisationId)
    const organisation = card && { id: card.id, handle: card.handle, name: card.name }
    return toWire(row, { sizes, organisation, by: names.get(row.enteredBy ?? '') ?? null })
  })
}

const create = serve(createSurvey, async ({ db, actor, body, now, by }) => {
  const organisation = await organisationByHandle(db, body.organisation)
  if (organisation?.ended_at !== null || !mayFor(actor, organisation.id, ['admin', 'sales', 'technician'], 'order'))
    return refuse({ code: 'organisation-unknown', organisation: body.organisation })
  const site = await theSite(db)
  return inTransaction(db, async (tx) => {
    const number = await insertSurvey(tx, site, {
      organisationId: organisation.id,
      place: body.place,
      surveyedOn: body.surveyed_on,
      devices: body.devices,
      enteredBy: actor.personId,
      now,
    })
    await writeJournal(tx, {
      room: 'market',
      name: 'survey-entered',
      subject: ['survey', number],
      by,
      at: now,
      siteId: site.id,
      onBehalfOf: organisation.id,
      data: { devices: body.devices.length },
    })
    const survey = await surveyByNumber(tx, number)
    const [wire] = survey ? await shown(tx, site, [survey]) : []
    if (!wire) throw new Error(`${number} vanished while it was entered`)
    return ok(wire)
  })
})

const list = serve(listSurveys, async ({ db, actor, query }) => {
  const scope = scopeOf(actor)
  const { rows, total } = await listSurveyRows(db, {
    organisations: scope.all ? null : scope.organisations,
    organisation: query.organisation ?? null,
    before: query.cursor ?? null,
    limit: query.limit,
  })
  const items = await shown(db, await theSite(db), rows)
  return ok({ items, next: rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null, total })
})

const show = serve(showSurvey, async ({ db, actor, params }) => {
  const survey = await surveyByNumber(db, params.survey)
  if (!survey || !sees(scopeOf(actor), survey.organisationId)) return null
  const [wire] = await shown(db, await theSite(db), [survey])
  return wire ? ok(wire) : null
})

const moveService = async (db: Db, actor: Actor, number: string, lock = false): Promise<ServiceRow | null> => {
  const service = await findService(db, number, lock)
  return service?.product === 'move' && sees(scopeOf(actor), service.organisation_id) ? service : null
}

/** Its hours are open until somebody is sent. */
const mayBeOtherwise = async (db: Db, service: ServiceRow): Promise<boolean> => {
  const { unwinding, begun } = await moveAt(db, service.id)
  return service.state === 'planned' && !unwinding && !begun
}

const moveToWire = async (db: Db, service: ServiceRow): Promise<MoveWire> => {
  const parameters = moveParameters.parse(service.parameters)
  const { survey, space, plan } = await readMove(db, {
    serviceId: service.id,
    organisationId: service.organisation_id,
    parameters,
    zone: service.zone,
  })
  const agreed = await agreedOf(db, service.id)
  const names = await personNames(db, [agreed?.agreedBy ?? null, agreed?.testedBy ?? null])
  const card = (await organisationsById(db, [service.organisation_id])).get(service.organisation_id)
  if (!card) throw new Error(`the organisation of ${service.number} is not known`)
  const stands = agreed?.plan ?? (plan.ok ? plan.value : null)
  return {
    service: service.number,
    organisation: { id: card.id, handle: card.handle, name: card.name },
    survey: survey.number,
    not_begun: await mayBeOtherwise(db, service),
    to: space && { service: space.service, compartment: space.compartment },
    plan: stands && {
      ...stands,
      parts: stands.parts.map((part) => ({ ...part, devices: [...part.devices] })),
      positions: [...stands.positions],
    },
    refusal: stands || plan.ok ? null : plan.refusal,
    agreed: agreed && { at: agreed.agreedAt.toISOString(), by: names.get(agreed.agreedBy ?? '') ?? null },
    tested:
      agreed?.testedAt && agreed.testNote !== null
        ? { at: agreed.testedAt.toISOString(), by: names.get(agreed.testedBy ?? '') ?? null, note: agreed.testNote }
        : null,
  }
}

const showPlan = serve(showMove, async ({ db, actor, params }) => {
  const service = await moveService(db, actor, params.service)
  return service ? ok(await moveToWire(db, service)) : null
})

/** One act of the customer on its move; the delivery looks again when it commits. */
const acted = async (
  tx: Db,
  of: {
    readonly service: ServiceRow
    readonly name: string
    readonly by: By
    readonly now: Date
    readonly actor: Actor
  },
): Promise<Result<MoveWire, Refusal>> => {
  await writeJournal(tx, {
    room: 'market',
    name: of.name,
    subject: ['service', of.service.number],
    by: of.by,
    at: of.now,
    siteId: of.service.site_id,
    onBehalfOf: of.service.organisation_id,
    data: { staff: isStaff(of.actor) },
  })
  await notify(tx, 'work')
  return ok(await moveToWire(tx, of.service))
}

const agreeTo = serve(agreeMove, async ({ db, actor, params, now, by }) =>
  inTransaction(db, async (tx): Promise<Result<MoveWire, Refusal> | null> => {
    const service = await moveService(tx, actor, params.service, true)
    if (!service || !mayFor(actor, service.organisation_id, ['admin', 'sales'], 'sign')) return null
    const { unwinding } = await moveAt(tx, service.id)
    if (service.state !== 'planned' || unwinding || (await agreedOf(tx, service.id))) {
      const planned = unwinding ? 'cancelled' : 'agreed'
      return refuse({ code: 'illegal-move', from: service.state === 'planned' ? planned : service.state, to: 'agreed' })
    }
    return agreeHours(tx, { service, parameters: moveParameters.parse(service.parameters), by, now, actor })
  }),
)

/** Nobody agrees to hours that have passed: other ones are named first. */
const agreeHours = async (
  tx: Db,
  of: Omit<Parameters<typeof acted>[1], 'name'> & { readonly parameters: MoveParameters },
): Promise<Result<MoveWire, Refusal>> => {
  const { service, parameters, now } = of
  if (new Date(parameters.starts_at) <= now)
    return refuse({ code: 'move-in-the-past', starts_at: hourIn(service.zone, parameters.starts_at) })
  const { plan } = await readMove(tx, {
    serviceId: service.id,
    organisationId: service.organisation_id,
    parameters,
    zone: service.zone,
  })
  if (!plan.ok) return plan
  await agree(tx, { serviceId: service.id, plan: plan.value, by: of.actor.personId, now })
  return acted(tx, { ...of, name: 'move-agreed' })
}

const hours = serve(setMoveHours, async ({ db, actor, params, body, now, by }) =>
  inTransaction(db, async (tx): Promise<Result<MoveWire, Refusal> | null> => {
    const service = await moveService(tx, actor, params.service, true)
    if (!service || !mayFor(actor, service.organisation_id, ['admin', 'sales'], 'sign')) return null
    if (!(await mayBeOtherwise(tx, service))) {
      const { unwinding } = await moveAt(tx, service.id)
      const from = unwinding ? 'cancelled' : service.state === 'planned' ? 'begun' : service.state
      return refuse({ code: 'illegal-move', from, to: 'agreed' })
    }
    const parameters = { ...moveParameters.parse(service.parameters), ...body }
    return agreeHours(tx, { service, parameters, by, now, actor })
  }),
)

const pass = serve(passMoveTests, async ({ db, actor, params, body, now, by }) =>
  inTransaction(db, async (tx): Promise<Result<MoveWire, Refusal> | null> => {
    const service = await moveService(tx, actor, params.service, true)
    const may = (right: 'sign' | 'incident'): boolean =>
      service !== null && mayFor(actor, service.organisation_id, ['admin'], right)
    if (!service || !(may('sign') || may('incident'))) return null
    const agreed = await agreedOf(tx, service.id, true)
    if (!agreed || agreed.testedAt)
      return refuse({ code: 'illegal-move', from: agreed ? 'tested' : 'planned', to: 'tested' })
    // What was tested stands in the rack; a first use that is said too early would begin the bill.
    const { racked, unwinding } = await moveAt(tx, service.id)
    if (!racked || unwinding)
      return refuse({ code: 'illegal-move', from: unwinding ? 'cancelled' : 'agreed', to: 'tested' })
    await passTests(tx, { serviceId: service.id, note: body.note, by: actor.personId, now })
    return acted(tx, { service, name: 'move-tested', by, now, actor })
  }),
)

export const surveyRoutes: readonly Served[] = [create, list, show, showPlan, agreeTo, hours, pass]
