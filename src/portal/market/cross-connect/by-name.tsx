import { type ReactNode, useState } from 'react'
import { listMembers } from '#exchange/contract'
import { useAsk } from '../../call.ts'
import { useTongue } from '../../language.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { w as shared } from '../../words.ts'
import { w } from './words.ts'

const ANOTHER = 'another'

/** Who does not see others' panels chooses among those whom the exchange publishes anyway, or types an identifier. */
export const ByName = ({
  organisation,
  own,
  set,
}: {
  /** Whom the line reaches so far: an organisation's handle, or nothing. */
  readonly organisation: string
  /** Whose order it is: nobody is the other side of itself. */
  readonly own: string
  readonly set: (organisation: string) => void
}): ReactNode => {
  const { t } = useTongue()
  const found = useAsk(listMembers, { query: { limit: 200, declared: 'false' } })
  const names = new Map(
    (found.data?.items ?? []).flatMap(({ handle, name }) => (handle === own ? [] : [[handle, name] as const])),
  )
  const [another, setAnother] = useState(false)
  const typed = another || (organisation !== '' && !found.isPending && !names.has(organisation))
  return (
    <>
      <Select
        label={t(w.organisation)}
        value={typed ? ANOTHER : organisation}
        options={[
          ...[...names].map(([id, text]) => ({ id, text })).toSorted((a, b) => a.text.localeCompare(b.text)),
          { id: ANOTHER, text: t(w.another) },
        ]}
        placeholder={t(found.isPending ? shared.reading : w.choose)}
        onChange={(id) => {
          setAnother(id === ANOTHER)
          set(id === ANOTHER ? '' : id)
        }}
      />
      {typed && (
        <Field label={t(w.identifier)} value={organisation} onChange={set} hint={t(w.organisationHint)} required />
      )}
    </>
  )
}
