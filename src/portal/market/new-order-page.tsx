import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { createOrder, previewOrder } from '#market/contract'
import { listOrganisations, showOrganisation } from '#people/contract'
import { problemOf, sentenceOf, useAct, useAsk } from '../call.ts'
import { isStaff, useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { useUrlState } from '../url-state.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox, Field, Select } from '../ui/field.tsx'
import { Columns, PageHead, Section } from '../ui/page.tsx'
import { w as shared } from '../words.ts'
import { w } from './new-order-words.ts'
import {
  type Asked,
  askedOf,
  emptyDraft,
  type LineDraft,
  type OrderDraft,
  type Preview,
  type ProductName,
  products,
  readDraft,
  withLine,
  type Wrong,
} from './order-draft.ts'
import { type AskedBeside, LineFields } from './order-line-fields.tsx'
import { QuotePanel } from './quote-panel.tsx'

const Organisation = ({
  draft,
  change,
}: {
  readonly draft: OrderDraft
  readonly change: (organisation: string) => void
}): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const staff = isStaff(session)
  const all = useAsk(listOrganisations, { query: { limit: 200 } }, { enabled: staff })
  const own = session.organisations.filter((o) => o.rights.includes('order'))
  const options = (staff ? (all.data?.items ?? []).filter((o) => !o.kinds.includes('operator')) : own).map((o) => ({
    id: o.handle,
    text: o.name,
  }))
  const [only] = own
  useEffect(() => {
    if (!staff && draft.organisation === '' && only) change(only.handle)
  }, [staff, only, draft.organisation, change])
  return (
    <Select
      label={t(w.organisation)}
      value={draft.organisation}
      options={options}
      placeholder={t(staff && all.isPending ? shared.reading : w.choose)}
      onChange={change}
      className="w-80 max-narrow:w-full"
    />
  )
}

/** The text of the order as asked, once the hand rests for 300 ms: each quote is one question to the server. */
const useRested = (asked: Asked | null): Asked | null => {
  const text = JSON.stringify(asked)
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), 300)
    return () => clearTimeout(timer)
  }, [text])
  return rested === text ? asked : null
}

const Invoice = ({
  draft,
  change,
}: {
  readonly draft: OrderDraft
  readonly change: (change: Partial<OrderDraft>) => void
}): ReactNode => {
  const { t } = useTongue()
  return (
    <Section title={t(w.terms)}>
      <div className="flex flex-col gap-4 pl-6.5 max-narrow:pl-0">
        <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-3">
          <Field label={t(w.reference)} value={draft.reference} onChange={(reference) => change({ reference })} />
          <Field
            label={t(w.serviceCode)}
            value={draft.serviceCode}
            onChange={(serviceCode) => change({ serviceCode })}
          />
          <Field label={t(w.engagement)} value={draft.engagement} onChange={(engagement) => change({ engagement })} />
        </div>
        <Checkbox value={draft.together} onChange={(together) => change({ together })}>
          {t(w.together)}
        </Checkbox>
      </div>
    </Section>
  )
}

/** Rack space of one line as it is asked, with what the lines before it ask; null while it is not complete. */
const besideOf = (rested: Asked | null, place: number): AskedBeside | null => {
  const line = rested?.lines[place]
  if (!rested || line?.product !== 'rack-space') return null
  const before = rested.lines.slice(0, place).flatMap((one) => (one.product === 'rack-space' ? [one.parameters] : []))
  return { organisation: rested.organisation, parameters: line.parameters, before }
}

const Lines = ({
  draft,
  change,
  wrong,
  quoted,
  rested,
  at,
}: {
  readonly draft: OrderDraft
  readonly change: (change: Partial<OrderDraft>) => void
  readonly wrong: Wrong
  readonly quoted: Preview['lines']
  readonly rested: Asked | null
  /** Which lines of the draft `rested` asks. */
  readonly at: readonly number[]
}): ReactNode => {
  const { t } = useTongue()
  const setLine = (key: number, line: LineDraft): void =>
    change({ lines: draft.lines.map((one) => (one.key === key ? line : one)) })
  return (
    <>
      {draft.lines.map((line, i) => (
        <LineFields
          key={line.key}
          line={line}
          at={i}
          wrong={wrong}
          quoted={quoted.find(({ position }) => position === i + 1)}
          asked={besideOf(rested, at.indexOf(i))}
          beside={{ organisation: draft.organisation, lines: draft.lines }}
          change={(next) => setLine(line.key, next)}
          onRemove={() => change({ lines: draft.lines.filter((one) => one.key !== line.key) })}
        />
      ))}
      <div className="border-t border-ink pb-6 pt-2.5">
        <p className="pb-2 text-second text-ink-2">{t(draft.lines.length === 0 ? w.firstLine : w.addLine)}</p>
        <div className="flex flex-wrap gap-3">
          {products.map((product) => (
            <Button key={product} onPress={() => change({ lines: withLine(draft.lines, product) })}>
              {t(w[`add-${product}`])}
            </Button>
          ))}
        </div>
      </div>
    </>
  )
}

const isProduct = (text: string | undefined): text is ProductName => products.some((one) => one === text)

/** What is typed is kept on this device, for this person, until the quote is made. */
const useDraft = () => {
  const session = useSession()
  const [url] = useUrlState()
  const keptUnder = `vesontio.order.${session.person.id}`
  const fresh = (): OrderDraft =>
    emptyDraft(url['organisation'] ?? '', isProduct(url['product']) ? url['product'] : null)
  const [draft, setDraft] = useState<OrderDraft>(() => {
    const kept = readDraft(localStorage.getItem(keptUnder))
    // A link that names somebody or something begins anew, unless it is the same order that goes on.
    const other = url['organisation'] !== undefined && kept?.organisation !== url['organisation']
    return kept === null || other ? fresh() : kept
  })
  const kept = (next: OrderDraft): OrderDraft => {
    localStorage.setItem(keptUnder, JSON.stringify(next))
    return next
  }
  return {
    draft,
    change: (changes: Partial<OrderDraft>): void => setDraft((before) => kept({ ...before, ...changes })),
    clear: (): void => {
      localStorage.removeItem(keptUnder)
      setDraft(fresh())
    },
  }
}

/** The tax that the invoice will bear, as far as the country alone says it: CGI art. 259-1°, 278. Else the invoice decides. */
const FRENCH_TERRITORY = ['FR', 'MC']
const FRENCH_VAT_PERCENT = 20
const useVat = (organisation: string): number | null => {
  const found = useAsk(showOrganisation, { params: { organisation } }, { enabled: organisation !== '' })
  return found.data && FRENCH_TERRITORY.includes(found.data.country) ? FRENCH_VAT_PERCENT : null
}

/** The quoted lines under the numbers that they have in the draft. */
const numbered = (quote: Preview, at: readonly number[]): Preview => ({
  ...quote,
  lines: quote.lines.map((line, index) => ({ ...line, position: (at[index] ?? index) + 1 })),
})

export const NewOrderPage = (): ReactNode => {
  const { t, language } = useTongue()
  const router = useRouter()
  const { draft, change, clear } = useDraft()
  const { asked, quotable, at, wrong } = askedOf(draft)
  const rested = useRested(quotable)
  const quote = useAsk(
    previewOrder,
    { body: rested ?? { organisation: '', lines: [] } },
    { enabled: rested !== null && rested.organisation !== '' },
  )
  const vat = useVat(draft.organisation)
  const create = useAct(createOrder)
  const send = async (): Promise<void> => {
    if (!asked) return
    const made = await create.mutateAsync({ body: asked }).catch(() => null)
    if (!made) return
    clear()
    router.history.push(paths.order(made.number))
  }
  const problem = problemOf(create.error ?? quote.error)
  const quoted = rested && quote.data ? numbered(quote.data, at) : null
  const incomplete = draft.lines.findIndex((_, index) => !at.includes(index))
  return (
    <>
      <PageHead title={t(w.title)} beside={t(w.draft)} actions={<Button onPress={clear}>{t(w.clear)}</Button>} />
      <Columns
        left={
          <>
            <div className="border-t border-ink py-4">
              <Organisation draft={draft} change={(organisation) => change({ organisation })} />
            </div>
            <Lines draft={draft} change={change} wrong={wrong} quoted={quoted?.lines ?? []} rested={rested} at={at} />
            <Invoice draft={draft} change={change} />
          </>
        }
        right={
          <QuotePanel
            kind={draft.quote}
            onKind={(kind) => change({ quote: kind })}
            preview={quoted}
            incomplete={incomplete < 0 ? null : incomplete + 1}
            vatPercent={vat}
            computedAt={quote.dataUpdatedAt}
            busy={quote.isFetching}
            trouble={problem ? sentenceOf(problem, language) : null}
            making={create.isPending}
            onMake={() => void send()}
          />
        }
      />
    </>
  )
}
