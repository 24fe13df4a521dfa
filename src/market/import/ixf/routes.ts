import { createHash } from 'node:crypto'
import {
  declaredAt,
  type DeclaredExchange,
  type DeclaredFile,
  type DeclaredRow,
  matchConnections,
  readExport,
} from '#exchange'
import { ok } from '#kernel'
import { type Call, type Served, serve } from '#people'
import type { Db } from '#postgres'
import { dayIn } from '../../start-billing.ts'
import { theSite } from '../../store.ts'
import type { ImportRow } from '../contract.ts'
import { readJson } from '../read-json.ts'
import { type Placed, runImport } from '../run-import.ts'
import { importIxf } from './contract.ts'
import { importConnection, importExchange, type Importing, type Place } from './import-row.ts'

type Row = Placed &
  ({ readonly exchange: DeclaredExchange } | { readonly exchange: null; readonly connection: DeclaredRow })

/** Exchanges first: their members need them. */
const rowsOf = (file: DeclaredFile): readonly Row[] => [
  ...file.exchanges.map((exchange) => ({ path: exchange.path, subject: exchange.name, exchange })),
  ...file.rows.map((connection) => ({
    path: connection.path,
    subject: connection.subject,
    exchange: null,
    connection,
  })),
]

/** The exchange as it stands, and which of its known connections each one of the file is. */
const placeIn = async (tx: Db, id: string, exchange: DeclaredExchange, file: DeclaredFile): Promise<Place> => {
  const known = await declaredAt(tx, id)
  const found = file.rows.flatMap(({ path, read }) =>
    read.ok && read.value.ixp === exchange.ixp && read.value.facts
      ? [{ path, asn: read.value.asn, facts: read.value.facts }]
      : [],
  )
  return {
    id,
    name: exchange.name,
    known: new Map(known.map((one) => [one.serviceId, one])),
    matched: matchConnections(known, found),
  }
}

/** Known before, and not in the file any more: told, and left as it is. */
const missingRows = (places: Iterable<Place>): readonly ImportRow[] =>
  [...places].flatMap(({ name, known, matched }) => {
    const there = new Set(matched.values())
    return [...known.values()]
      .filter(({ serviceId }) => !there.has(serviceId))
      .map(({ asn, label }) => ({
        line: null,
        path: null,
        did: 'unchanged' as const,
        subject: `${name} AS${asn} → ${label}`,
        refusal: null,
        warnings: [{ code: 'not-in-file' }],
      }))
  })

const take = async ({ db, body, actor, by, now }: Call<typeof importIxf>) => {
  const content = Buffer.from(body.content_base64, 'base64')
  const json = readJson(content)
  if (!json.ok) return json
  const read = readExport(json.value, { lans: body.lans, ixp: body.ixp ?? null })
  if (!read.ok) return read
  const file = read.value
  const site = await theSite(db)
  const sha256 = createHash('sha256').update(content).digest('hex')
  const on: Importing = {
    site,
    now,
    by,
    personId: actor.personId,
    today: dayIn(site.zone, now),
    file: { name: body.file_name, sha256 },
    places: new Map(),
  }
  const asked = {
    kind: 'ixf',
    sha256,
    siteId: site.id,
    rows: rowsOf(file),
    dryRun: body.dry_run,
    keepGood: body.keep_good,
    by,
    now,
    after: () => Promise.resolve(missingRows(on.places.values())),
  }
  return ok(
    await runImport(db, asked, (tx, row) =>
      row.exchange
        ? importExchange(tx, row.exchange, (id) => placeIn(tx, id, row.exchange, file), on)
        : importConnection(tx, row.connection, on),
    ),
  )
}

export const ixfRoutes: readonly Served[] = [serve(importIxf, take)]
