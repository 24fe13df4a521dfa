import { type ReactNode, use } from 'react'
import { problemOf, sentenceOf } from '../call.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Button, Link } from '../ui/button.tsx'
import { PageHead } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { w } from '../words.ts'
import { SessionContext } from './session.ts'

/** Inside a signed-in page the frame has the main landmark already. */
const Ground = ({ children }: { readonly children: ReactNode }): ReactNode =>
  use(SessionContext) === null ? <main className="px-10 max-narrow:px-4">{children}</main> : <div>{children}</div>

export const NotFound = (): ReactNode => {
  const { t } = useTongue()
  return (
    <Ground>
      <PageHead title={t(w.notFound)} />
      <p className="text-ink-2">{t(w.notFoundSays)}</p>
      <p className="pt-4">
        <Link href={paths.today()}>{t(w.today)}</Link>
      </p>
    </Ground>
  )
}

export const Wrong = ({ error, reset }: { readonly error: unknown; readonly reset?: () => void }): ReactNode => {
  const { t, language } = useTongue()
  const problem = problemOf(error)
  return (
    <Ground>
      <PageHead title={t(w.wrong)} />
      <RefusalBox
        sentence={problem ? sentenceOf(problem, language) : error instanceof Error ? error.message : String(error)}
        rule={problem?.requestId}
        action={<Button onPress={() => (reset ? reset() : location.reload())}>{t(w.tryAgain)}</Button>}
      />
    </Ground>
  )
}
