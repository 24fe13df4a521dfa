import { sql } from 'kysely'
import { z } from 'zod'
import {
  type Complaint,
  handle,
  type Kind,
  list,
  plantHandle,
  type Read,
  section,
  type SiteRow,
  type SiteRows,
  type StoredRow,
} from '#facility'
import { upsertRows } from '#postgres'
import { cablingRows, cablingShape, judgeCabling } from './cabling/site-rows.ts'
import { patchingKind, trayKind, trunkKind } from './cabling/site-section.ts'
import { connectors, medias } from './model.ts'
import { fits } from './place-position.ts'

const panel = z.strictObject({
  handle: plantHandle,
  rack: plantHandle,
  top_u: z.int().min(1).max(60),
  connector: z.enum(connectors),
  media: z.enum(medias),
  positions: z.int().min(1).max(288),
  /** Of a carrier, where the panel is not the site's own. */
  owner: handle.nullable().default(null),
  /** Hung above the rack, in nobody's units: `top_u` counts on over the rack's height. */
  overhead: z.boolean().default(false),
})
const schema = z.strictObject({ panels: list(panel, 2000), ...cablingShape })

const panelRows = ({ panels, ...cabling }: z.output<typeof schema>): Read => {
  const complaints: Complaint[] = []
  const rows = panels.map(({ handle: own, ...fields }, index): SiteRow => {
    const path = ['panels', index]
    if (!fits(fields.connector, fields.media)) {
      complaints.push({
        path: [...path, 'media'],
        refusal: { code: 'connector-and-media', connector: fields.connector, media: fields.media },
      })
    }
    const owner =
      fields.owner === null ? [] : [{ kind: 'organisation', handle: fields.owner, path: [...path, 'owner'] }]
    return {
      kind: 'panel',
      handle: own,
      path,
      fields,
      refers: [{ kind: 'rack', handle: fields.rack, path: [...path, 'rack'] }, ...owner],
    }
  })
  return { rows: [...rows, ...cablingRows(cabling).rows], complaints }
}

/** A panel is inside its rack (or above it), and alone at its height. */
const judge = (all: SiteRows): readonly Complaint[] => {
  const seen = new Map<string, string>()
  return all.of('panel').flatMap((row): readonly Complaint[] => {
    const { rack, top_u: topU } = row.fields
    const at = `${String(rack)} ${String(topU)}`
    const other = seen.get(at)
    seen.set(at, row.handle)
    if (other !== undefined)
      return [{ path: [...row.path, 'top_u'], refusal: { code: 'place-taken', row: row.handle, other } }]
    const height = Number(all.find('rack', String(rack))?.fields['units_u'])
    if (row.fields['overhead'] === true)
      return Number(topU) > height
        ? []
        : [{ path: [...row.path, 'top_u'], refusal: { code: 'not-overhead', rack, units_u: height } }]
    return Number(topU) <= height
      ? []
      : [{ path: [...row.path, 'top_u'], refusal: { code: 'too-big', most: height, of: 'int' } }]
  })
}

const panelKind: Kind = {
  name: 'panel',
  fixedWhileClaimed: ['rack', 'top_u', 'overhead', 'connector', 'media', 'positions'],
  stored: async (db, siteId) => {
    const { rows } = await sql<StoredRow>`
      select p.id, p.handle, p.ended_at is not null as ended, jsonb_build_object('rack', k.handle, 'top_u', p.top_u, 'connector', p.connector,
        'media', p.media, 'positions', p.positions, 'owner', o.handle, 'overhead', p.overhead) as fields
      from fibre.panel p left join facility.rack_card k on k.id = p.rack_id left join people.organisation_card o on o.id = p.owner_id
      where p.site_id = ${siteId}`.execute(db)
    return rows
  },
  write: async (tx, rows, loading) => {
    const racks = await sql<{
      id: string
      room_id: string
    }>`select id, room_id from facility.rack_card where site_id = ${loading.siteId}`.execute(tx)
    const rooms = new Map(racks.rows.map((row) => [row.id, row.room_id]))
    const values = rows.map(({ id, handle: own, fields: { rack, owner, ...fields } }) => {
      const rackId = loading.idOf('rack', String(rack))
      return {
        id,
        site_id: loading.siteId,
        handle: own,
        ...fields,
        rack_id: rackId,
        room_id: rooms.get(rackId),
        owner_id: typeof owner === 'string' ? loading.idOf('organisation', owner) : null,
        ended_at: null,
      }
    })
    await upsertRows(tx, 'fibre.panel', values)
  },
  end: async (tx, ids, { at }) => {
    await sql`update fibre.panel set ended_at = ${at} where id = any(${[...ids]})`.execute(tx)
  },
}

export const fibreSection = section({
  name: 'fibre',
  schema,
  rows: panelRows,
  judge: (all) => [...judge(all), ...judgeCabling(all)],
  kinds: [panelKind, trunkKind, trayKind, patchingKind],
})
