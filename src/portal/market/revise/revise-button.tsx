import { type ReactNode, useState } from 'react'
import { tryPrices } from '#billing/contract'
import { reviseService, type ServiceWire } from '#market/contract'
import type { z } from 'zod'
import { problemOf, sentenceOf, useAct, useAsk } from '../../call.ts'
import { hasRole, useSession } from '../../frame/session.ts'
import { useTongue } from '../../language.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Checkbox, Field } from '../../ui/field.tsx'
import { Fact, Facts } from '../../ui/page.tsx'
import { RefusalBox } from '../../ui/refusal-box.tsx'
import { w as shared } from '../../words.ts'
import { indexBodyOf, indexValueOf, revisionDay } from './revise-draft.ts'
import { useRested } from './use-rested.ts'
import { w } from './words.ts'

const MICRO_PER_CENT = 10_000

type Would = z.output<typeof reviseService.reply>
type Correction = z.output<typeof tryPrices.reply>

/** How many letters leave, or that there is nobody to write to. */
export const Letters = ({ n }: { readonly n: number }): ReactNode => {
  const { t, f } = useTongue()
  return n === 0 ? t(w.noLetters) : t(w.letters, { n: f.number(n), one: n === 1 })
}

/** What of the invoiced days becomes otherwise: months, lines of the next invoice, credit notes. */
const Invoiced = ({ correction: c }: { readonly correction: Correction }): ReactNode => {
  const { t, f } = useTongue()
  if (c.months === 0) return <Fact name={t(w.invoiced)}>{t(w.nothingInvoiced)}</Fact>
  return (
    <>
      <Fact name={t(w.invoiced)}>{t(w.months, { n: f.number(c.months), one: c.months === 1 })}</Fact>
      {c.raise_cents !== 0 && <Fact name={t(w.raise)}>+{f.money(c.raise_cents)}</Fact>}
      {c.credits.map(({ invoice, net_cents: cents }) => (
        <Fact key={invoice} name={t(w.credit, { invoice })}>
          {f.money(cents)}
        </Fact>
      ))}
    </>
  )
}

/** The index, each price that moves, what is invoiced already and what the customer gets. */
const WouldFacts = ({
  would,
  correction,
}: {
  readonly would: Would
  readonly correction: Correction | undefined
}): ReactNode => {
  const { t, f } = useTongue()
  const money = (micro: number): string => f.money(micro / MICRO_PER_CENT)
  const more = would.monthly_micro_euros - would.before_micro_euros
  const rate = (would.index_value / would.index_before - 1) * 100
  return (
    <div role="status">
      <Facts>
        <Fact name={`${t(w.index)} ${would.index}`}>
          {f.number(would.index_before)} → {f.number(would.index_value)}{' '}
          <span className="text-second text-ink-2">
            ({rate > 0 ? '+' : ''}
            {f.percent(rate, 2)})
          </span>
        </Fact>
        {would.prices.map(({ from, before_micro_euros: before, monthly_micro_euros: after }) => (
          <Fact key={from} name={t(w.from, { day: f.date(from) })}>
            {before === after ? (
              <>
                {money(after)} <span className="block text-second text-ink-2">{t(w.stays)}</span>
              </>
            ) : (
              `${money(before)} → ${money(after)}`
            )}
          </Fact>
        ))}
        <Fact name={t(w.difference)}>
          {more > 0 ? '+' : ''}
          {money(more)}
        </Fact>
        {correction && <Invoiced correction={correction} />}
        <Fact name={t(w.notice)}>
          <Letters n={would.letters} />
          <span className="block text-second text-ink-2">{t(w.byContract)}</span>
        </Fact>
      </Facts>
    </div>
  )
}

/** An index that moved beyond a quarter is confirmed for its value alone: another one is asked about anew. */
const BeyondBox = ({
  read,
  problem,
  confirmed,
  onChange,
}: {
  readonly read: { readonly index_value: number } | null
  readonly problem: { readonly code: string } | null
  readonly confirmed: number | null
  readonly onChange: (value: number | null) => void
}): ReactNode => {
  const { t } = useTongue()
  if (read === null || (problem?.code !== 'revised-beyond' && read.index_value !== confirmed)) return null
  return (
    <Checkbox value={read.index_value === confirmed} onChange={(yes) => onChange(yes ? read.index_value : null)}>
      {t(w.beyond)}
    </Checkbox>
  )
}

const ReviseForm = ({ service, close }: { readonly service: ServiceWire; readonly close: () => void }): ReactNode => {
  const { t, language } = useTongue()
  const [draft, setDraft] = useState(() => ({ value: '', on: revisionDay(service), published: '' }))
  const set = (name: keyof typeof draft) => (text: string) => setDraft({ ...draft, [name]: text })
  const [confirmed, setConfirmed] = useState<number | null>(null)
  const read = indexBodyOf(draft)
  const body = read && (read.index_value === confirmed ? { ...read, beyond: true } : read)
  const rested = useRested(body)
  const params = { service: service.number }
  const asked = useAsk(
    reviseService,
    { params, body: { index_value: 1, on: '', ...rested, dry_run: true } },
    { enabled: rested !== null },
  )
  const would = rested ? asked.data : undefined
  const prices = (would?.prices ?? []).map(({ from, monthly_micro_euros: micro }) => ({
    from,
    monthly_micro_euros: micro,
  }))
  const correction = useAsk(tryPrices, { params, body: { prices } }, { enabled: would !== undefined })
  const act = useAct(reviseService)
  const problem = problemOf(act.error ?? (rested ? asked.error : null) ?? (would ? correction.error : null))
  // What is invoiced already is part of what is shown first.
  const shown = would && correction.data ? { would, correction: correction.data } : null
  const send = async (): Promise<void> => {
    if (!body || !shown) return
    const done = await act.mutateAsync({ params, body: { ...body, dry_run: false } }).then(
      () => true,
      () => false,
    )
    if (done) close()
  }
  return (
    <>
      <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-3">
        <Field
          label={t(w.value)}
          value={draft.value}
          onChange={set('value')}
          inputMode="decimal"
          error={draft.value.trim() !== '' && indexValueOf(draft.value) === null ? t(w.misread) : undefined}
        />
        <Field label={t(w.on)} type="date" value={draft.on} onChange={set('on')} />
        <Field
          label={t(w.published)}
          type="date"
          value={draft.published}
          onChange={set('published')}
          hint={t(w.publishedHint)}
        />
      </div>
      {body === null && <p className="text-body text-ink-2">{t(w.say)}</p>}
      {body !== null && !shown && !problem && <p className="text-body text-ink-2">{t(w.asking)}</p>}
      {shown && <WouldFacts {...shown} />}
      {problem && <RefusalBox live sentence={sentenceOf(problem, language)} />}
      <BeyondBox read={read} problem={problem} confirmed={confirmed} onChange={setConfirmed} />
      <DialogActions>
        <Button
          look="main"
          isPending={act.isPending}
          refused={shown ? undefined : t(problem ? w.refused : w.unsaid)}
          onPress={() => void send()}
        >
          {t(w.doIt)}
        </Button>
        <Button onPress={close}>{t(shared.cancel)}</Button>
      </DialogActions>
    </>
  )
}

/** An indexed price follows its index: what would change is shown whole before anything of it does. */
export const ReviseButton = ({ service }: { readonly service: ServiceWire }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const [open, setOpen] = useState(false)
  const taken = service.taken_over
  const indexed = taken !== null && taken.index !== null && taken.index_value !== null && taken.index_day !== null
  if (!indexed || service.monthly_micro_euros === null || service.state === 'closed') return null
  if (!hasRole(session, 'admin', 'accountant')) return null
  const close = (): void => setOpen(false)
  return (
    <div className="pt-4">
      <Button onPress={() => setOpen(true)}>{t(w.revise)}</Button>
      <Dialog title={t(w.reviseTitle)} open={open} onClose={close} wide>
        {open && <ReviseForm service={service} close={close} />}
      </Dialog>
    </div>
  )
}
