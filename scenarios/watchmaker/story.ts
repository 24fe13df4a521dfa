import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import {
  agreeMove,
  handOver,
  passMoveTests,
  serviceUsage,
  type MoveWire,
  type OrderWire,
  type SurveyWire,
} from '#market/contract'
import { doctorFindsNothing, must, orderNow, serviceNow } from '../house/asking.ts'
import { commandLine } from '../house/command-line.ts'
import { deliverUntil, isLine, lineOf, sign } from '../house/delivery.ts'
import type { Stage } from '../house/stage.ts'
import { ROOT } from '../house/start-house.ts'

const HOUR_MS = 3_600_000
const [RACK, MOVE] = [1, 2] as const
const MAIL = 'charlie.droz@manufacture-vauclair.example'
let order = ''

/** The file's own weekend, moved to one that is to come. */
const orderFile = (data: string, survey: string): string => {
  const soon = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString()
  const file = join(data, 'move.yaml')
  const text = readFileSync(join(ROOT, 'scenarios/watchmaker/order.yaml'), 'utf8')
    .replace(/survey: .*/, `survey: ${survey}`)
    .replace(/starts_at: .*/, `starts_at: "${soon(24)}"`)
    .replace(/must_run_at: .*/, `must_run_at: "${soon(70)}"`)
  writeFileSync(file, text)
  return file
}

export const moves = async (stage: Stage): Promise<void> => {
  const { house, key } = stage
  const cli = commandLine(house.data)
  const owner = await key(MAIL, 'read', 'order', 'sign', 'incident')
  const surveyed = await cli('survey', join(ROOT, 'scenarios/watchmaker/closet.yaml'))
  const { number, proposal } = surveyed.value as SurveyWire
  expect(proposal).toMatchObject({ size: 'quarter', watts: 1000, drawn_w: 730, units_u: 7, left_behind: ['onduleur'] })
  expect(proposal?.warnings.map(({ code }) => code)).toEqual(['survey-single-cord'])

  const drafted = await cli('order', orderFile(house.data, number))
  expect(drafted).toMatchObject({ code: 0, value: { totals: { setup_cents: 15_000 + 48_000, monthly_cents: 21_500 } } })
  order = (drafted.value as OrderWire).number
  await sign(owner, order)
  const asked = await deliverUntil(
    stage,
    order,
    'the plan is there to be agreed to',
    (now) => lineOf(now, MOVE).waiting?.what.code === 'move-to-agree' && lineOf(now, MOVE).service !== null,
  )
  const service = lineOf(asked, MOVE).service ?? ''
  const shown = (await cli('move', 'show', service)).value as MoveWire
  const hours = new Map(shown.plan?.parts.map(({ part, from }) => [part, from]))
  // The way back ends before everything has to run again.
  expect(hours.get('off') ?? '').toBe(shown.plan?.starts_at)
  expect((shown.plan?.decide_by ?? '') < (shown.plan?.must_run_at ?? '')).toBe(true)
  expect(shown.plan?.positions.map(({ device }) => device)).toEqual(['erp', 'nas', 'mail', 'switch', 'firewall'])
  must(await owner.call(agreeMove, { params: { service } }))

  await deliverUntil(stage, order, 'everything is in the rack', isLine(MOVE, 'ready'))
  must(await owner.call(passMoveTests, { params: { service }, body: { note: 'ERP, mail and files answer.' } }))
  await deliverUntil(stage, order, 'the move is done', isLine(MOVE, 'in-service'))
  const params = { order, position: `${RACK}` }
  must(await owner.call(handOver, { params, body: { verdict: 'accepted' } }))
  const done = await deliverUntil(stage, order, 'all is in service', isLine(RACK, 'in-service'))
  expect(done.lines.map(({ state, billing }) => [state, billing.reason])).toEqual([
    ['in-service', 'acceptance'],
    ['in-service', 'first-use'],
  ])
  const proofs = (await serviceNow(house.client, service)).evidence.map(({ proof }) => proof)
  expect(proofs).toEqual(
    expect.arrayContaining([
      'move-agreed',
      'space-ready',
      'backup-by',
      'devices-fetched',
      'drawn-a',
      'drawn-b',
      'move-tested',
    ]),
  )
  await doctorFindsNothing(house.client)
}

const READINGS = 48

/** Two days of hourly readings of both feeds: 350 W and 300 W. */
const readingsOf = (compartment: string, from: number): string =>
  [
    'meter,at,energy_kwh,power_w',
    ...Array.from({ length: READINGS + 1 }, (_, hour) => {
      const at = new Date(from + hour * HOUR_MS).toISOString()
      return [
        `feed-A-${compartment},${at},${(1200 + 0.35 * hour).toFixed(3)},350`,
        `feed-B-${compartment},${at},${(900 + 0.3 * hour).toFixed(3)},300`,
      ]
    }).flat(),
    '',
  ].join('\n')

/** A month later its meters were read. */
export const isMetered = async (stage: Stage): Promise<void> => {
  const { house } = stage
  const service = lineOf(await orderNow(house.client, order), RACK).service ?? ''
  const place = (await serviceNow(house.client, service)).holds.find(({ kind }) => kind === 'compartment')?.label ?? ''
  const today = Date.now() + 31 * 24 * HOUR_MS
  const from = Math.floor(today / HOUR_MS) * HOUR_MS - READINGS * HOUR_MS
  const file = join(house.data, 'readings.csv')
  writeFileSync(file, readingsOf(place, from))
  const imported = await commandLine(house.data)('import', 'readings', file)
  expect(imported).toMatchObject({
    code: 0,
    value: { applied: true, counts: { created: 2 * (READINGS + 1), refused: 0 }, gaps: 0 },
  })
  const usage = must(await house.client.call(serviceUsage, { params: { service } }))
  expect(usage).toMatchObject({ source: 'measured', measured_w: 650, peak_7d_w: 650, committed_w: 1000, alarm: null })
  const wh = usage.months.reduce((sum, month) => sum + (month.wh ?? 0), 0)
  expect(wh).toBe(READINGS * 650)
  await doctorFindsNothing(house.client)
}
