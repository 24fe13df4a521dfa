import type { ReactNode } from 'react'
import { useTongue } from '../language.tsx'
import { Button } from '../ui/button.tsx'
import { Field, Select } from '../ui/field.tsx'
import { type DeviceDraft, type DeviceField, deviceKinds, type DeviceWrong } from './survey-draft.ts'
import { w } from './words.ts'

/** The bounds of the contract, for the words beside a field. */
const bounds = {
  units: [1, 60],
  depth: [1, 2000],
  measured: [0, 50_000],
  plate: [1, 50_000],
  weight: [1, 1000],
  cords: [1, 8],
} as const
type Counted = keyof typeof bounds
const units: Readonly<Record<Counted, string | undefined>> = {
  units: 'U',
  depth: 'mm',
  measured: 'W',
  plate: 'W',
  weight: 'kg',
  cords: undefined,
}
const counted = ['units', 'measured', 'plate', 'weight', 'depth', 'cords'] as const

interface Props {
  readonly device: DeviceDraft
  readonly at: number
  readonly wrong: DeviceWrong
  readonly change: (device: DeviceDraft) => void
  readonly onRemove: (() => void) | null
  /** Just added: the next thing that is typed is its label. */
  readonly fresh: boolean
}

/** What a device is called, what it is, and its figures: on the phone two by two, else on one line. */
const Figures = ({ device, wrong, change, fresh }: Pick<Props, 'device' | 'wrong' | 'change' | 'fresh'>): ReactNode => {
  const { t } = useTongue()
  const set = (name: DeviceField) => (value: string) => change({ ...device, [name]: value })
  const told = wrong.label !== undefined && device.label.trim() !== ''
  return (
    <div className="grid grid-cols-2 items-start gap-3 narrow:grid-cols-4 full:grid-cols-[1.3fr_1.3fr_repeat(6,1fr)]">
      <Field
        label={t(w.label)}
        value={device.label}
        onChange={set('label')}
        autoFocus={fresh}
        error={told ? t(wrong.label === 'twice' ? w.labelTwice : w.labelMissing) : undefined}
        required
      />
      <Select
        label={t(w.kind)}
        value={device.kind}
        options={deviceKinds.map((id) => ({ id, text: t(w[`kind-${id}`]) }))}
        onChange={(id) => {
          const kind = deviceKinds.find((one) => one === id)
          if (kind) change({ ...device, kind })
        }}
      />
      {counted.map((name) => {
        const [least, most] = bounds[name]
        const typed = device[name].trim() !== ''
        return (
          <Field
            key={name}
            label={t(w[name])}
            value={device[name]}
            onChange={set(name)}
            inputMode="numeric"
            unit={units[name]}
            error={wrong[name] !== undefined && typed ? t(w.wrongWhole, { least, most }) : undefined}
          />
        )
      })}
    </div>
  )
}

/** One device of a closet. */
export const DeviceFields = ({ device, at, wrong, change, onRemove, fresh }: Props): ReactNode => {
  const { t } = useTongue()
  return (
    <li className="border-t border-rule py-4 first:border-t-0 first:pt-1">
      <fieldset className="flex min-w-0 flex-col gap-3">
        <legend className="pb-2 text-section font-medium">
          {t(w.device, { n: at + 1 })}
          {device.label.trim() !== '' && (
            <span className="pl-3 font-narrow font-normal text-ink-2">{device.label}</span>
          )}
        </legend>
        <Figures device={device} wrong={wrong} change={change} fresh={fresh} />
        <div className="flex flex-wrap items-start justify-between gap-3">
          <Field
            label={t(w.after)}
            value={device.after}
            onChange={(after) => change({ ...device, after })}
            hint={t(w.afterHint)}
            error={wrong.after === undefined ? undefined : t(w.afterUnknown, { label: wrong.after })}
            className="w-96 max-w-full max-narrow:w-full"
          />
          {onRemove && (
            <Button look="text" onPress={onRemove}>
              {t(w.removeDevice, { n: at + 1 })}
            </Button>
          )}
        </div>
      </fieldset>
    </li>
  )
}
