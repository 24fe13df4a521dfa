import { type ReactNode, useState } from 'react'
import { listTakenConsents, revokeTakenConsent, type TakenConsentWire, type TakenRevokedWire } from '#market/contract'
import { useAct, useAsk } from '../call.ts'
import { useTongue } from '../language.tsx'
import { ActDialog, kept } from '../ui/act-dialog.tsx'
import { Section } from '../ui/page.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { takenWords as tw } from './taken-words.ts'
import { w } from './words.ts'

/** The dry run is asked when the dialog opens: until when it would stay is read before notice is given. */
const RevokeTaken = ({ one }: { readonly one: TakenConsentWire }): ReactNode => {
  const { t, f } = useTongue()
  const [told, setTold] = useState<TakenRevokedWire | null>(null)
  const act = useAct(revokeTakenConsent)
  const params = { taken: one.service }
  const look = (): Promise<boolean> =>
    act.mutateAsync({ params, body: { dry_run: true } }).then(
      (would) => {
        setTold(would)
        return false
      },
      () => false,
    )
  const would = (of: TakenRevokedWire): string => {
    const day = of.ends_on === null ? '' : f.date(of.ends_on)
    if (of.how === 'notice') return t(w.standingNotice, { day })
    return day === '' ? t(w.standingOver) : t(w.standingEndsAnyway, { day })
  }
  return (
    <ActDialog
      button={t(w.revoke)}
      look="text"
      title={t(tw.revokeTitle, { service: one.service, label: one.label })}
      changes={told ? would(told) : t(w.reading)}
      act={act}
      doWord={t(tw.revokeDo)}
      onOpen={() => void look()}
      onDo={() => (told ? kept(act.mutateAsync({ params, body: { dry_run: false } })) : look())}
    />
  )
}

/** Connections to one's own panels that lived before this system: who is connected, without a letter; nothing where there is none. */
export const TakenOver = (): ReactNode => {
  const { t, f } = useTongue()
  const items = useAsk(listTakenConsents, {}).data?.items ?? []
  if (items.length === 0) return null
  const mark = (one: TakenConsentWire): ReactNode => (
    <StatusMark status={one.ends_on === null ? 'ok' : 'ended'}>
      {one.ends_on === null ? t(w.inForce) : t(tw.endsOn, { day: f.date(one.ends_on) })}
    </StatusMark>
  )
  const source = (one: TakenConsentWire): string =>
    one.file_name === null ? '' : t(tw.declaredBy, { file: one.file_name, line: f.number(one.file_line ?? 0, 0) })
  const act = (one: TakenConsentWire): ReactNode => one.may_revoke && <RevokeTaken one={one} />
  const cols: readonly Column<TakenConsentWire>[] = [
    { id: 'position', head: t(w.position), cell: (one) => one.label, second: (one) => one.issuer.name },
    { id: 'company', head: t(w.company), cell: (one) => one.company.name },
    { id: 'service', head: t(tw.service), cell: (one) => one.service, second: source },
    { id: 'state', head: t(w.state), cell: mark },
    { id: 'act', head: '', cell: act },
  ]
  return (
    <Section title={t(tw.takenOver)} count={items.length}>
      <Table
        label={t(tw.takenOver)}
        columns={cols}
        rows={items}
        keyOf={(one) => one.service}
        phone={(one) => ({
          title: one.label,
          mark: mark(one),
          second: `${one.company.name} · ${one.service}`,
          end: act(one),
        })}
      />
    </Section>
  )
}
