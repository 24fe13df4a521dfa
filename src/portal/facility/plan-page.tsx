import type { ReactNode } from 'react'
import { getPlan, listRooms, type PlanWire, type RackWire } from '#facility/contract'
import { listSpaceLoads, type SpaceLoadWire } from '#market/contract'
import { useAsk } from '../call.ts'
import { Wrong } from '../frame/not-found.tsx'
import { type Tongue, useTongue } from '../language.tsx'
import { useMinute } from '../now.ts'
import { useUrlState } from '../url-state.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Segments } from '../ui/field.tsx'
import { PageHead } from '../ui/page.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { CsvButton } from '../ui/table.tsx'
import { useNarrow } from '../ui/width.ts'
import { w as shared } from '../words.ts'
import { FloorPlan } from './floor-plan.tsx'
import { type Cell, cellOf, type Layer, layers } from './plan-layers.ts'
import { PlanLegend } from './plan-legend.tsx'
import { rackColumns, RackList, type RackRow, tenantsOf } from './plan-list.tsx'
import { RackPanel } from './rack-panel.tsx'
import { w } from './words.ts'

const besideOf = (plan: PlanWire, { t, f }: Tongue): string => {
  const size = t(w.metres, { w: f.number(plan.room.width_mm / 1000, 1), d: f.number(plan.room.depth_mm / 1000, 1) })
  return t(w.planBeside, {
    racks: f.number(plan.racks.length),
    planned: plan.racks.filter((r) => r.fact === 'planned').length,
    size,
  })
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

/** Rooms in which racks stand, where there are several. */
const Rooms = ({ room, onRoom }: { readonly room: string; readonly onRoom: (room: string) => void }): ReactNode => {
  const { t } = useTongue()
  const rooms = (useAsk(listRooms, {}).data?.items ?? []).filter(({ racks }) => racks > 0)
  if (rooms.length < 2) return null
  return (
    <Segments
      label={t(w.rooms)}
      value={room}
      options={rooms.map(({ handle, kind, name }) => ({
        id: handle,
        text: kind === 'data-hall' ? t(w.hall) : kind === 'meet-me-room' ? t(w.meetMe) : name,
      }))}
      onChange={onRoom}
    />
  )
}

/** What is written in the racks, and how it is to be read. */
const Layers = ({
  plan,
  layer,
  cells,
  offered,
  onLayer,
}: {
  readonly plan: PlanWire
  readonly cells: ReadonlyMap<string, Cell>
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
        <PlanLegend plan={plan} layer={layer} cells={cells} />
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

const OFFERED = {
  staff: ['free', 'committed', 'lost', 'tenant', 'age', 'fact'],
  own: ['own', 'committed', 'lost', 'age'],
} as const satisfies Record<string, readonly Layer[]>

/** Every rack with its loads and with what it bears in one layer. */
const useCells = (plan: PlanWire, layer: Layer) => {
  const { f } = useTongue()
  const now = useMinute()
  const told = useAsk(listSpaceLoads, {}, { everyMs: 30_000 })
  const byRack = new Map<string, SpaceLoadWire[]>()
  for (const load of told.data?.loads ?? []) byRack.set(load.rack, [...(byRack.get(load.rack) ?? []), load])
  const rows: readonly RackRow[] = plan.racks.map((rack) => ({
    rack,
    loads: told.data ? (byRack.get(rack.handle) ?? []) : null,
  }))
  const known = { now, ownOnly: plan.counts === null, write: (n: number) => f.number(n) }
  // Frames of the meet-me room are not for sale: their units are nobody's stock.
  const stock = plan.room.kind === 'data-hall' || layer !== 'free'
  const cells = new Map(
    rows.map(({ rack, loads }): readonly [string, Cell] => [
      rack.handle,
      stock ? cellOf(rack, layer, { ...known, loads }) : { text: '–', step: 0 },
    ]),
  )
  return { rows, cells, reading: told.isPending }
}

/** What a rack says aloud in the layer that is shown. */
const saysOf = (rack: RackWire, layer: Layer, cell: Cell | undefined, { t, f }: Tongue): string => {
  const shown = (): string => {
    if (!cell || cell.text === '') return t(w.notShown)
    if (cell.step === null) return t(w.unknown)
    if (layer === 'tenant') return cell.means ?? t(w.noTenant)
    if (layer === 'age') return cell.means === undefined ? t(w.noTenant) : t(w.knownOn, { day: f.date(cell.means) })
    return t(w[`says-${layer}`], { n: cell.text, near: cell.near === true ? t(w.nearLimit) : '' })
  }
  return t(w.rackSays, { handle: rack.handle, free: shown(), fact: t(w[`fact-${rack.fact}`]) })
}

const Plan = ({ plan }: { readonly plan: PlanWire }): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const narrow = useNarrow()
  const [url, change] = useUrlState()
  const offered: readonly Layer[] = plan.counts === null ? OFFERED.own : OFFERED.staff
  const layer = layers.find((one) => one === url['layer'] && offered.includes(one)) ?? offered[0] ?? 'free'
  const { rows, cells, reading } = useCells(plan, layer)
  const rack = plan.racks.some((r) => r.handle === url['rack']) ? (url['rack'] ?? null) : null
  const list = url['view'] === 'list'
  // Whoever sees its own racks alone reads a list of its own.
  const listed = plan.counts === null ? rows.filter((row) => tenantsOf(row) !== '') : rows
  if (narrow && rack !== null) return <RackPage rack={rack} onBack={() => change({ rack: null })} />
  return (
    <>
      <PageHead
        title={plan.room.name}
        beside={reading ? t(shared.reading) : besideOf(plan, tongue)}
        actions={
          <>
            <Rooms room={plan.room.handle} onRoom={(room) => change({ room, rack: null })} />
            <Segments
              label={t(w.view)}
              value={list ? 'list' : 'drawing'}
              options={[
                { id: 'drawing', text: t(w.drawing) },
                { id: 'list', text: t(w.list) },
              ]}
              onChange={(id) => change({ view: id === 'list' ? 'list' : null })}
            />
            <CsvButton name="racks" columns={rackColumns(tongue)} all={async () => listed} />
          </>
        }
      />
      <Layers plan={plan} layer={layer} cells={cells} offered={offered} onLayer={(id) => change({ layer: id })} />
      {plan.racks.length === 0 ? (
        <EmptyState title={t(w.empty)}>{t(w.emptySays)}</EmptyState>
      ) : (
        <div
          className={`grid grid-cols-1 gap-x-10 gap-y-6 ${list && rack === null ? '' : 'wide:grid-cols-[minmax(0,1fr)_386px]'}`}
        >
          <div className="min-w-0">
            {list ? (
              <RackList plan={plan} rows={listed} layer={layer} selected={rack} />
            ) : (
              <FloorPlan
                plan={plan}
                cells={cells}
                says={(one) => saysOf(one, layer, cells.get(one.handle), tongue)}
                selected={rack}
                onSelect={(handle) => change({ rack: handle === rack ? null : handle })}
              />
            )}
            <Counts plan={plan} />
          </div>
          {rack !== null && <RackPanel handle={rack} />}
          {rack === null && !list && (
            <SidePanel title={t(w.choose)}>
              <p className="text-ink-2">{t(w.chooseSays)}</p>
            </SidePanel>
          )}
        </div>
      )}
    </>
  )
}
