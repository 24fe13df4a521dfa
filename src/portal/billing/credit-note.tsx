import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { creditInvoice, type InvoiceSnapshot, type InvoiceWire } from '#billing/contract'
import { problemOf, sentenceOf, useAct } from '../call.ts'
import { kept } from '../ui/act-dialog.tsx'
import { useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Fact, Facts } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { w as shared } from '../words.ts'
import { counts, periodText, SpecimenBand } from './parts.tsx'
import { w } from './words.ts'

const Would = ({ snapshot }: { readonly snapshot: InvoiceSnapshot }): ReactNode => {
  const { t, f, language } = useTongue()
  return (
    <section aria-label={t(w.creditWould)} className="flex flex-col gap-2">
      <h3 className="text-section font-medium">{t(w.creditWould)}</h3>
      <Facts>
        {snapshot.lines.map((line) => (
          <Fact
            key={line.line}
            name={
              <>
                <span className="text-ink">{line.name[language]}</span>
                <span className="block text-second">
                  <span className="font-narrow">{line.service}</span> · {periodText(f, line.period)}
                </span>
              </>
            }
          >
            {f.money(line.net_cents)}
          </Fact>
        ))}
        <Fact name={t(w.vat)}>{f.money(snapshot.totals.vat_cents)}</Fact>
      </Facts>
      <p className="flex items-baseline justify-between gap-4 text-line">
        <span>{t(snapshot.specimen ? w.totalSpecimen : w.totalRepaid)}</span>
        <span>{f.money(snapshot.totals.gross_cents)}</span>
      </p>
    </section>
  )
}

/** Works out what would be repaid when it is opened, shows it, and only then may be pressed. */
export const CreditButton = ({ invoice }: { readonly invoice: InvoiceWire }): ReactNode => {
  const { t, language } = useTongue()
  const router = useRouter()
  const session = useSession()
  const look = useAct(creditInvoice)
  const issue = useAct(creditInvoice)
  const [open, setOpen] = useState(false)
  if (invoice.kind !== 'invoice' || invoice.state !== 'issued' || !counts(session)) return null
  const params = { invoice: invoice.id }
  const problem = problemOf(issue.error) ?? problemOf(look.error)
  const would = look.data?.snapshot
  const close = (): void => {
    setOpen(false)
    look.reset()
    issue.reset()
  }
  const begin = (): void => {
    setOpen(true)
    void kept(look.mutateAsync({ params, body: { dry_run: true } }))
  }
  const send = async (): Promise<void> => {
    const done = await issue.mutateAsync({ params, body: {} }).catch(() => null)
    if (done === null) return
    close()
    const key = done.number ?? done.id
    if (key !== null) router.history.push(paths.invoice(key))
  }
  return (
    <>
      <Button onPress={begin}>{t(w.credit)}</Button>
      <Dialog title={t(w.creditTitle, { number: invoice.number ?? '' })} open={open} onClose={close}>
        <p className="text-body text-ink-2">{t(w.creditChanges)}</p>
        {invoice.specimen && <SpecimenBand />}
        {would && <Would snapshot={would} />}
        {problem && <RefusalBox sentence={sentenceOf(problem, language)} live />}
        <DialogActions>
          <Button
            look="main"
            isPending={issue.isPending}
            refused={would ? undefined : look.isPending ? t(w.creditLooks) : t(w.creditNothing)}
            onPress={() => void send()}
          >
            {t(w.creditDo)}
          </Button>
          <Button onPress={close}>{t(shared.cancel)}</Button>
        </DialogActions>
      </Dialog>
    </>
  )
}
