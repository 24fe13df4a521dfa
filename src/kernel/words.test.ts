import { expect, test } from 'vitest'
import { figure, longDay } from './words.ts'

test('a figure of a sentence is written as its language writes it; a name in its stead stands as it is', () => {
  expect([figure(24_656, 'fr'), figure(24_656, 'en')]).toEqual(['24\u00a0656', '24,656'])
  expect([figure(2.26, 'fr'), figure(2.26, 'en'), figure(-1.5, 'fr')]).toEqual(['2,26', '2.26', '-1,5'])
  expect([figure('‹limit›', 'fr'), figure(null, 'en')]).toEqual(['‹limit›', ''])
})

test('a day is said as its language says it: the first of a month is counted in French', () => {
  expect(['2027-01-01', '2027-01-11', '2027-01-21', 'soon'].map((day) => longDay(day, 'fr'))).toEqual([
    '1er janvier 2027',
    '11 janvier 2027',
    '21 janvier 2027',
    'soon',
  ])
  expect(longDay('2027-01-01', 'en')).toBe('1 January 2027')
})
