/** What a paper is drawn on: A4 in points from the top left, text by its baseline. */
export type Face = 'regular' | 'medium' | 'semibold' | 'condensed'

export interface Ink {
  readonly face: Face
  readonly size: number
  readonly color: string
}

export interface Paper {
  width(text: string, ink: Ink): number
  text(x: number, baseline: number, text: string, ink: Ink): void
  line(from: readonly [x: number, y: number], to: readonly [x: number, y: number], stroke: Stroke): void
  fill(x: number, y: number, size: readonly [width: number, height: number], color: string): void
  /** One word across the page, under everything that follows. */
  across(text: string, color: string): void
  /** Begins the next page. */
  turn(): void
}

export interface Stroke {
  readonly width: number
  readonly color: string
}

export const A4 = { width: 595.28, height: 841.89 } as const
export const MARGIN = 48
export const LEFT = MARGIN
export const RIGHT = A4.width - MARGIN

/** The portal's tokens, on white: paper has its own ground. */
export const color = {
  ink: '#15191D',
  ink2: '#41474E',
  ink3: '#5C636A',
  edge: '#7C8083',
  rule: '#D9D6CB',
  steel: '#1C4A86',
  steelLight: '#B9CBE1',
  recess: '#F2F0E8',
  wait: '#956100',
  mark: '#ECE7DA',
} as const

export const ink = {
  brand: { face: 'semibold', size: 15, color: color.ink },
  title: { face: 'semibold', size: 24, color: color.ink },
  number: { face: 'condensed', size: 15, color: color.steel },
  section: { face: 'semibold', size: 10, color: color.ink },
  body: { face: 'regular', size: 9.5, color: color.ink },
  strong: { face: 'medium', size: 9.5, color: color.ink },
  second: { face: 'regular', size: 8.5, color: color.ink2 },
  identifier: { face: 'condensed', size: 8.5, color: color.ink2 },
  head: { face: 'regular', size: 8, color: color.ink3 },
  tick: { face: 'condensed', size: 7, color: color.ink3 },
  total: { face: 'semibold', size: 15, color: color.ink },
  warn: { face: 'medium', size: 9.5, color: color.wait },
} as const satisfies { readonly [name: string]: Ink }

export const textRight = (paper: Paper, x: number, baseline: number, text: string, style: Ink): void =>
  paper.text(x - paper.width(text, style), baseline, text, style)

/** A word that is wider than its column (an address of the web, a digest), cut where it must be. */
const cut = (paper: Paper, word: string, style: Ink, width: number): readonly string[] => {
  const pieces: string[] = []
  let piece = ''
  for (const letter of word)
    if (piece !== '' && paper.width(piece + letter, style) > width) {
      pieces.push(piece)
      piece = letter
    } else piece += letter
  return [...pieces, piece]
}

/** Cuts text into lines no wider than `width`, at spaces that may break. */
export const wrap = (paper: Paper, text: string, style: Ink, width: number): readonly string[] =>
  text.split('\n').flatMap((paragraph) => {
    const lines: string[] = []
    let line = ''
    for (const word of paragraph.split(' ').flatMap((one) => cut(paper, one, style, width))) {
      const longer = line === '' ? word : `${line} ${word}`
      if (line !== '' && paper.width(longer, style) > width) {
        lines.push(line)
        line = word
      } else line = longer
    }
    return [...lines, line]
  })

/** From one baseline to the next, in parts of the size. */
const LEADING = 1.35

/** Writes a block of lines and returns the baseline after it. */
export const block = (
  paper: Paper,
  [x, top]: readonly [number, number],
  lines: readonly string[],
  style: Ink,
  leading = style.size * LEADING,
): number => {
  lines.forEach((line, index) => paper.text(x, top + index * leading, line, style))
  return top + lines.length * leading
}

/** A text in a column of a width, from a baseline on: the baseline after it. */
export const flow = (
  paper: Paper,
  [x, top, width]: readonly [x: number, baseline: number, width: number],
  text: string,
  style: Ink,
): number => block(paper, [x, top], wrap(paper, text, style, width), style)

/** Names and what is said of each, side by side, on as many pages as they need: the baseline after them. */
export const pairs = (
  paper: Paper,
  top: number,
  lines: readonly (readonly [name: string, value: string])[],
  { nameWidth, gap, floor }: { readonly nameWidth: number; readonly gap: number; readonly floor: number },
): number => {
  let y = top
  for (const [name, value] of lines) {
    const said = wrap(paper, value, ink.strong, RIGHT - LEFT - nameWidth)
    if (y + said.length * ink.strong.size * LEADING > floor) {
      paper.turn()
      y = LEFT + ink.strong.size
    }
    const rule = y - ink.strong.size - gap / 2
    paper.line([LEFT, rule], [RIGHT, rule], { width: 0.5, color: color.rule })
    const under = flow(paper, [LEFT, y, nameWidth - 12], name, ink.second)
    y = Math.max(under, block(paper, [LEFT + nameWidth, y], said, ink.strong)) + gap
  }
  return y
}
