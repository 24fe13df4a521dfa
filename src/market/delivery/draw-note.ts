import type { Language } from '#kernel'
import { A4, type Ink, LEFT, RIGHT, type Paper, color, flow, ink, pairs, printPdf } from '#paper'

/** A note that both parties sign, as lines of a name and what is said of it; every text in the language of the customer. */
export interface Note {
  readonly title: string
  readonly customer: string
  readonly operator: string
  readonly site: string
  readonly language: Language
  /** A twin's paper hands nothing over, and says so. */
  readonly specimen: string | null
  readonly lines: readonly (readonly [name: string, value: string])[]
  /** What stands above the signatures. */
  readonly signatures: string
  readonly at: Date
}

const WIDTH = RIGHT - LEFT
const TITLE: Ink = { ...ink.title, size: 18 }
const SIGNATURE = { width: 220, height: 60, other: LEFT + 260 } as const
const FLOOR = A4.height - LEFT

/** Heads, what is noted, and room for two signatures that stand together. */
export const drawNote = (paper: Paper, note: Note): void => {
  let y = flow(paper, [LEFT, 66, WIDTH], `${note.operator} · ${note.site}`, ink.second)
  y = flow(paper, [LEFT, y + 18, WIDTH], note.title, TITLE)
  if (note.specimen !== null) y = flow(paper, [LEFT, y, WIDTH], note.specimen, ink.warn)
  y = pairs(paper, y + 12, note.lines, { nameWidth: 180, gap: 7, floor: FLOOR })
  if (y + SIGNATURE.height + 60 > FLOOR) {
    paper.turn()
    y = LEFT
  }
  y = flow(paper, [LEFT, y + 20, WIDTH], note.signatures, ink.body) + SIGNATURE.height
  for (const [x, who] of [
    [LEFT, note.operator],
    [SIGNATURE.other, note.customer],
  ] as const) {
    paper.line([x, y], [x + SIGNATURE.width, y], { width: 0.7, color: color.ink })
    flow(paper, [x, y + 14, SIGNATURE.width], who, ink.second)
  }
}

/** The note as a PDF. */
export const printNote = (note: Note): Promise<Uint8Array> =>
  printPdf({ title: note.title, author: note.operator, language: note.language, at: note.at }, (paper) =>
    drawNote(paper, note),
  )
