/** How many letters differ (Levenshtein); words of a command line are short. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries())
      next.push(Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    row = next
  }
  return row.at(-1) ?? 0
}

const MOST_WRONG = 2
const MOST_SAID = 8

/** The commands that were perhaps meant: those of the same noun, else those whose noun is written nearly so. Pure. */
export const suggest = (typed: readonly string[], names: readonly string[]): readonly string[] => {
  const [noun = ''] = typed
  const nounOf = (name: string): string => name.split(' ')[0] ?? ''
  const same = names.filter((name) => nounOf(name) === noun)
  const near = names.filter((name) => noun.length > MOST_WRONG && distance(nounOf(name), noun) <= MOST_WRONG)
  const verbs = names.filter((name) => name.split(' ').slice(1).includes(noun))
  return [same, near, verbs].find((found) => found.length > 0)?.slice(0, MOST_SAID) ?? []
}

/** The commands of which help was asked: one by its whole name, or all of a noun. Pure. */
export const asked = <C extends { readonly name: string }>(
  words: readonly string[],
  all: readonly C[],
): readonly C[] => {
  for (let n = words.length; n > 0; n -= 1) {
    const begin = words.slice(0, n).join(' ')
    const found = all.filter(({ name }) => name === begin || name.startsWith(`${begin} `))
    if (found.length > 0) return found
  }
  return []
}
