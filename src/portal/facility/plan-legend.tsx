import type { ReactNode } from 'react'
import type { PlanWire } from '#facility/contract'
import { type Tongue, useTongue } from '../language.tsx'
import type { Cell, Layer } from './plan-layers.ts'
import { stepPaint } from './rack-shape.tsx'
import { w } from './words.ts'

/** As many tenants as are named beside the plan; the list names all. */
const MOST_NAMED = 10

interface Group {
  readonly step: number | null
  readonly cells: Cell[]
}

const shareWords = ['share-0', 'share-1', 'share-2', 'share-3', 'share-4', 'share-5'] as const

/** What one step means: a range of what is written, or of how near the limit stands. */
const nameOf = ({ step, cells }: Group, layer: Layer, { t, f }: Tongue): string => {
  if (step === null) return t(w.unknown)
  if (layer === 'lost') return t(w[shareWords[step] ?? 'share-0'])
  if (layer === 'tenant') return t(step === 0 ? w.noTenant : step === 2 ? w.oneTenant : w.severalTenants)
  const texts = [...new Set(cells.map(({ text }) => text))]
  const numbers = texts.map((text) => Number(text.replace(',', '.')))
  if (layer === 'fact' || numbers.some(Number.isNaN)) return texts.slice(0, 3).join(', ') || '–'
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)]
  const unit = layer === 'committed' ? '\u00a0kW' : layer === 'age' ? `\u00a0${t(w.dayShort)}` : ''
  return least === most
    ? `${f.number(least)}${unit}`
    : `${t(w.range, { from: f.number(least), to: f.number(most) })}${unit}`
}

const Swatch = ({ step }: { readonly step: number | null }): ReactNode => (
  <span
    className={`inline-block h-3.5 w-5.5 border ${step === null ? 'border-dashed border-edge' : 'border-ink-2'}`}
    style={{ background: stepPaint(step) }}
  />
)

const Near = (): ReactNode => (
  <svg width="12" height="11" viewBox="0 0 12 11" aria-hidden="true">
    <path d="M6 1.5 11 9.5H1z" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" />
  </svg>
)

/** The letters in the cabinets, and whose they are. */
const Tenants = ({ cells }: { readonly cells: readonly Cell[] }): ReactNode => {
  const { t, f } = useTongue()
  const named = [...new Map(cells.flatMap((cell) => (cell.step === 2 ? [[cell.means, cell] as const] : []))).values()]
  if (named.length === 0) return null
  return (
    <ul className="flex basis-full flex-wrap gap-x-5 gap-y-1 text-second text-ink-2">
      {named.slice(0, MOST_NAMED).map((cell) => (
        <li key={cell.means}>
          <span className="font-narrow text-ink">{cell.text}</span> {cell.means}
        </li>
      ))}
      {named.length > MOST_NAMED && <li>{t(w.moreTenants, { n: f.number(named.length - MOST_NAMED) })}</li>}
    </ul>
  )
}

/** Each value of the layer with its step and how many racks have it. */
export const PlanLegend = ({
  plan,
  layer,
  cells,
}: {
  readonly plan: PlanWire
  readonly layer: Layer
  readonly cells: ReadonlyMap<string, Cell>
}): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  const built = plan.racks.filter((r) => r.fact !== 'planned')
  const shown = built.flatMap((r) => cells.get(r.handle) ?? []).filter(({ text }) => text !== '')
  const groups = new Map<string, Group>()
  for (const cell of shown) {
    const group = groups.get(String(cell.step)) ?? { step: cell.step, cells: [] }
    group.cells.push(cell)
    groups.set(String(cell.step), group)
  }
  const planned = plan.racks.length - built.length
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-1 py-2 text-second">
      <span className="text-section font-medium">{t(w[`layer-${layer}`])}</span>
      {[...groups.values()]
        .toSorted((a, b) => (a.step ?? 99) - (b.step ?? 99))
        .map((group) => (
          <span key={String(group.step)} className="inline-flex items-center gap-2">
            <Swatch step={group.step} />
            {group.cells.some(({ near }) => near === true) && <Near />}
            {nameOf(group, layer, tongue)}
            <span className="text-ink-3">{f.number(group.cells.length)}</span>
          </span>
        ))}
      {planned > 0 && (
        <span className="inline-flex items-center gap-2">
          <span className="inline-block h-3.5 w-5.5 border border-dashed border-edge" />
          {t(w['fact-planned'])} <span className="text-ink-3">{f.number(planned)}</span>
        </span>
      )}
      {layer === 'tenant' && <Tenants cells={shown} />}
    </div>
  )
}
