import { type ReactNode, useState } from 'react'
import type { PlacementWire } from '#market/contract'
import { useTongue } from '../../language.tsx'
import { sentence } from '../../phrase.ts'
import { Button } from '../../ui/button.tsx'
import { Gauge } from '../../ui/gauge.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { w, whyOf } from './words.ts'

type Passed = NonNullable<PlacementWire['passed_over']>[number]

const FIRST_SHOWN = 5

interface Room {
  readonly element: string
  readonly unit: 'kW' | 'kVA'
  readonly needs: number
  readonly left: number
  readonly limit: number
  readonly reserved: number
}

const figure = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** The figures of a limit that is spent, in thousands; null for what is no sum. */
const roomOf = ({ because }: Passed): Room | null => {
  const [needs, limit, reserved] = [figure(because['amount']), figure(because['limit']), figure(because['reserved'])]
  if (needs === null || limit === null || reserved === null) return null
  const K = 1000
  return {
    element: String(because['element']),
    unit: because['unit'] === 'VA' ? 'kVA' : 'kW',
    needs: needs / K,
    left: Math.max(0, limit - reserved) / K,
    limit: limit / K,
    reserved: reserved / K,
  }
}

/** The most that one of the places passed over for its power could still carry, in whole tenths of a kW, and which one. */
export const roomFor = (
  { passed_over: passed }: Pick<PlacementWire, 'passed_over'>,
  watts: number,
): { readonly watts: number; readonly compartment: string } | null => {
  const TENTH = 100
  let best: { watts: number; compartment: string } | null = null
  for (const one of passed ?? []) {
    const room = roomOf(one)
    if (room === null || room.needs === 0) continue
    const fits = Math.floor(((room.left / room.needs) * watts) / TENTH) * TENTH
    if (fits >= TENTH && fits < watts && fits > (best?.watts ?? 0)) best = { watts: fits, compartment: one.compartment }
  }
  return best
}

const RoomGauge = ({ room, place }: { readonly room: Room; readonly place: string }): ReactNode => {
  const { f } = useTongue()
  const asked = room.reserved + room.needs
  return (
    <div className="w-44">
      <Gauge
        label={`${place} ${room.element}`}
        words={`${f.quantity(asked, room.unit, 1)} / ${f.quantity(room.limit, room.unit, 1)}`}
        value={room.reserved}
        fill="light"
        to={Math.max(asked, room.limit) * 1.1}
        unit={room.unit}
        limits={[room.limit]}
        hands={[{ at: asked, kind: 'failure' }]}
      />
    </div>
  )
}

/** Each place that was passed over, with the first limit that it breaks; the nearest first. */
export const PassedOver = ({ passed }: { readonly passed: readonly Passed[] }): ReactNode => {
  const { t, f, language } = useTongue()
  const [all, setAll] = useState(false)
  const kilo = (value: number | null, unit: string): ReactNode => (value === null ? '–' : f.quantity(value, unit, 1))
  const sums = passed.some((one) => roomOf(one) !== null)
  const figures: readonly Column<Passed>[] = [
    {
      id: 'needs',
      head: t(w.needs),
      figures: true,
      cell: (one) => kilo(roomOf(one)?.needs ?? null, roomOf(one)?.unit ?? ''),
    },
    {
      id: 'left',
      head: t(w.left),
      figures: true,
      cell: (one) => kilo(roomOf(one)?.left ?? null, roomOf(one)?.unit ?? ''),
    },
    {
      id: 'room',
      head: t(w.room),
      cell: (one) => {
        const room = roomOf(one)
        return room ? <RoomGauge room={room} place={one.compartment} /> : null
      },
    },
    {
      id: 'short',
      head: t(w.short),
      figures: true,
      cell: (one) => {
        const room = roomOf(one)
        return room ? <span className="text-stop">{kilo(room.needs - room.left, room.unit)}</span> : '–'
      },
    },
  ]
  const columns: readonly Column<Passed>[] = [
    { id: 'place', head: t(w.place), cell: (one) => one.compartment },
    {
      id: 'limit',
      head: t(w.firstLimit),
      cell: (one) => whyOf(one.because.code, t),
      second: (one) => roomOf(one)?.element ?? sentence(one.because, language),
    },
    ...(sums ? figures : []),
  ]
  return (
    <div className="py-1">
      <h3 className="text-section font-medium">{t(w.nearest)}</h3>
      <Table
        label={t(w.nearest)}
        rows={all ? passed : passed.slice(0, FIRST_SHOWN)}
        columns={columns}
        keyOf={(one) => one.compartment}
        phone={(one) => ({
          title: one.compartment,
          second: sentence(one.because, language),
          end: whyOf(one.because.code, t),
        })}
      />
      {!all && passed.length > FIRST_SHOWN && (
        <p className="pt-2">
          <Button look="text" onPress={() => setAll(true)}>
            {t(w.allOfThem, { n: f.number(passed.length) })}
          </Button>
        </p>
      )}
    </div>
  )
}
