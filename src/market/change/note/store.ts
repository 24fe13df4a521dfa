import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Db, keepFile } from '#postgres'
import { printNote } from '../../delivery/draw-note.ts'
import type { Driving } from '../../delivery/driving.ts'
import { keepEvidence } from '../../service/store.ts'
import { say } from '#kernel'
import { changedFrom, claimsOfChange, pricesOfService, signedChangeOf } from '../store.ts'
import { type ChangeNote, linesOfChangeNote, type Shown } from './lines-of-note.ts'
import { changeNoteWords as w } from './words.ts'

interface Parties {
  readonly customer: string
  readonly language: 'fr' | 'en'
  readonly site: string
  readonly operator: string
  readonly engagement: string | null
}

const partiesOf = async (
  db: Db,
  { line, service, site }: Pick<Driving, 'line' | 'service' | 'site'>,
): Promise<Parties> => {
  const { rows } = await sql<Parties>`
    select c.name as customer, c.language, s.name as site, p.name as operator, o.engagement_number as engagement
    from market."order" o join people.organisation_card c on c.id = ${service.organisation_id}
      cross join facility.site_card s join people.organisation_card p on p.id = s.operator_id
    where o.id = ${line.order_id} and s.id = ${site.id}`.execute(db)
  const row = rows[0]
  if (!row) throw new Error('the parties of a change are not known')
  return row
}

/** What the steps of this line have shown, with the tools that their work orders named; not the note itself. */
const shownOf = async (db: Db, lineId: string): Promise<readonly Shown[]> =>
  (
    await sql<Shown>`
      select e.proof, e.value #>> '{}' as value, e.unit, p.name as by, e.by_device as device, e.instrument, e.at,
        array(select tool ->> 'code' from market.step t join market.work_order o on o.step_id = t.id and not o.undo,
          jsonb_array_elements(o.what -> 'tools') tool where t.line_id = e.line_id and t.name = e.step) as tools
      from market.evidence e left join people.person_card p on p.id = e.by_person
      where e.line_id = ${lineId} and e.proof <> 'handover-note' order by e.at, e.step, e.proof`.execute(db)
  ).rows

const noteOf = async (driving: Driving, parties: Parties): Promise<ChangeNote> => {
  const { tx, line, service, site } = driving
  const { from: before, leaves } = await signedChangeOf(tx, line.id)
  const change = line.quote?.change
  if (!change) throw new Error(`line ${line.id} is no quoted change`)
  const claims = await claimsOfChange(tx, line)
  const from = await changedFrom(tx, line.id)
  // As it is billed: a price that an index moved since the signature moves with what the change costs more or less.
  const prices = from === null ? [] : await pricesOfService(tx, service.id)
  const on = prices.findLast((price) => price.from_date === from)?.monthly_micro_euros ?? change.after
  return {
    customer: parties.customer,
    language: parties.language,
    zone: site.zone,
    service: service.number,
    order: driving.orderNumber,
    engagement: parties.engagement,
    before,
    after: line.parameters,
    takes: claims.filter(({ lineId }) => lineId === line.id),
    leaves: claims.filter(({ id }) => leaves.includes(id)),
    monthlyBefore: on + change.before - change.after,
    monthlyAfter: on,
    from,
    shown: await shownOf(tx, line.id),
  }
}

/**
 * The handover note of a change: what became otherwise, what is held and given back, what was read by whom, and both prices. Made with the
 * notice, so that who accepts has read it; anew when it begins, with its day, and when what it leaves was seen empty and dark. The line's evidence
 * names the last one.
 */
export const keepChangeNote = async (driving: Driving): Promise<void> => {
  const { tx, line, service, site, now } = driving
  const parties = await partiesOf(tx, driving)
  const note = await noteOf(driving, parties)
  const { language } = parties
  const content = await printNote({
    ...parties,
    title: say(w.title, language, { service: service.number }),
    specimen: site.world === 'twin' ? say(w.specimen, language, {}) : null,
    lines: linesOfChangeNote(note),
    signatures: say(w.signatures, language, {}),
    at: now,
  })
  const file = await keepFile(tx, {
    name: `change-${driving.orderNumber}-${line.position}.pdf`,
    content,
    ownerOrganisationId: service.organisation_id,
    now,
  })
  if (!file.ok) throw new Error(`a note of our own was refused: ${file.refusal.code}`)
  await keepEvidence(tx, { lineId: line.id, serviceId: service.id, step: 'handover', world: site.world }, [
    {
      proof: 'handover-note',
      value: createHash('sha256').update(content).digest('hex'),
      method: 'SHA-256',
      source: 'measured',
      fileId: file.value.id,
      at: now,
    },
  ])
}
