import type { ReactNode } from 'react'
import { listPanels } from '#fibre/contract'
import { useAsk } from '../../call.ts'
import { useTongue } from '../../language.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { w } from './words.ts'

/** Where the A end of a cross-connect in service goes: a panel of the site's or of its own. */
export const NewEnd = ({
  panel,
  position,
  organisation,
  set,
}: {
  readonly panel: string
  readonly position: string
  readonly organisation: string
  readonly set: (panel: string, position: string) => void
}): ReactNode => {
  const { t } = useTongue()
  const panels = (useAsk(listPanels, { query: { limit: 200 } }).data?.items ?? []).filter(
    ({ owner }) => owner === null || owner.handle === organisation,
  )
  return (
    <>
      <div className="grid grid-cols-1 items-start gap-4 narrow:grid-cols-2">
        <Select
          label={t(w.newEnd)}
          value={panel}
          options={panels.map((one) => ({ id: one.handle, text: `${one.handle} · ${one.connector}` }))}
          placeholder={t(w.choose)}
          onChange={(chosen) => set(chosen, position)}
        />
        <Field
          label={t(w.position)}
          value={position}
          onChange={(typed) => set(panel, typed)}
          inputMode="numeric"
          hint={t(w.positionHint)}
        />
      </div>
      <p className="text-second text-ink-2">{t(w.newEndSays)}</p>
    </>
  )
}
