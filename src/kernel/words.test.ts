import { expect, test } from 'vitest'
import { figure } from './words.ts'

test('a figure of a sentence is written as its language writes it; a name in its stead stands as it is', () => {
  expect([figure(24_656, 'fr'), figure(24_656, 'en')]).toEqual(['24\u00a0656', '24,656'])
  expect([figure(2.26, 'fr'), figure(2.26, 'en'), figure(-1.5, 'fr')]).toEqual(['2,26', '2.26', '-1,5'])
  expect([figure('‹limit›', 'fr'), figure(null, 'en')]).toEqual(['‹limit›', ''])
})
