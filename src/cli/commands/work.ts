import { extname } from 'node:path'
import type { z } from 'zod'
import { type WorkWire, finishWork, listWork, proofAsked, proveWork, showWork, takeWork } from '#market/contract'
import { type Command, type Ending, type ServerCall, Unusable, done, refused, sayCli, textsOf } from '../command.ts'
import { encodedFile } from '../read-file.ts'
import { sentenceOf } from '../say-refusal.ts'
import { stateSaid } from './said.ts'

type Proof = z.input<typeof proofAsked>

/** Where hands go, in order: a room and rack that are named already are not named again, but what hangs there is. */
const waysOf = ({ places }: WorkWire): string => {
  let before = ''
  return places
    .flatMap(({ room, rack, panel, position }) => {
      const here = [room, rack].filter((part) => part !== null).join(' ')
      const there = [panel, position].filter((part) => part !== null).join('/')
      const said = [here === before ? '' : here, there].filter((part) => part !== '').join(' ')
      before = here
      return said === '' ? [] : [said]
    })
    .join(' → ')
}

const lineOf = (work: WorkWire, call: ServerCall, { language } = call): string =>
  [
    work.number,
    stateSaid('work', work.state, call),
    work.organisation.name,
    sentenceOf(work.what, language),
    waysOf(work),
  ].join('  ')

const list: Command = {
  where: 'server',
  name: 'work list',
  takes: '',
  does: { fr: 'lister les interventions ouvertes', en: 'list open work orders' },
  least: 0,
  most: 0,
  run: async (call) => {
    const items: WorkWire[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof ask>> = await ask(call, cursor)
      if (!page.ok) return refused(page.problem, call.language)
      items.push(...page.value.items)
      cursor = page.value.next
    } while (cursor !== null)
    return done(
      { items },
      items.length > 0 ? items.map((work) => lineOf(work, call)) : [sayCli(call.language, 'nothing-open')],
    )
  },
}
const ask = (call: ServerCall, cursor: string | null) =>
  call.client.call(listWork, { query: { open: 'true', limit: 200, ...(cursor === null ? {} : { cursor }) } })

const PICTURES = new Set(['.jpg', '.jpeg', '.png', '.webp', '.pdf'])

const split = (text: string): readonly [name: string | null, rest: string] => {
  const at = text.indexOf('=')
  return at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [null, text]
}

/** A file without a name answers the first photo (or scan) that is still asked for. */
const needFor = (file: string, needs: WorkWire['needs'], given: ReadonlySet<string>): string | undefined =>
  needs.find(
    (need) => need.kind === (PICTURES.has(extname(file).toLowerCase()) ? 'photo' : 'scan') && !given.has(need.name),
  )?.name

const named = (call: ServerCall, flag: string): readonly (readonly [string, string])[] =>
  textsOf(call.flags[flag]).map((text) => {
    const [name, rest] = split(text)
    if (name === null) throw new Unusable(sayCli(call.language, 'unusable-call', { why: `--${flag} NAME=…` }))
    return [name, rest] as const
  })

/**
 * With which instrument: `NAME=HANDLE` says it of one proof, a handle alone of all that such an instrument reads. One that this work order
 * does not know is sent all the same: the server says why not.
 */
const readWith = (call: ServerCall, work: WorkWire, proof: string): { readonly instrument?: string } => {
  const kinds = work.needs.find((need) => need.name === proof)?.instruments ?? []
  const told = textsOf(call.flags['instrument']).map(split)
  const fits = ([name, handle]: readonly [string | null, string]): boolean => {
    const known = work.instruments.find((one) => one.handle === handle)
    return name === null && kinds.length > 0 && (known === undefined || kinds.includes(known.kind))
  }
  const handle = (told.find(([name]) => name === proof) ?? told.find(fits))?.[1]
  return handle === undefined ? {} : { instrument: handle }
}

/** What the technician brought: files, notes, scans and readings, each for one proof that is asked for. */
const proofsOf = async (call: ServerCall, work: WorkWire): Promise<readonly Proof[]> => {
  const taken_at = new Date(call.clock()).toISOString()
  const given = new Set(work.proofs.map(({ name }) => name))
  const proofs: Proof[] = []
  for (const text of textsOf(call.flags['proof'])) {
    const [chosen, file] = split(text)
    const name = chosen ?? needFor(file, work.needs, given)
    if (name === undefined) throw new Unusable(sayCli(call.language, 'proof-for-nothing', { file }))
    given.add(name)
    const kind = work.needs.find((need) => need.name === name)?.kind ?? 'photo'
    proofs.push({ name, kind, taken_at, ...(await encodedFile(call, file)) })
  }
  for (const [name, said] of named(call, 'note')) proofs.push({ name, kind: 'note', text: said, taken_at })
  for (const [name, said] of named(call, 'scan')) proofs.push({ name, kind: 'scan', text: said, taken_at })
  for (const [name, said] of named(call, 'reading'))
    proofs.push({ name, kind: 'reading', value: Number(said), taken_at })
  return proofs.map((proof) => ({ ...proof, ...readWith(call, work, proof.name) }))
}

const finish = async (call: ServerCall, work: WorkWire): Promise<Ending> => {
  const params = { work: work.number }
  const proofs = await proofsOf(call, work)
  if (work.state === 'open') {
    const taken = await call.client.call(takeWork, { params })
    if (!taken.ok) return refused(taken.problem, call.language)
  }
  for (const body of proofs) {
    const proved = await call.client.call(proveWork, { params, body })
    if (!proved.ok) return refused(proved.problem, call.language)
  }
  const finished = await call.client.call(finishWork, { params })
  return finished.ok ? done(finished.value, [lineOf(finished.value, call)]) : refused(finished.problem, call.language)
}

const finishCommand: Command = {
  where: 'server',
  name: 'work done',
  takes:
    'N [--proof [NAME=]FILE]… [--note NAME=TEXT]… [--scan NAME=TEXT]… [--reading NAME=NUMBER]… [--instrument [NAME=]HANDLE]…',
  does: { fr: 'dire une intervention faite, avec ses preuves', en: 'say that a work order is done, with its proofs' },
  options: {
    proof: { type: 'string', multiple: true },
    note: { type: 'string', multiple: true },
    scan: { type: 'string', multiple: true },
    reading: { type: 'string', multiple: true },
    instrument: { type: 'string', multiple: true },
  },
  least: 1,
  most: 1,
  run: async (call) => {
    const shown = await call.client.call(showWork, { params: { work: call.args[0] ?? '' } })
    return shown.ok ? finish(call, shown.value) : refused(shown.problem, call.language)
  },
}

export const workCommands = [list, finishCommand]
