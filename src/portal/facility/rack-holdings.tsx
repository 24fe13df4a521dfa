import type { ReactNode } from 'react'
import type { PanelWire } from '#fibre/contract'
import type { SpaceLoadWire } from '#market/contract'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Link } from '../ui/button.tsx'
import { SourceMark } from '../ui/figure.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { Table } from '../ui/table.tsx'
import { unitsText } from './units-text.ts'
import { w } from './words.ts'

const placeOf = ({ compartment, units }: SpaceLoadWire): string =>
  units ? `${compartment} ${unitsText(units)}` : compartment

/** What is sold in a rack, with what it may draw and what it draws: committed and measured side by side, never one for the other. */
export const Sold = ({
  loads,
  title: Title,
}: {
  readonly loads: readonly SpaceLoadWire[]
  readonly title: 'h2' | 'h3'
}): ReactNode => {
  const { t, f } = useTongue()
  if (loads.length === 0) return null
  const service = (load: SpaceLoadWire): ReactNode =>
    load.service !== null ? (
      <Link href={paths.service(load.service)}>{load.service}</Link>
    ) : load.order !== null ? (
      <Link href={paths.order(load.order)}>{load.order}</Link>
    ) : null
  const committed = (load: SpaceLoadWire): string =>
    load.watts === null || load.sides === null
      ? t(load.option ? w.option : w.keptEmpty)
      : `${f.quantity(load.watts / 1000, 'kW', load.watts < 1000 ? 2 : 1)} ${load.sides}`
  const drawn = (load: SpaceLoadWire): ReactNode =>
    load.watts === null ? (
      '–'
    ) : load.measured_w === null ? (
      <StatusMark status="unknown">{t(w.unknown)}</StatusMark>
    ) : (
      f.quantity(load.measured_w / 1000, 'kW', 2)
    )
  return (
    <div>
      <Title className="text-section font-medium">{t(w.soldHere)}</Title>
      <Table
        label={t(w.soldHere)}
        rows={loads}
        keyOf={placeOf}
        columns={[
          { id: 'place', head: t(w.placeHead), cell: (load) => placeOf(load), second: service },
          { id: 'tenant', head: t(w.tenant), cell: (load) => load.organisation.name },
          {
            id: 'committed',
            head: t(w['layer-committed']),
            figures: true,
            cell: committed,
            second: (load) => (load.watts === null ? null : <SourceMark source="contracted" />),
          },
          { id: 'drawn', head: t(w.measured), figures: true, cell: drawn },
        ]}
        phone={(load) => ({
          title: (
            <>
              {load.organisation.name} <span className="font-narrow text-ink-2">{placeOf(load)}</span>
            </>
          ),
          second: (
            <>
              {service(load)} {drawn(load)}
            </>
          ),
          end: committed(load),
        })}
      />
    </div>
  )
}

/** The panels of a frame, with how many of their positions something holds. */
export const Panels = ({
  panels,
  title: Title,
}: {
  readonly panels: readonly PanelWire[]
  readonly title: 'h2' | 'h3'
}): ReactNode => {
  const { t, f } = useTongue()
  if (panels.length === 0) return null
  const held = (panel: PanelWire): string =>
    panel.held === null
      ? t(w.unknown)
      : t(w.heldOf, { held: f.number(panel.held.length), of: f.number(panel.positions) })
  return (
    <div>
      <Title className="text-section font-medium">{t(w.panels)}</Title>
      <Table
        label={t(w.panels)}
        rows={panels}
        keyOf={(panel) => panel.id}
        columns={[
          {
            id: 'panel',
            head: t(w.panel),
            cell: (panel) => panel.handle,
            second: (panel) => `U${panel.top_u} · ${panel.connector} · ${panel.media}`,
          },
          { id: 'held', head: t(w.positionsHeld), figures: true, cell: held },
          { id: 'owner', head: t(w.owner), cell: (panel) => panel.owner?.name ?? t(w.ownerSite) },
        ]}
        phone={(panel) => ({
          title: panel.handle,
          second: `U${panel.top_u} · ${panel.connector} · ${panel.owner?.name ?? t(w.ownerSite)}`,
          end: held(panel),
        })}
      />
    </div>
  )
}
