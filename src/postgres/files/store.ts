import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Id, type Refusal, type Result, newId, ok, refuse } from '#kernel'
import type { Db } from '../db.ts'
import { type MediaType, sniffFile } from './sniff-file.ts'

/** As floor.file checks it. */
export const MOST_FILE_B = 5 * 1024 * 1024

export interface NewFile {
  /** As its sender calls it; kept for people, never a path. */
  readonly name: string
  readonly content: Uint8Array
  /** Whose members may read it; null: the operator's people only. */
  readonly ownerOrganisationId: string | null
  readonly now: Date
}

export interface KeptFile {
  readonly id: Id<'file'>
  readonly name: string
  readonly mediaType: MediaType
  readonly sizeBytes: number
  /** 64 hex digits, of what is kept. */
  readonly sha256: string
}

type FileRefusal = Refusal &
  ({ readonly code: 'file-too-large'; readonly most_bytes: number } | { readonly code: 'file-kind-refused' })

/** Keeps a proof, a photo, a signed paper: at most 5 MB, its type read from its bytes, a picture's metadata removed. */
export const keepFile = async (tx: Db, file: NewFile): Promise<Result<KeptFile, FileRefusal>> => {
  if (file.content.length > MOST_FILE_B) return refuse({ code: 'file-too-large', most_bytes: MOST_FILE_B })
  const sniffed = file.content.length === 0 ? null : sniffFile(file.content, file.name)
  if (!sniffed) return refuse({ code: 'file-kind-refused' })
  const { content, mediaType } = sniffed
  const digest = createHash('sha256').update(content).digest()
  const id = newId<'file'>()
  const name = nameOf(file.name)
  await sql`
    insert into floor.file (id, name, media_type, size_bytes, sha256, content, owner_organisation_id, kept_at)
    values (${id}, ${name}, ${mediaType}, ${content.length}, ${digest}, ${Buffer.from(content)}, ${file.ownerOrganisationId}, ${file.now})`.execute(
    tx,
  )
  return ok({ id, name, mediaType, sizeBytes: content.length, sha256: digest.toString('hex') })
}

/** It will stand in a Content-Disposition and in somebody's download folder. */
const nameOf = (name: string): string => {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  // oxlint-disable-next-line no-control-regex
  return last.replace(/[\u0000-\u001f\u007f"<>|:*?]/g, '_').slice(-120) || 'file'
}

export interface ReadFile extends KeptFile {
  readonly content: Uint8Array
  readonly ownerOrganisationId: string | null
  readonly keptAt: Date
}

interface FileRow {
  readonly id: Id<'file'>
  readonly name: string
  readonly media_type: MediaType
  readonly size_bytes: number
  readonly sha256: Buffer
  readonly content: Buffer
  readonly owner_organisation_id: string | null
  readonly kept_at: Date
}

/** Who may read it is the caller's to ask: the file belongs to what it proves. */
export const readFile = async (db: Db, id: string): Promise<ReadFile | null> => {
  const { rows } = await sql<FileRow>`
    select id, name, media_type, size_bytes, sha256, content, owner_organisation_id, kept_at from floor.file where id = ${id}`.execute(
    db,
  )
  const row = rows[0]
  return row
    ? {
        id: row.id,
        name: row.name,
        mediaType: row.media_type,
        sizeBytes: row.size_bytes,
        sha256: row.sha256.toString('hex'),
        content: row.content,
        ownerOrganisationId: row.owner_organisation_id,
        keptAt: row.kept_at,
      }
    : null
}
