import { sql } from 'kysely'
import { newId } from '#kernel'
import { type Db, nextNumber } from '#postgres'
import { holdThings } from '../../claim/store.ts'
import type { Site } from '../../product.ts'
import { declaredPort } from '../../products/declared-port/index.ts'
import { keepEvidence } from '../../service/store.ts'

/** The file that declares, as evidence names it. */
export interface SourceFile {
  readonly name: string
  /** In hexadecimal. */
  readonly sha256: string
}

interface Writing {
  readonly site: Site
  readonly now: Date
  readonly file: SourceFile
}

/** A service that a file declares: in service, without an order, a price or a term. It holds its own connection and nothing of the site’s. */
export const insertImported = async (
  tx: Db,
  { site, now }: Writing,
  of: { readonly organisationId: string; readonly asn: number; readonly exchange: string },
): Promise<{ readonly id: string; readonly number: string }> => {
  const id = newId<'service'>()
  const { code, name } = declaredPort
  const number = `${site.code}-${code}-${String(await nextNumber(tx, site.id, code)).padStart(6, '0')}`
  const parameters = JSON.stringify({ exchange: of.exchange, asn: of.asn })
  await sql`
    insert into market.service (id, site_id, number, organisation_id, product, parameters, origin, state, zone, created_at)
    values (${id}, ${site.id}, ${number}, ${of.organisationId}, ${name}, ${parameters}::jsonb, 'imported', 'in-service', ${site.zone}, ${now})`.execute(
    tx,
  )
  const holder = { siteId: site.id, lineId: null, serviceId: id, firmUntil: null, now }
  const label = `${of.exchange} AS${of.asn}`
  await holdThings(tx, holder, [{ kind: 'declared-port', thingId: id, span: [0, 1], label }])
  return { id, number }
}

/** Nobody measured it and nobody vouches for it: a file says so. */
export const keepDeclaration = (
  tx: Db,
  { site, now, file }: Writing,
  of: { readonly serviceId: string; readonly path: string },
): Promise<void> =>
  keepEvidence(tx, { lineId: null, serviceId: of.serviceId, step: 'import', world: site.world }, [
    {
      proof: 'declared-by-file',
      value: { file: file.name, sha256: file.sha256, path: of.path },
      method: `${file.name} sha256:${file.sha256}`,
      source: 'declared',
      at: now,
    },
  ])
