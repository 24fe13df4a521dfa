import type { ReactNode } from 'react'
import { useTongue } from '../language.tsx'
import { sentence } from '../phrase.ts'
import { Button } from '../ui/button.tsx'
import { Field, Select } from '../ui/field.tsx'
import { Section } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { w } from './new-order-words.ts'
import type { PortDraft, Preview, Wrong } from './order-draft.ts'

const speeds = ['1G', '10G', '100G'] as const
const isSpeed = (text: string): text is PortDraft['speed'] => speeds.some((s) => s === text)

interface PortFieldsProps {
  readonly line: PortDraft
  readonly change: (line: PortDraft) => void
  /** What is wrong with one parameter, if anything is. */
  readonly wrongAt: (name: string) => string | undefined
}

const EquipmentFields = ({ line, change, wrongAt }: PortFieldsProps): ReactNode => {
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

const PortFields = ({ line, change, wrongAt }: PortFieldsProps): ReactNode => {
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
        <EquipmentFields line={line} change={change} wrongAt={wrongAt} />
      </div>
    </>
  )
}

/** One line of the order: what is asked of the site, whether it can be had, and why not. */
export const LineFields = ({
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
  return (
    <Section
      title={
        <>
          <span className="pr-4 font-normal text-ink-2">{at + 1}</span>
          {t(w.line)} {line.speed}
        </>
      }
      beside={
        quoted &&
        (quoted.refusal ? (
          <StatusMark status="down" strong>
            {t(w.refused)}
          </StatusMark>
        ) : (
          <StatusMark status="ok" strong>
            {t(w.possible)}
          </StatusMark>
        ))
      }
    >
      <div className="flex flex-col gap-4 pl-6.5 max-narrow:pl-0">
        <PortFields line={line} change={change} wrongAt={wrongAt} />
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
