import { Fragment, type ReactNode } from 'react'
import type { z } from 'zod'
import { type coolingWire, getCooling, getPower } from '#facility/contract'
import { listSpaceLoads } from '#market/contract'
import { useAsk } from '../call.ts'
import { Wrong } from '../frame/not-found.tsx'
import { useTongue } from '../language.tsx'
import { useUrlState } from '../url-state.ts'
import { Segments } from '../ui/field.tsx'
import { SourceMark } from '../ui/figure.tsx'
import { PageHead, Section } from '../ui/page.tsx'
import { type Column, CsvButton, Table } from '../ui/table.tsx'
import { w as shared } from '../words.ts'
import { ChainStrip } from './chain-strip.tsx'
import type { Lost } from './lost-side.ts'
import { WaysTable } from './ways-table.tsx'
import { w } from './words.ts'

type CoolingUnit = z.output<typeof coolingWire>['units'][number]

const KILO = 1000

const CoolingTable = ({ units }: { readonly units: readonly CoolingUnit[] }): ReactNode => {
  const { t, f } = useTongue()
  const drawn = (u: CoolingUnit): string =>
    u.measured_w === null ? t(w.unknown) : f.quantity(u.measured_w / KILO, 'kW', 1)
  const columns: readonly Column<CoolingUnit>[] = [
    { id: 'unit', head: t(w['kind-cooling-unit']), cell: (u) => u.handle, csv: (u) => u.handle },
    { id: 'rows', head: t(w.serves), cell: (u) => u.serves_rows.join(', '), csv: (u) => u.serves_rows.join(' ') },
    { id: 'by', head: t(w.poweredBy), cell: (u) => u.powered_by.join(', '), csv: (u) => u.powered_by.join(' ') },
    {
      id: 'limit',
      head: t(w.rating),
      figures: true,
      cell: (u) => (u.limit_w === null ? t(w.unknown) : f.quantity(u.limit_w / KILO, 'kW')),
      second: (u) => <SourceMark source={u.source} />,
      csv: (u) => u.limit_w,
    },
    {
      id: 'own',
      head: t(w.ownDraw),
      figures: true,
      cell: (u) => (u.own_draw_w === null ? t(w.unknown) : f.quantity(u.own_draw_w / KILO, 'kW', 1)),
      second: (u) => u.own_draw_source !== null && <SourceMark source={u.own_draw_source} />,
      csv: (u) => u.own_draw_w,
    },
    { id: 'drawn', head: t(w.measured), figures: true, cell: drawn, csv: (u) => u.measured_w },
  ]
  return (
    <Section
      title={t(w.cooling)}
      count={units.length}
      beside={<CsvButton look="text" name="cooling" columns={columns} all={async () => units} />}
    >
      <Table
        label={t(w.cooling)}
        rows={units}
        keyOf={(u) => u.handle}
        columns={columns}
        phone={(u) => ({
          title: u.handle,
          second: [
            t(w.servesRows, { rows: u.serves_rows.join(', ') }),
            t(w.limitOf, { limit: u.limit_w === null ? t(w.unknown) : f.quantity(u.limit_w / KILO, 'kW') }),
          ].join(' · '),
          end: t(w.drawnOf, { w: drawn(u) }),
        })}
      />
    </Section>
  )
}

const losses = ['none', 'A', 'B'] as const

/** Both chains side by side, from the grid down to the ways: what is committed, with nothing or with one side lost, and what is drawn. */
export const PowerPage = (): ReactNode => {
  const { t } = useTongue()
  const [url, change] = useUrlState()
  const power = useAsk(getPower, { query: { down_to: 'boards' } }, { everyMs: 30_000 })
  const cooling = useAsk(getCooling, {}, { everyMs: 30_000 })
  const loads = useAsk(listSpaceLoads, {}, { everyMs: 30_000 })
  const lost: Lost = losses.find((one) => one === url['lost']) ?? 'none'
  const error = power.error ?? cooling.error ?? loads.error
  if (error && !power.data) return <Wrong error={error} reset={() => void power.refetch()} />
  if (!power.data) return <PageHead title={t(w.power)} beside={t(shared.reading)} />
  const byElement = new Map((loads.data?.elements ?? []).map((one) => [one.element, one]))
  const all = url['details'] === 'all'
  // Anew where the choice is made for all of them: what was opened by hand follows it.
  const chains = { power: power.data, loads: byElement, lost, all }
  return (
    <>
      <PageHead
        title={t(w.power)}
        beside={t(w.powerBeside)}
        actions={
          <>
            <Segments
              label={t(w.details)}
              value={all ? 'all' : 'near'}
              options={(['near', 'all'] as const).map((id) => ({ id, text: t(w[`details-${id}`]) }))}
              onChange={(id) => change({ details: id === 'all' ? id : null })}
            />
            <Segments
              label={t(w.whatIf)}
              value={lost}
              options={losses.map((id) => ({ id, text: t(w[`lost-${id}`]) }))}
              onChange={(id) => change({ lost: id === 'none' ? null : id })}
            />
          </>
        }
      />
      {lost !== 'none' && (
        <p role="status" className="double-stop mb-4 py-0.5 pl-4">
          <span className="text-section font-medium">{t(w.simulation)}</span>{' '}
          <span className="text-second text-ink-2">
            {t(w.simulationRule, { side: lost, other: lost === 'A' ? 'B' : 'A' })}
          </span>
        </p>
      )}
      <Fragment key={String(all)}>
        <ChainStrip {...chains} chain={null} />
        <div className="grid grid-cols-1 gap-x-12 narrow:grid-cols-2">
          <ChainStrip {...chains} chain="A" />
          <ChainStrip {...chains} chain="B" />
        </div>
      </Fragment>
      {loads.isPending && <p className="text-ink-3">{t(shared.reading)}</p>}
      {loads.data && <WaysTable loads={loads.data} lost={lost} />}
      {cooling.data && <CoolingTable units={cooling.data.units} />}
    </>
  )
}
