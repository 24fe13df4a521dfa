import { changeService, type ChangeQuotedWire } from '#market/contract'
import {
  type Command,
  type Ending,
  type ServerCall,
  Unusable,
  done,
  refused,
  sayCli,
  textOf,
  textsOf,
} from '../command.ts'
import { euros } from '../money.ts'
import { paperOf, paperOptions } from '../paper.ts'
import { sentenceOf } from '../say-refusal.ts'
import { signOrder, unsigned } from './accept.ts'
import { holdSaid, stepSaid } from './said.ts'

const MICRO_EUROS_PER_CENT = 10_000

/** `watts=2000`, `place.rack=3-21`, `mac=null`: what reads as JSON is taken as JSON, the rest as text. */
const valueOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export const parametersOf = (sets: readonly string[]): Record<string, unknown> | null => {
  const parameters: Record<string, unknown> = {}
  for (const set of sets) {
    const [path = '', ...rest] = set.split('=')
    const keys = path.split('.')
    const [first = '', second] = keys
    if (rest.length === 0 || keys.length > 2 || keys.some((key) => key === '')) return null
    const value = valueOf(rest.join('='))
    const known = parameters[first]
    parameters[first] =
      second === undefined ? value : { ...(typeof known === 'object' && known !== null ? known : {}), [second]: value }
  }
  return parameters
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Lines of a file that say `does: change` go to the server beside those that create. */
export const changesApart = (file: unknown): unknown => {
  if (!isPlain(file) || !Array.isArray(file['lines'])) return file
  const lines: readonly unknown[] = file['lines']
  const changes = lines.filter((line) => isPlain(line) && line['does'] === 'change')
  if (changes.length === 0) return file
  return {
    ...file,
    lines: lines.filter((line) => !changes.includes(line)),
    changes: changes.map((line) =>
      isPlain(line) ? Object.fromEntries(Object.entries(line).filter(([key]) => key !== 'does')) : line,
    ),
  }
}

const linesOf = (quoted: ChangeQuotedWire, { language }: ServerCall): readonly string[] => {
  const { change } = quoted
  const money = (micro: number): string => euros(micro / MICRO_EUROS_PER_CENT, language)
  return [
    `${quoted.service}${quoted.order === null ? '' : `  ${quoted.order}`}`,
    ...(change
      ? [
          `   ${sayCli(language, 'price-moves', {
            before: money(change.monthly_before_micro_euros),
            after: money(change.monthly_after_micro_euros),
            difference: money(change.monthly_after_micro_euros - change.monthly_before_micro_euros),
          })}`,
        ]
      : []),
    ...quoted.would_reserve.map(
      (hold) => `   ${sayCli(language, 'would-reserve', { what: holdSaid(hold, { language }) })}`,
    ),
    ...(change?.would_give_back ?? []).map(
      (hold) => `   ${sayCli(language, 'would-give-back', { what: holdSaid(hold, { language }) })}`,
    ),
    ...quoted.notes.map((note) => `   ${sentenceOf(note, language)}`),
    ...quoted.steps.map((step) => `   ${stepSaid(step, { language })}`),
  ]
}

const told = (quoted: ChangeQuotedWire, call: ServerCall): Ending => {
  if (!quoted.refusal) return done(quoted, linesOf(quoted, call))
  const title = sentenceOf(quoted.refusal, call.language)
  return {
    code: 1,
    value: { ...quoted, code: quoted.refusal.code, title },
    lines: [`${quoted.refusal.code}: ${title}`],
  }
}

export const changeCommand: Command = {
  where: 'server',
  name: 'service change',
  takes:
    'N --set KEY=VALUE… [--reference TEXT] [--service-code TEXT --engagement TEXT] [--open-quote] [--dry-run] [--accept [--paper FILE --paper-number TEXT --paper-signer NAME [--paper-date DATE]]]',
  does: { fr: 'changer un service en service', en: 'change a service in service' },
  options: {
    set: { type: 'string', multiple: true },
    'open-quote': { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    accept: { type: 'boolean' },
    reference: { type: 'string' },
    'service-code': { type: 'string' },
    engagement: { type: 'string' },
    ...paperOptions,
  },
  least: 1,
  most: 1,
  run: async (call) => {
    const sets = textsOf(call.flags['set'])
    const parameters = parametersOf(sets)
    if (parameters === null || sets.length === 0)
      throw new Unusable(sayCli(call.language, 'unusable-call', { why: `--set ${sets.join(' ')}` }))
    const paper = await paperOf(call)
    const outcome = await call.client.call(changeService, {
      params: { service: call.args[0] ?? '' },
      body: {
        parameters,
        customer_reference: textOf(call.flags['reference']),
        service_code: textOf(call.flags['service-code']),
        engagement_number: textOf(call.flags['engagement']),
        quote: call.flags['open-quote'] === true ? 'subject-to-availability' : 'firm',
        dry_run: call.flags['dry-run'] === true,
      },
    })
    if (!outcome.ok) return refused(outcome.problem, call.language)
    const { order } = outcome.value
    if (outcome.value.refusal || order === null || call.flags['accept'] !== true) return told(outcome.value, call)
    const accepted = await signOrder(order, call, paper)
    return accepted.ok ? told(outcome.value, call) : unsigned(accepted.problem, order, call)
  },
}
