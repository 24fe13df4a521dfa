import type { ReactNode } from 'react'
import { listPanels } from '#fibre/contract'
import { listServices } from '#market/contract'
import { useAsk } from '../../call.ts'
import { useTongue } from '../../language.tsx'
import { Field, type Option, Select } from '../../ui/field.tsx'
import type { CrossDraft, EndKind, LineDraft } from '../order-draft.ts'
import { ByName } from './by-name.tsx'
import { w as shared } from '../../words.ts'
import { UsualTime } from './way.tsx'
import { w } from './words.ts'

const medias = ['fibre-duplex', 'fibre-single', 'copper'] as const
const pays = ['rent', 'once'] as const
const payers = ['a', 'z'] as const
const kindsA = ['line', 'service', 'panel'] as const
const kindsZ = ['other', 'exchange', 'line', 'service', 'panel'] as const
const among = <T extends string>(all: readonly T[], text: string): text is T => all.some((one) => one === text)

/** The order that the line stands in: whose it is, and its other lines. */
export interface Beside {
  readonly organisation: string
  readonly lines: readonly LineDraft[]
}

interface EndProps {
  readonly side: 'a' | 'z'
  readonly end: CrossDraft['a'] | CrossDraft['z']
  readonly set: (change: Partial<CrossDraft['z']>) => void
  readonly beside: Beside
  readonly error: string | undefined
}

const lineOptions = (
  { lines }: Beside,
  product: LineDraft['product'],
  name: (n: number) => string,
): readonly Option[] =>
  lines.flatMap((one, index) => (one.product === product ? [{ id: String(one.key), text: name(index + 1) }] : []))

const LineChoice = ({ end, set, beside }: EndProps): ReactNode => {
  const { t } = useTongue()
  const product = end.kind === 'exchange' ? 'exchange-port' : 'rack-space'
  const own = end.kind === 'exchange' ? [{ id: 'own', text: t(w.ownPort) }] : []
  return (
    <Select
      label={t(w.line)}
      value={end.kind === 'exchange' && end.line === '' ? 'own' : end.line}
      options={[...own, ...lineOptions(beside, product, (n) => t(w.lineNumber, { n }))]}
      placeholder={t(w.choose)}
      onChange={(line) => set({ line: line === 'own' ? '' : line })}
    />
  )
}

const ServiceChoice = ({ end, set, beside }: EndProps): ReactNode => {
  const { t } = useTongue()
  const found = useAsk(
    listServices,
    { query: { organisation: beside.organisation, product: 'rack-space', limit: 200 } },
    { enabled: beside.organisation !== '' },
  )
  return (
    <Select
      label={t(w.service)}
      value={end.service}
      options={(found.data?.items ?? []).map((one) => ({ id: one.number, text: one.number }))}
      placeholder={t(found.isFetching ? shared.reading : w.choose)}
      onChange={(service) => set({ service })}
    />
  )
}

/** Nothing can be chosen before they are read, and that is said in the choice's own place. */
const usePanels = () => {
  const { t } = useTongue()
  const { data, isPending } = useAsk(listPanels, { query: { limit: 200 } })
  return { panels: data?.items ?? [], isPending, placeholder: t(isPending ? shared.reading : w.choose) }
}

const PanelChoice = ({ end, set, beside, error }: EndProps): ReactNode => {
  const { t } = useTongue()
  const { panels, placeholder } = usePanels()
  const own = panels.filter(({ owner }) => owner === null || owner.handle === beside.organisation)
  return (
    <>
      <Select
        label={t(w.panel)}
        value={end.panel}
        options={own.map((one) => ({ id: one.handle, text: `${one.handle} · ${one.connector}` }))}
        placeholder={placeholder}
        onChange={(panel) => set({ panel })}
      />
      <Field
        label={t(w.position)}
        value={end.position}
        onChange={(position) => set({ position })}
        inputMode="numeric"
        hint={t(w.positionHint)}
        error={error}
      />
    </>
  )
}

/** Who is reached: of those whose panels one sees, else by name. */
const OtherChoice = ({ end, set, beside }: EndProps): ReactNode => {
  const { t } = useTongue()
  const { panels: all, isPending, placeholder } = usePanels()
  const panels = all.filter(({ owner }) => owner !== null && owner.handle !== beside.organisation)
  const owners = new Map(panels.flatMap(({ owner }) => (owner ? [[owner.handle, owner.name] as const] : [])))
  if (owners.size === 0 && !isPending)
    return (
      <ByName organisation={end.organisation} own={beside.organisation} set={(organisation) => set({ organisation })} />
    )
  return (
    <>
      <Select
        label={t(w.organisation)}
        value={end.organisation}
        options={[...owners].map(([id, text]) => ({ id, text }))}
        placeholder={placeholder}
        onChange={(organisation) => set({ organisation, panel: '' })}
      />
      <Field label={t(w.panelWish)} value={end.panel} onChange={(panel) => set({ panel })} />
    </>
  )
}

const choices: Readonly<Record<EndKind, (props: EndProps) => ReactNode>> = {
  line: LineChoice,
  exchange: LineChoice,
  service: ServiceChoice,
  panel: PanelChoice,
  other: OtherChoice,
}

const End = (props: EndProps): ReactNode => {
  const { t } = useTongue()
  const { side, end, set } = props
  const kinds = side === 'a' ? kindsA : kindsZ
  const Choice = choices[end.kind]
  return (
    <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)_minmax(0,1fr)]">
      <Select
        label={t(side === 'a' ? w.from : w.to)}
        value={end.kind}
        options={kinds.map((id) => ({ id, text: t(w[`end-${id}`]) }))}
        onChange={(id) => among(kindsZ, id) && set({ kind: id })}
      />
      <Choice {...props} />
    </div>
  )
}

/** Who pays, and the letter of who is reached: where that one is to pay, its letter says so and cannot be there already. */
const Consent = ({
  line,
  change,
  error,
}: {
  readonly line: CrossDraft
  readonly change: (line: CrossDraft) => void
  readonly error: string | undefined
}): ReactNode => {
  const { t } = useTongue()
  return (
    <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-2">
      <Select
        label={t(w.payer)}
        value={line.payer}
        options={payers.map((id) => ({ id, text: t(w[`payer-${id}`]) }))}
        onChange={(id) => among(payers, id) && change({ ...line, payer: id })}
      />
      {line.payer === 'a' ? (
        <Field
          label={t(w.letter)}
          value={line.letter}
          onChange={(letter) => change({ ...line, letter })}
          hint={t(w.letterHint)}
          error={error}
        />
      ) : (
        <p className="text-second text-ink-2">{t(w.payerZSays)}</p>
      )}
    </div>
  )
}

/** Two ends, a medium, a way to pay; the other side's letter where there is another side. */
export const CrossFields = ({
  line,
  change,
  wrongAt,
  beside,
}: {
  readonly line: CrossDraft
  readonly change: (line: CrossDraft) => void
  readonly wrongAt: (name: string) => string | undefined
  readonly beside: Beside
}): ReactNode => {
  const { t } = useTongue()
  const setA = (next: Partial<CrossDraft['z']>): void => {
    const { kind, ...rest } = next
    change({ ...line, a: { ...line.a, ...rest, ...(kind && among(kindsA, kind) ? { kind } : {}) } })
  }
  return (
    <>
      <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-2">
        <Select
          label={t(w.media)}
          value={line.media}
          options={medias.map((id) => ({ id, text: t(w[`media-${id}`]) }))}
          onChange={(id) => among(medias, id) && change({ ...line, media: id })}
        />
        <Select
          label={t(w.pay)}
          value={line.pay}
          options={pays.map((id) => ({ id, text: t(w[`pay-${id}`]) }))}
          onChange={(id) => among(pays, id) && change({ ...line, pay: id })}
        />
      </div>
      <End side="a" end={line.a} set={setA} beside={beside} error={wrongAt('a.position')} />
      <End
        side="z"
        end={line.z}
        set={(next) => change({ ...line, z: { ...line.z, ...next } })}
        beside={beside}
        error={wrongAt('z.position')}
      />
      {line.z.kind === 'other' ? (
        <Consent line={line} change={change} error={wrongAt('letter')} />
      ) : (
        <p className="text-second text-ink-2">{t(w.noLetter)}</p>
      )}
      <UsualTime />
    </>
  )
}
