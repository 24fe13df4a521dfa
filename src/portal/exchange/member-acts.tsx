import { type ReactNode, useState } from 'react'
import { attestControl, confirmMacAddress, proveControl, sendCode, setContact } from '#exchange/contract'
import { useAct } from '../call.ts'
import { hasRole, may, useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { ActDialog, kept } from '../ui/act-dialog.tsx'
import { Field } from '../ui/field.tsx'
import type { MemberDetailed } from './member.ts'
import { w } from './words.ts'

export const ConfirmMac = ({ member }: { readonly member: MemberDetailed }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const act = useAct(confirmMacAddress)
  const learned = member.mac_learned
  const mine =
    may(session, ['admin', 'engineer'], 'order', member.handle) || may(session, [], 'incident', member.handle)
  if (learned === null || member.mac_confirmed_at !== null || !mine) return null
  return (
    <ActDialog
      button={t(w.confirmMac)}
      look="steel"
      title={t(w.confirmMacTitle)}
      changes={t(w.confirmMacChanges, { mac: learned })}
      act={act}
      doWord={t(w.confirmDo)}
      onDo={() =>
        kept(act.mutateAsync({ params: { service: member.number ?? member.service }, body: { mac: learned } }))
      }
    />
  )
}

const Contact = ({ asn }: { readonly asn: number }): ReactNode => {
  const { t } = useTongue()
  const act = useAct(setContact)
  const [mail, setMail] = useState('')
  const [source, setSource] = useState('')
  return (
    <ActDialog
      button={t(w.contact)}
      title={t(w.contactTitle)}
      changes={t(w.contactChanges)}
      act={act}
      doWord={t(w.contactDo)}
      onDo={() => kept(act.mutateAsync({ params: { asn }, body: { mail, source } }))}
    >
      <Field label={t(w.contactMail)} type="email" value={mail} onChange={setMail} required />
      <Field label={t(w.contactSource)} value={source} onChange={setSource} required />
    </ActDialog>
  )
}

const Attest = ({ asn }: { readonly asn: number }): ReactNode => {
  const { t } = useTongue()
  const act = useAct(attestControl)
  const [reason, setReason] = useState('')
  return (
    <ActDialog
      button={t(w.attest)}
      title={t(w.attestTitle)}
      changes={t(w.attestChanges)}
      act={act}
      doWord={t(w.attestDo)}
      onDo={() => kept(act.mutateAsync({ params: { asn }, body: { reason } }))}
    >
      <Field label={t(w.attestWhy)} value={reason} onChange={setReason} rows={3} required />
    </ActDialog>
  )
}

const SendAndProve = ({ asn, sent }: { readonly asn: number; readonly sent: boolean }): ReactNode => {
  const { t } = useTongue()
  const send = useAct(sendCode)
  const prove = useAct(proveControl)
  const [code, setCode] = useState('')
  return (
    <>
      <ActDialog
        button={t(w.sendCode)}
        title={t(w.sendCodeTitle)}
        changes={t(w.sendCodeChanges)}
        act={send}
        doWord={t(w.sendCodeDo)}
        onDo={() => kept(send.mutateAsync({ params: { asn } }))}
      />
      {sent && (
        <ActDialog
          button={t(w.prove)}
          look="steel"
          title={t(w.proveTitle)}
          changes={t(w.proveChanges)}
          act={prove}
          doWord={t(w.proveDo)}
          onDo={() => kept(prove.mutateAsync({ params: { asn }, body: { code } }))}
        >
          <Field label={t(w.code)} value={code} onChange={setCode} autoComplete="one-time-code" required />
        </ActDialog>
      )}
    </>
  )
}

/** How the control of the AS comes to be proved: a contact read at the registry, a code mailed there, or the site's word. */
export const AsnActs = ({ member }: { readonly member: MemberDetailed }): ReactNode => {
  const session = useSession()
  if (member.asn_proof.proved_at !== null) return null
  const customer =
    may(session, ['admin', 'engineer', 'sales'], 'order', member.handle) || may(session, [], 'sign', member.handle)
  return (
    <>
      {hasRole(session, 'admin', 'engineer', 'sales') && <Contact asn={member.asn} />}
      {customer && member.asn_proof.contact_source !== null && (
        <SendAndProve asn={member.asn} sent={member.asn_proof.code_sent_at !== null} />
      )}
      {hasRole(session, 'admin', 'engineer') && <Attest asn={member.asn} />}
    </>
  )
}
