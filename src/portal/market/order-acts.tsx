import { type ReactNode, useState } from 'react'
import {
  acceptOrder,
  cancelOrder,
  closeStep,
  handOver,
  type LineWire,
  type OrderWire,
  remedyLine,
  requoteOrder,
} from '#market/contract'
import { showOrganisation } from '#people/contract'
import { useAct, useAsk } from '../call.ts'
import { type ChosenFile, readFile } from '../files.ts'
import { hasRole, may, useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { holdLabel } from '../phrase.ts'
import { Checkbox, Field, FileField } from '../ui/field.tsx'
import { Fact, Facts } from '../ui/page.tsx'
import { ActDialog, kept } from '../ui/act-dialog.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { usePaper } from './paper-fields.tsx'
import { w } from './words.ts'

const Holds = ({ order }: { readonly order: OrderWire }): ReactNode => {
  const { t, f, language } = useTongue()
  const holds = order.lines.flatMap((line) => line.holds.map((h) => ({ ...h, position: line.position })))
  return (
    <Facts>
      {holds.length === 0 && <p className="text-second text-ink-2">{t(w.nothingHeld)}</p>}
      {holds.map((h) => (
        <Fact key={`${h.position} ${h.kind} ${h.label}`} name={`${h.position} · ${holdLabel(h.kind, language)}`}>
          {h.label}
        </Fact>
      ))}
      <Fact name={t(w.setup)}>{f.money(order.totals.setup_cents)}</Fact>
      <Fact name={t(w.monthly)}>{f.money(order.totals.monthly_cents)}</Fact>
    </Facts>
  )
}

/** What a public body's invoice needs; it stands on the purchase order, which comes after the quote. */
const PayerFields = ({
  payer,
  change,
}: {
  readonly payer: Payer
  readonly change: (payer: Payer) => void
}): ReactNode => {
  const { t } = useTongue()
  return (
    <div className="flex flex-col gap-2">
      <p className="text-second text-ink-2">{t(w.payerSays)}</p>
      <div className="grid grid-cols-1 gap-4 narrow:grid-cols-2">
        <Field
          label={t(w.engagement)}
          value={payer.engagement}
          onChange={(engagement) => change({ ...payer, engagement })}
        />
        <Field
          label={t(w.serviceCode)}
          value={payer.serviceCode}
          onChange={(serviceCode) => change({ ...payer, serviceCode })}
        />
      </div>
    </div>
  )
}

interface Payer {
  readonly engagement: string
  readonly serviceCode: string
}
/** Asked of a public body only; nothing typed leaves what the order says. */
const usePayer = (order: OrderWire) => {
  const { handle } = order.organisation
  const open = order.state === 'quoted' || order.state === 'refused'
  const found = useAsk(showOrganisation, { params: { organisation: handle } }, { enabled: open })
  const [typed, setPayer] = useState<Payer | null>(null)
  const payer = typed ?? {
    engagement: order.engagement_number ?? '',
    serviceCode: order.service_code ?? found.data?.service_code ?? '',
  }
  const body = {
    ...(payer.engagement.trim() === '' ? {} : { engagement_number: payer.engagement.trim() }),
    ...(payer.serviceCode.trim() === '' ? {} : { service_code: payer.serviceCode.trim() }),
  }
  return found.data?.kinds.includes('public-body') === true
    ? { fields: <PayerFields payer={payer} change={setPayer} />, body }
    : { fields: null, body: {} }
}

export const SignButton = ({ order }: { readonly order: OrderWire }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const act = useAct(acceptOrder)
  const staff = hasRole(session, 'admin', 'sales')
  const signs = may(session, [], 'sign', order.organisation.handle)
  const [onPaper, setOnPaper] = useState(staff && !signs)
  const paper = usePaper()
  const payer = usePayer(order)
  if (order.state !== 'quoted' && order.state !== 'refused') return null
  const refused = order.lines.some((line) => line.refusal !== null)
    ? t(w.signRefused)
    : !staff && !signs
      ? t(w.signNotYours)
      : undefined
  const body = { ...(onPaper ? paper.body : {}), ...payer.body }
  return (
    <ActDialog
      button={t(w.sign)}
      look="main"
      refused={refused}
      title={t(w.signTitle)}
      changes={t(w.signChanges)}
      act={act}
      doWord={t(w.signDo)}
      onDo={() => kept(act.mutateAsync({ params: { order: order.number }, body, ifMatch: order.version }))}
    >
      <Holds order={order} />
      {staff && (
        <Checkbox value={onPaper} onChange={setOnPaper}>
          {t(w.signPaper)}
        </Checkbox>
      )}
      {onPaper && paper.fields}
      {payer.fields}
    </ActDialog>
  )
}

export const RequoteButton = ({ order }: { readonly order: OrderWire }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const act = useAct(requoteOrder)
  if (!hasRole(session, 'admin', 'sales') || !['quoted', 'refused', 'expired', 'draft'].includes(order.state))
    return null
  return (
    <ActDialog
      button={t(w.requote)}
      title={t(w.requoteTitle)}
      changes={t(w.requoteChanges)}
      act={act}
      doWord={t(w.requoteDo)}
      onDo={() => kept(act.mutateAsync({ params: { order: order.number }, ifMatch: order.version }))}
    />
  )
}

export const CancelButton = ({ order }: { readonly order: OrderWire }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const act = useAct(cancelOrder)
  const [reason, setReason] = useState('')
  const over = ['cancelled', 'dismantled', 'in-service'].includes(order.state)
  const notice = order.kind === 'cease'
  // What is being dismantled is not taken back: the notice was carried out.
  if (notice && order.lines.some((line) => line.state !== 'accepted')) return null
  if (over || !may(session, ['admin', 'sales'], 'sign', order.organisation.handle)) return null
  return (
    <ActDialog
      button={t(notice ? w.takeBack : w.cancelOrder)}
      title={t(notice ? w.takeBackTitle : w.cancelTitle)}
      changes={t(notice ? w.takeBackChanges : w.cancelChanges)}
      act={act}
      doWord={t(notice ? w.takeBackDo : w.cancelDo)}
      onDo={() => kept(act.mutateAsync({ params: { order: order.number }, body: { reason }, ifMatch: order.version }))}
    >
      {!notice && <Holds order={order} />}
      <Field label={t(w.cancelWhy)} value={reason} onChange={setReason} rows={2} required />
    </ActDialog>
  )
}

/** A ready line is accepted in writing, or rejected with its reason. */
export const HandOverButtons = ({ order, line }: { readonly order: OrderWire; readonly line: LineWire }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const act = useAct(handOver)
  const [reason, setReason] = useState('')
  const paper = usePaper()
  const signs = may(session, [], 'sign', order.organisation.handle)
  if (line.state !== 'ready' || !may(session, ['admin'], 'sign', order.organisation.handle)) return null
  // Where the side that is reached pays, it says so on its letter; the site enters its paper here.
  if (line.parameters['payer'] === 'z' && session.roles.length === 0) return null
  const params = { order: order.number, position: line.position }
  return (
    <div className="flex flex-wrap gap-3 pb-4 pt-1">
      <ActDialog
        button={t(w.handOver)}
        look="steel"
        title={t(w.handOverTitle)}
        changes={t(w.handOverChanges)}
        act={act}
        doWord={t(w.handOverDo)}
        onDo={() => kept(act.mutateAsync({ params, body: { verdict: 'accepted', ...(signs ? {} : paper.body) } }))}
      >
        {!signs && paper.fields}
      </ActDialog>
      <ActDialog
        button={t(w.reject)}
        title={t(w.rejectTitle)}
        changes={t(w.rejectChanges)}
        act={act}
        doWord={t(w.rejectDo)}
        onDo={() => kept(act.mutateAsync({ params, body: { verdict: 'rejected', reason } }))}
      >
        <Field label={t(w.cancelWhy)} value={reason} onChange={setReason} rows={3} required />
      </ActDialog>
    </div>
  )
}

/** A line that was rejected and put right: it is proved and noticed anew. */
export const RemedyButton = ({ order, line }: { readonly order: OrderWire; readonly line: LineWire }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const act = useAct(remedyLine)
  const [note, setNote] = useState('')
  if (line.state !== 'rejected' || !hasRole(session, 'admin', 'engineer')) return null
  return (
    <ActDialog
      button={t(w.remedy)}
      look="steel"
      title={t(w.remedyTitle)}
      changes={t(w.remedyChanges)}
      act={act}
      doWord={t(w.remedyDo)}
      onDo={() => kept(act.mutateAsync({ params: { order: order.number, position: line.position }, body: { note } }))}
    >
      <Field label={t(w.remedyNote)} value={note} onChange={setNote} rows={3} required />
    </ActDialog>
  )
}

/** What is done already and only waits for its second person is confirmed by that person, not by a file. */
const closable = ({ state, waits }: LineWire['steps'][number]): boolean =>
  (state === 'acted' || state === 'undoing') && waits !== null && waits.what.code !== 'work-to-confirm'

/** An administrator closes by hand, with a proof, what no device can show or what somebody did without its work order. */
export const CloseStepButton = ({ step }: { readonly step: LineWire['steps'][number] }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const act = useAct(closeStep)
  const [note, setNote] = useState('')
  const [file, setFile] = useState<ChosenFile | null>(null)
  const [trouble, setTrouble] = useState<'closeStepNoFile' | 'tooLarge' | null>(null)
  if (!hasRole(session, 'admin') || !closable(step)) return null
  const choose = async (chosen: File): Promise<void> => {
    const read = await readFile(chosen)
    setTrouble(read === null ? 'tooLarge' : null)
    setFile(read)
  }
  const send = async (): Promise<boolean> => {
    if (file === null) {
      setTrouble((before) => before ?? 'closeStepNoFile')
      return false
    }
    const body = { note, file_name: file.name, content_base64: file.base64 }
    return kept(act.mutateAsync({ params: { step: step.id }, body }))
  }
  return (
    <ActDialog
      button={t(w.closeStep)}
      look="text"
      title={t(w.closeStepTitle)}
      changes={t(step.by === 'person' ? w.closeWorkChanges : w.closeStepChanges)}
      act={act}
      doWord={t(w.closeStepDo)}
      onDo={send}
    >
      <Field label={t(w.closeStepNote)} value={note} onChange={setNote} rows={3} required />
      <FileField
        label={t(w.closeStepFile)}
        accept="application/pdf,image/jpeg,image/png"
        onChoose={(f) => void choose(f)}
        name={file?.name}
      />
      {trouble !== null && <RefusalBox sentence={t(w[trouble])} live />}
    </ActDialog>
  )
}
