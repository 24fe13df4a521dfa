import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { listOrganisations } from '#people/contract'
import { readAll } from '../call.ts'
import { isStaff, useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { Select } from '../ui/field.tsx'
import { w } from './words.ts'

const FRESH_MS = 5 * 60_000

/** A filter by organisation. A member chooses among its own only, and only where it acts for more than one. */
export const OrganisationSelect = ({
  value,
  onChange,
}: {
  readonly value: string | undefined
  readonly onChange: (handle: string | null) => void
}): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const staff = isStaff(session)
  const all = useQuery({
    queryKey: [listOrganisations.path, 'names'],
    queryFn: () => readAll(listOrganisations, { ended: 'true' }),
    enabled: staff,
    staleTime: FRESH_MS,
  })
  const known = staff ? (all.data ?? []) : session.organisations
  if (!staff && known.length < 2 && value === undefined) return null
  const options = known.map(({ handle, name }) => ({ id: handle, text: name }))
  // What the address asks for is offered also before the names are read.
  const given = value === undefined || options.some((one) => one.id === value) ? [] : [{ id: value, text: value }]
  return (
    <Select
      label={t(w.organisation)}
      value={value ?? 'all organisations'}
      options={[{ id: 'all organisations', text: t(w.anyOrganisation) }, ...given, ...options]}
      onChange={(id) => onChange(id === 'all organisations' ? null : id)}
      className="w-48 max-narrow:w-full"
    />
  )
}
