import { sql } from 'kysely'
import type { Against, SiteRows } from '#facility'
import type { Db } from '#postgres'
import { lockPanels } from '../../products/cross-connect/store.ts'
import { dayOf } from '../store.ts'

interface Standing {
  readonly letters: readonly string[]
  readonly consents: readonly string[]
  readonly orders: readonly string[]
  readonly services: readonly string[]
}

/** All that was agreed with the owner of a panel and is not over: nobody else can answer for it, see it or revoke it. */
const standingOn = async (db: Db, panelId: string, day: string): Promise<Standing> => {
  const { rows } = await sql<Standing>`select
    array(select l.number from market.letter l left join market.line n on n.id = l.used_line_id left join market.service s on s.id = n.service_id
      where l.panel_id = ${panelId} and l.revoked_at is null and case when l.used_line_id is null then l.expires_on >= ${day}::date
        else n.state not in ('cancelled', 'expired', 'refused', 'dismantled') and s.state is distinct from 'closed' end
      order by l.number) as letters,
    array(select p.handle || '/' || lower(c.positions) || '–' || upper(c.positions) - 1 from market.standing_consent c join fibre.panel_card p on p.id = c.panel_id
      where c.panel_id = ${panelId} and c.ended_at is null and c.until_date >= ${day}::date order by lower(c.positions)) as consents,
    array(select distinct o.number from market.letter_request q join market.line n on n.id = q.line_id join market."order" o on o.id = n.order_id
      where q.panel_id = ${panelId} and not n.unwinding and n.state not in ('in-service', 'cancelled', 'expired', 'refused', 'dismantled')
      union select o.number from market.claim c join market.line n on n.id = c.line_id join market."order" o on o.id = n.order_id
      where c.thing_id = ${panelId} and c.given_back_at is null and c.service_id is null order by 1) as orders,
    array(select distinct s.number from market.claim c join market.service s on s.id = c.service_id
      where c.thing_id = ${panelId} and c.given_back_at is null order by 1) as services`.execute(db)
  return rows[0] ?? { letters: [], consents: [], orders: [], services: [] }
}

/** A panel handed to another owner in the files, under letters, standing consents, or cross-connects: these end first. */
export const againstOwner = async (
  db: Db,
  rows: SiteRows,
  { siteId, at }: { readonly siteId: string; readonly at: Date },
): Promise<readonly Against[]> => {
  const { rows: panels } = await sql<{ id: string; handle: string; owner: string | null }>`
    select p.id, p.handle, o.handle as owner from fibre.panel_card p left join people.organisation_card o on o.id = p.owner_id
    where p.site_id = ${siteId} order by p.handle`.execute(db)
  const handed = panels.flatMap((panel) => {
    const edited = rows.find('panel', panel.handle)
    const to = edited?.fields['owner'] ?? null
    return edited && to !== panel.owner ? [{ ...panel, to }] : []
  })
  if (handed.length === 0) return []
  await lockPanels(db, siteId)
  const day = await dayOf(db, siteId, at)
  const against: Against[] = []
  for (const { id, handle, owner, to } of handed) {
    const standing = await standingOn(db, id, day)
    if (Object.values(standing).some((named) => named.length > 0))
      against.push({
        on: { kind: 'panel', handle },
        refusal: { code: 'panel-owner-claimed', panel: handle, owner, to, ...standing },
      })
  }
  return against
}

/** Who signed a letter speaks for its panel no longer: it authorises nothing, whatever its own dates say. */
export const speaksForPanel = async (
  db: Db,
  of: { readonly panelId: string; readonly issuerId: string; readonly operatorId: string },
): Promise<boolean> =>
  (
    await sql`select from fibre.panel_card where id = ${of.panelId} and coalesce(owner_id, ${of.operatorId}) = ${of.issuerId}`.execute(
      db,
    )
  ).rows.length > 0
