import type { Refusal } from '#kernel'
import type { Fields, Kind, Path, Plain, SiteRow, StoredRow } from './site-section.ts'

export interface FieldChange {
  readonly field: string
  readonly from: Plain
  readonly to: Plain
}

/** What applying the files would do to one row. */
export interface Change {
  readonly kind: string
  readonly handle: string
  readonly id: string
  readonly does: 'created' | 'updated' | 'unchanged' | 'removed'
  readonly fields: readonly FieldChange[]
  readonly path: Path | null
  /** Why it may not be done. */
  readonly refusal: Refusal | null
}

/** One text for one value, whatever the order of its keys. */
const canonical = (value: Plain | undefined): string => {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return `[${value.map((item: Plain) => canonical(item)).join(',')}]`
  if (typeof value === 'object') {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, item]: readonly [string, Plain]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
  }
  return JSON.stringify(value)
}

const differences = (from: Fields, to: Fields): readonly FieldChange[] =>
  [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((field) => canonical(from[field]) !== canonical(to[field]))
    .map((field) => ({ field, from: from[field] ?? null, to: to[field] ?? null }))

const refusalOf = (kind: Kind, handle: string, fields: readonly FieldChange[], claimed: boolean): Refusal | null => {
  if (fields.length === 0) return null
  if (kind.onceOnly !== undefined) return { code: kind.onceOnly, kind: kind.name, handle }
  const fixed = fields.filter(
    ({ field, from }) => kind.fixedWhileClaimed?.includes(field) && !(kind.fillsUnknown && from === null),
  )
  if (!claimed || fixed.length === 0) return null
  return { code: 'field-claimed', kind: kind.name, handle, fields: fixed.map(({ field }) => field) }
}

/** Puts the refusal beside what would change a row that has begun by today (YYYY-MM-DD), or the past of its series. Pure. */
export const refuseBegun = (
  { name: kind, begins }: Kind,
  planned: readonly Change[],
  rows: { readonly wished: readonly SiteRow[]; readonly stored: readonly StoredRow[] },
  today: string,
): readonly Change[] => {
  if (!begins) return planned
  const stored = rows.stored.filter(({ ended }) => !ended)
  const old = new Map(stored.map(({ handle, fields }) => [handle, begins.of(fields)]))
  const made = new Map(rows.wished.map(({ handle, fields }) => [handle, begins.of(fields)]))
  const known = new Set([...old.values()].filter(({ day }) => day <= today).map(({ series }) => series))
  return planned.map((change): Change => {
    const { handle, does } = change
    if (does === 'unchanged') return change
    if (does === 'updated' && change.fields.every(({ field }) => begins.free.includes(field))) return change
    const begun = (does === 'created' ? made : old).get(handle)
    if (!begun || begun.day > today) return change
    if (does === 'created' && (begun.day === today || !known.has(begun.series))) return change
    return { ...change, refusal: { code: begins.code, kind, handle, from: begun.day, today } }
  })
}

/**
 * What one kind's rows become. Pure. A handle that was there before, even ended, keeps its id.
 * `claimed`: ids that a service holds; such a row is not removed, nor changed in what was sold.
 */
export const planChanges = (
  kind: Kind,
  wished: readonly SiteRow[],
  stored: readonly StoredRow[],
  claimed: ReadonlySet<string>,
  freshId: () => string,
): readonly Change[] => {
  const before = new Map(stored.map((row) => [row.handle, row]))
  const asked = new Set(wished.map((row) => row.handle))
  const changes = wished.map((row): Change => {
    const old = before.get(row.handle)
    const common = { kind: kind.name, handle: row.handle, path: row.path }
    if (!old || old.ended)
      return {
        ...common,
        id: old?.id ?? kind.naturalId?.(row.handle) ?? freshId(),
        does: 'created',
        fields: [],
        refusal: null,
      }
    const fields = differences(old.fields, row.fields)
    const refusal = refusalOf(kind, row.handle, fields, claimed.has(old.id))
    return { ...common, id: old.id, does: fields.length > 0 ? 'updated' : 'unchanged', fields, refusal }
  })
  const removed = stored
    .filter((row) => !row.ended && !asked.has(row.handle))
    // What is past and holds nothing any more needs no line in the files.
    .filter((row) => kind.onceOnly === undefined || claimed.has(row.id))
    .toSorted((a, b) => (a.handle < b.handle ? -1 : 1))
    .map((row): Change => {
      const refusal = claimed.has(row.id) ? { code: 'row-claimed', kind: kind.name, handle: row.handle } : null
      return { kind: kind.name, handle: row.handle, id: row.id, does: 'removed', fields: [], path: null, refusal }
    })
  return [...changes, ...removed]
}
