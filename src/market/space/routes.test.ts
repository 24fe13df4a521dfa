import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Route } from '#kernel'
import type { Actor } from '#people'
import { preview, previewOrder } from '../contract.ts'
import { orderRoutes } from '../order/routes.ts'
import { signedOrder } from '../order/testing.ts'
import { type Hall, layHall, spaceAsked } from '../products/rack-space/testing.ts'
import { actorOf } from '../testing.ts'
import { listSpaceLoads, placementWire, placeSpace, spaceLoadsWire } from './contract.ts'
import { spaceRoutes } from './routes.ts'

let hall: Hall
const organisations = new Map<string, string>()
beforeAll(async () => {
  hall = await layHall()
  const { rows } = await sql<{ id: string; handle: string }>`select id, handle from people.organisation_card`.execute(
    hall.db,
  )
  for (const { id, handle } of rows) organisations.set(handle, id)
})
afterAll(() => hall.close())

const staff = (): Actor => actorOf(hall.technicians[0], new Set(['admin']))
const customer = (handle: string): Actor =>
  actorOf(hall.signatory, new Set(), new Map([[organisations.get(handle) ?? '', new Set(['read', 'order'] as const)]]))

const ask = async (route: Route, as: Actor, body: object = {}): Promise<unknown> => {
  const served = [...spaceRoutes, ...orderRoutes].find((one) => one.route === route)
  if (!served) throw new Error(`${route.path} is not served`)
  return served.handle({
    params: {},
    query: {},
    body,
    actor: as,
    by: { kind: 'person', id: as.personId },
    db: hall.db,
    now: hall.now,
    clock: () => hall.now,
    ifMatch: null,
  })
}
const valueOf = (answer: unknown): unknown => {
  if (typeof answer === 'object' && answer !== null && 'value' in answer) return answer.value
  throw new Error(`refused: ${JSON.stringify(answer)}`)
}
const parametersOf = (asked: Parameters<typeof spaceAsked>[0]) => spaceAsked(asked).lines[0]?.parameters
const placed = async (as: Actor, asked: Parameters<typeof spaceAsked>[0], before: unknown[] = []) =>
  placementWire.parse(
    valueOf(await ask(placeSpace, as, { organisation: 'jurassix', parameters: parametersOf(asked), before })),
  )
const loadsFor = async (as: Actor) => spaceLoadsWire.parse(valueOf(await ask(listSpaceLoads, as)))

test('placement: staff read why each place is passed over, a customer which kinds of limit and how many', async () => {
  const all = await placed(staff(), { size: 'half', watts: 6500 })
  expect(all.fits).toBe(0)
  expect(all.passed_over?.length).toBe(all.tried)
  expect(all.counts.reduce((sum, { count }) => sum + count, 0)).toBe(all.tried)
  expect(all.passed_over?.[0]?.because).toMatchObject({ code: 'one-side-cannot-carry', watts: 6500 })

  await signedOrder(hall, spaceAsked({ size: 'full', watts: 2900, sides: 'A', place: { row: '1' } }))
  const wish = { size: 'full', watts: 7000, place: { row: '1' } } as const
  const theirs = await placed(customer('jurassix'), wish)
  expect(theirs.passed_over).toBeNull()
  expect(theirs.tried).toBe((await placed(staff(), wish)).tried)
  const ranked = await placed(customer('jurassix'), { size: 'half', watts: 2000, place: { near_meet_me: true } })
  expect(ranked.ranked[0]?.reasons.map(({ code }) => code)).toEqual(['place-metres', 'place-way'])
  expect(JSON.stringify([theirs, ranked])).not.toMatch(/reserved|row-A|ups-|neighbours/)

  const first = await placed(staff(), { size: 'half' })
  const second = await placed(staff(), { size: 'half' }, [parametersOf({ size: 'half' })])
  expect(first.ranked[0]?.compartment).not.toBe(second.ranked[0]?.compartment)
  expect(second.fits).toBe(first.fits - 1)

  expect(
    await ask(placeSpace, customer('jurassix'), {
      organisation: 'manufacture-vauclair',
      parameters: parametersOf({}),
      before: [],
    }),
  ).toMatchObject({ refusal: { code: 'organisation-unknown' } })
  expect(
    await ask(placeSpace, staff(), {
      organisation: 'jurassix',
      parameters: parametersOf({ health_data: true }),
      before: [],
    }),
  ).toMatchObject({ refusal: { code: 'hds-missing' } })
})

test('loads: half on each side with nothing lost, all of it with one side lost; phases of a board; each tenant its own', async () => {
  const before = await loadsFor(staff())
  await signedOrder(hall, spaceAsked({ size: 'half', watts: 2000, place: { row: '2' } }))
  const after = await loadsFor(staff())
  const sum = (loads: typeof after, element: string, unit: 'W' | 'VA') =>
    loads.elements?.find((one) => one.element === element)?.sums.find((one) => one.unit === unit)
  const of = (element: string, unit: 'W' | 'VA') => {
    const [was, is] = [sum(before, element, unit), sum(after, element, unit)]
    return [(is?.normal ?? 0) - (was?.normal ?? 0), (is?.other_side_lost ?? 0) - (was?.other_side_lost ?? 0)]
  }
  expect(of('ups-A', 'W')).toEqual([1000, 2000])
  expect(of('ups-B', 'VA')).toEqual([1053, 2106])
  expect(sum(after, 'ups-A', 'W')).toMatchObject({ nominal: 180_000, oversell: 1, own_draw: 3000, limit: 177_000 })
  // Modules, pumps, the meet-me room and what the UPS loses; 5 % of 180 kW are drawn above the UPS, not at it.
  expect(sum(after, 'grid-B', 'W')).toMatchObject({ nominal: 240_000, own_draw: 3 * 3500 + 1500 + 3000 + 9000, limit: 216_000 }) // prettier-ignore
  expect(sum(after, 'mechanical-A', 'VA')).toMatchObject({ own_draw: 12_632, other_side_lost: 0 })
  // What is shown is what PostgreSQL keeps anybody from going over.
  const { rows: kept } = await sql<{ element: string; unit: 'W' | 'VA'; reserved: number }>`
    select h.handle as element, e.unit, e.reserved from market.element_limit e join facility.element h on h.id = e.element_id
    where e.reserved > 0 and h.kind not in ('cooling-unit', 'feed') and e.failure_case = 'other-side-lost'`.execute(
    hall.db,
  )
  expect(kept.length).toBeGreaterThan(10)
  expect(kept.map(({ element, unit }) => sum(after, element, unit)?.other_side_lost)).toEqual(
    kept.map(({ reserved }) => reserved),
  )
  const placedAt = after.loads.at(-1)
  expect(placedAt).toMatchObject({ watts: 2000, sides: 'A+B', state: 'sold', organisation: { handle: 'jurassix' } })
  const [feed] = placedAt?.feeds ?? []
  expect(feed).toMatchObject({ side: 'A', normal_w: 1000, other_side_lost_w: 2000, amount_va: 2106 })
  expect(placedAt?.nearest).toMatchObject({ reserved: expect.any(Number), limit: expect.any(Number) })

  const board = after.elements?.find(({ element }) => element === `row-A-${placedAt?.row}`)
  const phase = board?.phases?.find((one) => one.phase === feed?.phase)
  expect(phase).toMatchObject({ unit: 'VA', normal: 1053, other_side_lost: 2106, oversell: 1, limit: 28_867 })
  // 2106 VA ÷ (400 V ÷ √3).
  expect(phase?.other_side_lost_a).toBe(9.1)
  expect(board?.unbalance_percent).toBe(200)
  const { rows: phases } = await sql<{ element: string; unit: string; phase: string; reserved: number; limit: number }>`
    select h.handle as element, e.unit, right(e.failure_case, 2) as phase, e.reserved, e.limit_amount as limit
    from market.element_limit e join facility.element h on h.id = e.element_id where e.failure_case ~ ':L[123]$' and e.reserved > 0`.execute(
    hall.db,
  )
  expect(phases.length).toBeGreaterThan(8)
  for (const { element, unit, phase: name, reserved, limit } of phases) {
    const shown = after.elements?.find((one) => one.element === element)?.phases
    expect(shown?.find((one) => one.phase === name && one.unit === unit)).toMatchObject({ other_side_lost: reserved, limit }) // prettier-ignore
  }
  // A UPS balances what it draws: above it there are sums alone.
  expect(after.elements?.filter((one) => ['main-A', 'transfer-A', 'transformer-A', 'genset-A', 'grid-A'].includes(one.element)).map((one) => one.phases)).toEqual([null, null, null, null, null]) // prettier-ignore

  const own = await loadsFor(customer('jurassix'))
  expect([own.elements, own.cooling]).toEqual([null, null])
  expect(own.loads.map(({ nearest }) => nearest)).toEqual(own.loads.map(() => null))
  expect(own.loads.length).toBeGreaterThan(0)
  expect((await loadsFor(customer('manufacture-vauclair'))).loads).toEqual([])
})

test('oversell is shown where it is set, on the sum and on each phase, and nowhere else; a tenant’s own way cannot be named', async () => {
  await hall.edit('power.yaml', 'oversell: {}', 'oversell: { ups: 1.1 }')
  expect((await hall.apply()).ok).toBe(true)
  const { elements } = await loadsFor(staff())
  const of = (element: string) => elements?.find((one) => one.element === element)
  expect(of('ups-A')?.sums).toMatchObject([
    { unit: 'W', nominal: 180_000, oversell: 1.1, own_draw: 3000, limit: 195_000 },
    { unit: 'VA', nominal: 200_000, oversell: 1.1, own_draw: 3158, limit: 216_842 },
  ])
  expect(of('ups-A')?.phases?.find(({ phase, unit }) => phase === 'L2' && unit === 'W')).toMatchObject({ oversell: 1.1, limit: 65_000 }) // prettier-ignore
  const others = elements?.filter(({ kind }) => kind !== 'ups').flatMap(({ sums }) => sums.map(({ oversell }) => oversell)) // prettier-ignore
  expect(new Set(others)).toEqual(new Set([1]))
  await hall.edit('power.yaml', 'oversell: { ups: 1.1 }', 'oversell: { way: 1.1 }')
  await expect(hall.plan()).rejects.toThrow(/oversell/)
  await hall.edit('power.yaml', 'oversell: { way: 1.1 }', 'oversell: {}')
})

test('a refusal names the board and its figures to staff, to a customer the kind of limit alone', async () => {
  // Fourteen times 2,900 W on one side are all that a board of 63 A carries.
  await hall.edit(
    'power.yaml',
    'handle: row-A-4, kind: board, room: hall, powered_by: [output-A], breaker_a: 125',
    'handle: row-A-4, kind: board, room: hall, powered_by: [output-A], breaker_a: 4',
  )
  expect((await hall.apply()).ok).toBe(true)
  const body = { ...spaceAsked({ size: 'full', watts: 3000, place: { row: '4' } }), changes: [] }
  const asked = async (as: Actor) => preview.parse(valueOf(await ask(previewOrder, as, body)))
  expect((await asked(staff())).lines[0]?.refusal).toMatchObject({
    code: 'limit-reached',
    element: 'row-A-4',
    kind: 'board',
    limit: 2771,
  })
  const told = await asked(customer('jurassix'))
  expect(told.refusal).toMatchObject({ code: 'power-not-left', kind: 'board' })
  expect(JSON.stringify(told)).not.toMatch(/row-A-4|2771|reserved"/)
})
