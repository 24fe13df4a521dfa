import { type ReactNode, useState } from 'react'
import type { PanelWire } from '#fibre/contract'
import { mediaText } from '#fibre/words'
import type { SpaceLoadWire } from '#market/contract'
import { type Tongue, useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Button, Link } from '../ui/button.tsx'
import { SourceMark } from '../ui/figure.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { unitsText } from './units-text.ts'
import { w } from './words.ts'

/** The panel stays short where a shared rack has more tenants than that; the drawing above names all of them. */
const AT_FIRST = 8

const placeOf = ({ compartment, units }: SpaceLoadWire): string =>
  units ? `${compartment} ${unitsText(units)}` : compartment

const serviceLink = (load: SpaceLoadWire): ReactNode =>
  load.service !== null ? (
    <Link href={paths.service(load.service)}>{load.service}</Link>
  ) : load.order !== null ? (
    <Link href={paths.order(load.order)}>{load.order}</Link>
  ) : null

/** What is held beside it for more power: by a firm quote, or by a change that is signed. */
export const Beside = ({ load }: { readonly load: SpaceLoadWire }): ReactNode => {
  const { t, f } = useTongue()
  return load.beside
    .filter(({ watts }) => watts > 0)
    .map(({ order, watts, until }) => (
      <span key={order} className="block">
        {/* A line between two links: each is a target of its own for a finger. */}
        <span className="block">
          + {f.quantity(watts / 1000, 'kW', watts < 1000 ? 2 : 1)}, {t(until === null ? w.besideChange : w.besideFirm)}
        </span>
        <Link href={paths.order(order)}>{order}</Link>
      </span>
    ))
}

const shortPlace = ({ units, compartment }: SpaceLoadWire): string => (units ? unitsText(units) : compartment)

const committedText = (load: SpaceLoadWire, { t, f }: Tongue): string =>
  load.watts === null || load.sides === null
    ? t(load.option ? w.option : w.keptEmpty)
    : `${f.quantity(load.watts / 1000, 'kW', load.watts < 1000 ? 2 : 1)} ${load.sides}`

const Drawn = ({ load }: { readonly load: SpaceLoadWire }): ReactNode => {
  const { t, f } = useTongue()
  if (load.watts === null) return '–'
  return load.measured_w === null ? (
    <StatusMark status="unknown">{t(w.unknown)}</StatusMark>
  ) : (
    f.quantity(load.measured_w / 1000, 'kW', 2)
  )
}

const soldColumns = (tongue: Tongue): readonly Column<SpaceLoadWire>[] => {
  const { t } = tongue
  return [
    {
      id: 'place',
      head: t(w.placeHead),
      cell: shortPlace,
      second: (load) => (
        <>
          {serviceLink(load)}
          <Beside load={load} />
        </>
      ),
      className: 'whitespace-nowrap',
    },
    { id: 'tenant', head: t(w.tenant), cell: (load) => load.organisation.name },
    {
      id: 'committed',
      head: t(w['layer-committed']),
      figures: true,
      cell: (load) => committedText(load, tongue),
      second: (load) => (load.watts === null ? null : <SourceMark source="contracted" />),
    },
    { id: 'drawn', head: t(w.measured), figures: true, cell: (load) => <Drawn load={load} /> },
  ]
}

/** What is sold in a rack, with what it may draw and what it draws: committed and measured side by side, never one for the other. */
export const Sold = ({
  loads,
  title: Title,
}: {
  readonly loads: readonly SpaceLoadWire[]
  readonly title: 'h2' | 'h3'
}): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  const [all, setAll] = useState(false)
  if (loads.length === 0) return null
  // From the top, as they are drawn.
  const inOrder = loads.toSorted(
    (a, b) => (b.units?.from_u ?? 0) - (a.units?.from_u ?? 0) || a.compartment.localeCompare(b.compartment),
  )
  const shown = all ? inOrder : inOrder.slice(0, AT_FIRST)
  return (
    <div>
      <Title className="text-section font-medium">{t(w.soldHere)}</Title>
      <Table
        label={t(w.soldHere)}
        rows={shown}
        keyOf={placeOf}
        columns={soldColumns(tongue)}
        phone={(load) => ({
          title: (
            <>
              {load.organisation.name} <span className="font-narrow text-ink-2">{shortPlace(load)}</span>
            </>
          ),
          second: (
            <>
              {serviceLink(load)}
              <Beside load={load} />
              <span>
                {t(w.measuredIs)} <Drawn load={load} />
              </span>
            </>
          ),
          end: committedText(load, tongue),
        })}
      />
      {shown.length < inOrder.length && (
        <p className="pt-2">
          <Button look="text" onPress={() => setAll(true)}>
            {t(w.allSold, { n: f.number(inOrder.length) })}
          </Button>
        </p>
      )}
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
  const { t, f, language } = useTongue()
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
            second: (panel) => `U${panel.top_u} · ${panel.connector} · ${mediaText(panel.media, language)}`,
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
