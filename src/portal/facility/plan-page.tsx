import type { ReactNode } from 'react'
import { getPlan, type PlanWire, type RackWire } from '#facility/contract'
import { useAsk } from '../call.ts'
import { Wrong } from '../frame/not-found.tsx'
import { type Tongue, useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { useUrlState } from '../url-state.ts'
import { Button, Link } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Segments } from '../ui/field.tsx'
import { PageHead } from '../ui/page.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { type Column, CsvButton, Table } from '../ui/table.tsx'
import { useNarrow } from '../ui/width.ts'
import { w as shared } from '../words.ts'
import { FloorPlan } from './floor-plan.tsx'
import { cellOf, freeU, type Layer, layers } from './plan-layers.ts'
import { RackPanel } from './rack-panel.tsx'
import { stepPaint } from './rack-shape.tsx'
import { w } from './words.ts'

const columns = ({ t, f }: Tongue): readonly Column<RackWire>[] => [
  {
    id: 'rack',
    head: t(w.rackHead),
    cell: (r) => <Link href={paths.plan(r.handle)}>{r.handle}</Link>,
    csv: (r) => r.handle,
  },
  { id: 'row', head: t(w.row), cell: (r) => r.row, csv: (r) => r.row },
  {
    id: 'compartments',
    head: t(w.compartments),
    cell: (r) => r.compartments.map((c) => t(w[`size-${c.size}`])).join(', ') || '–',
    csv: (r) => r.compartments.length,
  },
  {
    id: 'free',
    head: t(w.freeU),
    figures: true,
    cell: (r) => (r.compartments.length === 0 ? t(w.unknown) : f.number(freeU(r))),
    csv: (r) => (r.compartments.length === 0 ? null : freeU(r)),
  },
  { id: 'limit', head: t(w.limit), figures: true, cell: (r) => f.quantity(r.limit_kg, 'kg'), csv: (r) => r.limit_kg },
  { id: 'tenants', head: t(w.tenants), cell: (r) => tenantsOf(r) || '–', csv: tenantsOf },
  { id: 'fact', head: t(w.fact), cell: (r) => t(w[`fact-${r.fact}`]), csv: (r) => r.fact },
]

const besideOf = (plan: PlanWire, { t, f }: Tongue): string => {
  const size = t(w.metres, { w: f.number(plan.room.width_mm / 1000, 1), d: f.number(plan.room.depth_mm / 1000, 1) })
  return t(w.planBeside, {
    racks: f.number(plan.racks.length),
    planned: plan.racks.filter((r) => r.fact === 'planned').length,
    size,
  })
}

const tenantsOf = (rack: RackWire): string =>
  [...new Set(rack.compartments.flatMap((c) => (c.organisation ? [c.organisation.name] : [])))].join(', ')

/** Each value of the layer with its step and how many racks have it. */
const Legend = ({ plan, layer }: { readonly plan: PlanWire; readonly layer: Layer }): ReactNode => {
  const { t, f } = useTongue()
  const cells = plan.racks.filter((r) => r.fact !== 'planned').map((r) => cellOf(r, layer))
  const groups = new Map<string, { readonly step: number | null; readonly texts: string[] }>()
  for (const cell of cells) {
    const key = String(cell.step)
    groups.set(key, { step: cell.step, texts: [...(groups.get(key)?.texts ?? []), cell.text] })
  }
  const planned = plan.racks.length - cells.length
  const name = (texts: readonly string[]): string => {
    const numbers = [...new Set(texts)].map(Number)
    if (layer === 'fact' || numbers.some(Number.isNaN)) return [...new Set(texts)].slice(0, 3).join(', ') || '–'
    const [least, most] = [Math.min(...numbers), Math.max(...numbers)]
    return least === most ? f.number(least) : t(w.range, { from: f.number(least), to: f.number(most) })
  }
  const swatch = 'inline-block h-3.5 w-5.5 border'
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-1 py-2 text-second">
      <span className="text-section font-medium">{t(w[`layer-${layer}`])}</span>
      {[...groups.values()]
        .toSorted((a, b) => (a.step ?? 99) - (b.step ?? 99))
        .map((group) => (
          <span key={String(group.step)} className="inline-flex items-center gap-2">
            <span
              className={`${swatch} ${group.step === null ? 'border-dashed border-edge' : 'border-ink-2'}`}
              style={{ background: stepPaint(group.step) }}
            />
            {group.step === null ? t(w.unknown) : name(group.texts)}
            <span className="text-ink-3">{f.number(group.texts.length)}</span>
          </span>
        ))}
      {planned > 0 && (
        <span className="inline-flex items-center gap-2">
          <span className={`${swatch} border-dashed border-edge`} />
          {t(w['fact-planned'])} <span className="text-ink-3">{f.number(planned)}</span>
        </span>
      )}
    </div>
  )
}

const Counts = ({ plan }: { readonly plan: PlanWire }): ReactNode => {
  const { t, f } = useTongue()
  const { counts } = plan
  if (!counts) return null
  const one = (name: string, n: number): ReactNode => (
    <div>
      <dt className="text-second text-ink-2">{name}</dt>
      <dd className="text-large">{f.number(n)}</dd>
    </div>
  )
  return (
    <dl className="flex flex-wrap gap-x-16 gap-y-3 border-t border-ink pt-2.5">
      {one(t(w.counts), counts.compartments)}
      {one(t(w.countFree), counts.free)}
      {one(t(w.countHeld), counts.held)}
      {one(t(w.countSold), counts.sold)}
    </dl>
  )
}

const RackList = ({ plan, selected }: { readonly plan: PlanWire; readonly selected: string | null }): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  return (
    <Table
      label={plan.room.name}
      rows={plan.racks}
      columns={columns(tongue)}
      keyOf={(r) => r.handle}
      selected={selected}
      phone={(r) => ({
        title: <Link href={paths.plan(r.handle)}>{t(w.rack, { handle: r.handle })}</Link>,
        second: tenantsOf(r) || t(w[`fact-${r.fact}`]),
        end: t(w.uFree, { n: freeU(r) }),
      })}
    />
  )
}

/** What is written in the racks, and how it is to be read. */
const Layers = ({
  plan,
  layer,
  offered,
  onLayer,
}: {
  readonly plan: PlanWire
  readonly layer: Layer
  readonly offered: readonly Layer[]
  readonly onLayer: (layer: string) => void
}): ReactNode => {
  const { t } = useTongue()
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 pb-4">
        <Segments
          label={t(w.layer)}
          value={layer}
          options={offered.map((id) => ({ id, text: t(w[`layer-${id}`]) }))}
          onChange={onLayer}
        />
        <p className="text-second text-ink-2">{t(w[`legend-${layer}`])}</p>
      </div>
      <div className="border-t border-ink">
        <Legend plan={plan} layer={layer} />
      </div>
    </>
  )
}

/** On the phone a rack is a page of its own. */
const RackPage = ({ rack, onBack }: { readonly rack: string; readonly onBack: () => void }): ReactNode => {
  const { t } = useTongue()
  return (
    <div className="pt-5">
      <Button look="text" onPress={onBack}>
        {t(w.back)}
      </Button>
      <RackPanel handle={rack} page />
    </div>
  )
}

export const PlanPage = (): ReactNode => {
  const { t } = useTongue()
  const [url] = useUrlState()
  const found = useAsk(getPlan, { query: url['room'] === undefined ? {} : { room: url['room'] } })
  if (found.data) return <Plan plan={found.data} />
  if (found.error) return <Wrong error={found.error} reset={() => void found.refetch()} />
  return <PageHead title={t(w.plan)} beside={t(shared.reading)} />
}

const Plan = ({ plan }: { readonly plan: PlanWire }): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const narrow = useNarrow()
  const [url, change] = useUrlState()
  const offered: readonly Layer[] = plan.counts === null ? ['own', 'fact'] : ['free', 'sold', 'fact']
  const layer = layers.find((one) => one === url['layer'] && offered.includes(one)) ?? offered[0] ?? 'free'
  const rack = plan.racks.some((r) => r.handle === url['rack']) ? (url['rack'] ?? null) : null
  const list = url['view'] === 'list'
  const cols = columns(tongue)
  if (narrow && rack !== null) return <RackPage rack={rack} onBack={() => change({ rack: null })} />
  return (
    <>
      <PageHead
        title={plan.room.name}
        beside={besideOf(plan, tongue)}
        actions={
          <>
            <Segments
              label={t(w.view)}
              value={list ? 'list' : 'drawing'}
              options={[
                { id: 'drawing', text: t(w.drawing) },
                { id: 'list', text: t(w.list) },
              ]}
              onChange={(id) => change({ view: id === 'list' ? 'list' : null })}
            />
            <CsvButton name="racks" columns={cols} all={async () => plan.racks} />
          </>
        }
      />
      <Layers plan={plan} layer={layer} offered={offered} onLayer={(id) => change({ layer: id })} />
      {plan.racks.length === 0 ? (
        <EmptyState title={t(w.empty)}>{t(w.emptySays)}</EmptyState>
      ) : (
        <div className="grid grid-cols-1 gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,1fr)_386px]">
          <div className="min-w-0">
            {list ? (
              <RackList plan={plan} selected={rack} />
            ) : (
              <FloorPlan
                plan={plan}
                layer={layer}
                selected={rack}
                onSelect={(handle) => change({ rack: handle === rack ? null : handle })}
              />
            )}
            <Counts plan={plan} />
          </div>
          {rack === null ? (
            <SidePanel title={t(w.choose)}>
              <p className="text-ink-2">{t(w.chooseSays)}</p>
            </SidePanel>
          ) : (
            <RackPanel handle={rack} />
          )}
        </div>
      )}
    </>
  )
}
