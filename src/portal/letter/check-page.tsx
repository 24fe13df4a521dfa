import { useParams, useRouter } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { checkLetter } from '#market/contract'
import { problemOf, sentenceOf, useAsk } from '../call.ts'
import { useTongue } from '../language.tsx'
import { Outside } from '../people/outside.tsx'
import { paths } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { w as shared } from '../words.ts'
import { LetterMark } from './letter.tsx'
import { w } from './words.ts'

const Answer = ({ code }: { readonly code: string }): ReactNode => {
  const { t, language } = useTongue()
  const found = useAsk(checkLetter, { params: { code } })
  const problem = problemOf(found.error)
  if (found.isPending) return <p className="text-ink-3">{t(shared.reading)}</p>
  if (found.data)
    return (
      <div role="status" className="border-t border-ink pt-4">
        <LetterMark state={found.data.state} strong />
        <p className="pt-1 text-line">{t(w[`checked-${found.data.state}`])}</p>
        <p className="pt-1 font-narrow text-body text-ink-2">{code}</p>
      </div>
    )
  return (
    <RefusalBox
      sentence={problem && problem.code !== 'not-found' ? sentenceOf(problem, language) : t(w.checkUnknown)}
      rule={code}
      live
    />
  )
}

/** Reachable without an account: whoever holds a letter learns its state, and nothing else. */
export const CheckPage = (): ReactNode => {
  const { t } = useTongue()
  const router = useRouter()
  const { code = '' } = useParams({ strict: false })
  const [typed, setTyped] = useState(code)
  const check = (event: FormEvent): void => {
    event.preventDefault()
    const asked = typed.trim()
    if (asked !== '') router.history.push(paths.letterCheck(asked))
  }
  return (
    <Outside title={t(w.checkTitle)}>
      {code !== '' && <Answer code={code} />}
      <form onSubmit={check} className="flex flex-col gap-4">
        <Field label={t(w.code)} value={typed} onChange={setTyped} hint={t(w.checkIntro)} autoComplete="off" required />
        <Button type="submit">{t(w.checkDo)}</Button>
      </form>
    </Outside>
  )
}
