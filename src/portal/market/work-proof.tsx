import { Camera } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { readFile } from '../files.ts'
import { useTongue } from '../language.tsx'
import type { Language } from '#kernel'
import type { WorkWire } from '#market/contract'
import { label, sentence } from '../phrase.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Gauge } from '../ui/gauge.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { shrinkPhoto } from './photo.ts'
import { InstrumentChoice } from './instrument-choice.tsx'
import type { Kept, WorkAct } from './outbox.ts'
import { isOutside, type Need, offeredFor, type Proof, readNumber, readyFor } from './work-steps.ts'
import { w } from './work-words.ts'
import { siteNow } from '../now.ts'

type ProofAct = Extract<WorkAct, { readonly act: 'prove' }>['proof']
interface Props {
  readonly need: Need
  readonly proof: Proof | null
  readonly onKeep: (proof: ProofAct) => void
}

const big = 'flex min-h-16 w-full items-center justify-center gap-3 text-line'

const Reading = ({ need, onKeep }: Props): ReactNode => {
  const { t, f, language } = useTongue()
  const [text, setText] = useState('')
  const value = readNumber(text)
  const outside = value !== null && isOutside(need, value)
  // A count has no unit to be written.
  const unit = need.unit === '1' ? '' : (need.unit ?? '')
  const limits = [need.min, need.max].flatMap((n) => (n === null ? [] : [n]))
  const span = limits.length === 2 ? (need.max ?? 0) - (need.min ?? 0) : 1
  return (
    <>
      <Field
        label={label(need.name, language)}
        value={text}
        onChange={setText}
        unit={unit === '' ? undefined : unit}
        inputMode="text"
        large
        error={outside ? t(w.outside) : undefined}
        autoFocus
      />
      {span === 0 && <p className="text-second text-ink-2">{t(w.exactly, { n: f.number(need.min ?? 0) })}</p>}
      {limits.length === 2 && span > 0 && (
        <>
          <Gauge
            label={label(need.name, language)}
            words={value === null ? t(w.toTake) : f.quantity(value, unit)}
            value={value}
            fill="light"
            from={Math.floor((need.min ?? 0) - span * 0.15)}
            to={Math.ceil((need.max ?? 0) + span * 0.15)}
            limits={limits}
            hands={value === null ? [] : [{ at: value, kind: 'measured' }]}
          />
          <p className="text-second text-ink-2">
            {t(w.accepted, { min: f.number(need.min ?? 0), max: f.quantity(need.max ?? 0, unit) })}
          </p>
        </>
      )}
      <Button
        look="main"
        wide
        onPress={() =>
          value !== null && onKeep({ name: need.name, kind: 'reading', value, taken_at: siteNow().toISOString() })
        }
      >
        <span className={big}>{t(w.keepReading)}</span>
      </Button>
    </>
  )
}

const Text = ({ need, onKeep }: Props): ReactNode => {
  const { t, language } = useTongue()
  const [text, setText] = useState('')
  const scan = need.kind === 'scan'
  const differs = scan && need.equals !== null && text.trim() !== '' && text.trim() !== need.equals
  const keep = (): void => {
    if (text.trim() !== '')
      onKeep({ name: need.name, kind: need.kind, text: text.trim(), taken_at: siteNow().toISOString() })
  }
  return (
    <>
      <Field
        label={scan ? t(w.scan) : label(need.name, language)}
        value={text}
        onChange={setText}
        large={scan}
        {...(scan ? {} : { rows: 4 })}
        hint={scan && need.equals !== null ? t(w.scanHint, { equals: need.equals }) : undefined}
        error={differs ? t(w.scanDiffers, { equals: need.equals ?? '' }) : undefined}
        autoFocus
      />
      <Button look="main" wide onPress={keep}>
        <span className={big}>{t(scan ? w.keepScan : w.keepNote)}</span>
      </Button>
    </>
  )
}

const Photo = ({ need, onKeep }: Props): ReactNode => {
  const { t } = useTongue()
  const input = useRef<HTMLInputElement>(null)
  const [trouble, setTrouble] = useState(false)
  const choose = async (file: File): Promise<void> => {
    const small = await shrinkPhoto(file)
    const read = small === null ? null : await readFile(small)
    setTrouble(read === null)
    if (read)
      onKeep({
        name: need.name,
        kind: 'photo',
        file_name: `${need.name}.jpg`,
        content_base64: read.base64,
        taken_at: siteNow().toISOString(),
      })
  }
  return (
    <>
      {trouble && <p className="text-stop">{t(w.photoTooLarge)}</p>}
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        tabIndex={-1}
        aria-label={t(w.take_photo)}
        className="sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) void choose(file)
          event.target.value = ''
        }}
      />
      <Button look="main" wide onPress={() => input.current?.click()}>
        <span className={big}>
          <Camera size={26} strokeWidth={1.5} aria-hidden="true" />
          {t(w.take_photo)}
        </span>
      </Button>
    </>
  )
}

/** With which instrument, as the proof has it. */
export const readWith = (proof: Pick<Proof, 'instrument'>, language: Language): string | null =>
  proof.instrument ? sentence({ code: 'instrument-read', ...proof.instrument }, language) : null

/** One proof: taken, or what is needed to take it. A proof that was taken may be taken again until the work is done. */
export const ProofTaker = (
  props: Props & { readonly sent: boolean; readonly work: WorkWire; readonly kept: readonly Kept[] },
): ReactNode => {
  const { t, f, language } = useTongue()
  const { need, proof, sent, work, kept } = props
  const [again, setAgain] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const [missing, setMissing] = useState(false)
  const offered = offeredFor(work, need)
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: f.zone }).format(siteNow())
  const instrument = chosen ?? readyFor(work, need, kept, day)
  const keep = (act: ProofAct): void => {
    setMissing(offered.length > 0 && instrument === null)
    if (offered.length > 0 && instrument === null) return
    setAgain(false)
    props.onKeep(offered.length === 0 || instrument === null ? act : { ...act, instrument })
  }
  if (proof && !again)
    return (
      <div className="flex flex-col gap-4">
        <p className="flex flex-wrap items-baseline justify-between gap-3">
          <StatusMark status="ok" strong>
            {proof.kind === 'photo'
              ? t(w.photoTaken)
              : proof.value !== null
                ? f.quantity(proof.value, need.unit ?? '')
                : proof.text}
          </StatusMark>
          <span className="text-second text-ink-2">
            {sent ? t(w.sent, { time: f.time(proof.taken_at) }) : t(w.keptHere)}
          </span>
        </p>
        {proof.instrument && <p className="text-second text-ink-2">{readWith(proof, language)}</p>}
        <div>
          <Button onPress={() => setAgain(true)}>{t(w.again)}</Button>
        </div>
      </div>
    )
  if (need.kind === 'photo') return <Photo {...props} onKeep={keep} />
  return (
    <>
      {need.instruments.length > 0 && (
        <InstrumentChoice offered={offered} day={day} value={instrument} missing={missing} onChange={setChosen} />
      )}
      {need.kind === 'reading' ? <Reading {...props} onKeep={keep} /> : <Text {...props} onKeep={keep} />}
    </>
  )
}
