import { expect, test } from 'vitest'
import { type StepView, progressOf, stepsToDrive } from './plan-delivery.ts'

const since = new Date('2026-11-23T10:00:00Z')
const step = (name: string, state: StepView['state'], more: Partial<StepView> = {}): StepView => ({
  name,
  state,
  forReady: true,
  needs: [],
  waits: null,
  ...more,
})

test('a step begins when all that it needs is done, and independent steps run side by side', () => {
  const steps = [
    step('patch', 'done'),
    step('asn', 'pending', { forReady: false }),
    step('port', 'pending', { needs: ['patch'] }),
    step('test', 'pending', { needs: ['port'] }),
  ]
  expect(stepsToDrive(steps, false).map((s) => s.name)).toEqual(['asn', 'port'])
})

test('unwinding takes the last step that stands, one at a time', () => {
  const steps = [step('patch', 'done'), step('port', 'acted'), step('test', 'pending')]
  expect(stepsToDrive(steps, true).map((s) => s.name)).toEqual(['port'])
  expect(stepsToDrive([step('patch', 'done'), step('port', 'undone')], true).map((s) => s.name)).toEqual(['patch'])
})

test('a slow customer does not hold back the ready notice', () => {
  const waits = { for: 'customer' as const, what: { code: 'asn-code-awaited' }, since }
  expect(progressOf([step('patch', 'done'), step('asn', 'acted', { forReady: false, waits })], false)).toEqual({
    is: 'ready',
  })
})

test('a wait of a step owed before readiness is the line’s wait; a machine at work is not a wait', () => {
  const waits = { for: 'site' as const, what: { code: 'work-order-open' }, since }
  expect(progressOf([step('patch', 'acted', { waits }), step('port', 'pending', { needs: ['patch'] })], false)).toEqual(
    { is: 'waiting', for: 'site', what: waits.what },
  )
  expect(progressOf([step('patch', 'done'), step('port', 'acted')], false)).toEqual({ is: 'delivering' })
})

test('all done is finished; all undone is unwound', () => {
  expect(progressOf([step('patch', 'done'), step('live', 'done', { forReady: false })], false)).toEqual({
    is: 'finished',
  })
  expect(progressOf([step('patch', 'undone'), step('live', 'pending')], true)).toEqual({ is: 'unwound' })
})
