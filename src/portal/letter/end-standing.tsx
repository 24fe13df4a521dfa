import { type ReactNode, useState } from 'react'
import { endStanding, type StandingServiceWire, type StandingWire } from '#market/contract'
import { useAct } from '../call.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { ActDialog, kept } from '../ui/act-dialog.tsx'
import { Checkbox } from '../ui/field.tsx'
import { w } from './words.ts'

/** What revoking would do to one service, in one line. */
const wouldText = (one: StandingServiceWire, { t, f }: Tongue): string => {
  const ends = one.ends_on === null ? '' : f.date(one.ends_on)
  switch (one.how) {
    case 'delivery':
      return t(w.standingDelivery)
    case 'notice':
      return t(w.standingNotice, { day: ends })
    case 'over':
      return ends === '' ? t(w.standingOver) : t(w.standingEndsAnyway, { day: ends })
  }
}

/** What stands on the consent; those that are ticked get notice in the same act. */
const Connected = ({
  services,
  chosen,
  choose,
}: {
  readonly services: readonly StandingServiceWire[]
  readonly chosen: ReadonlySet<string>
  readonly choose: (chosen: ReadonlySet<string>) => void
}): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const open = services.filter(({ how }) => how !== 'over')
  const turn = (service: string, on: boolean): void => {
    const next = new Set(chosen)
    if (on) next.add(service)
    else next.delete(service)
    choose(next)
  }
  return (
    <fieldset className="flex flex-col gap-2 border-t border-rule pt-3">
      <legend className="sr-only">{t(w.connectedUnder)}</legend>
      <p className="text-body">{t(w.connectedUnder)}</p>
      {open.length > 1 && (
        <Checkbox
          value={open.every(({ service }) => chosen.has(service))}
          onChange={(on) => choose(new Set(on ? open.map(({ service }) => service) : []))}
        >
          {t(w.revokeAll)}
        </Checkbox>
      )}
      {services.map((one) => {
        const said = (
          <>
            {`${one.service} · ${one.company.name} · ${one.label}`}
            <span className="block text-second text-ink-2">{wouldText(one, tongue)}</span>
          </>
        )
        return one.how === 'over' ? (
          <p key={one.service}>{said}</p>
        ) : (
          <Checkbox key={one.service} value={chosen.has(one.service)} onChange={(on) => turn(one.service, on)}>
            {said}
          </Checkbox>
        )
      })}
    </fieldset>
  )
}

/** Ends a standing consent for the future; what stands on it is shown by a dry run, and may be given notice with it, or later. */
export const EndButton = ({ consent }: { readonly consent: StandingWire }): ReactNode => {
  const { t } = useTongue()
  const act = useAct(endStanding)
  const [services, setServices] = useState<readonly StandingServiceWire[] | null>(null)
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set())
  const params = { consent: consent.id }
  const look = (): Promise<boolean> =>
    act.mutateAsync({ params, body: { dry_run: true } }).then(
      (told) => {
        setServices(told.services)
        choose(new Set())
        return false
      },
      () => false,
    )
  return (
    <ActDialog
      button={t(consent.in_force ? w.end : w.endLater)}
      look="text"
      title={t(consent.in_force ? w.endTitle : w.endLaterTitle)}
      changes={t(consent.in_force ? w.endChanges : w.endLaterChanges)}
      act={act}
      doWord={
        chosen.size === 0 && consent.in_force
          ? t(w.endDo)
          : t(consent.in_force ? w.endAndRevoke : w.endRevoke, { n: chosen.size })
      }
      onOpen={() => void look()}
      onDo={() => (services === null ? look() : kept(act.mutateAsync({ params, body: { revoke: [...chosen] } })))}
    >
      {services !== null && services.length > 0 && <Connected services={services} chosen={chosen} choose={choose} />}
    </ActDialog>
  )
}
