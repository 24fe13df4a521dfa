import { type ReactNode, useId, useState } from 'react'
import { useTongue } from '../language.tsx'
import { Button } from '../ui/button.tsx'
import { useNarrow } from '../ui/width.ts'
import { w as shared } from '../words.ts'

/** A list's filters. On the phone they wait behind one button, which says how many are set, so that the list comes first. */
export const FilterRow = ({
  tabs,
  active,
  children,
}: {
  readonly tabs?: ReactNode
  readonly active: number
  readonly children: ReactNode
}): ReactNode => {
  const { t, f } = useTongue()
  const narrow = useNarrow()
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <div className="flex flex-wrap items-end gap-4 border-t border-ink py-4">
      {tabs}
      {narrow && (
        <Button aria-expanded={open} aria-controls={id} onPress={() => setOpen(!open)}>
          {active > 0 ? `${t(shared.filter)} (${f.number(active)})` : t(shared.filter)}
        </Button>
      )}
      <div
        id={id}
        className={
          narrow && !open ? 'hidden' : 'contents max-narrow:flex max-narrow:w-full max-narrow:flex-col max-narrow:gap-4'
        }
      >
        {children}
      </div>
    </div>
  )
}
