import { longDay, say } from '#kernel'
import { type LetterWire, issueLetter, letterPdf, listLetters, listRequests, revokeLetter } from '#market/contract'
import { letterWords } from '#market/words'
import { writeReceived } from '../write-file.ts'
import { instantSaid, stateSaid } from './said.ts'
import { type Command, type Ending, type ServerCall, Unusable, done, refused, sayCli, textOf } from '../command.ts'

const lineOf = (letter: LetterWire, call: ServerCall): string =>
  [
    letter.number,
    stateSaid('letter', letter.state, call),
    letter.label,
    `${letter.issuer.name} → ${letter.company.name}`,
    sayCli(call.language, 'usable-until', { day: longDay(letter.expires_on, call.language) }),
    ...(letter.used === null ? [] : [letter.used.service ?? letter.used.order]),
  ].join('  ')

const unusable = (call: ServerCall, why: string): Unusable =>
  new Unusable(sayCli(call.language, 'unusable-call', { why }))

/** Letters are few: as many as one page holds, the newest first, and what waits for one. */
const MOST = 200

const list: Command = {
  where: 'server',
  name: 'letter list',
  takes: '[--side issued|received] [--state valid|used|expired|revoked] [--organisation HANDLE]',
  does: {
    fr: 'lettres d’autorisation, et ce qui en attend une',
    en: 'letters of authorisation, and what waits for one',
  },
  options: { side: { type: 'string' }, state: { type: 'string' }, organisation: { type: 'string' } },
  least: 0,
  most: 0,
  run: async (call) => {
    const [side, state] = [textOf(call.flags['side']), textOf(call.flags['state'])]
    const organisation = textOf(call.flags['organisation'])
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the flags say is checked by the server, which refuses what it does not know
    const query = {
      limit: MOST,
      ...(side ? { side } : {}),
      ...(state ? { state } : {}),
      ...(organisation ? { organisation } : {}),
    } as {
      limit: number
      side?: 'issued'
    }
    const letters = await call.client.call(listLetters, { query })
    if (!letters.ok) return refused(letters.problem, call.language)
    const requests = await call.client.call(listRequests)
    if (!requests.ok) return refused(requests.problem, call.language)
    return done({ letters: letters.value.items, total: letters.value.total, requests: requests.value.items }, [
      ...letters.value.items.map((letter) => lineOf(letter, call)),
      ...requests.value.items.map((request) =>
        say(letterWords['waits-for-letter'], call.language, {
          company: request.company.name,
          line: `${request.order}/${request.position}`,
          panel: request.panel ?? '–',
          since: instantSaid(request.asked_at, call),
        }),
      ),
    ])
  },
}

const LINE = /^(?<order>[A-Z]{3}-O-\d{4}-\d{5})\/(?<position>\d{1,2})$/

/** What the payer's invoices name. */
const referencesOf = ({ flags }: ServerCall) => {
  const said = (name: string, flag: string) => {
    const value = textOf(flags[flag])
    return value === undefined ? {} : { [name]: value }
  }
  return {
    ...said('engagement_number', 'engagement'),
    ...said('service_code', 'service-code'),
    ...said('customer_reference', 'reference'),
  }
}

const issue: Command = {
  where: 'server',
  name: 'letter issue',
  takes:
    'COMPANY PANEL/POSITION [--until DATE] [--answers ORDER/LINE] [--pay [--engagement N] [--service-code C] [--reference R]]',
  does: { fr: 'autoriser une entreprise à se raccorder, une fois', en: 'authorise a company to connect, once' },
  options: {
    until: { type: 'string' },
    answers: { type: 'string' },
    pay: { type: 'boolean' },
    engagement: { type: 'string' },
    'service-code': { type: 'string' },
    reference: { type: 'string' },
  },
  least: 2,
  most: 2,
  run: async (call): Promise<Ending> => {
    const [company = '', label = ''] = call.args
    const at = /^(?<panel>[A-Za-z0-9][A-Za-z0-9-]*)\/(?<position>\d{1,3})$/.exec(label)?.groups
    if (!at) throw unusable(call, label)
    const [until, answers] = [textOf(call.flags['until']), textOf(call.flags['answers'])]
    const line = answers === undefined ? undefined : LINE.exec(answers)?.groups
    if (answers !== undefined && !line) throw unusable(call, answers)
    const outcome = await call.client.call(issueLetter, {
      body: {
        company,
        panel: at['panel'] ?? '',
        position: Number(at['position']),
        ...(until === undefined ? {} : { expires_on: until }),
        ...(line ? { answers: { order: line['order'] ?? '', position: Number(line['position']) } } : {}),
        ...(call.flags['pay'] === true ? { pays: referencesOf(call) } : {}),
      },
    })
    if (!outcome.ok) return refused(outcome.problem, call.language)
    return done(outcome.value, [lineOf(outcome.value, call), `  ${outcome.value.code}`])
  },
}

const revoke: Command = {
  where: 'server',
  name: 'letter revoke',
  takes: 'N [--dry-run]',
  does: {
    fr: 'révoquer une lettre : tout de suite si elle n’a pas servi, avec préavis sinon',
    en: 'revoke a letter: at once if unused, with notice otherwise',
  },
  options: { 'dry-run': { type: 'boolean' } },
  least: 1,
  most: 1,
  run: async (call) => {
    const body = { dry_run: call.flags['dry-run'] === true }
    const outcome = await call.client.call(revokeLetter, { params: { letter: call.args[0] ?? '' }, body })
    if (!outcome.ok) return refused(outcome.problem, call.language)
    const { how, service, ends_on: endsOn } = outcome.value
    return done(outcome.value, [say(letterWords[`revoked-${how}`], call.language, { service, ends_on: endsOn })])
  },
}

const pdf: Command = {
  where: 'server',
  name: 'letter pdf',
  takes: 'N FILE [--language fr|en]',
  does: { fr: 'écrire une lettre en PDF', en: 'write a letter as a PDF' },
  options: { language: { type: 'string' } },
  least: 2,
  most: 2,
  run: async (call) => {
    const [letter = '', file = ''] = call.args
    const wanted = textOf(call.flags['language']) ?? call.language
    if (wanted !== 'fr' && wanted !== 'en') throw unusable(call, `--language ${wanted}`)
    const outcome = await call.client.call(letterPdf, { params: { letter }, query: { language: wanted } })
    return outcome.ok ? writeReceived(call, file, outcome.value) : refused(outcome.problem, call.language)
  },
}

export const letterCommands = [list, issue, revoke, pdf]
