import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { approveRun, discardRun, prepareRun, type RunWire } from '#billing/contract'
import { useAct } from '../call.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { ActDialog, kept } from '../ui/act-dialog.tsx'
import type { ButtonLook } from '../ui/button.tsx'
import { Checkbox } from '../ui/field.tsx'
import { Fact, Facts } from '../ui/page.tsx'
import { w } from './run-words.ts'

/** What is promised or thrown away, in figures. */
const InFigures = ({ run }: { readonly run: RunWire }): ReactNode => {
  const { t, f } = useTongue()
  const warnings = run.warnings.length + run.invoices.reduce((sum, one) => sum + one.warnings.length, 0)
  return (
    <Facts>
      <Fact name={t(w.willIssue)}>
        {t(w.nInvoices, { invoices: run.totals.invoices, notes: run.totals.credit_notes })}
      </Fact>
      <Fact name={t(w.willTotal)}>{f.money(run.totals.gross_cents)}</Fact>
      <Fact name={t(w.openWarnings)}>{f.number(warnings)}</Fact>
      <Fact name={t(w.willStayHeld)}>{f.number(run.held.length)}</Fact>
    </Facts>
  )
}

/** Keeps a month's invoices as a preparation, then leads to it. */
export const PrepareButton = ({
  month,
  again = false,
  look = 'main',
  refused,
}: {
  readonly month: string
  readonly again?: boolean
  readonly look?: ButtonLook
  readonly refused?: string | undefined
}): ReactNode => {
  const { t, f } = useTongue()
  const router = useRouter()
  const act = useAct(prepareRun)
  const send = async (): Promise<boolean> => {
    const run = await act.mutateAsync({ body: { month } }).catch(() => null)
    if (run?.id) router.history.push(paths.run(run.id))
    return run !== null
  }
  return (
    <ActDialog
      button={t(again ? w.prepareAgain : w.prepare)}
      look={look}
      refused={refused}
      title={t(w.prepareTitle, { month: f.month(month) })}
      changes={t(w.prepareChanges)}
      act={act}
      doWord={t(w.prepareDo)}
      onDo={send}
    />
  )
}

export const ApproveButton = ({ run }: { readonly run: RunWire }): ReactNode => {
  const { t, f } = useTongue()
  const act = useAct(approveRun)
  const [checked, setChecked] = useState(false)
  const [reminded, setReminded] = useState(false)
  if (run.state !== 'prepared' || run.id === null) return null
  const params = { run: run.id }
  const needsCheck =
    run.held.length > 0 || run.warnings.length > 0 || run.invoices.some((one) => one.warnings.length > 0)
  const send = (): Promise<boolean> => {
    setReminded(needsCheck && !checked)
    return needsCheck && !checked ? Promise.resolve(false) : kept(act.mutateAsync({ params }))
  }
  return (
    <ActDialog
      button={t(w.approve)}
      look="main"
      title={t(w.approveTitle, { month: f.month(run.month) })}
      changes={t(w.approveChanges)}
      act={act}
      doWord={t(w.approveDo)}
      onDo={send}
    >
      {run.specimen && <p className="border-y border-dashed border-edge py-2 text-body">{t(w.approveSpecimen)}</p>}
      <InFigures run={run} />
      {needsCheck && (
        <Checkbox value={checked} onChange={setChecked}>
          {t(w.iChecked)}
        </Checkbox>
      )}
      <p role="status" className="text-second text-stop empty:hidden">
        {reminded && !checked ? t(w.checkFirst) : ''}
      </p>
    </ActDialog>
  )
}

export const DiscardButton = ({ run }: { readonly run: RunWire }): ReactNode => {
  const { t, f } = useTongue()
  const act = useAct(discardRun)
  if (run.state !== 'prepared' || run.id === null) return null
  const params = { run: run.id }
  return (
    <ActDialog
      button={t(w.discard)}
      title={t(w.discardTitle, { month: f.month(run.month) })}
      changes={t(w.discardChanges)}
      act={act}
      doWord={t(w.discardDo)}
      onDo={() => kept(act.mutateAsync({ params }))}
    />
  )
}
