import { type ReactNode, useState } from 'react'
import { listUnitPrices, reviseUnitPrice, type ServiceWire } from '#market/contract'
import { problemOf, sentenceOf, useAct, useAsk } from '../../call.ts'
import { hasRole, useSession } from '../../frame/session.ts'
import { useTongue } from '../../language.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Fact, Facts, Section } from '../../ui/page.tsx'
import { RefusalBox } from '../../ui/refusal-box.tsx'
import { w as shared } from '../../words.ts'
import { Letters } from './revise-button.tsx'
import { microEurosOf, unitBodyOf } from './revise-draft.ts'
import { useRested } from './use-rested.ts'
import { w } from './words.ts'

const UnitForm = ({ service, close }: { readonly service: ServiceWire; readonly close: () => void }): ReactNode => {
  const { t, f, language } = useTongue()
  const [draft, setDraft] = useState({ euros: '', from: '' })
  const body = unitBodyOf(draft)
  const rested = useRested(body)
  const params = { service: service.number }
  const asked = useAsk(
    reviseUnitPrice,
    { params, body: { item: 'kwh', unit_micro_euros: 0, from: '', ...rested, dry_run: true } },
    { enabled: rested !== null },
  )
  const would = rested ? asked.data : undefined
  const act = useAct(reviseUnitPrice)
  const problem = problemOf(act.error ?? (rested ? asked.error : null))
  const price = (micro: number | null): string => (micro === null ? t(w.none) : `${f.price(micro)}/kWh`)
  const send = async (): Promise<void> => {
    if (!body || !would) return
    const done = await act.mutateAsync({ params, body: { ...body, dry_run: false } }).then(
      () => true,
      () => false,
    )
    if (done) close()
  }
  return (
    <>
      <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-2">
        <Field
          label={t(w.euros)}
          value={draft.euros}
          onChange={(euros) => setDraft({ ...draft, euros })}
          inputMode="decimal"
          unit="€"
          error={draft.euros.trim() !== '' && microEurosOf(draft.euros) === null ? t(w.eurosMisread) : undefined}
        />
        <Field label={t(w.firstDay)} type="date" value={draft.from} onChange={(from) => setDraft({ ...draft, from })} />
      </div>
      {body === null && <p className="text-body text-ink-2">{t(w.sayUnit)}</p>}
      {body !== null && !would && !problem && <p className="text-body text-ink-2">{t(w.asking)}</p>}
      {would && (
        <div role="status">
          <Facts>
            <Fact name={t(w.before)}>{price(would.before_micro_euros)}</Fact>
            <Fact name={`${t(w.since)} ${f.date(would.from)}`}>{price(would.unit_micro_euros)}</Fact>
            <Fact name={t(w.notice)}>
              <Letters n={would.letters} />
              <span className="block text-second text-ink-2">
                {t(w.noticeDays, { n: f.number(would.notice_days) })}
              </span>
            </Fact>
          </Facts>
          <p className="pt-3 text-second text-ink-2">{t(w.earlierStays)}</p>
        </div>
      )}
      {problem && <RefusalBox live sentence={sentenceOf(problem, language)} />}
      <DialogActions>
        <Button
          look="main"
          isPending={act.isPending}
          refused={would ? undefined : t(problem ? w.refused : w.unsaidPrice)}
          onPress={() => void send()}
        >
          {t(w.doIt)}
        </Button>
        <Button onPress={close}>{t(shared.cancel)}</Button>
      </DialogActions>
    </>
  )
}

const UnitButton = ({ service }: { readonly service: ServiceWire }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const [open, setOpen] = useState(false)
  if (service.product !== 'rack-space' || service.state === 'closed' || !hasRole(session, 'admin', 'accountant'))
    return null
  const close = (): void => setOpen(false)
  return (
    <div className="pt-4">
      <Button onPress={() => setOpen(true)}>{t(w.reviseUnit)}</Button>
      <Dialog title={t(w.reviseUnitTitle)} open={open} onClose={close}>
        {open && <UnitForm service={service} close={close} />}
      </Dialog>
    </div>
  )
}

/** What is agreed by the unit, each price from its day on; a coming one too, so that nobody learns of it from an invoice. */
export const UnitPrices = ({ service }: { readonly service: ServiceWire }): ReactNode => {
  const { t, f } = useTongue()
  const sold = service.product === 'rack-space' && service.monthly_micro_euros !== null
  const found = useAsk(listUnitPrices, { params: { service: service.number } }, { enabled: sold })
  if (!sold || !found.data) return null
  return (
    <Section title={t(w.units)} count={found.data.prices.length}>
      <Facts>
        {found.data.prices.map(({ item, from, unit_micro_euros: micro }) => (
          <Fact key={`${item} ${from}`} name={`${t(w.since)} ${f.date(from)}`}>
            {`${f.price(micro)}/${t(w[item])}`}
          </Fact>
        ))}
      </Facts>
      <UnitButton service={service} />
    </Section>
  )
}
