import type { ParseArgsConfig } from 'node:util'
import { type Client, type Language, type Problem, type Word, say } from '#kernel'
import { cliWords } from './words.ts'

/** How a command ended. `value` is what `--json` prints, `lines` what a person reads. */
export interface Ending {
  readonly code: 0 | 1 | 2 | 3
  readonly value: unknown
  readonly lines: readonly string[]
}

export type Flags = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>

/** What a command is called with. */
export interface Call {
  readonly args: readonly string[]
  readonly flags: Flags
  readonly language: Language
  readonly folder: string
}

export interface ServerCall extends Call {
  readonly client: Client
  /** Where the server answers: http://127.0.0.1:7300 */
  readonly base: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly clock: () => number
}

interface Described {
  /** Its words: `order show`. */
  readonly name: string
  /** What stands behind them, as the help shows it. */
  readonly takes: string
  readonly does: Word
  readonly options?: ParseArgsConfig['options']
  /** What its own help tells beside: the columns of a file. */
  readonly details?: readonly { readonly name: string; readonly says: Word }[]
  readonly least: number
  readonly most: number
}

/** `server`: over the contract, with a key. `local`: without a server, by the composition root. */
export type Command =
  | (Described & { readonly where: 'server'; readonly run: (call: ServerCall) => Promise<Ending> })
  | (Described & { readonly where: 'local' })

/** A call that cannot be done as it was given: exit code 2. */
export class Unusable extends Error {}

const said = (language: Language, word: keyof typeof cliWords, values: object = {}): string =>
  say(cliWords[word], language, values)
export { said as sayCli }

export const done = (value: unknown, lines: readonly string[]): Ending => ({ code: 0, value, lines })

/** Refused by the domain is 1; that nobody answers, or not as who we are, is 2. */
const codeOf = ({ code, status }: Problem): 1 | 2 =>
  status === 0 || code === 'not-understood' || code === 'not-signed-in' || (status >= 500 && status !== 507) ? 2 : 1

export const refused = (problem: Problem, language: Language): Ending => ({
  code: codeOf(problem),
  value: problem,
  lines: [
    `${problem.code}: ${problem.titles[language]}`,
    ...(problem.at ?? []).map(({ path, message }) => `  ${path}: ${message}`),
  ],
})

export const textOf = (flag: Flags[string]): string | undefined => (typeof flag === 'string' ? flag : undefined)
export const textsOf = (flag: Flags[string]): readonly string[] =>
  Array.isArray(flag) ? flag.map(String) : typeof flag === 'string' ? [flag] : []
