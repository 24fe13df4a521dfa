import { type ReactNode, useState } from 'react'
import { type OperatorRole, operatorRoles } from '#kernel'
import {
  createKey,
  disableTwoFactor,
  enableTwoFactor,
  type KeyWire,
  listKeys,
  newBackupCodes,
  revokeKey,
  verifyTotp,
  whoAmI,
} from '#people/contract'
import { useAct, useAsk, useList } from '../call.ts'
import { useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { useNow } from '../now.ts'
import { ActDialog, kept } from '../ui/act-dialog.tsx'
import { Checkbox, Field } from '../ui/field.tsx'
import { Columns, Fact, Facts, PageHead, Section } from '../ui/page.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { ListTable } from '../ui/table.tsx'
import { w } from './words.ts'

interface Secrets {
  readonly totp_uri: string
  readonly backup_codes: readonly string[]
}

const BackupCodes = ({ codes }: { readonly codes: readonly string[] }): ReactNode => {
  const { t } = useTongue()
  return (
    <div>
      <p className="text-second text-ink-2">{t(w.backupCodes)}</p>
      <ul aria-label={t(w.backupCodes)} className="columns-2 font-narrow">
        {codes.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </div>
  )
}

const PasswordField = ({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (password: string) => void
}): ReactNode => {
  const { t } = useTongue()
  return (
    <Field
      label={t(w.password)}
      type="password"
      value={value}
      onChange={onChange}
      autoComplete="current-password"
      required
    />
  )
}

/** Shown once: the key for the authenticator, and the codes for the day it is lost. */
const Secret = ({
  secret,
  code,
  onCode,
}: {
  readonly secret: Secrets
  readonly code: string
  readonly onCode: (code: string) => void
}): ReactNode => {
  const { t } = useTongue()
  const key = new URL(secret.totp_uri).searchParams.get('secret')
  return (
    <>
      <Field label={t(w.secondKey)} value={key ?? secret.totp_uri} onChange={() => undefined} />
      <BackupCodes codes={secret.backup_codes} />
      <Field
        label={t(w.code)}
        value={code}
        onChange={onCode}
        inputMode="numeric"
        autoComplete="one-time-code"
        large
        required
      />
    </>
  )
}

const SecondFactorBegin = (): ReactNode => {
  const { t } = useTongue()
  const begin = useAct(enableTwoFactor)
  const verify = useAct(verifyTotp)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [secret, setSecret] = useState<Secrets | null>(null)
  const send = async (): Promise<boolean> => {
    if (secret) return kept(verify.mutateAsync({ body: { code } }))
    setSecret(await begin.mutateAsync({ body: { password } }).catch(() => null))
    return false
  }
  return (
    <ActDialog
      button={t(w.secondBegin)}
      look="text"
      title={t(w.secondFactor)}
      changes={t(w.secondSays)}
      act={secret ? verify : begin}
      doWord={t(secret ? w.confirm : w.secondBegin)}
      onOpen={() => {
        setPassword('')
        setCode('')
        setSecret(null)
      }}
      onDo={send}
    >
      {secret === null ? (
        <PasswordField value={password} onChange={setPassword} />
      ) : (
        <Secret secret={secret} code={code} onCode={setCode} />
      )}
    </ActDialog>
  )
}

const SecondFactorEnd = (): ReactNode => {
  const { t } = useTongue()
  const end = useAct(disableTwoFactor)
  const [password, setPassword] = useState('')
  return (
    <ActDialog
      button={t(w.secondEnd)}
      look="text"
      title={t(w.secondFactor)}
      changes={t(w.secondEndChanges)}
      act={end}
      doWord={t(w.secondEndDo)}
      onOpen={() => setPassword('')}
      onDo={() => kept(end.mutateAsync({ body: { password } }))}
    >
      <PasswordField value={password} onChange={setPassword} />
    </ActDialog>
  )
}

/** For who has used them up, or lost the paper. */
const NewCodes = (): ReactNode => {
  const { t } = useTongue()
  const act = useAct(newBackupCodes)
  const [password, setPassword] = useState('')
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const send = async (): Promise<boolean> => {
    const made = await act.mutateAsync({ body: { password } }).catch(() => null)
    setCodes(made?.backup_codes ?? null)
    return false
  }
  return (
    <ActDialog
      button={t(w.newCodes)}
      look="text"
      title={t(w.backupCodes)}
      changes={t(w.newCodesChanges)}
      act={act}
      doWord={t(w.newCodesDo)}
      over={codes !== null}
      onOpen={() => {
        setPassword('')
        setCodes(null)
      }}
      onDo={send}
    >
      {codes === null ? <PasswordField value={password} onChange={setPassword} /> : <BackupCodes codes={codes} />}
    </ActDialog>
  )
}

type Scope = KeyWire['scopes'][number]
const isRole = (scope: Scope): scope is OperatorRole => operatorRoles.some((role) => role === scope)

const MakeKey = (): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const act = useAct(createKey)
  const [label, setLabel] = useState('')
  const [days, setDays] = useState('90')
  const held: readonly Scope[] = [...session.roles, ...new Set(session.organisations.flatMap((o) => o.rights))]
  const [scopes, setScopes] = useState<readonly Scope[]>([])
  const [made, setMade] = useState<string | null>(null)
  const send = async (): Promise<boolean> => {
    const reply = await act.mutateAsync({ body: { label, scopes: [...scopes], days: Number(days) } }).catch(() => null)
    setMade(reply?.key ?? null)
    return false
  }
  return (
    <ActDialog
      button={t(w.makeKey)}
      title={t(w.keys)}
      changes={t(w.keysSays)}
      act={act}
      doWord={t(w.makeKeyDo)}
      over={made !== null}
      onOpen={() => {
        setLabel('')
        setScopes([])
        setMade(null)
      }}
      onDo={send}
    >
      {made === null ? (
        <>
          <Field label={t(w.keyLabel)} value={label} onChange={setLabel} required />
          <Field label={t(w.keyDays)} value={days} onChange={setDays} inputMode="numeric" required />
          <fieldset>
            <legend className="text-second text-ink-2">{t(w.keyScopes)}</legend>
            <div className="flex flex-wrap gap-x-5 gap-y-2 pt-1">
              {held.map((scope) => (
                <Checkbox
                  key={scope}
                  value={scopes.includes(scope)}
                  onChange={(on) => setScopes(on ? [...scopes, scope] : scopes.filter((one) => one !== scope))}
                >
                  {t(isRole(scope) ? w[`role-${scope}`] : w[`right-${scope}`])}
                </Checkbox>
              ))}
            </div>
          </fieldset>
        </>
      ) : (
        <Field label={t(w.keyOnce)} value={made} onChange={() => undefined} />
      )}
    </ActDialog>
  )
}

const Revoke = ({ of }: { readonly of: KeyWire }): ReactNode => {
  const { t } = useTongue()
  const act = useAct(revokeKey)
  return (
    <ActDialog
      button={t(w.revoke)}
      look="text"
      title={of.label}
      changes={t(w.revokeChanges)}
      act={act}
      doWord={t(w.revokeDo)}
      onDo={() => kept(act.mutateAsync({ params: { key: of.id } }))}
    />
  )
}

const Keys = (): ReactNode => {
  const { t, f } = useTongue()
  const now = useNow()
  const list = useList(listKeys, {})
  const state = (k: KeyWire): ReactNode =>
    k.revoked_at !== null ? (
      <StatusMark status="ended">{t(w.revoked)}</StatusMark>
    ) : new Date(k.expires_at) < now ? (
      <StatusMark status="ended">{t(w.expired)}</StatusMark>
    ) : (
      <StatusMark status="ok">{f.date(k.expires_at)}</StatusMark>
    )
  return (
    <Section title={t(w.keys)} beside={<MakeKey />}>
      <p className="pb-2 text-second text-ink-2">{t(w.keysSays)}</p>
      <ListTable
        label={t(w.keys)}
        list={list}
        keyOf={(k) => k.id}
        columns={[
          { id: 'label', head: t(w.keyLabel), cell: (k) => k.label, second: (k) => k.person.name },
          { id: 'until', head: t(w.keyUntil), cell: state },
          {
            id: 'used',
            head: t(w.keyUsed),
            cell: (k) => (k.last_used_at === null ? t(w.never) : f.age(k.last_used_at, now)),
          },
          { id: 'act', head: '', figures: true, cell: (k) => (k.revoked_at === null ? <Revoke of={k} /> : null) },
        ]}
        phone={(k) => ({ title: k.label, mark: state(k), end: k.revoked_at === null ? <Revoke of={k} /> : undefined })}
        empty={<p className="text-ink-2">{t(w.noKeys)}</p>}
      />
    </Section>
  )
}

export const AccountPage = (): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const me = useAsk(whoAmI, {})
  return (
    <>
      <PageHead title={t(w.account)} beside={session.person.name} />
      <Columns
        left={<Keys />}
        right={
          <Section title={t(w.identity)}>
            <Facts>
              <Fact name={t(w.mail)}>{me.data?.person.mail ?? '–'}</Fact>
              <Fact name={t(w.organisation)}>{me.data?.organisation.name ?? '–'}</Fact>
              {session.roles.length > 0 && (
                <Fact name={t(w.roles)}>{session.roles.map((role) => t(w[`role-${role}`])).join(', ')}</Fact>
              )}
              {session.organisations.map((o) => (
                <Fact key={o.id} name={`${t(w.actsFor)} ${o.name}`}>
                  {o.rights.map((right) => t(w[`right-${right}`])).join(', ') || '–'}
                </Fact>
              ))}
              <Fact name={t(w.secondFactor)}>
                <span className="inline-flex flex-wrap items-baseline justify-end gap-3">
                  <StatusMark status={me.data?.two_factor === true ? 'ok' : 'not-begun'}>
                    {t(me.data?.two_factor === true ? w.secondOn : w.secondOff)}
                  </StatusMark>
                  {me.data?.two_factor === true ? (
                    <>
                      <NewCodes />
                      <SecondFactorEnd />
                    </>
                  ) : (
                    <SecondFactorBegin />
                  )}
                </span>
              </Fact>
            </Facts>
          </Section>
        }
      />
    </>
  )
}
