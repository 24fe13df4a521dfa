import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  type Range,
  visit,
} from 'yaml'
import type { Refusal } from '#kernel'
import type { Path, Place } from './site-section.ts'

export interface SourceFile {
  readonly name: string
  readonly text: string
}

/** A file name as a site's folder may hold: no folders below it, nothing that is silently left out. */
export const SITE_FILE = /^[a-z0-9][a-z0-9-]*\.yaml$/
const MOST_FILES = 50
const MOST_CHARACTERS = 1_000_000
const DEEPEST = 12

export interface Fault {
  readonly place: Place
  readonly refusal: Refusal
}

export interface ParsedFiles {
  /** Every top-level key of every file, as plain values. */
  readonly values: { readonly [key: string]: unknown }
  readonly faults: readonly Fault[]
  /** The place of a path; of its nearest parent where the path is not there. `key`: of the key itself, not of its value. */
  readonly placeOf: (path: Path, which?: 'key' | 'value') => Place
}

interface ParsedFile {
  readonly name: string
  readonly document: Document
  readonly lines: LineCounter
}

const at = (file: ParsedFile, offset: number): Place => {
  const { line, col } = file.lines.linePos(offset)
  return { file: file.name, line: Math.max(line, 1), column: Math.max(col, 1) }
}
const start = (range: Range | null | undefined): number => range?.[0] ?? 0

const tooDeep = (document: Document): Node | null => {
  let found: Node | null = null
  visit(document, (_key, node, path) => {
    const depth = path.filter((step) => isCollection(step)).length
    if (depth < DEEPEST || !isCollection(node)) return undefined
    found = node
    return visit.BREAK
  })
  return found
}

/** Anchors let a small file stand for a huge one, and hide where a value comes from. */
const anchored = (document: Document): Node | null => {
  let found: Node | null = null
  visit(document, {
    Node: (_key, node) => {
      if (!isAlias(node) && node.anchor === undefined) return undefined
      found = node
      return visit.BREAK
    },
  })
  return found
}

const parseFile = (source: SourceFile): { readonly file: ParsedFile; readonly faults: readonly Fault[] } => {
  const lines = new LineCounter()
  const document = parseDocument(source.text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: true,
  })
  const file = { name: source.name, document, lines }
  const faults: Fault[] = [...document.errors, ...document.warnings].map((trouble) => ({
    place: at(file, trouble.pos[0]),
    refusal: {
      code: 'yaml-unreadable',
      reason: trouble.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? '',
    },
  }))
  if (faults.length > 0) return { file, faults }
  const deep = tooDeep(document)
  if (deep) faults.push({ place: at(file, start(deep.range)), refusal: { code: 'too-deep', most: DEEPEST } })
  const anchor = anchored(document)
  if (anchor) faults.push({ place: at(file, start(anchor.range)), refusal: { code: 'anchor-in-file' } })
  if (faults.length === 0 && !isMap(document.contents))
    faults.push({ place: at(file, 0), refusal: { code: 'not-a-map' } })
  return { file, faults }
}

const walk = (file: ParsedFile, path: Path, which: 'key' | 'value'): Place => {
  let node: unknown = file.document.contents
  let offset = isCollection(node) ? start(node.range) : 0
  for (const [depth, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step)
      if (!pair || !isScalar(pair.key)) break
      const value: unknown = pair.value
      const last = depth === path.length - 1
      const range = isScalar(value) || isCollection(value) ? value.range : null
      offset = (last && which === 'key') || !range ? start(pair.key.range) : start(range)
      node = value
    } else if (isCollection(node) && typeof step === 'number') {
      node = node.items[step]
      if (!isScalar(node) && !isCollection(node)) break
      offset = start(node.range)
    } else break
  }
  return at(file, offset)
}

const badNames = (sources: readonly SourceFile[]): Fault[] => {
  const first = (file: string): Place => ({ file, line: 1, column: 1 })
  const faults: Fault[] = []
  if (sources.length === 0) faults.push({ place: first('.'), refusal: { code: 'folder-empty' } })
  if (sources.length > MOST_FILES)
    faults.push({ place: first('.'), refusal: { code: 'folder-too-big', most: MOST_FILES } })
  for (const { name, text } of sources) {
    if (!SITE_FILE.test(name)) faults.push({ place: first(name), refusal: { code: 'not-a-site-file' } })
    if (text.length > MOST_CHARACTERS)
      faults.push({ place: first(name), refusal: { code: 'file-too-big', most: MOST_CHARACTERS } })
  }
  return faults
}

/** Reads the texts of a site's files. Pure. `owners`: which room each top-level key belongs to. */
export const parseFiles = (sources: readonly SourceFile[], owners: ReadonlyMap<string, string>): ParsedFiles => {
  const faults: Fault[] = badNames(sources)
  const home = new Map<string, ParsedFile>()
  const values: Record<string, unknown> = {}
  const lost: Place = { file: sources[0]?.name ?? '.', line: 1, column: 1 }
  const placeOf = (path: Path, which: 'key' | 'value' = 'value'): Place => {
    const file = home.get(String(path[0]))
    return file ? walk(file, path, which) : lost
  }
  if (faults.length > 0) return { values, faults, placeOf }
  for (const source of sources) {
    const { file, faults: own } = parseFile(source)
    faults.push(...own)
    if (own.length > 0) continue
    const plain: unknown = file.document.toJS({ maxAliasCount: 0 })
    for (const [key, value] of Object.entries(plain ?? {})) {
      const before = home.get(key)
      if (!owners.has(key)) {
        faults.push({
          place: walk(file, [key], 'key'),
          refusal: { code: 'unknown-key', key, known: [...owners.keys()] },
        })
      } else if (before) {
        faults.push({ place: walk(file, [key], 'key'), refusal: { code: 'key-in-two-files', key, other: before.name } })
      } else {
        home.set(key, file)
        values[key] = value
      }
    }
  }
  return { values, faults, placeOf }
}
