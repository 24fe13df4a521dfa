import type { ReactNode } from 'react'
import { useTongue } from '../../language.tsx'
import { Checkbox, Field, Select } from '../../ui/field.tsx'
import { RefusalBox } from '../../ui/refusal-box.tsx'
import type { SpaceDraft } from '../order-draft.ts'
import { w } from './words.ts'

const sizes = ['quarter', 'half', 'full', 'shared'] as const
const sides = ['A+B', 'A', 'B'] as const
const isSize = (text: string): text is SpaceDraft['size'] => sizes.some((one) => one === text)
const isSides = (text: string): text is SpaceDraft['sides'] => sides.some((one) => one === text)

interface Props {
  readonly line: SpaceDraft
  readonly change: (line: SpaceDraft) => void
  /** What is wrong with one parameter, if anything is. */
  readonly wrongAt: (name: string) => string | undefined
}

/** One side goes dark with it: it is said before anything is asked of the site. */
const Sides = ({ line }: Pick<Props, 'line'>): ReactNode => {
  const { t } = useTongue()
  if (line.sides !== 'A+B')
    return <RefusalBox wait live sentence={t(w.oneSide, { side: line.sides })} rule={t(w.oneSideRule)} />
  const kw = line.kilowatts.trim()
  return <p className="text-second text-ink-2">{t(w.bothSides, { kw: kw === '' ? 'P' : `${kw}\u00a0kW` })}</p>
}

const Where = ({ line, change, wrongAt }: Props): ReactNode => {
  const { t } = useTongue()
  const set = (name: keyof SpaceDraft) => (value: string | boolean) => change({ ...line, [name]: value })
  return (
    <>
      <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-3 wide:grid-cols-6">
        <Field label={t(w.rack)} value={line.rack} onChange={set('rack')} error={wrongAt('place.rack')} />
        <Field label={t(w.row)} value={line.row} onChange={set('row')} error={wrongAt('place.row')} />
        <Field
          label={t(w.apartFrom)}
          value={line.apartFrom}
          onChange={set('apartFrom')}
          hint={t(w.apartHint)}
          error={wrongAt('place.apart_from')}
        />
        <Field
          label={t(w.weight)}
          value={line.weight}
          onChange={set('weight')}
          inputMode="numeric"
          unit="kg"
          hint={t(w.weightHint)}
          error={wrongAt('weight_kg') === undefined ? undefined : t(w.wrongWeight)}
        />
        <Field
          label={t(w.term)}
          value={line.termMonths}
          onChange={set('termMonths')}
          inputMode="numeric"
          unit={t(w.months)}
          error={wrongAt('term_months') === undefined ? undefined : t(w.wrongTerm)}
        />
        <Field
          label={t(w.startOn)}
          type="date"
          value={line.startOn}
          onChange={set('startOn')}
          hint={t(w.startHint)}
          error={wrongAt('start_on')}
        />
      </div>
      <div className="grid grid-cols-1 items-start gap-x-4 gap-y-2">
        <Checkbox value={line.nearMeetMe} onChange={set('nearMeetMe')}>
          {t(w.nearMeetMe)}
        </Checkbox>
        {line.size !== 'shared' && line.size !== 'full' && (
          <Checkbox value={line.noNeighbour} onChange={set('noNeighbour')}>
            {t(w.noNeighbour)}
          </Checkbox>
        )}
        {line.size !== 'shared' && (
          <Checkbox value={line.optionNext} onChange={set('optionNext')}>
            {t(w.optionNext)}
          </Checkbox>
        )}
        <Checkbox value={line.healthData} onChange={set('healthData')}>
          {t(w.healthData)}
        </Checkbox>
      </div>
    </>
  )
}

/** A compartment or height units, its power, and the wishes about its place. */
export const SpaceFields = (props: Props): ReactNode => {
  const { t } = useTongue()
  const { line, change, wrongAt } = props
  return (
    <>
      <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-[minmax(0,1.3fr)_minmax(0,0.6fr)_minmax(0,0.8fr)_minmax(0,1.2fr)]">
        <Select
          label={t(w.size)}
          value={line.size}
          options={sizes.map((id) => ({ id, text: t(w[`size-${id}`]) }))}
          onChange={(id) => isSize(id) && change({ ...line, size: id })}
          className={line.size === 'shared' ? '' : 'narrow:col-span-2'}
        />
        {line.size === 'shared' && (
          <Field
            label={t(w.units)}
            value={line.units}
            onChange={(units) => change({ ...line, units })}
            inputMode="numeric"
            unit="U"
            error={wrongAt('units_u') === undefined ? undefined : t(w.wrongUnits)}
            required
          />
        )}
        <Field
          label={t(w.power)}
          value={line.kilowatts}
          onChange={(kilowatts) => change({ ...line, kilowatts })}
          inputMode="decimal"
          unit="kW"
          error={wrongAt('watts') === undefined ? undefined : t(w.wrongPower)}
          required
        />
        <Select
          label={t(w.sides)}
          value={line.sides}
          options={sides.map((id) => ({ id, text: t(w[`sides-${id}`]) }))}
          onChange={(id) => isSides(id) && change({ ...line, sides: id })}
        />
      </div>
      <Sides line={line} />
      <Where {...props} />
    </>
  )
}
