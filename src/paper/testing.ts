import { A4, LEFT, RIGHT } from './paper.ts'
import type { Paper } from './paper.ts'

/** A sheet that remembers its words by the row on which they stand. */
export const recordingPaper = () => {
  const rows = new Map<string, string[]>()
  let page = 1
  let boxed = true
  const paper: Paper = {
    width: (text, { size }) => text.length * size * 0.5,
    text: (x, baseline, text, { size }) => {
      boxed &&= x >= LEFT - 1 && x + text.length * size * 0.5 <= RIGHT + 12 && baseline > 0 && baseline < A4.height
      const row = `${page} ${String(Math.round(baseline)).padStart(3, '0')}`
      rows.set(row, [...(rows.get(row) ?? []), text.replaceAll('\u00A0', ' ')])
    },
    line: () => undefined,
    fill: () => undefined,
    across: (text) => {
      rows.set(`${page} across`, [text])
    },
    turn: () => {
      page += 1
    },
  }
  const read = (): readonly string[] =>
    [...rows].toSorted(([a], [b]) => a.localeCompare(b)).map(([, words]) => words.join(' | '))
  return { paper, read, pages: () => page, boxed: () => boxed }
}
