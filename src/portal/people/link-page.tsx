import { useRouter } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Problem } from '#kernel'
import { lookAtLink, signIn, useLink as spendLink } from '#people/contract'
import { client, problemOf, queries, sentenceOf, useAsk } from '../call.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { w as shared } from '../words.ts'
import { Outside } from './outside.tsx'
import { w } from './words.ts'

/** A one-time link, its token in the address's fragment so that no server's log holds it: whose it is, then a password of one's own. The link is spent only when the password is chosen. */
const LEAST = 12

export const LinkPage = ({ token }: { readonly token: string }): ReactNode => {
  const { t, language } = useTongue()
  const router = useRouter()
  const link = useAsk(lookAtLink, { body: { token } })
  const [mail, setMail] = useState('')
  const [password, setPassword] = useState('')
  const [short, setShort] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)

  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setShort(password.length < LEAST)
    if (password.length < LEAST) return
    setBusy(true)
    const chosen = await client.call(spendLink, {
      body: { token, password, ...(mail.trim() === '' ? {} : { mail: mail.trim() }) },
    })
    setBusy(false)
    setProblem(chosen.ok ? null : chosen.problem)
    if (!chosen.ok) return
    const signed = await client.call(signIn, { body: { mail: chosen.value.mail, password } })
    router.history.push(
      signed.ok && !signed.value.second_factor
        ? paths.today()
        : `${paths.signIn()}?mail=${encodeURIComponent(chosen.value.mail)}`,
    )
    queries.clear()
  }
  const refusal = problem ?? problemOf(link.error)
  if (link.isPending) return <Outside title={t(w.linkOf)}>{t(shared.reading)}</Outside>
  if (!link.data)
    return (
      <Outside title={t(w.linkOf)}>
        {refusal && <RefusalBox sentence={sentenceOf(refusal, language)} live />}
        <ButtonLink href={paths.signIn()}>{t(w.toSignIn)}</ButtonLink>
      </Outside>
    )
  return (
    <Outside title={t(w.linkTitle, { name: link.data.name })}>
      <p className="text-ink-2">{t(w.linkSays, { organisation: link.data.organisation })}</p>
      {link.data.has_account && <p className="text-ink-2">{t(w.linkAgain)}</p>}
      <form onSubmit={(event) => void send(event)} className="flex flex-col gap-5">
        {link.data.mail === null ? (
          <Field label={t(w.mail)} value={mail} onChange={setMail} type="email" autoComplete="username" required />
        ) : (
          <input type="text" name="username" autoComplete="username" value={link.data.mail} readOnly hidden />
        )}
        <Field
          label={t(w.newPassword)}
          value={password}
          onChange={setPassword}
          type="password"
          autoComplete="new-password"
          hint={t(w.passwordHint)}
          error={short ? t(w.short) : undefined}
          required
          autoFocus
        />
        {refusal && <RefusalBox sentence={sentenceOf(refusal, language)} live />}
        <Button type="submit" look="main" isPending={busy}>
          {t(w.choose)}
        </Button>
      </form>
    </Outside>
  )
}
