import { useRouter, useRouterState } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { signIn, verifyBackupCode, verifyTotp } from '#people/contract'
import { client, queries, sentenceOf } from '../call.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { useUrlState } from '../url-state.ts'
import { LinkPage } from './link-page.tsx'
import { Outside } from './outside.tsx'
import { w } from './words.ts'

/** Where to go afterwards: an address of this portal only, never another host's. */
export const safeNext = (next: string | undefined): string =>
  next !== undefined && next.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : paths.today()

type Step = 'password' | 'code' | 'backup'

/** `/sign-in#link=…` is a one-time link; without it, the password. */
export const SignInPage = (): ReactNode => {
  const hash = useRouterState({ select: (s) => s.location.hash })
  const token = new URLSearchParams(hash).get('link')
  return token === null ? <SignIn /> : <LinkPage token={token} />
}

/** The present step, what is typed, and what came of it. */
const useSigningIn = () => {
  const { language } = useTongue()
  const router = useRouter()
  const [{ next, mail: given }] = useUrlState()
  const [mail, setMail] = useState(given ?? '')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [step, setStep] = useState<Step>('password')
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  /** Signs in by the present step; says whether a second factor is still to come. */
  const ask = async (): Promise<void> => {
    const outcome =
      step === 'password'
        ? await client.call(signIn, { body: { mail: mail.trim(), password } })
        : await client.call(step === 'code' ? verifyTotp : verifyBackupCode, { body: { code: code.trim() } })
    if (!outcome.ok) {
      setTrouble(sentenceOf(outcome.problem, language))
      return
    }
    setTrouble(null)
    if (step === 'password' && typeof outcome.value === 'object' && outcome.value?.second_factor) {
      setStep('code')
      return
    }
    queries.clear()
    router.history.push(safeNext(next))
  }
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    await ask()
    setBusy(false)
  }
  const toBackup = (): void => {
    setCode('')
    setStep('backup')
  }
  return { mail, setMail, password, setPassword, code, setCode, step, toBackup, trouble, busy, send }
}

const SignIn = (): ReactNode => {
  const { t } = useTongue()
  const { mail, setMail, password, setPassword, code, setCode, step, toBackup, trouble, busy, send } = useSigningIn()
  return (
    <Outside title={t(step === 'password' ? w.signIn : w.codeTitle)}>
      <form onSubmit={(event) => void send(event)} className="flex flex-col gap-5">
        {step === 'password' ? (
          <>
            <p className="text-ink-2">{t(w.signInHint)}</p>
            <Field label={t(w.mail)} value={mail} onChange={setMail} type="email" autoComplete="username" required />
            <Field
              label={t(w.password)}
              value={password}
              onChange={setPassword}
              type="password"
              autoComplete="current-password"
              required
            />
          </>
        ) : (
          <Field
            key={step}
            label={t(step === 'code' ? w.code : w.backupCode)}
            value={code}
            onChange={setCode}
            hint={step === 'code' ? t(w.codeHint) : undefined}
            autoComplete="one-time-code"
            {...(step === 'code' ? { inputMode: 'numeric' as const } : {})}
            large
            autoFocus
            required
          />
        )}
        {trouble !== null && <RefusalBox sentence={trouble} live />}
        <div className="flex flex-wrap items-center gap-5">
          <Button type="submit" look="main" isPending={busy}>
            {t(step === 'password' ? w.signIn : w.confirm)}
          </Button>
          {step === 'code' && (
            <Button look="text" onPress={toBackup}>
              {t(w.backup)}
            </Button>
          )}
        </div>
      </form>
    </Outside>
  )
}
