import { type ReactNode, useState } from 'react'
import { placeSpace, type PlacementWire } from '#market/contract'
import { problemOf, sentenceOf, useAsk } from '../../call.ts'
import { useTongue } from '../../language.tsx'
import { paths } from '../../paths.ts'
import { sentence } from '../../phrase.ts'
import { Button, Link } from '../../ui/button.tsx'
import { RefusalBox, TriedTrack, type Tried } from '../../ui/refusal-box.tsx'
import { StatusMark } from '../../ui/status-mark.tsx'
import type { Preview, SpaceAsked } from '../order-draft.ts'
import { RefusedBeside } from './refused-beside.tsx'
import { PassedOver, roomFor } from './passed-over.tsx'
import { w, whyOf } from './words.ts'

type Ranked = PlacementWire['ranked'][number]

const tones: Readonly<Record<string, Tried['tone']>> = {
  'place-not-built': 'planned',
  'limit-unknown': 'unknown',
  'place-distance-unknown': 'unknown',
  'limit-reached': 'stop',
  'power-not-left': 'stop',
  'phase-reached': 'stop',
  'phase-not-left': 'stop',
  'one-side-cannot-carry': 'stop',
  'outlet-cannot-carry': 'stop',
  'cooling-reached': 'wait',
  'cooling-not-left': 'wait',
  'place-other-rack': 'steel',
  'place-other-row': 'steel',
}

export const unitsText = ({ units }: Pick<Ranked, 'units'>): string =>
  units === null ? '' : units.from_u === units.to_u ? `U${units.from_u}` : `U${units.from_u}–${units.to_u}`

const Reasons = ({ ranked }: { readonly ranked: Ranked }): ReactNode => {
  const { language } = useTongue()
  return (
    <ul className="text-second text-ink-2">
      {ranked.reasons.map((reason) => (
        <li key={reason.code}>{sentence(reason, language)}</li>
      ))}
    </ul>
  )
}

/** The other places that fit, best first: choosing one asks for its rack. */
const Others = ({
  placement,
  onRack,
}: {
  readonly placement: PlacementWire
  readonly onRack: (rack: string) => void
}): ReactNode => {
  const { t } = useTongue()
  return (
    <ul className="border-t border-rule">
      {placement.ranked.slice(1).map((one) => (
        <li
          key={one.compartment}
          className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 border-b border-rule py-2"
        >
          <div className="min-w-0 flex-1 basis-64">
            <span className="text-body">
              {t(w.placeOf, { compartment: one.compartment, row: one.row, units: unitsText(one) })}
            </span>
            <Reasons ranked={one} />
          </div>
          <Button aria-label={t(w.chooseThis, { place: one.compartment })} onPress={() => onRack(one.rack)}>
            {t(w.choose)}
          </Button>
        </li>
      ))}
    </ul>
  )
}

const Tally = ({ placement }: { readonly placement: PlacementWire }): ReactNode => {
  const { t, f } = useTongue()
  const rule = t(w.tried, { of: f.number(placement.tried) })
  return (
    <TriedTrack
      label={rule}
      tried={placement.counts.map(({ code, count }) => ({
        label: whyOf(code, t),
        count,
        tone: tones[code] ?? 'plain',
      }))}
    />
  )
}

interface Wishes {
  readonly asked: SpaceAsked
  readonly onRack: (rack: string) => void
  readonly onWatts: (watts: number) => void
  readonly onNoHealthData: () => void
}

/** What would make it possible: less power, or no wish about the rack. */
const MakeYes = ({ placement, asked, onRack, onWatts }: Wishes & { readonly placement: PlacementWire }): ReactNode => {
  const { t, f } = useTongue()
  const best = roomFor(placement, asked.watts)
  const narrowed = asked.place?.rack !== undefined
  if (best === null && !narrowed) return null
  return (
    <div className="pt-2">
      <h3 className="pb-2 text-section font-medium">{t(w.makeYes)}</h3>
      <div className="flex flex-wrap gap-3">
        {best !== null && (
          <Button look="steel" onPress={() => onWatts(best.watts)}>
            {t(w.lessPower, { kw: f.quantity(best.watts / 1000, 'kW', 1), place: best.compartment })}
          </Button>
        )}
        {narrowed && (
          <Button look="steel" onPress={() => onRack('')}>
            {t(w.anyRack)}
          </Button>
        )}
      </div>
    </div>
  )
}

const Nowhere = (
  props: Wishes & { readonly placement: PlacementWire; readonly refusal: Preview['lines'][number]['refusal'] },
): ReactNode => {
  const { t, f, language } = useTongue()
  const { placement, refusal } = props
  const [first] = placement.counts
  return (
    <RefusalBox
      live
      sentence={refusal ? sentence(refusal, language) : first ? whyOf(first.code, t) : ''}
      rule={t(w.tried, { of: f.number(placement.tried) })}
    >
      <Tally placement={placement} />
      {placement.passed_over && <PassedOver passed={placement.passed_over} />}
      <MakeYes {...props} />
    </RefusalBox>
  )
}

const Fits = ({
  placement,
  asked,
  onRack,
}: Pick<Wishes, 'asked' | 'onRack'> & { readonly placement: PlacementWire }): ReactNode => {
  const { t, f } = useTongue()
  const [open, setOpen] = useState<'others' | 'passed' | null>(null)
  const [best] = placement.ranked
  if (!best) return null
  const others = placement.fits - 1
  const passed = placement.tried - placement.fits
  const toggle = (which: 'others' | 'passed') => () => setOpen(open === which ? null : which)
  return (
    <div className="border-l-2 border-steel pl-4">
      <p className="text-head text-ink-3">{t(w.proposed)}</p>
      <p className="flex flex-wrap items-baseline gap-x-4">
        <span className="text-line">
          {t(w.placeOf, { compartment: best.compartment, row: best.row, units: unitsText(best) })}
        </span>
        <Link href={paths.plan(best.rack)}>{t(w.seePlan)}</Link>
      </p>
      <Reasons ranked={best} />
      {best.kept_empty.length > 0 && (
        <p className="text-second text-ink-2">{t(w.keptEmpty, { places: best.kept_empty.join(', ') })}</p>
      )}
      {best.option !== null && <p className="text-second text-ink-2">{t(w.heldAsOption, { place: best.option })}</p>}
      <div className="flex flex-wrap gap-x-6 gap-y-1 py-2">
        {others > 0 && (
          <Button look="text" aria-expanded={open === 'others'} onPress={toggle('others')}>
            {t(w.others, { n: f.number(others) })}
          </Button>
        )}
        {passed > 0 && (
          <Button look="text" aria-expanded={open === 'passed'} onPress={toggle('passed')}>
            {t(w.passedOver, { n: f.number(passed), of: f.number(placement.tried) })}
          </Button>
        )}
        {asked.place?.rack !== undefined && (
          <Button look="text" onPress={() => onRack('')}>
            {t(w.anyRack)}
          </Button>
        )}
      </div>
      {open === 'others' && <Others placement={placement} onRack={onRack} />}
      {open === 'passed' && (
        <>
          <Tally placement={placement} />
          {placement.passed_over && <PassedOver passed={placement.passed_over} />}
        </>
      )}
    </div>
  )
}

/** Where one line would stand, with the reasons, and why not elsewhere; asked anew at each change. */
export const PlaceProposed = ({
  organisation,
  before,
  quoted,
  ...wishes
}: Wishes & {
  readonly organisation: string
  /** Rack space of the lines before this one. */
  readonly before: readonly SpaceAsked[]
  readonly quoted: Preview['lines'][number] | undefined
}): ReactNode => {
  const { t, language } = useTongue()
  const found = useAsk(
    placeSpace,
    { body: { organisation, parameters: wishes.asked, before: [...before] } },
    { enabled: organisation !== '' },
  )
  if (organisation === '') return null
  const problem = problemOf(found.error)
  // A place alone does not make it possible: a certificate, a term, a price may be missing.
  if (quoted?.refusal && (problem !== null || (found.data?.fits ?? 0) > 0))
    return <RefusedBeside refusal={quoted.refusal} onNoHealthData={wishes.onNoHealthData} />
  if (problem) return <RefusalBox sentence={sentenceOf(problem, language)} live />
  if (!found.data)
    return (
      <p className="text-second text-ink-3">
        <StatusMark status="unknown">{t(w.looking)}</StatusMark>
      </p>
    )
  return found.data.fits > 0 ? (
    <Fits placement={found.data} asked={wishes.asked} onRack={wishes.onRack} />
  ) : (
    <Nowhere {...wishes} placement={found.data} refusal={quoted?.refusal ?? null} />
  )
}
