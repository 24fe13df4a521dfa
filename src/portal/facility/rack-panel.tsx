import type { ReactNode } from 'react'
import { getRack, listRooms } from '#facility/contract'
import { listPanels } from '#fibre/contract'
import { listSpaceLoads } from '#market/contract'
import { useAsk } from '../call.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { useUrlState } from '../url-state.ts'
import { Link } from '../ui/button.tsx'
import { Segments } from '../ui/field.tsx'
import { Fact, Facts } from '../ui/page.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { ReadingProblem } from '../ui/table.tsx'
import { w as common } from '../words.ts'
import { Elevation, type Face, type Inside } from './elevation.tsx'
import { freeU } from './plan-layers.ts'
import { Feeds } from './rack-feeds.tsx'
import { Panels, Sold } from './rack-holdings.tsx'
import { w } from './words.ts'

const faces = ['front', 'rear'] as const

/** Front or rear, and what is still free where height units are sold one by one. */
const Faces = (inside: Inside): ReactNode => {
  const { t, f } = useTongue()
  // In the address, as the layer is: who is sent there sees the same face.
  const [url, change] = useUrlState()
  const face: Face = url['face'] === 'rear' ? 'rear' : 'front'
  const { rack, loads } = inside
  return (
    <div className="flex flex-col gap-3">
      <Segments
        label={t(w.face)}
        value={face}
        options={faces.map((id) => ({ id, text: t(w[`face-${id}`]) }))}
        onChange={(id) => change({ face: id === 'rear' ? 'rear' : null })}
      />
      <Elevation {...inside} face={face} />
      {face === 'rear' && <p className="text-second text-ink-3">{t(w.stripsNotSurveyed)}</p>}
      {rack.compartments.some(({ size }) => size === 'shared') && (
        <p className="text-body">
          {t(w.freeInShared, { n: f.number(freeU(rack, loads)), of: f.number(rack.units_u) })}
        </p>
      )}
    </div>
  )
}

/** What its customers say that stands in it; who says nothing is counted, never taken for nothing. */
const Weight = ({ rack, loads }: Pick<Inside, 'rack' | 'loads'>): ReactNode => {
  const { t, f } = useTongue()
  const powered = loads.filter(({ watts }) => watts !== null)
  if (powered.length === 0) return null
  const said = powered.flatMap(({ weight_kg: kg }) => kg ?? [])
  const unsaid = powered.length - said.length
  const kg = said.reduce((sum, each) => sum + each, 0)
  return (
    <Fact name={t(w.weight)}>
      {said.length > 0 && t(w.weightOf, { kg: f.quantity(kg, 'kg'), of: f.quantity(rack.limit_kg, 'kg') })}
      {unsaid > 0 && <StatusMark status="unknown">{t(w.weightUnsaid, { n: unsaid })}</StatusMark>}
    </Fact>
  )
}

const RackFacts = ({ rack, loads, frame }: Inside): ReactNode => {
  const { t, f } = useTongue()
  const tenants = [
    ...new Map(
      rack.compartments.flatMap((c) => (c.organisation ? [[c.organisation.handle, c.organisation] as const] : [])),
    ).values(),
  ]
  return (
    <Facts>
      {rack.compartments.length > 0 && !frame && (
        <Fact name={t(w.freeU)}>
          {f.number(freeU(rack, loads))} / {f.number(rack.units_u)}
        </Fact>
      )}
      <Fact name={t(w.limit)}>{f.quantity(rack.limit_kg, 'kg')}</Fact>
      <Weight rack={rack} loads={loads} />
      {rack.compartments.map(
        (c) =>
          c.lock !== null &&
          !c.lock.endsWith(c.handle) && (
            <Fact key={c.handle} name={`${t(w.lock)} ${c.handle}`}>
              {c.lock}
            </Fact>
          ),
      )}
      {tenants.length > 0 && (
        <Fact name={t(w.tenants)}>
          {tenants.map((one) => (
            <span key={one.handle} className="block">
              <Link href={paths.organisation(one.handle)}>{one.name}</Link>
            </span>
          ))}
        </Fact>
      )}
    </Facts>
  )
}

/** One rack: its elevation, its compartments and whose they are, its feeds and what limits them. */
export const RackPanel = ({
  handle,
  page = false,
}: {
  readonly handle: string
  readonly page?: boolean
}): ReactNode => {
  const { t } = useTongue()
  const found = useAsk(getRack, { params: { rack: handle } })
  const told = useAsk(listSpaceLoads, {}, { everyMs: 30_000 })
  const rack = found.data
  const all = useAsk(listPanels, { query: { limit: 200 } })
  const rooms = useAsk(listRooms, {})
  if (found.error && !rack) return <ReadingProblem error={found.error} />
  if (!rack) return <p className="text-ink-3">{t(common.reading)}</p>
  const Title = page ? 'h2' : 'h3'
  const loads = (told.data?.loads ?? []).filter((load) => load.rack === rack.handle)
  const panels = (all.data?.items ?? []).filter((panel) => panel.rack === rack.handle)
  const frame = rooms.data?.items.find(({ handle: room }) => room === rack.room)?.kind === 'meet-me-room'
  return (
    <SidePanel
      title={t(w.rack, { handle: rack.handle })}
      page={page}
      status={
        <StatusMark status={rack.fact === 'planned' || rack.fact === 'ordered' ? 'planned' : 'ok'}>
          {t(w[`fact-${rack.fact}`])}
        </StatusMark>
      }
      beside={t(w.rackBeside, {
        row: rack.row,
        room: rack.room_name,
        n: rack.compartments.length,
        shared: rack.compartments.some(({ size }) => size === 'shared'),
      })}
    >
      {(rack.compartments.length > 0 || panels.length > 0) && (
        <Faces rack={rack} loads={loads} panels={panels} frame={frame} />
      )}
      {told.isPending && <p className="text-ink-3">{t(common.reading)}</p>}
      <Sold loads={loads} title={Title} />
      <Panels panels={panels} title={Title} />
      {told.data && <Feeds rack={rack} loads={loads} powerFactor={told.data.power_factor} page={page} />}
      <RackFacts rack={rack} loads={loads} panels={panels} frame={frame} />
    </SidePanel>
  )
}
