import type { ReactNode } from 'react'
import { FieldError, Label, Radio, RadioGroup } from 'react-aria-components'
import { useTongue } from '../language.tsx'
import { sentence } from '../phrase.ts'
import type { Instrument } from './work-steps.ts'
import { unfitOn } from './work-steps.ts'
import { w } from './work-words.ts'

/** Which of the site's instruments is in the hand: all in view, one tap. What may not be used says why. */
export const InstrumentChoice = ({
  offered,
  day,
  value,
  missing,
  onChange,
}: {
  readonly offered: readonly Instrument[]
  readonly day: string
  readonly value: string | null
  readonly missing: boolean
  readonly onChange: (handle: string) => void
}): ReactNode => {
  const { t, language } = useTongue()
  if (offered.length === 0) return <p className="text-second text-ink-2">{t(w.noInstrument)}</p>
  return (
    <RadioGroup value={value} onChange={onChange} isInvalid={missing} className="flex flex-col gap-1">
      <Label className="text-second text-ink-2">{t(w.instrument)}</Label>
      {offered.map((one) => {
        const unfit = unfitOn(one, day)
        return (
          <Radio
            key={one.handle}
            value={one.handle}
            isDisabled={unfit !== null}
            className="group flex min-h-12 cursor-pointer items-center gap-3 rounded-control border border-edge bg-white px-3 py-2 data-disabled:cursor-default data-disabled:bg-dial data-disabled:text-ink-2 data-selected:border-steel"
          >
            <span className="flex size-5 shrink-0 items-center justify-center rounded-full border border-edge bg-white group-data-focus-visible:outline-2 group-data-focus-visible:outline-offset-2 group-data-focus-visible:outline-steel group-data-selected:border-6 group-data-selected:border-steel" />
            <span className="flex flex-col">
              {sentence({ code: 'instrument-read', ...one }, language)}
              <span className="text-second text-ink-2">
                {unfit === null ? one.handle : t(unfit === 'retired' ? w.instrumentRetired : w.instrumentExpired, one)}
              </span>
            </span>
          </Radio>
        )
      })}
      {missing && <FieldError className="text-second text-stop">{t(w.chooseInstrument)}</FieldError>}
    </RadioGroup>
  )
}
