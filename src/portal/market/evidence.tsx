import type { ReactNode } from 'react'
import { type Word, addressOf } from '#kernel'
import { type LineWire, showFile } from '#market/contract'
import { type Tongue, useTongue } from '../language.tsx'
import { useNow } from '../now.ts'
import { label, sentence, stepLabel } from '../phrase.ts'
import { FileLink } from '../ui/button.tsx'
import { SourceMark } from '../ui/figure.tsx'
import { Table } from '../ui/table.tsx'
import { w as taken } from './take-over/words.ts'
import { w } from './words.ts'

type Evidence = LineWire['evidence'][number]
type Step = LineWire['steps'][number]

/** A proof that is there, or a step of which it is still expected. */
type Row = { readonly is: 'proof'; readonly proof: Evidence } | { readonly is: 'expected'; readonly step: Step }

const HOUR = 3_600_000

/** The parts of a finding, in words; a part that has none (v4, v6, rs1) is an identifier and stands as it is. */
const parts: ReadonlyMap<string, Word> = new Map(
  Object.entries({
    state: w.keyState,
    imported: w.keyImported,
    prefix: w.keyPrefix,
    pinged: w.keyPinged,
    number: w.keyNumber,
    date: w.keyDate,
    signer: w.keySigner,
  }),
)

const partName = (part: string, t: Tongue['t']): string => {
  const word = parts.get(part)
  return word ? t(word) : part
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/
/** SHA-256: its first signs tell one file from another, all of them nobody reads. */
const DIGEST = /^[0-9a-f]{64}$/
const DIGEST_SHOWN = 12
const digestText = (digest: string): string => `SHA-256 ${digest.slice(0, DIGEST_SHOWN)}…`

/** What a proof found, in words: numbers keep their unit, two families are named, nothing is "–". */
export const valueText = (value: unknown, unit: string | null, { t, f, language }: Tongue): string => {
  if (value === null || value === undefined) return t(w.no)
  if (typeof value === 'boolean') return t(value ? w.yes : w.no)
  if (typeof value === 'number')
    return unit === null || !/^[A-Za-z°%]{1,4}$/.test(unit) ? f.number(value) : f.quantity(value, unit)
  if (typeof value === 'string')
    return INSTANT.test(value) ? f.dateTime(value) : DIGEST.test(value) ? digestText(value) : label(value, language)
  if (Array.isArray(value)) return value.map((one) => valueText(one, unit, { t, f, language })).join(', ')
  const found = Object.entries(value).map(([k, v]) => [partName(k, t), v] as const)
  if (found.every(([, v]) => v === true)) return found.map(([k]) => k).join(', ')
  return found.map(([k, v]) => `${k} ${valueText(v, null, { t, f, language })}`).join(', ')
}

/** A file declares, at a line or at a path in it: which file is the proof's own name. */
const declaredAt = ({ proof, value }: Evidence, { t, f }: Tongue): string | null => {
  if (proof !== 'declared-by-file' || typeof value !== 'object' || value === null) return null
  const at = new Map<string, unknown>(Object.entries(value))
  const [line, path] = [at.get('line'), at.get('path')]
  return typeof line === 'number' ? t(taken.fileLine, { line: f.number(line) }) : typeof path === 'string' ? path : ''
}

/** What a proof is called; of a file that declares, which. */
const proofName = ({ proof, value }: Evidence, language: Tongue['language']): string =>
  proof === 'declared-by-file' && typeof value === 'object' && value !== null
    ? sentence({ ...value, code: proof }, language)
    : label(proof, language)

const When = ({ proof }: { readonly proof: Evidence }): ReactNode => {
  const { f, language } = useTongue()
  const now = useNow()
  const fresh = now.getTime() - new Date(proof.at).getTime() < HOUR
  return (
    <span title={proof.method}>
      {fresh ? f.age(proof.at, now) : f.shortDateTime(proof.at)}
      {proof.by !== null && `, ${proof.by}`}
      {proof.instrument !== null && (
        <span className="block">{sentence({ code: 'instrument-read', ...proof.instrument }, language)}</span>
      )}
    </span>
  )
}

const doneBy = { person: w.byPerson, machine: w.byMachine, customer: w.byCustomer } as const

const expectedWhen = (step: Step, { t, f, language }: Tongue): string => {
  if (step.fault !== null) return step.fault
  if (step.waits) return `${sentence(step.waits.what, language)} ${f.shortDateTime(step.waits.since)}`
  return `${t(doneBy[step.by])}, ${t(step.state === 'undoing' ? w.beingUndone : step.state === 'acted' ? w.underWay : w.afterOthers)}`
}

/** Proof, value, source, when and by whom; what is still owed stands below as expected, with what it waits for. */
export const EvidenceTable = ({
  line,
  name,
  closeStep,
}: {
  readonly line: Pick<LineWire, 'evidence' | 'steps'>
  readonly name: string
  readonly closeStep?: (step: Step) => ReactNode
}): ReactNode => {
  const tongue = useTongue()
  const { t, language } = tongue
  const open = line.steps.filter((step) => step.state !== 'done' && step.state !== 'undone')
  const rows: readonly Row[] = [
    ...line.evidence.map((proof) => ({ is: 'proof' as const, proof })),
    ...open.map((step) => ({ is: 'expected' as const, step })),
  ]
  if (rows.length === 0) return null
  const title = (row: Row): string => {
    if (row.is === 'expected') return stepLabel(row.step.name, language)
    const { proof, step } = row.proof
    // A hand closes any step: which one is not told by the proof's own name.
    return proof === 'closed-by-hand' || proof === 'confirmed-by-hand'
      ? `${stepLabel(step, language)} · ${label(proof, language)}`
      : proofName(row.proof, language)
  }
  const value = (row: Row): ReactNode => {
    if (row.is === 'expected') return '–'
    const text = declaredAt(row.proof, tongue) ?? valueText(row.proof.value, row.proof.unit, tongue)
    return row.proof.file === null ? (
      text
    ) : (
      <FileLink href={addressOf(showFile, { params: { file: row.proof.file } })}>{text || t(w.file)}</FileLink>
    )
  }
  const source = (row: Row): ReactNode =>
    row.is === 'proof' ? (
      <SourceMark source={row.proof.source} simulated={row.proof.world === 'twin' && row.proof.source === 'measured'} />
    ) : (
      <SourceMark source="expected" />
    )
  const when = (row: Row): ReactNode =>
    row.is === 'proof' ? (
      <When proof={row.proof} />
    ) : (
      <span className="flex flex-wrap items-baseline gap-3">
        {expectedWhen(row.step, tongue)}
        {closeStep?.(row.step)}
      </span>
    )
  return (
    <Table
      label={t(w.evidenceOf, { line: name })}
      rows={rows}
      keyOf={(row) => (row.is === 'proof' ? `${row.proof.step} ${row.proof.proof} ${row.proof.at}` : row.step.id)}
      columns={[
        { id: 'proof', head: t(w.proof), cell: title, className: 'w-[30%]' },
        { id: 'value', head: t(w.value), cell: value, figures: true, className: 'w-[22%] wrap-anywhere' },
        { id: 'source', head: t(w.source), cell: source, className: 'pl-4 w-[14%]' },
        { id: 'when', head: t(w.whenBy), cell: (row) => <span className="text-second text-ink-2">{when(row)}</span> },
      ]}
      phone={(row) => ({ title: title(row), end: value(row), mark: source(row), second: when(row) })}
    />
  )
}
