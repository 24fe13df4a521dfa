import type { z } from 'zod'
import { ok, type Refusal, refuse, type Result } from '#kernel'
import { type Fault, parseFiles, type ParsedFiles, type SourceFile } from './parse-files.ts'
import type { Complaint, Path, Section, SiteRow, SiteRows } from './site-section.ts'

/** A site's files that hold together: every row that they ask for, in the order in which rows may refer to each other. */
export interface Site {
  readonly rows: readonly SiteRow[]
  readonly code: string
}

export type SiteFault = Fault & { readonly path: Path }
export type CheckRefusal = { readonly code: 'site-faulty'; readonly faults: readonly SiteFault[] }

/** A file with a hundred wrong lines is told enough by its first fifty. */
const MOST_FAULTS = 50

const TYPES: { readonly [expected: string]: string } = { int: 'integer', record: 'object' }

const typeOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'array'
      : typeof value === 'number' && Number.isNaN(value)
        ? 'nan'
        : typeof value

/** What zod found, in the words of this room: one complaint, or one for each unknown key. */
const translate = (issue: z.core.$ZodIssue, input: unknown): readonly Complaint[] => {
  const path = issue.path.filter((step): step is string | number => typeof step !== 'symbol')
  const say = (refusal: Refusal): readonly Complaint[] => [{ path, refusal }]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], refusal: { code: 'unknown-key', key } }))
    case 'invalid_type': {
      const found = valueAt(input, path)
      if (found === undefined) return say({ code: 'missing-key', key: String(path.at(-1)) })
      return say({ code: 'wrong-type', expected: TYPES[issue.expected] ?? issue.expected, found: typeOf(found) })
    }
    case 'invalid_value':
      return say({ code: 'not-one-of', allowed: issue.values.map(String) })
    case 'too_small':
      return say({ code: 'too-small', least: Number(issue.minimum), of: issue.origin })
    case 'too_big':
      return say({ code: 'too-big', most: Number(issue.maximum), of: issue.origin })
    case 'invalid_format':
      return say({ code: 'wrong-form', form: issue.format === 'regex' ? String(issue.pattern) : issue.format })
    case 'invalid_union':
      return say({ code: 'wrong-form', form: 'union' })
    case 'not_multiple_of':
      return say({ code: 'wrong-form', form: `× ${issue.divisor}` })
    case 'custom':
    case 'invalid_key':
    case 'invalid_element':
      return say({ code: 'wrong-form', form: issue.message })
  }
}

const valueAt = (input: unknown, path: Path): unknown => {
  let value = input
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Object.entries(value).find(([key]) => key === String(step))?.[1]
  }
  return value
}

/** Rows by kind and handle. */
export const indexed = (rows: readonly SiteRow[]): SiteRows => {
  const kinds = new Map<string, Map<string, SiteRow>>()
  for (const row of rows) {
    const of = kinds.get(row.kind) ?? new Map<string, SiteRow>()
    if (!of.has(row.handle)) of.set(row.handle, row)
    kinds.set(row.kind, of)
  }
  return {
    of: (kind) => [...(kinds.get(kind)?.values() ?? [])],
    find: (kind, handle) => kinds.get(kind)?.get(handle),
  }
}

const twice = (rows: readonly SiteRow[], all: SiteRows): readonly Complaint[] =>
  rows
    .filter((row) => all.find(row.kind, row.handle) !== row)
    .map((row) => ({ path: row.path, refusal: { code: 'handle-twice', kind: row.kind, handle: row.handle } }))

const dangling = (rows: readonly SiteRow[], all: SiteRows): readonly Complaint[] =>
  rows
    .flatMap((row) => row.refers ?? [])
    .filter((to) => !all.find(to.kind, to.handle))
    .map((to) => ({ path: to.path, refusal: { code: 'no-such-row', kind: to.kind, handle: to.handle } }))

const placed = (parsed: ParsedFiles, complaints: readonly Complaint[]): SiteFault[] =>
  complaints.map(({ path, refusal }) => ({
    path,
    refusal,
    place: parsed.placeOf(path, refusal.code === 'unknown-key' ? 'key' : 'value'),
  }))

const inOrder = (faults: readonly SiteFault[]): readonly SiteFault[] =>
  faults
    .toSorted(
      (a, b) =>
        a.place.file.localeCompare(b.place.file, 'en') ||
        a.place.line - b.place.line ||
        a.place.column - b.place.column,
    )
    .slice(0, MOST_FAULTS)

/** Do these files make a site? Pure: the same texts give the same rows, or the same faults, each with its file, line and column. */
export const checkFiles = (
  sources: readonly SourceFile[],
  sections: readonly Section[],
): Result<Site, CheckRefusal> => {
  const owners = new Map(sections.flatMap((s) => s.keys.map((key) => [key, s.name] as const)))
  const files = parseFiles(sources, owners)
  if (files.faults.length > 0)
    return refuse({ code: 'site-faulty', faults: inOrder(files.faults.map((f) => ({ ...f, path: [] }))) })

  const rows: SiteRow[] = []
  const complaints: Complaint[] = []
  for (const room of sections) {
    const own = Object.fromEntries(room.keys.flatMap((key) => (key in files.values ? [[key, files.values[key]]] : [])))
    const read = room.read(own)
    if ('issues' in read) {
      complaints.push(...read.issues.flatMap((issue) => translate(issue, own)))
      continue
    }
    rows.push(...read.rows)
    complaints.push(...read.complaints)
  }
  const all = indexed(rows)
  complaints.push(...twice(rows, all))
  // A room whose own rows could not be read makes every reference to it dangle: tell the cause alone.
  if (complaints.length === 0) complaints.push(...dangling(rows, all))
  if (complaints.length === 0) complaints.push(...sections.flatMap((room) => room.judge(all)))
  if (complaints.length > 0) return refuse({ code: 'site-faulty', faults: inOrder(placed(files, complaints)) })

  const site = all.of('site')[0]
  if (!site) throw new Error('no section gives the site itself')
  return ok({ rows, code: site.handle })
}
