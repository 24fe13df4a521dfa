import type { ReactNode } from 'react'
import { problemOf, sentenceOf } from '../call.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Button, Link } from '../ui/button.tsx'
import { PageHead } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { w } from '../words.ts'

export const NotFound = (): ReactNode => {
  const { t } = useTongue()
  return (
    <main className="px-10 max-narrow:px-4">
      <PageHead title={t(w.notFound)} />
      <p className="text-ink-2">{t(w.notFoundSays)}</p>
      <p className="pt-4">
        <Link href={paths.today()}>{t(w.today)}</Link>
      </p>
    </main>
  )
}

export const Wrong = ({ error, reset }: { readonly error: unknown; readonly reset?: () => void }): ReactNode => {
  const { t, language } = useTongue()
  const problem = problemOf(error)
  return (
    <main className="px-10 max-narrow:px-4">
      <PageHead title={t(w.wrong)} />
      <RefusalBox
        sentence={problem ? sentenceOf(problem, language) : error instanceof Error ? error.message : String(error)}
        rule={problem?.requestId}
        action={<Button onPress={() => (reset ? reset() : location.reload())}>{t(w.tryAgain)}</Button>}
      />
    </main>
  )
}
