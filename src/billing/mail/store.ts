import { sql } from 'kysely'
import { say } from '#kernel'
import { dayIn } from '#market'
import { type Db, writeMail } from '#postgres'
import type { InvoiceSnapshot } from '../snapshot.ts'
import { issuedMailWords } from './words.ts'

/** One that has its number. */
export interface Issued {
  readonly id: string
  readonly organisationId: string
  readonly snapshot: InvoiceSnapshot
}

/** The address that the organisation gave for its invoices; where there is none, those of its people who read them. */
const readersOf = async (
  tx: Db,
  organisationIds: readonly string[],
  day: string,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const { rows } = await sql<{ id: string; mails: string[] }>`
    select o.id, case when o.invoice_mail is not null then array[o.invoice_mail] else coalesce((
      select array_agg(distinct p.mail) from people.person_card p join people.authorisation a on a.person_id = p.id
      where p.organisation_id = o.id and p.mail is not null and p.ended_at is null and a.withdrawn_at is null and a."right" = 'billing'
        and a.from_date <= ${day} and (a.until_date is null or a.until_date >= ${day})), '{}') end as mails
    from people.organisation_card o where o.id = any(${[...new Set(organisationIds)]}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, mails }) => [id, mails]))
}

/**
 * Who pays is told of each invoice and credit note, in the language in which it is printed and in the transaction that issues it. The PDF is
 * not attached: the letter leads to it, and whoever opens it there is signed in.
 */
export const mailIssued = async (tx: Db, zone: string, issued: readonly Issued[], now: Date): Promise<void> => {
  const ids = issued.map(({ organisationId }) => organisationId)
  const readers = await readersOf(tx, ids, dayIn(zone, now))
  for (const { id, organisationId, snapshot } of issued) {
    const { language } = snapshot.buyer
    const [subject, body] =
      snapshot.type_code === '381'
        ? [issuedMailWords['mail-credit-note-subject'], issuedMailWords['mail-credit-note-body']]
        : [issuedMailWords['mail-invoice-subject'], issuedMailWords['mail-invoice-body']]
    const values = {
      number: snapshot.number ?? '',
      gross_cents: snapshot.totals.gross_cents,
      due_date: snapshot.due_date,
      preceding: snapshot.preceding?.number ?? null,
      seller: snapshot.seller.name,
      specimen: snapshot.specimen,
    }
    for (const recipient of readers.get(organisationId) ?? [])
      await writeMail(tx, {
        recipient,
        language,
        subject: say(subject, language, values),
        body: say(body, language, values),
        about: ['invoice', id],
        now,
      })
  }
}
