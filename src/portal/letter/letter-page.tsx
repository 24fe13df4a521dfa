import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { addressOf } from '#kernel'
import { handOverPaid, letterPdf, type LetterWire, revokeLetter, type RevokedWire, showLetter } from '#market/contract'
import { useAct, useAsk } from '../call.ts'
import { Wrong } from '../frame/not-found.tsx'
import { may, useSession } from '../frame/session.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { label } from '../phrase.ts'
import { ActDialog, kept } from '../ui/act-dialog.tsx'
import { FileLink, Link } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Columns, Fact, Facts, Labelled, PageHead, Section } from '../ui/page.tsx'
import { w as shared } from '../words.ts'
import { Crumb } from './issue-page.tsx'
import { LetterMark, LifeTrack } from './letter.tsx'
import { w } from './words.ts'

/** What revoking would do, in the words of the dry run. */
const wouldText = (told: RevokedWire, pays: boolean, { t, f }: Tongue): string => {
  const service = told.service ?? ''
  switch (told.how) {
    case 'at-once':
      return t(w['would-at-once'])
    case 'delivery':
      return t(w['would-delivery'], { service })
    case 'notice':
      return t(pays ? w['would-notice-payer'] : w['would-notice'], {
        service,
        day: f.date(told.ends_on ?? ''),
        days: told.notice_days,
      })
    case 'over':
      return t(w['would-over'])
  }
}

/** The dry run is asked when the dialog opens: what it will change is read before it is done. */
const RevokeButton = ({ letter }: { readonly letter: LetterWire }): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const [told, setTold] = useState<RevokedWire | null>(null)
  const act = useAct(revokeLetter)
  const params = { letter: letter.number }
  const look = (): Promise<boolean> =>
    act.mutateAsync({ params, body: { dry_run: true } }).then(
      (would) => {
        setTold(would)
        return false
      },
      () => false,
    )
  return (
    <ActDialog
      button={t(w.revoke)}
      title={t(w.revokeTitle)}
      changes={told ? wouldText(told, letter.pays, tongue) : t(w.reading)}
      act={act}
      doWord={t(w.revokeDo)}
      onOpen={() => void look()}
      onDo={() => (told ? kept(act.mutateAsync({ params, body: { dry_run: false } })) : look())}
    />
  )
}

const HeadFacts = ({ letter: l }: { readonly letter: LetterWire }): ReactNode => {
  const { t } = useTongue()
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3 pb-4">
      <Labelled name={t(w.state)}>
        <LetterMark state={l.state} />
      </Labelled>
      <Labelled name={t(w.issuer)}>{l.issuer.name}</Labelled>
      <Labelled name={t(w.company)}>{l.company.name}</Labelled>
      {l.answers && (
        <Labelled name={t(w.answers)}>
          <LineLink line={l.answers} letter={l} />
        </Labelled>
      )}
    </dl>
  )
}

/** The order is the company's page; the other side reads its number only. */
const LineLink = ({
  line,
  letter,
}: {
  readonly line: { readonly order: string; readonly position: number }
  readonly letter: LetterWire
}): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const said = t(w.lineOf, line)
  const sees = session.roles.length > 0 || session.organisations.some((o) => o.handle === letter.company.handle)
  return sees ? <Link href={paths.order(line.order)}>{said}</Link> : <>{said}</>
}

/** The service is its payer's page. */
const ServiceOf = ({ letter, service }: { readonly letter: LetterWire; readonly service: string }): ReactNode => {
  const session = useSession()
  const payer = letter.pays ? letter.issuer : letter.company
  const sees = session.roles.length > 0 || session.organisations.some((o) => o.handle === payer.handle)
  return (
    <span className="block text-second text-ink-2">
      {sees ? <Link href={paths.service(service)}>{service}</Link> : service}
    </span>
  )
}

/** Whoever pays by this letter says whether what is ready is what was asked for. */
const HandOver = ({ letter }: { readonly letter: LetterWire }): ReactNode => {
  const { t } = useTongue()
  const accept = useAct(handOverPaid)
  const reject = useAct(handOverPaid)
  const [reason, setReason] = useState('')
  const params = { letter: letter.number }
  return (
    <>
      <ActDialog
        button={t(w.acceptDo)}
        look="main"
        title={t(w.acceptTitle)}
        changes={t(w.acceptSays, { service: letter.used?.service ?? '' })}
        act={accept}
        doWord={t(w.acceptShort)}
        onDo={() => kept(accept.mutateAsync({ params, body: { verdict: 'accepted' } }))}
      />
      <ActDialog
        button={t(w.rejectDo)}
        title={t(w.rejectTitle)}
        changes={t(w.rejectSays)}
        act={reject}
        doWord={t(w.rejectShort)}
        onDo={() => kept(reject.mutateAsync({ params, body: { verdict: 'rejected', reason } }))}
      >
        <Field label={t(w.rejectReason)} value={reason} onChange={setReason} rows={3} required />
      </ActDialog>
    </>
  )
}

const Authorised = ({ letter: l }: { readonly letter: LetterWire }): ReactNode => {
  const { t, f, language } = useTongue()
  return (
    <Section title={t(w.facts)} count={t(w.single)}>
      <Facts>
        <Fact name={t(w.position)}>{l.label}</Fact>
        <Fact name={t(w.connector)}>{l.connector}</Fact>
        <Fact name={t(w.media)}>{label(`media-${l.media}`, language)}</Fact>
        <Fact name={t(w.issued)}>{f.dateTime(l.issued_at)}</Fact>
        {l.issued_by !== null && <Fact name={t(w.issuedPerson)}>{l.issued_by}</Fact>}
        <Fact name={t(w.expires)}>{f.date(l.expires_on)}</Fact>
        {l.used && (
          <Fact name={t(w.usedBy)}>
            <LineLink line={l.used} letter={l} />
            {l.used.service !== null && <ServiceOf letter={l} service={l.used.service} />}
          </Fact>
        )}
        {l.used?.state && (
          <Fact name={t(w.serviceState)}>
            {t(w[`state-${l.used.state}`])}
            {l.used.ends_on !== null && `, ${t(w.endsOn)} ${f.date(l.used.ends_on)}`}
          </Fact>
        )}
        <Fact name={t(w.whoPays)}>{l.pays ? l.issuer.name : l.company.name}</Fact>
        {l.revoked_at !== null && <Fact name={t(w.revokedOn)}>{f.dateTime(l.revoked_at)}</Fact>}
      </Facts>
    </Section>
  )
}

const Check = ({ letter: l }: { readonly letter: LetterWire }): ReactNode => {
  const { t } = useTongue()
  const path = paths.letterCheck(l.code)
  return (
    <Section title={t(w.check)}>
      <p className="pb-2 text-body text-ink-2">{t(w.checkSays)}</p>
      <Facts>
        <Fact name={t(w.code)}>
          <span className="font-narrow">{l.code}</span>
        </Fact>
      </Facts>
      <p className="break-all pt-2 text-second">
        <Link href={path}>{`${window.location.origin}${path}`}</Link>
      </p>
    </Section>
  )
}

export const LetterPage = (): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const { letter: number = '' } = useParams({ strict: false })
  const found = useAsk(showLetter, { params: { letter: number } })
  const l = found.data
  if (found.error && !l) return <Wrong error={found.error} reset={() => void found.refetch()} />
  if (!l) return <PageHead title={number} beside={t(shared.reading)} />
  const pdf = (language: 'fr' | 'en'): string =>
    addressOf(letterPdf, { params: { letter: number }, query: { language } })
  return (
    <>
      <PageHead
        title={l.number}
        above={<Crumb />}
        beside={l.label}
        actions={
          <>
            <FileLink href={pdf('fr')} look="plain">
              {t(w.pdfFr)}
            </FileLink>
            <FileLink href={pdf('en')} look="plain">
              {t(w.pdfEn)}
            </FileLink>
            {l.may_accept && <HandOver letter={l} />}
            {l.may_revoke && <RevokeButton letter={l} />}
          </>
        }
      />
      <HeadFacts letter={l} />
      <Columns
        left={
          <Section title={t(w.life)}>
            <LifeTrack letter={l} />
            {!l.may_revoke && l.revoked_at === null && may(session, ['admin', 'engineer'], 'loa') && (
              <p className="pt-3 text-second text-ink-2">{t(w.byOther)}</p>
            )}
          </Section>
        }
        right={
          <>
            <Authorised letter={l} />
            <Check letter={l} />
          </>
        }
      />
    </>
  )
}
