import { type ParseArgsConfig, parseArgs } from 'node:util'
import { type Language, createClient, messageOf, say } from '#kernel'
import { type Call, type Command, type Ending, type Flags, Unusable, sayCli, textOf } from './command.ts'
import { exchangeCommands } from './commands/exchange.ts'
import { houseCommands, localCommands } from './commands/house.ts'
import { importCommands } from './commands/import.ts'
import { invoiceCommands } from './commands/invoice.ts'
import { letterCommands } from './commands/letter.ts'
import { moveCommands } from './commands/move.ts'
import { orderCommands } from './commands/order.ts'
import { personCommands } from './commands/person.ts'
import { serviceCommands } from './commands/service.ts'
import { workCommands } from './commands/work.ts'
import { findServer } from './find-server.ts'
import { printable, printableJson } from './printable.ts'
import { asked, suggest } from './suggest.ts'

/** In the order in which the help shows them. */
export const commands: readonly Command[] = [
  ...orderCommands,
  ...serviceCommands,
  ...workCommands,
  ...letterCommands,
  ...moveCommands,
  ...exchangeCommands,
  ...invoiceCommands,
  ...importCommands,
  ...personCommands,
  ...houseCommands,
  ...localCommands,
]

/** What the command line is given by the program that it runs in. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Where `data` lies if nothing else is said. */
  readonly home: string
  readonly clock: () => number
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Commands that need no server are the composition root's. */
  readonly local: (name: string, call: Call) => Promise<Ending>
}

const COMMON = {
  json: { type: 'boolean' },
  data: { type: 'string' },
  port: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** The language of the person at the terminal (POSIX: LC_ALL before LC_MESSAGES before LANG). */
const languageIn = (environment: Surroundings['environment']): Language =>
  /^fr/i.test(environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '') ? 'fr' : 'en'

/** What is no option. Options may stand anywhere. */
const wordsIn = (args: readonly string[]): readonly string[] =>
  parseArgs({ args: [...args], options: everyOption, strict: false, allowPositionals: true }).positionals

/** The command with the most words that stand first. */
const commandIn = (args: readonly string[]): Command | undefined => {
  const words = wordsIn(args)
  return commands
    .filter(({ name }) => name.split(' ').every((word, index) => words[index] === word))
    .toSorted((a, b) => b.name.length - a.name.length)[0]
}

const everyOption: NonNullable<ParseArgsConfig['options']> = Object.assign(
  {},
  COMMON,
  ...commands.map(({ options }) => options ?? {}),
)

const help = (language: Language, words: readonly string[]): string => {
  const of = asked(words, commands)
  const shown = of.length === 0 ? commands : of
  const [only] = shown.length === 1 ? shown : []
  const width = Math.max(...shown.map(({ name }) => name.length))
  const lines = shown.map(
    ({ name, takes, does }) =>
      `  ${name.padEnd(width)}  ${say(does, language)}${takes ? `\n  ${' '.repeat(width)}  ${takes}` : ''}`,
  )
  const details = only?.details ?? []
  const detailWidth = Math.max(0, ...details.map(({ name }) => name.length))
  const options = [
    ['--json', 'option-json'],
    ['--data DIR', 'option-data'],
    ['--port N', 'option-port'],
    ['--help', 'option-help'],
  ] as const
  return [
    sayCli(language, 'usage'),
    '',
    sayCli(language, 'commands'),
    ...lines,
    '',
    ...(details.length === 0
      ? []
      : [
          sayCli(language, 'columns'),
          ...details.map(({ name, says }) => `  ${name.padEnd(detailWidth)}  ${say(says, language)}`),
          '',
        ]),
    sayCli(language, 'options-all'),
    ...options.map(([name, word]) => `  ${name.padEnd(12)}${sayCli(language, word)}`),
    '',
    sayCli(language, 'ends-with'),
  ].join('\n')
}

const readFlags = (
  command: Command,
  args: readonly string[],
  language: Language,
): { readonly flags: Flags; readonly rest: readonly string[] } => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...COMMON, ...command.options },
      strict: true,
      allowPositionals: true,
    })
    const rest = positionals.slice(command.name.split(' ').length)
    if (rest.length < command.least || rest.length > command.most)
      throw new Unusable(sayCli(language, 'wrong-arguments', { command: command.name, takes: command.takes }))
    return { flags: values, rest }
  } catch (cause) {
    throw cause instanceof Unusable
      ? cause
      : new Unusable(sayCli(language, 'unusable-call', { why: messageOf(cause) }), { cause })
  }
}

const carryOut = async (
  command: Command,
  args: readonly string[],
  language: Language,
  around: Surroundings,
): Promise<Ending> => {
  const { flags, rest } = readFlags(command, args, language)
  const call: Call = { args: rest, flags, language, folder: textOf(flags['data']) ?? `${around.home}/data` }
  if (command.where === 'local') return around.local(command.name, call)
  const { base, key } = await findServer(call, around.environment)
  const client = createClient({ base, key, language: () => language })
  return command.run({ ...call, base, client, clock: around.clock, environment: around.environment })
}

const unusable = (cause: unknown): Ending => {
  if (!(cause instanceof Error)) throw cause
  return { code: 2, value: { code: 'unusable-call', title: cause.message }, lines: [cause.message] }
}

/** No such command: which ones were perhaps meant. */
const unknown = (args: readonly string[], language: Language): Ending => {
  const words = wordsIn(args)
  const said = sayCli(language, 'unknown-command', { command: words.join(' ') })
  const near = suggest(
    words,
    commands.map(({ name }) => name),
  )
  return {
    code: 2,
    value: { code: 'unusable-call', title: said, perhaps: near },
    lines: [
      said,
      near.length === 0
        ? sayCli(language, 'see-help')
        : sayCli(language, 'did-you-mean', { commands: near.join(', ') }),
    ],
  }
}

/** Runs one command and prints how it ended: for a person, or with `--json` one JSON document on standard output and nothing else. */
export const run = async (args: readonly string[], around: Surroundings): Promise<number> => {
  const language = languageIn(around.environment)
  const json = args.includes('--json')
  const command = commandIn(args)
  const [first, ...others] = wordsIn(args)
  // `help order show` is what people type who come from other commands.
  if (first === 'help' || args.includes('--help') || args.includes('-h') || args.length === 0) {
    around.out(`${help(language, first === 'help' ? others : wordsIn(args))}\n`)
    return args.length === 0 ? 2 : 0
  }
  const ending = command ? await carryOut(command, args, language, around).catch(unusable) : unknown(args, language)
  const tell = ending.code === 0 || ending.code === 3 ? around.out : around.err
  if (json) around.out(`${printableJson(ending.value)}\n`)
  else for (const line of ending.lines) tell(`${printable(line)}\n`)
  return ending.code
}
