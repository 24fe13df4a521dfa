import { type ReactNode, useState } from 'react'
import { type OperatorRole, operatorRoles, type Right, rights } from '#kernel'
import { grantRight, makeLink, type PersonWire, setRoles, withdrawRight } from '#people/contract'
import { useAct } from '../call.ts'
import { hasRole, useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { ActDialog, kept } from '../ui/act-dialog.tsx'
import { Checkbox, Field, Select } from '../ui/field.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { Table } from '../ui/table.tsx'
import { w } from './words.ts'
import { siteNow } from '../now.ts'

type Authorisation = PersonWire['authorisations'][number]
const isRight = (text: string): text is Right => rights.some((one) => one === text)

/** Today as the site's calendar has it: an authorisation begins on a day of the site. */
const todayIn = (zone: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(siteNow())

const GrantButton = ({ person }: { readonly person: PersonWire }): ReactNode => {
  const { t, f } = useTongue()
  const act = useAct(grantRight)
  const [right, setRight] = useState<Right>('read')
  const [from, setFrom] = useState(todayIn(f.zone))
  const [until, setUntil] = useState('')
  return (
    <ActDialog
      button={t(w.grant)}
      look="steel"
      title={person.name}
      changes={t(w.grantChanges, { name: person.name, right: t(w[`right-${right}`]) })}
      act={act}
      doWord={t(w.grantDo)}
      onDo={() =>
        kept(
          act.mutateAsync({
            params: { person: person.id },
            body: { right, from_date: from, until_date: until === '' ? null : until },
          }),
        )
      }
    >
      <Select
        label={t(w.right)}
        value={right}
        options={rights.map((id) => ({ id, text: t(w[`right-${id}`]) }))}
        onChange={(id) => isRight(id) && setRight(id)}
      />
      <div className="grid grid-cols-1 gap-4 narrow:grid-cols-2">
        <Field label={t(w.from)} type="date" value={from} onChange={setFrom} />
        <Field label={t(w.until)} type="date" value={until} onChange={setUntil} hint={t(w.untilNone)} />
      </div>
    </ActDialog>
  )
}

const WithdrawButton = ({
  person,
  authorisation,
}: {
  readonly person: PersonWire
  readonly authorisation: Authorisation
}): ReactNode => {
  const { t } = useTongue()
  const act = useAct(withdrawRight)
  return (
    <ActDialog
      button={t(w.withdraw)}
      look="text"
      title={t(w.withdrawTitle)}
      changes={t(w.withdrawChanges, { name: person.name, right: t(w[`right-${authorisation.right}`]) })}
      act={act}
      doWord={t(w.withdrawDo)}
      onDo={() => kept(act.mutateAsync({ params: { person: person.id, authorisation: authorisation.id } }))}
    />
  )
}

const InviteButton = ({ person }: { readonly person: PersonWire }): ReactNode => {
  const { t, f } = useTongue()
  const act = useAct(makeLink)
  const [link, setLink] = useState<{ readonly path: string; readonly expires_at: string } | null>(null)
  const send = async (): Promise<boolean> => {
    setLink(await act.mutateAsync({ params: { person: person.id } }).catch(() => null))
    return false
  }
  return (
    <ActDialog
      button={t(w.invite)}
      title={t(w.inviteTitle)}
      changes={t(w.inviteChanges, { name: person.name })}
      act={act}
      doWord={t(w.inviteDo)}
      over={link !== null}
      onOpen={() => setLink(null)}
      onDo={send}
    >
      {link && (
        <div>
          <Field label={t(w.inviteTitle)} value={`${location.origin}${link.path}`} onChange={() => undefined} />
          <p className="pt-1 text-second text-ink-2">{t(w.inviteUntil, { at: f.dateTime(link.expires_at) })}</p>
        </div>
      )}
    </ActDialog>
  )
}

const RolesButton = ({ person }: { readonly person: PersonWire }): ReactNode => {
  const { t } = useTongue()
  const act = useAct(setRoles)
  const [roles, setChosen] = useState<readonly OperatorRole[]>(person.roles)
  return (
    <ActDialog
      button={t(w.setRoles)}
      title={t(w.roles)}
      changes={t(w.rolesChange)}
      act={act}
      doWord={t(w.save)}
      onDo={() =>
        kept(act.mutateAsync({ params: { person: person.id }, body: { roles: [...roles] }, ifMatch: person.version }))
      }
    >
      <div className="flex flex-col gap-2">
        {operatorRoles.map((role) => (
          <Checkbox
            key={role}
            value={roles.includes(role)}
            onChange={(on) => setChosen(on ? [...roles, role] : roles.filter((one) => one !== role))}
          >
            {t(w[`role-${role}`])}
          </Checkbox>
        ))}
      </div>
    </ActDialog>
  )
}

/** What a person may do, from when until when, and who may change it. */
export const PersonDetail = ({ person }: { readonly person: PersonWire }): ReactNode => {
  const { t, f } = useTongue()
  const session = useSession()
  const admin = hasRole(session, 'admin')
  const operator = person.roles.length > 0
  const grants = admin || (hasRole(session, 'sales') && !operator)
  const dates = (a: Authorisation): string =>
    a.until_date === null
      ? t(w.datesOpen, { from: f.date(a.from_date) })
      : t(w.dates, { from: f.date(a.from_date), until: f.date(a.until_date) })
  const mark = (a: Authorisation): ReactNode =>
    a.withdrawn_at !== null ? (
      <StatusMark status="ended">{t(w.withdrawn)}</StatusMark>
    ) : (
      <StatusMark status={a.in_force ? 'ok' : 'not-begun'}>{t(a.in_force ? w.inForce : w.notInForce)}</StatusMark>
    )
  return (
    <div className="flex flex-col gap-3 pt-3 pr-1">
      {person.ended_at === null && (
        <div className="flex flex-wrap gap-3">
          {grants && <GrantButton person={person} />}
          {admin && <InviteButton person={person} />}
          {admin && operator && <RolesButton key={person.version} person={person} />}
        </div>
      )}
      {person.authorisations.length > 0 && (
        <Table
          label={person.name}
          rows={person.authorisations}
          keyOf={(a) => a.id}
          columns={[
            { id: 'right', head: t(w.right), cell: (a) => t(w[`right-${a.right}`]) },
            { id: 'dates', head: t(w.from), cell: dates },
            { id: 'state', head: t(w.mayDo), cell: mark },
            {
              id: 'act',
              head: '',
              figures: true,
              cell: (a) =>
                grants && a.withdrawn_at === null ? <WithdrawButton person={person} authorisation={a} /> : null,
            },
          ]}
          phone={(a) => ({
            title: t(w[`right-${a.right}`]),
            mark: mark(a),
            second: dates(a),
            end: grants && a.withdrawn_at === null ? <WithdrawButton person={person} authorisation={a} /> : undefined,
          })}
        />
      )}
    </div>
  )
}
