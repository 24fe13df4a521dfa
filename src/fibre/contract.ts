import { z } from 'zod'
import { route } from '#kernel'
import { connectors, medias } from './model.ts'

export { connectors, medias }

export const panelWire = z.object({
  id: z.string(),
  /** As engraved: M2-P04. */
  handle: z.string(),
  room: z.string(),
  rack: z.string(),
  row: z.string(),
  top_u: z.number(),
  connector: z.enum(connectors),
  media: z.enum(medias),
  positions: z.number(),
  /** Null: the site's own. */
  owner: z.object({ handle: z.string(), name: z.string() }).nullable(),
  /** Positions that something holds. For the site's people and the panel's owner; null for others. */
  held: z.array(z.number()).nullable(),
})
export type PanelWire = z.output<typeof panelWire>

export const listPanels = route({
  method: 'GET',
  path: '/fibre/panels',
  summary: 'Panels and how many positions they have; a carrier sees its own and the site’s',
  who: ['admin', 'sales', 'engineer', 'technician', 'accountant', 'own:read'],
  query: z.object({
    cursor: z.string().max(40).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({ items: z.array(panelWire), next: z.string().nullable() }),
})
