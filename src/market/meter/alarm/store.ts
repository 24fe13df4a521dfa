import { sql } from 'kysely'
import { say } from '#kernel'
import { type Db, writeMail } from '#postgres'
import { dayIn } from '../../start-billing.ts'
import { mailsOf, type theSite } from '../../store.ts'
import type { AlarmStep } from '../plan-alarms.ts'
import { alarmMailWords, type Ended } from './words.ts'

type Site = Awaited<ReturnType<typeof theSite>>
type Reader = Awaited<ReturnType<typeof mailsOf>>[number]
type Told = Exclude<AlarmStep, { readonly does: 'renew' }>

/** Over which the peak is taken. */
const WINDOW_MS = 7 * 86_400_000

/** The site's own people who act on power, or answer for it. */
const staffOf = async (tx: Db, operatorId: string | null): Promise<readonly Reader[]> =>
  (
    await sql<Reader>`
      select distinct p.mail, p.language from people.person_card p join people.operator_role r on r.person_id = p.id
      where p.organisation_id = ${operatorId} and p.mail is not null and p.ended_at is null and r.role in ('admin', 'engineer', 'technician')`.execute(
      tx,
    )
  ).rows

/** Who is called for incidents; where a customer named nobody, whoever orders for it. */
const technicalOf = async (tx: Db, organisationId: string, day: string): Promise<readonly Reader[]> => {
  const named = await mailsOf(tx, organisationId, ['incident'], day)
  return named.length > 0 ? named : mailsOf(tx, organisationId, ['order', 'sign'], day)
}

interface AlarmRow {
  readonly place: string
  readonly sides: 'A+B' | 'A' | 'B'
  readonly limit_w: number
  readonly peak_w: number
  readonly peak_at: Date
  readonly organisation: string
}

/** The alarm as it stands in its row, with where it is. */
const alarmOf = async (tx: Db, claimId: string): Promise<AlarmRow> => {
  const { rows } = await sql<AlarmRow>`
    select c.label as place, l.sides, a.limit_w, a.peak_w, a.peak_at, o.name as organisation
    from market.power_alarm a join market.claim c on c.id = a.claim_id join market.load l on l.claim_id = c.id
      join market.service s on s.id = a.service_id
      join people.organisation_card o on o.id = s.organisation_id
    where a.claim_id = ${claimId} order by a.id desc limit 1`.execute(tx)
  if (!rows[0]) throw new Error(`the claim ${claimId} has no alarm`)
  return rows[0]
}

/** One letter to each reader when an alarm begins, and one when it ends; in the transaction of its row, so neither goes without the other. */
export const mailAlarm = async (tx: Db, step: Told, site: Site, now: Date): Promise<void> => {
  const of = step.does === 'raise' ? step.load : step.alarm
  const values: Ended = {
    ...(await alarmOf(tx, of.claimId)),
    service: of.service,
    zone: site.zone,
    meters: (step.load?.feeds ?? []).map(({ handle }) => handle),
    from: new Date(now.getTime() - WINDOW_MS),
    until: now,
    now_w: step.does === 'end' ? (step.peak?.w ?? null) : null,
  }
  const [subject, body] =
    step.does === 'raise'
      ? [alarmMailWords['mail-power-alarm-subject'], alarmMailWords['mail-power-alarm-body']]
      : [alarmMailWords['mail-power-alarm-ended-subject'], alarmMailWords['mail-power-alarm-ended-body']]
  const readers = [
    ...(await technicalOf(tx, of.organisationId, dayIn(site.zone, now))),
    ...(await staffOf(tx, site.operatorId)),
  ]
  for (const { mail, language } of new Map(readers.map((reader) => [reader.mail, reader])).values())
    await writeMail(tx, {
      recipient: mail,
      language,
      subject: say(subject, language, values),
      body: say(body, language, values),
      about: ['service', of.service],
      now,
    })
}
