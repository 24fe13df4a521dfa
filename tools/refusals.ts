import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { type Language, languages, say, type Word } from '../src/kernel/words.ts'
import { house, isTest, listFiles, read } from './sources.ts'

/** Where a code is refused with, or promised by a route. */
export interface Use {
  readonly code: string
  readonly path: string
  readonly kind: 'refused' | 'promised'
}

const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
// `code` of an issue that zod reports is zod's own vocabulary.
const FOREIGN = new Set(['custom'])

/** The string literals that an expression may come to: `late ? 'expired' : 'spent'` is both. */
const literalsOf = (node: ts.Node): readonly string[] => {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text]
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)]
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node))
    return literalsOf(node.expression)
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(literalsOf)
  return []
}

export const usesIn = (path: string, text: string): readonly Use[] => {
  const uses: Use[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) {
      const kind = node.name.text === 'code' ? 'refused' : node.name.text === 'refusals' ? 'promised' : undefined
      if (kind) {
        const codes = literalsOf(node.initializer).filter((code) => KEBAB.test(code) && !FOREIGN.has(code))
        uses.push(...codes.map((code): Use => ({ code, path, kind })))
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true))
  return uses
}

/** Every code of the house: refused by a decision, a store or the server, or promised by a route. The portal refuses nothing. */
export const allUses = (): readonly Use[] =>
  listFiles()
    .filter(
      (path) => path.startsWith('src/') && path.endsWith('.ts') && !isTest(path) && !path.startsWith('src/portal/'),
    )
    .flatMap((path) => usesIn(path, read(path)))

export interface Said {
  readonly room: string
  readonly key: string
  readonly word: Word
}

const isForm = (form: unknown): boolean => typeof form === 'string' || typeof form === 'function'
const isWord = (value: unknown): value is Word =>
  typeof value === 'object' && value !== null && 'fr' in value && 'en' in value && isForm(value.fr) && isForm(value.en)

/** The vocabulary of every room, or of the portal's pages: what each words.ts exports. */
export const allWords = async (where = /^src\/(?!kernel\/|portal\/).*words\.ts$/): Promise<readonly Said[]> => {
  const paths = listFiles().filter((path) => where.test(path))
  const rooms = await Promise.all(
    paths.map(async (path) => {
      const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(join(house, path)).href)
      const vocabularies = Object.values(module).filter((value) => typeof value === 'object' && value !== null)
      return vocabularies.flatMap((all) =>
        Object.entries(all).flatMap(([key, word]) =>
          isWord(word) ? [{ room: path.split('/')[1] ?? '', key, word }] : [],
        ),
      )
    }),
  )
  // A product's words stand in its own file and again in those of its room.
  const once = new Map(rooms.flat().map((said) => [said.word, said]))
  return [...once.values()]
}

/** Stands for every value that a sentence may ask for; shows its name. A list shows one of its kind. */
const placeholder = (name: string): unknown =>
  new Proxy(() => `‹${name}›`, {
    get: (_, key) => {
      if (key === Symbol.toPrimitive) return (hint: string) => (hint === 'number' ? Number.NaN : `‹${name}›`)
      if (key === 'toString') return () => `‹${name}›`
      if (key === 'length') return 2
      if (key === Symbol.iterator) return () => [placeholder(name)][Symbol.iterator]()
      if (key === 'map') return (each: (value: unknown) => unknown) => [each(placeholder(name))]
      if (key === 'join') return () => `‹${name}›`
      return placeholder(String(key))
    },
  })

const values = new Proxy({}, { get: (_, key) => placeholder(String(key)) })

/** The sentence with the names of its values in their place. */
export const sample = (word: Word, language: Language): string => say(word, language, values).replaceAll('NaN', '‹…›')

const HEAD = `# Refusals

What Vesontio says no with. Each code is part of the contract: it goes over the wire as \`code\` of an RFC 9457 answer, the command line
prints it, and its sentence is kept in both languages in the words of its room. \`‹…›\` stands for a value that comes with the refusal.

This page is written by \`npm run golden\` from the sources; a test says if it has fallen behind.
`

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

export const renderRefusals = (uses: readonly Use[], words: readonly Said[]): string => {
  const codes = new Set(uses.map(({ code }) => code))
  const refusals = words.filter(({ key }) => codes.has(key))
  const rooms = [...new Set(refusals.map(({ room }) => room))].toSorted()
  const tables = rooms.map((room) => {
    const rows = refusals
      .filter((said) => said.room === room)
      .toSorted((a, b) => a.key.localeCompare(b.key))
      .map(
        ({ key, word }) => `| \`${key}\` | ${languages.map((language) => cell(sample(word, language))).join(' | ')} |`,
      )
    return `\n## ${room}\n\n| code | français | English |\n|---|---|---|\n${rows.join('\n')}\n`
  })
  return HEAD + tables.join('')
}
