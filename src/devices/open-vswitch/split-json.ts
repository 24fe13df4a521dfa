/**
 * OVSDB sends JSON values one after another without anything between them (RFC 7047 § 4). Answers with a function that
 * takes what came and gives back the whole values' texts so far.
 */
export const splitJson = (bytesMax: number): ((chunk: string) => readonly string[]) => {
  let rest = ''
  let at = 0
  let depth = 0
  let quoted = false
  return (chunk) => {
    rest += chunk
    const whole: string[] = []
    for (; at < rest.length; at++) {
      const sign = rest[at]
      if (quoted) {
        if (sign === '\\') at += 1
        else if (sign === '"') quoted = false
      } else if (sign === '"') quoted = true
      else if (sign === '{' || sign === '[') depth += 1
      else if ((sign === '}' || sign === ']') && --depth === 0) {
        whole.push(rest.slice(0, at + 1))
        rest = rest.slice(at + 1)
        at = -1
      }
    }
    if (rest.length > bytesMax) throw new Error(`a JSON value of more than ${bytesMax} characters`)
    return whole
  }
}
