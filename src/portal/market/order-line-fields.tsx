import type { ReactNode } from 'react'
import { type Tongue, useTongue } from '../language.tsx'
import { sentence } from '../phrase.ts'
import { Button } from '../ui/button.tsx'
import { Field, Select } from '../ui/field.tsx'
import { Section } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { w } from './new-order-words.ts'
import { type Beside, CrossFields } from './cross-connect/cross-fields.tsx'
import { w as crossWords } from './cross-connect/words.ts'
import { MoveFields } from './move-fields.tsx'
import type {
  CrossDraft,
  LineDraft,
  MoveDraft,
  PortDraft,
  Preview,
  SpaceAsked,
  SpaceDraft,
  Wrong,
} from './order-draft.ts'
import { PlaceProposed } from './rack-space/place-proposed.tsx'
import { SpaceFields } from './rack-space/space-fields.tsx'
import { w as spaceWords } from './rack-space/words.ts'

const speeds = ['1G', '10G', '100G'] as const
const isSpeed = (text: string): text is PortDraft['speed'] => speeds.some((s) => s === text)

interface PortFieldsProps {
  readonly line: PortDraft
  readonly change: (line: PortDraft) => void
  /** What is wrong with one parameter, if anything is. */
  readonly wrongAt: (name: string) => string | undefined
  /** The site says no to one of these: which, by the first word of its code. */
  readonly refused: string | null
}

const EquipmentFields = ({ line, change, wrongAt, refused }: PortFieldsProps): ReactNode => {
  const { t } = useTongue()
  const set = (name: keyof PortDraft) => (value: string) => change({ ...line, [name]: value })
  return (
    <div className="grid grid-cols-2 items-start gap-4">
      <Field
        className="col-span-2"
        label={t(w.mac)}
        value={line.mac}
        onChange={set('mac')}
        placeholder="00:00:5e:00:53:01"
        hint={t(w.macHint)}
        error={wrongAt('mac')}
        invalid={refused === 'mac'}
      />
      <Field
        label={t(w.maxV4)}
        value={line.maxV4}
        onChange={set('maxV4')}
        inputMode="numeric"
        error={wrongAt('max_prefix_v4')}
      />
      <Field
        label={t(w.maxV6)}
        value={line.maxV6}
        onChange={set('maxV6')}
        inputMode="numeric"
        error={wrongAt('max_prefix_v6')}
      />
    </div>
  )
}

const PortFields = ({ line, change, wrongAt, refused }: PortFieldsProps): ReactNode => {
  const { t } = useTongue()
  const set = (name: keyof PortDraft) => (value: string) => change({ ...line, [name]: value })
  const typed = line.asn.trim() !== ''
  return (
    <>
      <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-[110px_minmax(0,1fr)_minmax(0,1fr)]">
        <Select
          label={t(w.speed)}
          value={line.speed}
          options={speeds.map((id) => ({ id, text: id }))}
          onChange={(id) => isSpeed(id) && change({ ...line, speed: id })}
        />
        <Field
          label={t(w.asn)}
          value={line.asn}
          onChange={set('asn')}
          inputMode="numeric"
          hint={t(w.asnHint)}
          error={typed && wrongAt('asn') !== undefined ? t(w.wrongNumber) : undefined}
          invalid={refused === 'asn'}
          required
        />
        <Field
          label={t(w.asSet)}
          value={line.asSet}
          onChange={set('asSet')}
          placeholder="AS-EXAMPLE"
          error={wrongAt('as_set')}
        />
      </div>
      <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-2">
        <Field
          label={t(w.prefixes)}
          value={line.prefixes}
          onChange={set('prefixes')}
          rows={3}
          hint={t(w.prefixesHint)}
          error={wrongAt('prefixes')}
        />
        <EquipmentFields line={line} change={change} wrongAt={wrongAt} refused={refused} />
      </div>
    </>
  )
}

interface LineProps<L extends LineDraft> {
  readonly line: L
  readonly at: number
  readonly wrong: Wrong
  readonly quoted: Preview['lines'][number] | undefined
  readonly change: (line: L) => void
  readonly onRemove: () => void
}

const titleOf = (line: LineDraft, { t }: Tongue): string => {
  switch (line.product) {
    case 'exchange-port':
      return `${t(w.line)} ${line.speed}`
    case 'rack-space':
      return `${t(w.space)}, ${t(spaceWords[`short-${line.size}`]).toLowerCase()}`
    case 'cross-connect':
      return `${t(w.crossConnect)}, ${t(crossWords[`media-${line.media}`]).toLowerCase()}`
    case 'move':
      return line.survey === '' ? t(w.move) : `${t(w.move)}, ${line.survey}`
  }
}

const Verdict = ({ quoted }: { readonly quoted: Preview['lines'][number] | undefined }): ReactNode => {
  const { t } = useTongue()
  if (!quoted) return null
  return quoted.refusal ? (
    <StatusMark status="down" strong>
      {t(w.refused)}
    </StatusMark>
  ) : (
    <StatusMark status="ok" strong>
      {t(w.possible)}
    </StatusMark>
  )
}

const LineSection = ({
  line,
  at,
  quoted,
  onRemove,
  children,
}: Pick<LineProps<LineDraft>, 'line' | 'at' | 'quoted' | 'onRemove'> & { readonly children: ReactNode }): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  return (
    <Section
      label={`${at + 1}. ${titleOf(line, tongue)}`}
      title={
        <>
          <span className="pr-4 font-normal text-ink-2">{at + 1}</span>
          {titleOf(line, tongue)}
        </>
      }
      beside={<Verdict quoted={quoted} />}
    >
      <div className="flex flex-col gap-4 pl-6.5 max-narrow:pl-0">
        {children}
        <div>
          <Button look="text" onPress={onRemove}>
            {t(w.removeLine, { n: at + 1 })}
          </Button>
        </div>
      </div>
    </Section>
  )
}

const wrongIn =
  (wrong: Wrong, at: number) =>
  (name: string): string | undefined =>
    Object.entries(wrong).find(([path]) => path.startsWith(`lines.${at}.parameters.${name}`))?.[1]

const PortLine = ({ line, change, ...of }: LineProps<PortDraft>): ReactNode => {
  const { language } = useTongue()
  const refusal = of.quoted?.refusal
  return (
    <LineSection line={line} {...of}>
      <PortFields
        line={line}
        change={change}
        wrongAt={wrongIn(of.wrong, of.at)}
        refused={refusal?.code.split('-')[0] ?? null}
      />
      {refusal && <RefusalBox sentence={sentence(refusal, language)} live />}
    </LineSection>
  )
}

const SpaceLine = ({
  line,
  change,
  asked,
  ...of
}: LineProps<SpaceDraft> & { readonly asked: AskedBeside | null }): ReactNode => (
  <LineSection line={line} {...of}>
    <SpaceFields line={line} change={change} wrongAt={wrongIn(of.wrong, of.at)} />
    {asked && (
      <PlaceProposed
        organisation={asked.organisation}
        asked={asked.parameters}
        before={asked.before}
        quoted={of.quoted}
        onRack={(rack) => change({ ...line, rack })}
        onWatts={(watts) => change({ ...line, kilowatts: String(watts / 1000) })}
        onNoHealthData={() => change({ ...line, healthData: false })}
      />
    )}
  </LineSection>
)

/** What one line of rack space asks, and those before it, once the whole order can be asked. */
export interface AskedBeside {
  readonly organisation: string
  readonly parameters: SpaceAsked
  readonly before: readonly SpaceAsked[]
}

const CrossLine = ({ line, change, beside, ...of }: LineProps<CrossDraft> & { readonly beside: Beside }): ReactNode => {
  const { language } = useTongue()
  const refusal = of.quoted?.refusal
  return (
    <LineSection line={line} {...of}>
      <CrossFields line={line} change={change} wrongAt={wrongIn(of.wrong, of.at)} beside={beside} />
      {refusal && <RefusalBox sentence={sentence(refusal, language)} live />}
    </LineSection>
  )
}

const MoveLine = ({ line, change, beside, ...of }: LineProps<MoveDraft> & { readonly beside: Beside }): ReactNode => {
  const { language } = useTongue()
  const refusal = of.quoted?.refusal
  return (
    <LineSection line={line} {...of}>
      <MoveFields line={line} change={change} wrongAt={wrongIn(of.wrong, of.at)} beside={beside} />
      {refusal && <RefusalBox sentence={sentence(refusal, language)} live />}
    </LineSection>
  )
}

/** One line of the order: what is asked of the site, whether it can be had, and why not. */
export const LineFields = ({
  line,
  asked,
  beside,
  ...of
}: LineProps<LineDraft> & { readonly asked: AskedBeside | null; readonly beside: Beside }): ReactNode => {
  switch (line.product) {
    case 'exchange-port':
      return <PortLine line={line} {...of} />
    case 'rack-space':
      return <SpaceLine line={line} asked={asked} {...of} />
    case 'cross-connect':
      return <CrossLine line={line} beside={beside} {...of} />
    case 'move':
      return <MoveLine line={line} beside={beside} {...of} />
  }
}
