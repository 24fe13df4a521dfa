import { sql } from 'kysely'
import type { z } from 'zod'
import { exchangeSection } from '#exchange'
import { facilitySection, loadSite, organisationsSection } from '#facility'
import { fibreSection } from '#fibre'
import { type OperatorRole, type Right, type Route, turn } from '#kernel'
import { claimedIds, fulfilment, marketRoutes, marketSection } from '#market'
import { confirmWork, finishWork, listWork, proveWork, takeWork, type WorkWire } from '#market/contract'
import type { Actor } from '#people'
import type { Db } from '#postgres'
import { testDatabase } from '#postgres/testing'
import { actorOf } from '../market/testing.ts'
import { billingRoutes } from './routes.ts'

const SAMPLE = new URL('../../sites/besancon', import.meta.url).pathname
const sections = [organisationsSection, facilitySection, fibreSection, exchangeSection, marketSection]
/** A picture of one dot. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII='
const DARK_DBM = -70

const laid = (opened: Date) => ({
  name: `billing: the sample site of ${opened.toISOString()}`,
  lay: async (db: Db): Promise<void> => {
    await sql`insert into floor.world (world, begun_at) values ('twin', ${opened})`.execute(db)
    const loaded = await loadSite({ db, dir: SAMPLE, sections, claimed: claimedIds, clock: () => opened })
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.refusal))
  },
})

const instrumentOf = ({ instruments }: WorkWire, need: WorkWire['needs'][number], day: string): string | undefined =>
  instruments.find(
    ({ kind, calibrated_until: until, retired_on: from }) =>
      need.instruments.includes(kind) && (until === null || until >= day) && (from === null || from > day),
  )?.handle

/** One proof, as it should be: scans as they read, readings in the middle of their bounds, and no light. */
const proofOf = (work: WorkWire, need: WorkWire['needs'][number], now: Date) => {
  const { name, kind, min, max, unit, equals } = need
  const taken_at = now.toISOString()
  if (kind === 'photo') return { name, kind, taken_at, file_name: 'seen.png', content_base64: PNG }
  const handle = instrumentOf(work, need, taken_at.slice(0, 10))
  const instrument = handle === undefined ? {} : { instrument: handle }
  if (kind !== 'reading') return { name, kind, taken_at, text: equals ?? 'seen', ...instrument }
  const value = unit === 'dBm' ? DARK_DBM : min !== null && max !== null ? (min + max) / 2 : (min ?? max ?? 0)
  return { name, kind, taken_at, value, ...instrument }
}

/** Asks as the server does once it has let the caller in. */
const askingOf = (here: { readonly db: Db; readonly now: Date }) => {
  const ask = async (
    as: Actor,
    route: Route,
    of: { readonly params?: object; readonly query?: object; readonly body?: object } = {},
  ) => {
    const served = [...marketRoutes, ...billingRoutes].find((one) => one.route === route)
    if (!served) throw new Error(`${route.path} is not served`)
    return served.handle({
      params: route.params?.parse(of.params) ?? {},
      query: route.query?.parse(of.query ?? {}) ?? {},
      body: route.body?.parse(of.body ?? {}),
      actor: as,
      by: { kind: 'person', id: as.personId },
      db: here.db,
      now: here.now,
      clock: () => here.now,
      ifMatch: null,
    })
  }
  /** The answer in the route's own shape; a refusal, or a 404, is a defect of the test. */
  const must = async <S extends z.ZodType>(
    as: Actor,
    route: Route & { readonly reply: S },
    of: Parameters<typeof ask>[2] = {},
  ): Promise<z.output<S>> => {
    const answer = await ask(as, route, of)
    if (!answer?.ok) throw new Error(`${route.method} ${route.path}: ${JSON.stringify(answer)}`)
    return route.reply.parse(answer.value)
  }
  return { ask, must }
}

/** The sample site with everybody of it, who ask the routes of the market and of billing; on a clock that is set by hand. */
export const openTrade = async (opened: string) => {
  const { db, close } = await testDatabase({ max: 10, laid: laid(new Date(opened)) })
  const here = { db, now: new Date(opened) }
  const { rows } = await sql<{ mail: string; person: string; organisation: string }>`
    select mail, id as person, organisation_id as organisation from people.person_card`.execute(db)
  const personOf = (name: string) => {
    const one = rows.find(({ mail }) => mail.startsWith(`${name}@`))
    if (!one) throw new Error(`nobody is ${name}`)
    return one
  }
  /** Of the site, with these roles. */
  const staff = (name: string, ...roles: readonly OperatorRole[]): Actor => actorOf(personOf(name).person, new Set(roles)) // prettier-ignore
  /** Of a customer or a carrier, with these rights in its organisation. */
  const member = (name: string, ...rights: readonly Right[]): Actor => {
    const { person, organisation } = personOf(name)
    return actorOf(person, new Set(), new Map([[organisation, new Set(rights)]]))
  }
  const { ask, must } = askingOf(here)
  const [technician, colleague] = [staff('camille.roy', 'admin'), staff('sacha.perrin', 'technician')]
  const doWork = async (): Promise<void> => {
    const list = await must(technician, listWork, { query: { open: 'true', limit: 200 } })
    for (const work of list.items) {
      const params = { work: work.number }
      await must(technician, takeWork, { params })
      for (const need of work.needs.filter(({ required }) => required))
        await must(technician, proveWork, { params, body: proofOf(work, need, here.now) })
      await must(technician, finishWork, { params })
      if (work.second_person) await must(colleague, confirmWork, { params })
    }
  }
  /** The delivery once, a second later. */
  const drive = async (): Promise<void> => {
    const clock = (): Date => (here.now = new Date(here.now.getTime() + 1000))
    const { failed } = await turn(fulfilment({ db, clock }), new AbortController().signal)
    if (failed.length > 0) throw failed[0]
  }
  const deliver = async (rounds = 4): Promise<void> => {
    for (let round = 0; round < rounds; round += 1) {
      await drive()
      await doWork()
    }
    await drive()
  }
  return Object.assign(here, { staff, member, ask, must, drive, deliver, close })
}
export type Trade = Awaited<ReturnType<typeof openTrade>>
