/** The two files in which the fonts' package keeps the letters of a face. */
export type Subset = 'latin' | 'latin-ext'

// What the package's files hold of what names and addresses are written in: less than the ranges that it names for them.
const LATIN =
  /[\u0020-\u007E\u00A0-\u00FF\u0131\u0152\u0153\u02C6\u02DA\u02DC\u2013\u2014\u2018-\u201A\u201C-\u201E\u2022\u2026\u2032\u2033\u2039\u203A\u2044\u20AC\u2122\u2212\u2215]/u
const OTHER_LATIN =
  /(?![ĔĕĬĲĸĿŉŎſ])[\u0100-\u017F\u0192\u01A0\u01A1\u01AF\u01B0\u0218-\u021B\u1E80-\u1E85\u1EF2\u1EF3]/u

const fileOf = (letter: string): Subset | 'arrow' | null => {
  if (letter === '→') return 'arrow'
  if (LATIN.test(letter)) return 'latin'
  return OTHER_LATIN.test(letter) ? 'latin-ext' : null
}

/** A narrow space as a wide one, a hyphen that does not break as one that does, a letter without the accent that no file has; else a question mark. */
const nearest = (letter: string): string => {
  if (/\p{Zs}/u.test(letter)) return '\u00A0'
  if (/\p{Pd}/u.test(letter)) return '-'
  const bare = letter.normalize('NFKD').replaceAll(/\p{M}/gu, '')
  return bare !== '' && [...bare].every((one) => LATIN.test(one)) ? bare : '?'
}

/**
 * Parts of a text that one file of a font can write each; an arrow is drawn. A letter that no file has is written by what is nearest,
 * at worst a question mark: a black box would not be seen as a letter that is missing.
 */
export const splitText = (text: string): readonly (readonly [text: string, subset: Subset | 'arrow'])[] => {
  const found: (readonly [string, Subset | 'arrow'])[] = []
  for (const letter of text.normalize('NFC')) {
    const file = fileOf(letter)
    const [written, subset] = file === null ? ([nearest(letter), 'latin'] as const) : ([letter, file] as const)
    const last = found.at(-1)
    if (last?.[1] === subset && subset !== 'arrow') found[found.length - 1] = [last[0] + written, subset]
    else found.push([written, subset])
  }
  return found
}
