import type { ReactNode } from 'react'
import { Radio, RadioGroup } from 'react-aria-components'
import type { PortsWire } from '#market/contract'
import { useTongue } from '../language.tsx'
import { w } from './words.ts'

type State = 'free' | 'taken' | 'in-group'

const sleeve = (state: State): string =>
  ({
    free: 'border-edge bg-white text-ink',
    taken: 'border-rule bg-recess text-ink-3',
    'in-group': 'border-steel bg-wash text-ink',
  })[state]

/** The front of a panel as it hangs: its sleeves in rows of twelve, six on the phone. A taken one is crossed. */
const grid =
  'grid w-fit max-w-full grid-cols-12 gap-1 border border-ink bg-dial p-2 max-narrow:grid-cols-6 max-narrow:w-full'
const cell =
  'relative flex min-h-8 min-w-10 items-center justify-center border font-narrow text-body max-narrow:min-h-11 max-narrow:min-w-0'

const Cross = (): ReactNode => (
  <svg viewBox="0 0 10 10" aria-hidden="true" preserveAspectRatio="none" className="absolute inset-0 size-full">
    <path d="M0 10 10 0" stroke="var(--color-edge)" strokeWidth="0.6" vectorEffect="non-scaling-stroke" />
  </svg>
)

const numbered = (ports: PortsWire): readonly number[] => Array.from({ length: ports.positions }, (_, n) => n + 1)
const freeOf = (ports: PortsWire): number => ports.positions - ports.taken.filter((n) => n <= ports.positions).length

export const useDrawingName = (ports: PortsWire): string => {
  const { t } = useTongue()
  return t(w.drawing, { panel: ports.panel, free: freeOf(ports), all: ports.positions })
}

const Legend = ({ group }: { readonly group: boolean }): ReactNode => {
  const { t } = useTongue()
  const box = 'relative inline-block size-4 border align-[-3px]'
  return (
    <p className="flex flex-wrap gap-x-5 gap-y-1 pt-2 text-second text-ink-2">
      <span>
        <span className={`${box} ${sleeve('free')}`} /> {t(w.free)}
      </span>
      <span>
        <span className={`${box} ${sleeve('taken')}`}>
          <Cross />
        </span>{' '}
        {t(w.taken)}
      </span>
      {group ? (
        <span>
          <span className={`${box} ${sleeve('in-group')}`} /> {t(w.inGroup)}
        </span>
      ) : (
        <span>
          <span className={`${box} border-steel bg-steel`} /> {t(w.chosen)}
        </span>
      )}
    </p>
  )
}

/** One free position is chosen; arrow keys walk over the free ones. */
export const PositionChoice = ({
  ports,
  chosen,
  onChoose,
}: {
  readonly ports: PortsWire
  readonly chosen: number | null
  readonly onChoose: (position: number) => void
}): ReactNode => {
  const { t } = useTongue()
  const name = useDrawingName(ports)
  return (
    <div>
      <p className="pb-1 text-second text-ink-2">{name}</p>
      <RadioGroup
        aria-label={name}
        value={chosen === null ? null : String(chosen)}
        onChange={(value) => onChoose(Number(value))}
        className={grid}
      >
        {numbered(ports).map((position) => {
          const taken = ports.taken.includes(position)
          return (
            <Radio
              key={position}
              value={String(position)}
              isDisabled={taken}
              aria-label={`${position}, ${t(taken ? w.taken : w.free)}`}
              className={`${cell} ${sleeve(taken ? 'taken' : 'free')} ${taken ? 'cursor-not-allowed' : 'cursor-pointer hover:bg-wash'} data-selected:border-steel data-selected:bg-steel data-selected:text-white data-focus-visible:outline-2 data-focus-visible:outline-offset-2 data-focus-visible:outline-steel`}
            >
              {position}
              {taken && <Cross />}
            </Radio>
          )
        })}
      </RadioGroup>
      <Legend group={false} />
    </div>
  )
}

/** A group of positions on the panel, as drawn; which ones are in it is typed beside. */
export const GroupDrawing = ({
  ports,
  from,
  to,
}: {
  readonly ports: PortsWire
  readonly from: number
  readonly to: number
}): ReactNode => {
  const { t } = useTongue()
  const name = useDrawingName(ports)
  return (
    <div>
      <p className="pb-1 text-second text-ink-2">{name}</p>
      <ul aria-label={name} className={grid}>
        {numbered(ports).map((position) => {
          const taken = ports.taken.includes(position)
          const inside = position >= from && position <= to
          return (
            <li key={position} className={`${cell} ${sleeve(taken ? 'taken' : inside ? 'in-group' : 'free')}`}>
              <span aria-hidden="true">{position}</span>
              <span className="sr-only">
                {`${position}, ${t(taken ? w.taken : w.free)}${inside ? `, ${t(w.inGroup)}` : ''}`}
              </span>
              {taken && <Cross />}
            </li>
          )
        })}
      </ul>
      <Legend group />
    </div>
  )
}
