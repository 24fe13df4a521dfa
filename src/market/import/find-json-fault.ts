/** Where a text stops being JSON, or nests deeper than allowed: found before `JSON.parse`, whose messages name no place. */
export interface JsonFault {
  readonly why: 'broken' | 'too-deep'
  /** Characters from the beginning. */
  readonly at: number
}

const SPACE = /[ \t\n\r]*/y
// RFC 8259 § 6 and § 7.
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const NUMBER_OR_WORD_GOES_ON = /[\w.+-]/

const match = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}

/** The end of the string that begins here, or where it is broken, as a negative number. By hand: a pattern over a megabyte overflows. */
const endOfString = (text: string, begin: number): number => {
  for (let at = begin + 1; at < text.length; at += 1) {
    const char = text.charCodeAt(at)
    if (char === 0x22) return at + 1
    if (char < 0x20) return -at
    if (char !== 0x5c) continue
    const escaped = text[at + 1] ?? ''
    if (escaped === 'u' ? !/^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6)) : !'"\\/bfnrt'.includes(escaped))
      return -at
    if (escaped === '') return -text.length
    at += 1
  }
  return -text.length
}

type Awaits = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'comma-or-end'

/** Where one is in the text, and what may come next. */
class Walk {
  at = 0
  awaits: Awaits = 'value'
  readonly open: ('{' | '[')[] = []
  readonly text: string
  readonly most: number
  constructor(text: string, most: number) {
    this.text = text
    this.most = most
  }

  skip(): void {
    this.at = match(SPACE, this.text, this.at)
  }

  fault(at = this.at, why: JsonFault['why'] = 'broken'): JsonFault {
    return { why, at: Math.min(at, this.text.length) }
  }

  string(): JsonFault | null {
    const end = endOfString(this.text, this.at)
    if (end <= 0) return this.fault(-end)
    this.at = end
    return null
  }

  value(): JsonFault | null {
    const char = this.text[this.at]
    if (char === '{' || char === '[') {
      if (this.open.length >= this.most) return this.fault(this.at, 'too-deep')
      this.open.push(char)
      this.at += 1
      this.awaits = char === '{' ? 'key-or-end' : 'value-or-end'
      return null
    }
    this.awaits = 'comma-or-end'
    if (char === '"') return this.string()
    const end = match(SCALAR, this.text, this.at)
    if (end < 0 || NUMBER_OR_WORD_GOES_ON.test(this.text[end] ?? '')) return this.fault()
    this.at = end
    return null
  }

  key(): JsonFault | null {
    if (this.text[this.at] !== '"') return this.fault()
    const broken = this.string()
    if (broken) return broken
    this.skip()
    if (this.text[this.at] !== ':') return this.fault()
    this.at += 1
    this.awaits = 'value'
    return null
  }

  /** A comma, or the end of what is open. */
  next(): JsonFault | null {
    const char = this.text[this.at]
    const inside = this.open.at(-1)
    if (this.awaits === 'comma-or-end' && char === ',' && inside !== undefined) {
      this.awaits = inside === '{' ? 'key' : 'value'
    } else if (inside !== undefined && char === (inside === '{' ? '}' : ']')) {
      this.open.pop()
      this.awaits = 'comma-or-end'
    } else return this.fault()
    this.at += 1
    return null
  }

  step(): JsonFault | null {
    const closes = '}]'.includes(this.text[this.at] ?? ' ')
    if (this.awaits === 'comma-or-end' || (closes && this.awaits.endsWith('-or-end'))) return this.next()
    return this.awaits.startsWith('key') ? this.key() : this.value()
  }
}

/** Null: it is JSON and no deeper than `most`. Needs no stack of its own, however deep the text. */
export const findJsonFault = (text: string, most: number): JsonFault | null => {
  const walk = new Walk(text, most)
  for (;;) {
    walk.skip()
    if (walk.at >= text.length && walk.open.length === 0 && walk.awaits === 'comma-or-end') return null
    const fault = walk.step()
    if (fault) return fault
  }
}
