import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { attachContract, listPrices, type ServiceWire } from '#market/contract'
import { useAct, useAsk } from '../../call.ts'
import { hasRole, useSession } from '../../frame/session.ts'
import { useTongue } from '../../language.tsx'
import { label } from '../../phrase.ts'
import { ActDialog, kept } from '../../ui/act-dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { bodyOf, centsOf, firstMonth, nothingSaid } from './attach-draft.ts'
import { w } from './words.ts'

type Would = z.output<typeof attachContract.reply>

/** Ports first: what an export declares are ports. */
const useItems = (enabled: boolean): readonly { readonly id: string; readonly text: string }[] => {
  const { f, language } = useTongue()
  const found = useAsk(listPrices, {}, { enabled })
  const isPort = (product: string): number => (product === 'exchange-port' ? 0 : 1)
  return (found.data?.items ?? [])
    .filter(({ monthly_micro_euros: monthly }) => monthly > 0)
    .toSorted((a, b) => isPort(a.product) - isPort(b.product))
    .map(({ item, monthly_micro_euros: monthly }) => ({
      id: item,
      text: `${label(item, language)}, ${f.price(monthly)}`,
    }))
}

const Says = ({ would }: { readonly would: Would | null }): ReactNode => {
  const { t, f } = useTongue()
  if (!would) return t(w.attachSay)
  const { days, of } = firstMonth(would.from)
  return (
    <span role="status">
      {[
        t(w.would, {
          day: f.date(would.from),
          price: f.price(would.monthly_micro_euros),
          billed: t(w[would.billing]),
        }),
        ...(days === of ? [] : [t(w.partMonth, { n: f.number(days), of: f.number(of) })]),
        t(w.noTerm),
      ].join(' ')}
    </span>
  )
}

/** A service that only a file spoke of gets its price and its first day billed; each thing that is said is tried at once. */
export const AttachButton = ({ service }: { readonly service: ServiceWire }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const [draft, setDraft] = useState(nothingSaid)
  // With the question that it answers: answers may come in another order, and what is shown is what would be done.
  const [tried, setTried] = useState<{ readonly asked: string; readonly would: Would } | null>(null)
  const act = useAct(attachContract)
  const open =
    service.origin === 'imported' &&
    service.monthly_micro_euros === null &&
    service.state === 'in-service' &&
    hasRole(session, 'admin', 'sales')
  const items = useItems(open)
  if (!open) return null
  const params = { service: service.number }
  const look = (next: typeof draft): void => {
    setDraft(next)
    const body = bodyOf(next)
    if (!body) return act.reset()
    const asked = JSON.stringify(body)
    act.mutateAsync({ params, body: { ...body, dry_run: true } }).then(
      (would) => setTried({ asked, would }),
      () => undefined,
    )
  }
  const would = tried?.asked === JSON.stringify(bodyOf(draft)) ? tried.would : null
  const attach = (): Promise<boolean> => {
    const body = bodyOf(draft)
    return body && would ? kept(act.mutateAsync({ params, body: { ...body, dry_run: false } })) : Promise.resolve(false)
  }
  const misread = draft.euros.trim() !== '' && centsOf(draft.euros) === null
  return (
    <ActDialog
      button={t(w.attach)}
      title={t(w.attachTitle)}
      changes={<Says would={would} />}
      act={act}
      doWord={t(w.attachDo)}
      onDo={attach}
    >
      <Select
        label={t(w.item)}
        value={draft.item}
        placeholder={t(w.choose)}
        options={items}
        onChange={(item) => look({ ...draft, item })}
      />
      <Field label={t(w.from)} type="date" value={draft.from} onChange={(from) => look({ ...draft, from })} />
      <Field
        label={t(w.price)}
        value={draft.euros}
        onChange={(euros) => look({ ...draft, euros })}
        inputMode="decimal"
        unit="€"
        error={misread ? t(w.priceMisread) : undefined}
      />
    </ActDialog>
  )
}
