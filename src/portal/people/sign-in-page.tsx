import { useRouter } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { queries } from '../call.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { useUrlState } from '../url-state.ts'
import { giveBackupCode, giveCode, signIn, type SignedIn } from './account.ts'
import { Outside } from './outside.tsx'
import { w } from './words.ts'

const TOO_MANY = 429

/** Where to go afterwards: an address of this portal only, never another host's. */
export const safeNext = (next: string | undefined): string =>
  next !== undefined && next.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : paths.today()

export const SignInPage = (): ReactNode => {
  const { t } = useTongue()
  const router = useRouter()
  const [{ next, mail: given }] = useUrlState()
  const [mail, setMail] = useState(given ?? '')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [step, setStep] = useState<'password' | 'code' | 'backup'>('password')
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const settle = (result: SignedIn): void => {
    if (result.state === 'in') {
      queries.clear()
      router.history.push(safeNext(next))
      return
    }
    if (result.state === 'second-factor') {
      setTrouble(null)
      setStep('code')
      return
    }
    setTrouble(t(result.status === TOO_MANY ? w.tooMany : step === 'password' ? w.refused : w.codeRefused))
  }
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    try {
      const ask = step === 'password' ? signIn(mail.trim(), password) : step === 'code' ? giveCode(code.trim()) : giveBackupCode(code.trim())
      settle(await ask)
    } catch {
      setTrouble(t(w.refused))
    } finally {
      setBusy(false)
    }
  }
  const title = t(step === 'password' ? w.signIn : w.codeTitle)
  return (
    <Outside title={title}>
      <form onSubmit={(event) => void send(event)} className="flex flex-col gap-5">
        {step === 'password' ? (
          <>
            <p className="text-ink-2">{t(w.signInHint)}</p>
            <Field label={t(w.mail)} value={mail} onChange={setMail} type="email" autoComplete="username" required />
            <Field label={t(w.password)} value={password} onChange={setPassword} type="password" autoComplete="current-password" required />
          </>
        ) : (
          <Field
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
            <Button look="text" onPress={() => setStep('backup')}>
              {t(w.backup)}
            </Button>
          )}
        </div>
      </form>
    </Outside>
  )
}
