import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { powerWire } from '#facility/contract'
import type { ElementLoadWire } from '#market/contract'
import { useTongue } from '../language.tsx'
import { Section } from '../ui/page.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import type { Lost } from './lost-side.ts'
import { PowerElement } from './power-element.tsx'
import { nearestOf } from './nearest-limit.ts'
import { w } from './words.ts'

export type Power = z.output<typeof powerWire>

const HALF_A_LEVEL = 0.5

/** How far an element stands from the grid: one more than the farthest thing that powers it. */
const depths = (power: Power): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  const depth = (handle: string, seen: readonly string[]): number => {
    const known = found.get(handle)
    if (known !== undefined || seen.includes(handle)) return known ?? 0
    const above = power.edges
      .filter((edge) => edge.to === handle)
      .map((edge) => depth(edge.from, [...seen, handle]) + 1)
    const value = Math.max(0, ...above)
    found.set(handle, value)
    return value
  }
  for (const element of power.elements) depth(element.handle, [])
  // A generating set hangs on nothing: it stands beside what it feeds.
  for (const { handle, kind } of power.elements) {
    const fed = power.edges.filter((edge) => edge.from === handle).map((edge) => found.get(edge.to) ?? 0)
    if (kind === 'genset' && fed.length > 0) found.set(handle, Math.min(...fed) - HALF_A_LEVEL)
  }
  return found
}

interface ChainProps {
  readonly power: Power
  readonly loads: ReadonlyMap<string, ElementLoadWire>
  readonly lost: Lost
  /** All of them with their details, not only those that are near a limit. */
  readonly all: boolean
}

/** From here on boards stand beside each other below one UPS: the fullest is what one looks for. */
const worstFirst = (a: ElementLoadWire | undefined, b: ElementLoadWire | undefined): number =>
  (b ? (nearestOf(b)?.share ?? 0) : 0) - (a ? (nearestOf(a)?.share ?? 0) : 0)

/** One chain from its grid contract down to its boards, the fullest board first: what is committed on each, and what it may carry. */
export const ChainStrip = ({
  power,
  loads,
  lost,
  chain,
  all,
}: ChainProps & { readonly chain: 'A' | 'B' | null }): ReactNode => {
  const { t } = useTongue()
  const depth = depths(power)
  const own = power.elements
    .filter((e) => e.chain === chain && e.kind !== 'cooling-unit')
    .toSorted(
      (a, b) =>
        (depth.get(a.handle) ?? 0) - (depth.get(b.handle) ?? 0) ||
        worstFirst(loads.get(a.handle), loads.get(b.handle)) ||
        a.handle.localeCompare(b.handle, 'en', { numeric: true }),
    )
  if (own.length === 0) return null
  const from = (handle: string): readonly string[] =>
    power.edges.filter((edge) => edge.to === handle).map((edge) => edge.from)
  const list = (
    <ul>
      {own.map((element) => (
        <PowerElement
          key={element.handle}
          element={element}
          from={from(element.handle)}
          load={loads.get(element.handle)}
          lost={lost}
          all={all}
        />
      ))}
    </ul>
  )
  if (chain === null) return <div className="border-t border-ink pt-2">{list}</div>
  return (
    <Section
      title={t(w.chain, { chain })}
      count={own.length}
      beside={lost === chain && <StatusMark status="without-power">{t(w.chainLost)}</StatusMark>}
    >
      {list}
    </Section>
  )
}
