import { createHash } from 'node:crypto'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import { type Call, type Served, serve } from '#people'
import type { Db } from '#postgres'
import { type CsvRow, readCsv } from '../import/read-csv.ts'
import { type Placed, runImport } from '../import/run-import.ts'
import { pricesOn } from '../order/quote.ts'
import type { Price } from '../product.ts'
import { productNames, productOf } from '../products/index.ts'
import { dayIn } from '../start-billing.ts'
import { theSite } from '../store.ts'
import { holdLimits } from '../sum/store.ts'
import { attachRoute } from './attach/routes.ts'
import { columns } from './columns.ts'
import { importServices } from './contract.ts'
import { customersOf, judgeTogether } from './judge-row.ts'
import type { TakenRow } from './model.ts'
import { readRow } from './read-row.ts'
import { reviseRoute } from './revise/routes.ts'
import { knownByOldNumber, lockKnown } from './store.ts'
import { takeOverRow, type TakingOver } from './take-over-row.ts'

/** 2,000 services in one transaction; a site of this size has some hundreds. */
const MOST_ROWS = 2000
const LIMITS = { rows: MOST_ROWS, columns: 100, fieldChars: 10_000 }

interface Read extends Placed {
  readonly line: number
  readonly read: Result<TakenRow, Refusal>
}

const named = (needed: boolean): readonly string[] =>
  columns.filter((column) => column.needed === needed).map(({ name }) => name)

const readRows = (rows: readonly CsvRow[]): readonly Read[] =>
  rows.map(({ line, fields }) => ({
    line,
    subject: fields['old_number'] || fields['organisation'] || '—',
    read: readRow(line, fields),
  }))

const groundOf = async (db: Db, siteId: string, today: string): Promise<Pick<TakingOver, 'ground' | 'prices'>> => {
  const prices = new Map<string, readonly Price[]>()
  for (const product of productNames) prices.set(product, await pricesOn(db, siteId, today, product))
  const items = new Map([...prices].map(([product, all]) => [product, new Set(all.map(({ item }) => item))]))
  const products = productNames.filter((name) => productOf(name).takeOver !== undefined)
  return { prices, ground: { today, products, items } }
}

/** The locks of all rows before the first row, in the order in which an order takes them: a file says racks and ports in any order. */
const lockStock = async (tx: Db, siteId: string, rows: readonly TakenRow[]): Promise<void> => {
  const asked = new Set(rows.map(({ fixed }) => fixed.product))
  for (const name of productNames) if (asked.has(name)) await productOf(name).lock?.(tx, siteId)
  if (asked.has('rack-space')) await holdLimits(tx, siteId)
}

const take = async ({ db, body, actor, by, now }: Call<typeof importServices>) => {
  const content = Buffer.from(body.content_base64, 'base64')
  const csv = readCsv(content, { required: named(true), optional: named(false), limits: LIMITS })
  if (!csv.ok) return csv
  const rows = readRows(csv.value)
  const good = rows.flatMap(({ read }) => (read.ok ? [read.value] : []))
  const together = judgeTogether(good)
  const site = await theSite(db)
  const sha256 = createHash('sha256').update(content).digest('hex')
  const shared = {
    site,
    now,
    by,
    personId: actor.personId,
    file: { name: body.file_name, sha256 },
    customers: customersOf(good),
    declared: new Map(),
    ...(await groundOf(db, site.id, dayIn(site.zone, now))),
  }
  let known: TakingOver['known'] = new Map()
  const asked = {
    kind: 'services',
    sha256,
    siteId: site.id,
    rows,
    dryRun: body.dry_run,
    keepGood: body.keep_good,
    by,
    now,
    begin: async (tx: Db) => {
      const oldNumbers = good.map(({ oldNumber }) => oldNumber)
      // Services before stock, as a signature does.
      await lockKnown(tx, site.id, oldNumbers)
      await lockStock(tx, site.id, good)
      known = await knownByOldNumber(tx, site.id, oldNumbers)
    },
  }
  return ok(
    await runImport(db, asked, async (tx, { line, read }) => {
      if (!read.ok) return read
      const contradiction = together.get(line)
      if (contradiction) return refuse(contradiction)
      return takeOverRow(tx, read.value, { ...shared, known })
    }),
  )
}

export const takeOverRoutes: readonly Served[] = [serve(importServices, take), reviseRoute, attachRoute]
