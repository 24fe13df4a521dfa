import type { ReactNode } from 'react'
import type { ServiceWire } from '#market/contract'
import { isStaff, useSession } from '../../frame/session.ts'
import { useTongue } from '../../language.tsx'
import { LetterMark } from '../../letter/letter.tsx'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/button.tsx'
import { Fact, Facts, Section } from '../../ui/page.tsx'
import { StatusMark } from '../../ui/status-mark.tsx'
import { w as ws } from '../service-words.ts'

/** Who is at the other end, and by what it agreed; nothing where both ends are the reader's own. */
export const OtherSide = ({ service }: { readonly service: ServiceWire }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const other = service.other_side
  if (other === null) return null
  return (
    <Section title={t(ws.otherSide)}>
      <Facts>
        <Fact name={t(ws.otherOrganisation)}>
          {isStaff(session) ? (
            <Link href={paths.organisation(other.organisation.handle)}>{other.organisation.name}</Link>
          ) : (
            other.organisation.name
          )}
        </Fact>
        <Fact name={t(ws.consent)}>
          {other.by === 'asked' ? (
            <StatusMark status="waits">{t(ws['by-asked'])}</StatusMark>
          ) : (
            <>
              {t(ws[`by-${other.by}`])}
              {other.revoked && other.letter === null && (
                <span className="block">
                  <StatusMark status="down">{t(ws.consentRevoked)}</StatusMark>
                </span>
              )}
            </>
          )}
        </Fact>
        {other.letter !== null && (
          <Fact name={t(ws.letter)}>
            <Link href={paths.letter(other.letter)}>{other.letter}</Link>
            {other.letter_state !== null && (
              <span className="block">
                <LetterMark state={other.letter_state} />
              </span>
            )}
          </Fact>
        )}
      </Facts>
    </Section>
  )
}
