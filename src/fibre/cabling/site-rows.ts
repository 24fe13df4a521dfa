import { z } from 'zod'
import { type Complaint, list, plantHandle, type Read, type SiteRow, type SiteRows } from '#facility'
import { COPPER_LINK_M } from '../loss/loss-limit.ts'
import { colours, medias } from '../model.ts'

const metres = (most: number) => z.number().min(0).max(most)
const point = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,40}$/)
const position = z.int().min(1).max(288)

const trunk = z.strictObject({
  handle: plantHandle,
  /** `M2-P01/1`: the panel and the first position. */
  from: z.strictObject({ panel: plantHandle, position }),
  to: z.strictObject({ panel: plantHandle, position }),
  positions: position,
  media: z.enum(medias),
  length_m: z.number().positive().max(20_000),
  splices: z.int().min(0).max(20).default(0),
  loss: z
    .strictObject({ db: metres(100), source: z.enum(['measured', 'assumed']) })
    .nullable()
    .default(null),
})

/** Points in metres from the tray's beginning; `racks` stands for the racks of a row at its pitch. */
const tray = z.strictObject({
  handle: plantHandle,
  stops: list(z.strictObject({ at: point, m: metres(5000) }), 200).default([]),
  racks: z
    .strictObject({
      row: z.string().max(10),
      count: z.int().min(1).max(100),
      first_m: metres(5000),
      pitch_m: metres(10),
    })
    .nullable()
    .default(null),
})

const patching = z.strictObject({
  lengths_m: z.array(z.number().positive().max(100)).min(1).max(50),
  /** Under a metre a way over the tray could be shorter than the one inside the rack. */
  drop_m: z.number().min(1).max(20),
  slack_m: metres(20),
  colours: z.strictObject({ os2: z.enum(colours), om4: z.enum(colours), cat6a: z.enum(colours) }),
})

export const cablingShape = {
  trunks: list(trunk, 2000).default([]),
  trays: list(tray, 500).default([]),
  patching: patching.nullable().default(null),
}
type Cabled = z.output<z.ZodObject<typeof cablingShape>>

const hundredth = (m: number): number => Math.round(m * 100) / 100

/** Pure: what the files say of trunks, trays and jumpers, as rows. */
export const cablingRows = ({ trunks, trays, patching: cut }: Cabled): Read => ({
  rows: [
    ...trunks.map(({ handle, from, to, loss, ...fields }, index): SiteRow => {
      const path = ['trunks', index]
      const refer = (end: 'from' | 'to', panel: string) => ({
        kind: 'panel',
        handle: panel,
        path: [...path, end, 'panel'],
      })
      return {
        kind: 'trunk',
        handle,
        path,
        fields: {
          ...fields,
          from_panel: from.panel,
          from_position: from.position,
          to_panel: to.panel,
          to_position: to.position,
          loss_db: loss?.db ?? null,
          loss_source: loss?.source ?? null,
        },
        refers: [refer('from', from.panel), refer('to', to.panel)],
      }
    }),
    ...trays.map(({ handle, stops, racks }, index): SiteRow => {
      const along = Array.from({ length: racks?.count ?? 0 }, (_, at) => ({
        at: `${racks?.row}-${at + 1}`,
        m: hundredth((racks?.first_m ?? 0) + at * (racks?.pitch_m ?? 0)),
      }))
      return { kind: 'tray', handle, path: ['trays', index], fields: { stops: [...stops, ...along] } }
    }),
    ...(cut
      ? [
          {
            kind: 'patching',
            handle: 'patching',
            path: ['patching'],
            fields: { ...cut, lengths_m: cut.lengths_m.toSorted((a, b) => a - b) },
          },
        ]
      : []),
  ],
  complaints: [],
})

type Stop = { readonly at: string; readonly m: number }
const stopsOf = (row: SiteRow): readonly Stop[] =>
  z.array(z.object({ at: z.string(), m: z.number() })).parse(row.fields['stops'])

/** A point is a rack, or a name where two trays meet: a name that stands alone is a slip of the pen. */
const judgeTrays = (all: SiteRows): readonly Complaint[] => {
  const trays = all.of('tray')
  const named = new Map<string, number>()
  for (const row of trays)
    for (const at of new Set(stopsOf(row).map((stop) => stop.at))) named.set(at, (named.get(at) ?? 0) + 1)
  return trays.flatMap((row) => {
    const alone = stopsOf(row).find(({ at }) => !all.find('rack', at) && (named.get(at) ?? 0) < 2)
    return alone ? [{ path: row.path, refusal: { code: 'tray-point-alone', point: alone.at, tray: row.handle } }] : []
  })
}

/** A trunk ends at positions that its panels have, of its media; behind a position there is one trunk, or none. */
const judgeTrunks = (all: SiteRows): readonly Complaint[] => {
  const behind = new Map<string, string>()
  return all.of('trunk').flatMap((row): readonly Complaint[] => {
    const complaints: Complaint[] = []
    const { media, positions, length_m: length } = row.fields
    for (const end of ['from', 'to'] as const) {
      const panel = all.find('panel', String(row.fields[`${end}_panel`]))
      const first = Number(row.fields[`${end}_position`])
      const last = first + Number(positions) - 1
      if (!panel) continue
      const path = [...row.path, end]
      if (panel.fields['media'] !== media)
        complaints.push({
          path,
          refusal: { code: 'media-differ', panel: panel.handle, media: panel.fields['media'], asked: media },
        })
      if (last > Number(panel.fields['positions']))
        complaints.push({
          path,
          refusal: {
            code: 'no-such-position',
            panel: panel.handle,
            position: last,
            positions: panel.fields['positions'],
          },
        })
      for (let at = first; at <= last; at += 1) {
        const key = `${panel.handle}/${at}`
        const other = behind.get(key)
        behind.set(key, row.handle)
        if (other === undefined) continue
        complaints.push({ path, refusal: { code: 'place-taken', row: row.handle, other } })
        break
      }
    }
    if (media === 'cat6a' && Number(length) > COPPER_LINK_M)
      complaints.push({
        path: [...row.path, 'length_m'],
        refusal: { code: 'copper-too-long', length_m: length, most_m: COPPER_LINK_M },
      })
    return complaints
  })
}

export const judgeCabling = (all: SiteRows): readonly Complaint[] => [...judgeTrays(all), ...judgeTrunks(all)]
