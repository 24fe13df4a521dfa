import { expect, test } from 'vitest'
import { emptySurvey, newDevice, readSurvey, type SurveyDraft, surveyOf, withDevice } from './survey-draft.ts'

const closet: SurveyDraft = {
  ...emptySurvey('manufacture-vauclair', '2026-11-20'),
  place: 'Atelier 2, placard du premier étage',
  devices: [
    { ...newDevice(1), label: 'hv-1', units: '2', measured: '240', weight: '25', after: 'san' },
    { ...newDevice(2), label: ' san ', kind: 'storage', units: '2', plate: '750' },
  ],
}

test('what was not read is null, never zero; labels are parted by commas', () => {
  const { asked, wrong, headWrong } = surveyOf(closet)
  expect([wrong, headWrong]).toEqual([[{}, {}], false])
  expect(asked?.devices).toMatchObject([
    { label: 'hv-1', units_u: 2, measured_w: 240, nameplate_w: null, depth_mm: null, weight_kg: 25, after: ['san'] },
    { measured_w: null, nameplate_w: 750, cords: 2, after: [] },
  ])
})

test('what is wrong stands at its device and its field', () => {
  const [first, second] = closet.devices
  if (!first || !second) throw new Error('two devices')
  const { asked, wrong } = surveyOf({
    ...closet,
    devices: [
      { ...first, units: '1,5', measured: 'much', after: 'san, gone' },
      { ...second, label: 'hv-1' },
    ],
  })
  expect(asked).toBeNull()
  expect(Object.keys(wrong[0] ?? {}).toSorted()).toEqual(['after', 'label', 'measured', 'units'])
  expect(wrong[1]).toEqual({ label: 'twice' })
  expect(surveyOf({ ...closet, place: ' ' }).headWrong).toBe(true)
})

test('a draft is kept and read again; what is not one is none', () => {
  expect(readSurvey(JSON.stringify(closet))).toEqual(closet)
  expect([readSurvey(null), readSurvey('{'), readSurvey('{"devices":[{}]}')]).toEqual([null, null, null])
  expect(withDevice(closet.devices).map(({ key }) => key)).toEqual([1, 2, 3])
})
