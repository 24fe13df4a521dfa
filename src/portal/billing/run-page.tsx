import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type RunWire, showRun } from '#billing/contract'
import { useAsk } from '../call.ts'
import { Wrong } from '../frame/not-found.tsx'
import { useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { ButtonLink, Link } from '../ui/button.tsx'
import { Labelled, PageHead } from '../ui/page.tsx'
import { w as shared } from '../words.ts'
import { counts, RunMark } from './parts.tsx'
import { ApproveButton, DiscardButton, PrepareButton } from './run-acts.tsx'
import { RunView } from './run-view.tsx'
import { w as wr } from './run-words.ts'
import { RunsNotOpen } from './runs-page.tsx'
import { w } from './words.ts'

const HeadFacts = ({ run }: { readonly run: RunWire }): ReactNode => {
  const { t, f } = useTongue()
  const told = (at: string, who: string | null): string =>
    t(wr.by, { at: f.dateTime(at), who: who ?? t(shared.unknown) })
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3">
      <Labelled name={t(wr.state)}>
        <RunMark state={run.state} />
      </Labelled>
      <Labelled name={t(wr.prepared)}>{told(run.prepared_at, run.prepared_by)}</Labelled>
      {run.approved_at !== null && <Labelled name={t(wr.approved)}>{told(run.approved_at, run.approved_by)}</Labelled>}
      <Labelled name={t(wr.site)}>{run.site}</Labelled>
    </dl>
  )
}

const Actions = ({ run, id }: { readonly run: RunWire; readonly id: string }): ReactNode => {
  const { t } = useTongue()
  return (
    <div className="flex flex-wrap gap-3">
      <ButtonLink href={paths.journal({ subject_kind: 'invoice-run', subject_id: id })}>{t(w.journal)}</ButtonLink>
      {run.state === 'approved' && <ButtonLink href={paths.invoices({ run: id })}>{t(wr.approvedIn)}</ButtonLink>}
      {run.state === 'prepared' && <PrepareButton month={run.month} again look="plain" />}
      <DiscardButton run={run} />
      <ApproveButton run={run} />
    </div>
  )
}

const Run = ({ id }: { readonly id: string }): ReactNode => {
  const { t, f } = useTongue()
  const found = useAsk(showRun, { params: { run: id } })
  const run = found.data
  if (found.error && !run) return <Wrong error={found.error} reset={() => void found.refetch()} />
  if (!run) return <PageHead title={t(wr.runs)} beside={t(shared.reading)} />
  return (
    <>
      <PageHead
        title={t(wr.run, { month: f.month(run.month) })}
        above={
          <>
            <Link href={paths.invoices()}>{t(w.invoices)}</Link> / <Link href={paths.runs()}>{t(wr.runs)}</Link>
          </>
        }
      />
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4 pb-5">
        <HeadFacts run={run} />
        <Actions run={run} id={id} />
      </div>
      {run.state === 'discarded' ? (
        <p className="border-t border-ink py-5 text-ink-2">{t(wr.discardedSays)}</p>
      ) : (
        <RunView run={run} />
      )}
    </>
  )
}

/** A run that is kept: checked here, then approved or discarded. */
export const RunPage = (): ReactNode => {
  const session = useSession()
  const { run: id = '' } = useParams({ strict: false })
  return counts(session) ? <Run id={id} /> : <RunsNotOpen />
}
