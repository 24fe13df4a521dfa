import type { z } from 'zod'
import type { Refusal } from '#kernel'
import type { By, Db } from '#postgres'

/** Where a word stands in the site's files: lines and columns count from 1, as editors do. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** From a top-level key down: `['rack_rows', 2, 'exceptions', 0, 'rack']`. */
export type Path = readonly (string | number)[]

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }
export type Fields = { readonly [field: string]: Plain }

/** One row that the files ask for. `fields` name other rows by handle, so that they compare without a database. */
export interface SiteRow {
  readonly kind: string
  readonly handle: string
  readonly fields: Fields
  /** What it was read from. */
  readonly path: Path
  readonly refers?: readonly Reference[]
}
export interface Reference {
  readonly kind: string
  readonly handle: string
  readonly path: Path
}

/** What is wrong, and where; its code has a sentence in the words of the room that says it. */
export interface Complaint {
  readonly path: Path
  readonly refusal: Refusal
}

/** A row as the database has it, in the same words as the files. `ended` rows keep their id: the same handle comes back as the same thing. */
export interface StoredRow {
  readonly id: string
  readonly handle: string
  readonly ended: boolean
  readonly fields: Fields
}

export interface Loading {
  readonly siteId: string
  readonly at: Date
  readonly by: By
  /** The id of a row of any kind, by its handle; a handle that is not there is a defect, the check has found it before. */
  readonly idOf: (kind: string, handle: string) => string
}

export interface WrittenRow {
  readonly id: string
  readonly handle: string
  readonly fields: Fields
  readonly isNew: boolean
}

/** How one kind of row meets the database: its room's own tables only. */
export interface Kind {
  readonly name: string
  /** Rows that the files own, ended ones with them. `siteId` is null before the first load. */
  readonly stored: (db: Db, siteId: string | null) => Promise<readonly StoredRow[]>
  /** Where the handle says the id by itself (AS64500); otherwise a new row gets a new one. */
  readonly naturalId?: (handle: string) => string
  /** Makes the rows as the files say; running it twice changes nothing more. */
  readonly write: (tx: Db, rows: readonly WrittenRow[], loading: Loading) => Promise<void>
  readonly end: (tx: Db, ids: readonly string[], loading: Loading) => Promise<void>
  /** Why new rows may not be made now, by handle: what the database alone can know. */
  readonly admit?: (db: Db, rows: readonly SiteRow[]) => Promise<ReadonlyMap<string, Refusal>>
  /** Fields that may not change while the row is claimed: what was sold would become something else. */
  readonly fixedWhileClaimed?: readonly string[]
  /** Such a field may all the same be told where it was unknown. */
  readonly fillsUnknown?: boolean
  /**
   * Rows that hold from a day (YYYY-MM-DD) on, each until the next of its series: what has begun is neither changed nor removed, nor is a row
   * put in before it, which is refused with this code.
   */
  readonly begins?: {
    readonly code: string
    /** Fields that may be edited all the same. */
    readonly free: readonly string[]
    readonly of: (fields: Fields) => { readonly series: string; readonly day: string }
  }
  /** Rows that tell of a past event: once loaded, a difference is refused with this code. */
  readonly onceOnly?: string
}

export interface Read {
  readonly rows: readonly SiteRow[]
  readonly complaints: readonly Complaint[]
}

/** Why what was sold does not bear these files; `on` names the row that is edited to it, where one row is. */
export interface Against {
  readonly on: { readonly kind: string; readonly handle: string } | null
  readonly refusal: Refusal
}

/** The site that is there, and when its edit is judged. */
export interface Judged {
  readonly siteId: string
  readonly at: Date
}

interface Definition<Schema extends z.ZodObject> {
  readonly name: string
  /** Its keys are the top-level keys that belong to the room. */
  readonly schema: Schema
  /** Pure. A short entry of a file may stand for many rows of the site. */
  readonly rows: (parsed: z.output<Schema>) => Read
  /** Pure: what can only be judged with the rows of every room at hand. */
  readonly judge?: (rows: SiteRows) => readonly Complaint[]
  /** In the order in which they may refer to each other. */
  readonly kinds: readonly Kind[]
  /** What the edited site would break of what was sold on it. Asked of a site that is there, with the rows of every room. */
  readonly against?: (db: Db, rows: SiteRows, of: Judged) => Promise<readonly Against[]>
  /** What has to be computed anew when the rows of all rooms are written, the new plant revision with them. */
  readonly settle?: (tx: Db, siteId: string) => Promise<void>
}

/** What one room reads from the site's files. */
export interface Section {
  readonly name: string
  readonly keys: readonly string[]
  /** What the room's own top-level keys ask for, or what the schema says against them. */
  readonly read: (own: unknown) => { readonly issues: readonly z.core.$ZodIssue[] } | Read
  readonly judge: (rows: SiteRows) => readonly Complaint[]
  readonly kinds: readonly Kind[]
  readonly against: (db: Db, rows: SiteRows, of: Judged) => Promise<readonly Against[]>
  readonly settle: (tx: Db, siteId: string) => Promise<void>
}

export interface SiteRows {
  readonly of: (kind: string) => readonly SiteRow[]
  readonly find: (kind: string, handle: string) => SiteRow | undefined
}

/** Closes over the schema, so that sections of different shapes stand in one list. */
export const section = <Schema extends z.ZodObject>(of: Definition<Schema>): Section => ({
  name: of.name,
  keys: Object.keys(of.schema.shape),
  read: (own) => {
    const parsed = of.schema.safeParse(own)
    return parsed.success ? of.rows(parsed.data) : { issues: parsed.error.issues }
  },
  judge: of.judge ?? (() => []),
  kinds: of.kinds,
  against: of.against ?? (async () => []),
  settle: of.settle ?? (async () => undefined),
})
