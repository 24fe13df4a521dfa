import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import type { z } from 'zod'
import { createOrder, type preview, previewOrder } from '#market/contract'
import { listOrganisations } from '#people/contract'
import { problemOf, sentenceOf, useAct, useAsk } from '../call.ts'
import { isStaff, useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { sentence } from '../phrase.ts'
import { useUrlState } from '../url-state.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox, Field, Select } from '../ui/field.tsx'
import { Columns, PageHead, Section } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { w as shared } from '../words.ts'
import { w } from './new-order-words.ts'
import { askedOf, newLine, type OrderDraft, type PortDraft, type Wrong } from './order-draft.ts'
import { QuotePanel } from './quote-panel.tsx'

export type Preview = z.output<typeof preview>

const speeds = ['1G', '10G', '100G'] as const
const isSpeed = (text: string): text is PortDraft['speed'] => speeds.some((s) => s === text)

const LineFields = ({
  line,
  at,
  wrong,
  quoted,
  change,
  onRemove,
}: {
  readonly line: PortDraft
  readonly at: number
  readonly wrong: Wrong
  readonly quoted: Preview['lines'][number] | undefined
  readonly change: (line: PortDraft) => void
  readonly onRemove: (() => void) | null
}): ReactNode => {
  const { t, language } = useTongue()
  const wrongAt = (name: string): string | undefined =>
    Object.entries(wrong).find(([path]) => path.startsWith(`lines.${at}.parameters.${name}`))?.[1]
  const set = (name: keyof PortDraft) => (value: string) => change({ ...line, [name]: value })
  const typed = line.asn.trim() !== ''
  return (
    <Section
      title={
        <>
          <span className="pr-4 font-normal text-ink-2">{at + 1}</span>
          {t(w.line)} {line.speed}
        </>
      }
      beside={
        quoted && (quoted.refusal ? <StatusMark status="down" strong>{t(w.refused)}</StatusMark> : <StatusMark status="ok" strong>{t(w.possible)}</StatusMark>)
      }
    >
      <div className="flex flex-col gap-4 pl-6.5 max-narrow:pl-0">
        <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-[110px_minmax(0,1fr)_minmax(0,1fr)]">
          <Select label={t(w.speed)} value={line.speed} options={speeds.map((id) => ({ id, text: id }))} onChange={(id) => isSpeed(id) && change({ ...line, speed: id })} />
          <Field label={t(w.asn)} value={line.asn} onChange={set('asn')} inputMode="numeric" hint={t(w.asnHint)} error={typed && wrongAt('asn') !== undefined ? t(w.wrongNumber) : undefined} required />
          <Field label={t(w.asSet)} value={line.asSet} onChange={set('asSet')} placeholder="AS-EXAMPLE" error={wrongAt('as_set')} />
        </div>
        <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-2">
          <Field label={t(w.prefixes)} value={line.prefixes} onChange={set('prefixes')} rows={3} hint={t(w.prefixesHint)} error={wrongAt('prefixes')} />
          <div className="grid grid-cols-2 items-start gap-4">
            <Field className="col-span-2" label={t(w.mac)} value={line.mac} onChange={set('mac')} placeholder="00:00:5e:00:53:01" hint={t(w.macHint)} error={wrongAt('mac')} />
            <Field label={t(w.maxV4)} value={line.maxV4} onChange={set('maxV4')} inputMode="numeric" error={wrongAt('max_prefix_v4')} />
            <Field label={t(w.maxV6)} value={line.maxV6} onChange={set('maxV6')} inputMode="numeric" error={wrongAt('max_prefix_v6')} />
          </div>
        </div>
        {quoted?.refusal && <RefusalBox sentence={sentence(quoted.refusal, language)} live />}
        {onRemove && (
          <div>
            <Button look="text" onPress={onRemove}>
              {t(w.removeLine, { n: at + 1 })}
            </Button>
          </div>
        )}
      </div>
    </Section>
  )
}

const Organisation = ({ draft, change }: { readonly draft: OrderDraft; readonly change: (organisation: string) => void }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const staff = isStaff(session)
  const all = useAsk(listOrganisations, { query: { limit: 200 } }, { enabled: staff })
  const own = session.organisations.filter((o) => o.rights.includes('order'))
  const options = (staff ? (all.data?.items ?? []).filter((o) => !o.kinds.includes('operator')) : own).map((o) => ({ id: o.handle, text: o.name }))
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
const useRested = <T,>(value: T): T => {
  const key = JSON.stringify(value)
  const [rested, setRested] = useState({ key, value })
  useEffect(() => {
    const timer = setTimeout(() => setRested({ key, value }), 300)
    return () => clearTimeout(timer)
    // The key says all of the value.
  }, [key])
  return rested.value
}

const Invoice = ({ draft, change }: { readonly draft: OrderDraft; readonly change: (change: Partial<OrderDraft>) => void }): ReactNode => {
  const { t } = useTongue()
  return (
    <Section title={t(w.terms)}>
      <div className="flex flex-col gap-4 pl-6.5 max-narrow:pl-0">
        <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-3">
          <Field label={t(w.reference)} value={draft.reference} onChange={(reference) => change({ reference })} />
          <Field label={t(w.serviceCode)} value={draft.serviceCode} onChange={(serviceCode) => change({ serviceCode })} />
          <Field label={t(w.engagement)} value={draft.engagement} onChange={(engagement) => change({ engagement })} />
        </div>
        <Checkbox value={draft.together} onChange={(together) => change({ together })}>
          {t(w.together)}
        </Checkbox>
      </div>
    </Section>
  )
}

export const NewOrderPage = (): ReactNode => {
  const { t, language } = useTongue()
  const router = useRouter()
  const [url] = useUrlState()
  const [draft, setDraft] = useState<OrderDraft>({
    organisation: url['organisation'] ?? '',
    quote: 'firm',
    together: false,
    reference: '',
    serviceCode: '',
    engagement: '',
    lines: [newLine(1)],
  })
  const change = (changes: Partial<OrderDraft>): void => setDraft((before) => ({ ...before, ...changes }))
  const { asked, wrong } = askedOf(draft)
  const rested = useRested(asked)
  const quote = useAsk(previewOrder, { body: rested ?? { organisation: '', lines: [] } }, { enabled: rested !== null && rested.organisation !== '' })
  const create = useAct(createOrder)
  const send = async (): Promise<void> => {
    if (!asked) return
    const made = await create.mutateAsync({ body: asked }).catch(() => null)
    if (made) router.history.push(paths.order(made.number))
  }
  const problem = problemOf(create.error ?? quote.error)
  const setLine = (key: number, line: PortDraft): void => change({ lines: draft.lines.map((one) => (one.key === key ? line : one)) })
  return (
    <>
      <PageHead title={t(w.title)} beside={t(w.draft)} />
      <Columns
        left={
          <>
            <div className="border-t border-ink py-4">
              <Organisation draft={draft} change={(organisation) => change({ organisation })} />
            </div>
            {draft.lines.map((line, i) => (
              <LineFields
                key={line.key}
                line={line}
                at={i}
                wrong={wrong}
                quoted={asked ? quote.data?.lines[i] : undefined}
                change={(next) => setLine(line.key, next)}
                onRemove={draft.lines.length > 1 ? () => change({ lines: draft.lines.filter((one) => one.key !== line.key) }) : null}
              />
            ))}
            <div className="pb-6 pl-6.5 max-narrow:pl-0">
              <Button onPress={() => change({ lines: [...draft.lines, newLine(Math.max(...draft.lines.map((one) => one.key)) + 1)] })}>{t(w.addLine)}</Button>
            </div>
            <Invoice draft={draft} change={change} />
          </>
        }
        right={
          <QuotePanel
            kind={draft.quote}
            onKind={(kind) => change({ quote: kind })}
            preview={asked && rested ? (quote.data ?? null) : null}
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
