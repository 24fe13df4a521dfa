import { type ReactNode, useState } from 'react'
import { useTongue } from '../language.tsx'
import { useNow } from '../now.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { w as shared } from '../words.ts'
import type { WorkAct } from './outbox.ts'
import type { Outbox } from './use-outbox.ts'
import { w } from './work-words.ts'

/** What a screen asks to be done on the work order. */
export type Do = (what: WorkAct) => void

/** Always in view: is there signal, and how many proofs are kept on this device. */
export const Badge = ({ outbox }: { readonly outbox: Outbox }): ReactNode => {
  const { t, f } = useTongue()
  const now = useNow()
  const { offlineSince: since } = outbox
  const proofs = outbox.kept.filter((one) => one.what.act === 'prove').length
  return (
    <div
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-rule py-2.5"
      aria-live="polite"
    >
      <span className="text-body text-ink-2">{t(w.kept, { n: proofs })}</span>
      {since === null ? (
        <StatusMark status="ok">{t(w.online)}</StatusMark>
      ) : (
        <span className="rounded-control border border-dashed border-wait px-3 py-1.5 text-section font-medium">
          <StatusMark status="unknown">
            <span className="text-wait">{t(w.offlineFor, { age: f.duration(now.getTime() - since.getTime()) })}</span>
          </StatusMark>
        </span>
      )}
    </div>
  )
}

export const Block = ({ onDo }: { readonly onDo: Do }): ReactNode => {
  const { t } = useTongue()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  return (
    <>
      <Button onPress={() => setOpen(true)}>
        <span className="flex min-h-11 items-center">{t(w.blocked)}</span>
      </Button>
      <Dialog title={t(w.blockTitle)} open={open} onClose={() => setOpen(false)}>
        <p className="text-ink-2">{t(w.blockChanges)}</p>
        <Field label={t(w.blockWhy)} value={reason} onChange={setReason} rows={4} required />
        <DialogActions>
          <Button
            look="main"
            onPress={() => {
              if (reason.trim() === '') return
              onDo({ act: 'block', reason: reason.trim() })
              setOpen(false)
            }}
          >
            {t(w.blockDo)}
          </Button>
          <Button onPress={() => setOpen(false)}>{t(shared.cancel)}</Button>
        </DialogActions>
      </Dialog>
    </>
  )
}
