import type { Outcome } from '#kernel'
import { takeNumbering } from '#billing/contract'
import { IMPORT_BYTES, type ImportAnswer, importIxf, importServices, takeOverColumns } from '#market/contract'
import { type Command, type Ending, type ServerCall, Unusable, refused, sayCli, textOf, textsOf } from '../command.ts'
import { bytesIn, encodedFile } from '../read-file.ts'
import { readings } from './import-readings.ts'
import { sentenceOf } from '../say-refusal.ts'
import { rowLines } from './import-rows.ts'

/** What every import takes. */
const OPTIONS = { 'dry-run': { type: 'boolean' }, 'keep-good': { type: 'boolean' } } as const

/** The file and the two switches, as the body of every import has them. */
const askedOf = async (call: ServerCall) => {
  const path = call.args[0] ?? ''
  const admit = (bytes: number): void => {
    if (bytes > IMPORT_BYTES)
      throw new Unusable(sentenceOf({ code: 'import-too-large', bytes, most: IMPORT_BYTES }, call.language))
  }
  // Said before it is read, and before it is sent: a server that stops reading looks like one that is gone.
  admit(await bytesIn(call, path))
  const file = await encodedFile(call, path)
  admit(Buffer.byteLength(file.content_base64, 'base64'))
  return { ...file, dry_run: call.flags['dry-run'] === true, keep_good: call.flags['keep-good'] === true }
}

/** Every row that did or warned something, then the counts. Ends with 1 where a row was refused, kept good or not. */
const ended = (outcome: Outcome<ImportAnswer>, call: ServerCall): Ending => {
  if (!outcome.ok) return refused(outcome.problem, call.language)
  const { rows, counts, dry_run, applied } = outcome.value
  const told = rows.filter(({ did, warnings }) => did !== 'unchanged' || warnings.length > 0)
  const word = applied ? 'import-applied' : dry_run ? 'import-would' : 'import-not-applied'
  return {
    code: counts.refused > 0 ? 1 : 0,
    value: outcome.value,
    lines: [...told.flatMap((row) => rowLines(row, call.language)), sayCli(call.language, word, counts)],
  }
}

const ixpOf = (call: ServerCall): { readonly ixp?: number } => {
  const text = textOf(call.flags['ixp'])
  if (text === undefined) return {}
  if (!/^\d{1,9}$/.test(text))
    throw new Unusable(sayCli(call.language, 'wrong-arguments', { command: ixf.name, takes: ixf.takes }))
  return { ixp: Number(text) }
}

const ixf: Command = {
  where: 'server',
  name: 'import ixf',
  takes: 'FILE.json [--lan PREFIX]… [--ixp ID] [--dry-run] [--keep-good]',
  does: {
    fr: 'reprendre les membres d’un point d’échange (export IX-F 0.6, 0.7, 1.0)',
    en: 'take over the members of an exchange (IX-F member export 0.6, 0.7, 1.0)',
  },
  options: { ...OPTIONS, lan: { type: 'string', multiple: true }, ixp: { type: 'string' } },
  least: 1,
  most: 1,
  run: async (call) =>
    ended(
      await call.client.call(importIxf, {
        body: { ...(await askedOf(call)), lans: [...textsOf(call.flags['lan'])], ...ixpOf(call) },
      }),
      call,
    ),
}

const services: Command = {
  where: 'server',
  name: 'import services',
  takes: 'FILE.csv [--dry-run] [--keep-good] [--last-invoice F-YYYY-N]',
  does: {
    fr: 'reprendre des services déjà en service, et la numérotation des factures',
    en: 'take over services that live already, and the numbering of invoices',
  },
  details: takeOverColumns.map(({ name, needed, says }) => ({ name: needed ? `${name} *` : name, says })),
  options: { ...OPTIONS, 'last-invoice': { type: 'string' } },
  least: 1,
  most: 1,
  run: async (call) => {
    const last = textOf(call.flags['last-invoice'])
    const body = await askedOf(call)
    // Asked first, as a question: a number that cannot be gone on from must not be found out behind an import that was applied.
    const numbering = last === undefined ? null : { last, dry_run: true }
    const possible = numbering && (await call.client.call(takeNumbering, { body: numbering }))
    if (possible && !possible.ok) return refused(possible.problem, call.language)
    const taken = await call.client.call(importServices, { body })
    const ending = ended(taken, call)
    if (!numbering || !taken.ok || !taken.value.applied) return ending
    const numbered = await call.client.call(takeNumbering, { body: { ...numbering, dry_run: false } })
    if (!numbered.ok) return refused(numbered.problem, call.language)
    return {
      ...ending,
      value: { ...taken.value, numbering: numbered.value },
      lines: [...ending.lines, sayCli(call.language, 'numbering-goes-on', { next: numbered.value.next })],
    }
  },
}

/** One entry for each kind of file. */
export const importCommands: readonly Command[] = [ixf, services, readings]
