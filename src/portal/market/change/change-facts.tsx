import type { ReactNode } from 'react'
import { addressOf } from '#kernel'
import { type LineWire, showFile } from '#market/contract'
import { useTongue } from '../../language.tsx'
import { holdLabel } from '../../phrase.ts'
import { FileLink } from '../../ui/button.tsx'
import { Fact } from '../../ui/page.tsx'
import { w } from './words.ts'

const MICRO_PER_CENT = 10_000

/** Of a line that changes a service: what it cost before, the difference, and what it gives back when all is done. */
export const ChangeFacts = ({ line: { change, evidence } }: { readonly line: LineWire }): ReactNode => {
  const { t, f, language } = useTongue()
  if (!change) return null
  const { monthly_before_micro_euros: before, monthly_after_micro_euros: after } = change
  const note = evidence.find(({ proof, file }) => proof === 'handover-note' && file !== null)?.file ?? null
  const money = (micro: number): string => f.money(micro / MICRO_PER_CENT)
  return (
    <>
      <Fact name={t(w.was)}>{money(before)}</Fact>
      <Fact name={t(w.difference)}>
        {after > before ? '+' : ''}
        {money(after - before)}
      </Fact>
      {change.would_give_back.map((hold) => (
        <Fact key={`${hold.kind} ${hold.label}`} name={`${t(w.giveBack)} · ${holdLabel(hold.kind, language)}`}>
          {hold.label}
        </Fact>
      ))}
      {note !== null && (
        <Fact name={t(w.note)}>
          <FileLink href={addressOf(showFile, { params: { file: note } })}>{t(w.noteKind)}</FileLink>
        </Fact>
      )}
    </>
  )
}
