import type { ReactNode } from 'react'
import type { WorkWire } from '#market/contract'
import { useTongue } from '../language.tsx'
import { atText, placeText } from './work-page.tsx'
import { w } from './work-words.ts'

type Place = WorkWire['places'][number]

const UNITS = 47
const HEIGHT = 150

/** A rack's front with the U to go to, counted from the bottom. */
const Elevation = ({ rack, u }: { readonly rack: string; readonly u: number }): ReactNode => {
  const { t } = useTongue()
  const step = HEIGHT / UNITS
  const y = HEIGHT - u * step + 4
  return (
    <figure role="img" aria-label={t(w.elevation, { rack, u })} className="shrink-0">
      <svg width="124" height={HEIGHT + 30} aria-hidden="true" className="block">
        <rect
          x="28"
          y="4"
          width="66"
          height={HEIGHT}
          fill="var(--color-white)"
          stroke="var(--color-ink)"
          strokeWidth="2.5"
        />
        {[10, 20, 30, 40].map((n) => (
          <g key={n}>
            <path d={`M28 ${HEIGHT - n * step + 4}h6`} stroke="var(--color-edge)" />
            <text
              x="23"
              y={HEIGHT - n * step + 9}
              textAnchor="end"
              fontSize="13"
              fill="var(--color-ink-2)"
              fontFamily="var(--font-narrow)"
            >
              {n}
            </text>
          </g>
        ))}
        <rect x="34" y={y - 2} width="54" height={Math.max(5, step)} fill="var(--color-steel)" />
        <path d={`M122 ${y}h-16m5-5-5 5 5 5`} fill="none" stroke="var(--color-steel)" strokeWidth="2" />
        <text
          x="61"
          y={HEIGHT + 22}
          textAnchor="middle"
          fontSize="13"
          fill="var(--color-ink-2)"
          fontFamily="var(--font-narrow)"
        >
          {t(w.front)}
        </text>
      </svg>
    </figure>
  )
}

/** Where the work is: in words first, then each rack's front. */
export const Places = ({ places }: { readonly places: readonly Place[] }): ReactNode => {
  const tongue = useTongue()
  return (
    <ul className="flex flex-col gap-4">
      {places.map((place) => (
        <li key={placeText(place, tongue)} className="flex items-start justify-between gap-4">
          <span>
            {atText(place, tongue) !== null && (
              <span className="block text-line font-medium">{atText(place, tongue)}</span>
            )}
            <span className="block text-body text-ink-2">
              {[tongue.t(w.place, place), place.unit_u === null ? null : tongue.t(w.atU, { u: place.unit_u })]
                .filter((one) => one !== null)
                .join(', ')}
            </span>
          </span>
          {place.unit_u !== null && <Elevation rack={place.rack} u={place.unit_u} />}
        </li>
      ))}
    </ul>
  )
}
