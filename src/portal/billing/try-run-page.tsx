import type { ReactNode } from 'react'
import { prepareRun, type RunWire } from '#billing/contract'
import { useAct } from '../call.ts'
import { useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { useMinute, useNow } from '../now.ts'
import { paths } from '../paths.ts'
import { Button, Link } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Select } from '../ui/field.tsx'
import { PageHead } from '../ui/page.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { ReadingProblem } from '../ui/table.tsx'
import { useUrlState } from '../url-state.ts'
import { monthsBefore } from './months.ts'
import { BillingTabs, counts } from './parts.tsx'
import { PrepareButton } from './run-acts.tsx'
import { RunView } from './run-view.tsx'
import { w as wr } from './run-words.ts'
import { RunsNotOpen } from './runs-page.tsx'
import { w } from './words.ts'

/** The coming month is the last that can be billed; what is older than a year is billed by then, or a case of its own. */
const MONTHS_AHEAD = 1
const MONTHS_BACK = 12

const Age = ({ at }: { readonly at: string }): ReactNode => {
  const { t, f } = useTongue()
  const now = useNow()
  return <>{t(wr.tried, { age: f.age(at, now) })}</>
}

const Tried = ({ run }: { readonly run: RunWire }): ReactNode => {
  const { t } = useTongue()
  if (run.invoices.length === 0 && run.held.length === 0)
    return (
      <div className="border-t border-ink">
        <EmptyState title={t(wr.nothingToBill)} example={<Link href={paths.services()}>{t(w.whichBilled)}</Link>}>
          {t(wr.nothingToBillSays)}
        </EmptyState>
      </div>
    )
  return <RunView run={run} />
}

/** A month is tried before it is prepared: everything is composed and compared, nothing is kept. */
export const TryRunPage = (): ReactNode => {
  const { t, f } = useTongue()
  const session = useSession()
  const now = useMinute()
  const [url, change] = useUrlState()
  const dry = useAct(prepareRun)
  if (!counts(session)) return <RunsNotOpen />
  const months = monthsBefore(now, f.zone, MONTHS_AHEAD, MONTHS_BACK)
  const month = months.find((one) => one === url['month']) ?? months[MONTHS_AHEAD] ?? ''
  // A result of another month says nothing of this one.
  const run = dry.data?.month === month ? dry.data : undefined
  const tried = run !== undefined && run.invoices.length > 0
  return (
    <>
      <PageHead
        title={t(wr.newRun)}
        beside={
          run && (
            <StatusMark status="planned">
              {t(wr['state-dry-run'])}, <Age at={run.prepared_at} />
            </StatusMark>
          )
        }
        above={
          <>
            <Link href={paths.invoices()}>{t(w.invoices)}</Link> / <Link href={paths.runs()}>{t(wr.runs)}</Link>
          </>
        }
      />
      <div className="flex flex-wrap items-end gap-4 border-t border-ink py-4">
        <BillingTabs here="runs" />
        <Select
          label={t(wr.month)}
          value={month}
          options={months.map((id) => ({ id, text: f.month(id) }))}
          onChange={(id) => change({ month: id, invoice: null, show: null, text: null })}
          className="w-52 max-narrow:w-full"
        />
        <Button
          look={tried ? 'plain' : 'main'}
          isPending={dry.isPending}
          onPress={() => dry.mutate({ body: { month, dry_run: true } })}
        >
          {t(wr.try)}
        </Button>
        <PrepareButton
          month={month}
          look={tried ? 'main' : 'plain'}
          refused={tried ? undefined : t(run ? wr.nothingToBill : wr.tryFirst)}
        />
      </div>
      <p className="pb-5 text-second text-ink-2">{t(wr.trySays)}</p>
      <div aria-live="polite" className="sr-only">
        {run ? t(wr.nInvoices, { invoices: run.totals.invoices, notes: run.totals.credit_notes }) : ''}
      </div>
      {dry.error && <ReadingProblem error={dry.error} />}
      {run && <Tried run={run} />}
    </>
  )
}
