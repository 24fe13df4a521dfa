import { type FormEvent, type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { saveSeller, type sellerAsked, type sellerWire, showSeller } from '#billing/contract'
import { showOrganisation } from '#people/contract'
import { problemOf, sentenceOf, useAct, useAsk } from '../call.ts'
import { useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { Button, Link } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Columns, Fact, Facts, PageHead, Section } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { ReadingProblem } from '../ui/table.tsx'
import { w as shared } from '../words.ts'
import { BillingTabs, counts, readsAll } from './parts.tsx'
import { w as wr } from './run-words.ts'
import { RunsNotOpen } from './runs-page.tsx'
import { w } from './words.ts'
import { siteNow } from '../now.ts'

type Seller = z.output<typeof sellerWire>
type Asked = z.input<typeof sellerAsked>
type Draft = Readonly<Record<keyof Asked, string>>

const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/
const BIC = /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/

const fours = (iban: string): string => iban.replaceAll(/(.{4})(?=.)/g, '$1 ')
const draftOf = (seller: Seller): Draft => ({
  legal_form: seller.legal_form ?? '',
  register: seller.register ?? '',
  iban: fours(seller.iban ?? ''),
  bic: seller.bic ?? '',
})
const filled = (text: string): string | null => (text.trim() === '' ? null : text.trim())
const tight = (text: string): string | null => filled(text.replaceAll(/\s/g, '').toUpperCase())
const askedOf = (draft: Draft): Asked => ({
  legal_form: filled(draft.legal_form),
  register: filled(draft.register),
  iban: tight(draft.iban),
  bic: tight(draft.bic),
})
const same = (asked: Asked, seller: Seller): boolean =>
  asked.legal_form === seller.legal_form &&
  asked.register === seller.register &&
  asked.iban === seller.iban &&
  asked.bic === seller.bic

const Form = ({ seller }: { readonly seller: Seller }): ReactNode => {
  const { t, f, language } = useTongue()
  const act = useAct(saveSeller)
  const [draft, setDraft] = useState(() => draftOf(seller))
  const [savedAt, setSavedAt] = useState<Date | null>(null)
  const [tried, setTried] = useState(false)
  const asked = askedOf(draft)
  const problem = problemOf(act.error)
  const ibanForm = asked.iban !== null && !IBAN.test(asked.iban)
  const bicForm = asked.bic !== null && !BIC.test(asked.bic)
  const ibanWrong = problem?.code === 'iban-wrong' ? sentenceOf(problem, language) : undefined
  const set = (name: keyof Draft) => (value: string) => {
    setDraft((before) => ({ ...before, [name]: value }))
    act.reset()
  }
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (ibanForm || bicForm) return
    const saved = await act.mutateAsync({ query: {}, body: asked }).catch(() => null)
    if (saved === null) return
    setDraft(draftOf(saved))
    setSavedAt(siteNow())
    setTried(false)
  }
  const clean = same(asked, seller)
  return (
    <form onSubmit={(event) => void send(event)} className="flex max-w-xl flex-col gap-5 pb-8">
      <Field label={t(wr.legalForm)} value={draft.legal_form} onChange={set('legal_form')} hint={t(wr.legalFormHint)} />
      <Field label={t(wr.register)} value={draft.register} onChange={set('register')} hint={t(wr.registerHint)} />
      <Field
        label={t(wr.iban)}
        value={draft.iban}
        onChange={set('iban')}
        hint={t(wr.ibanHint)}
        error={ibanWrong ?? (tried && ibanForm ? t(wr.ibanForm) : undefined)}
      />
      <Field
        label={t(wr.bic)}
        value={draft.bic}
        onChange={set('bic')}
        hint={t(wr.bicHint)}
        error={tried && bicForm ? t(wr.bicWrong) : undefined}
      />
      {problem && ibanWrong === undefined && <RefusalBox sentence={sentenceOf(problem, language)} live />}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" look="main" isPending={act.isPending}>
          {t(wr.save)}
        </Button>
        <span role="status" className="text-second text-ink-2">
          {clean ? savedAt !== null && t(wr.saved, { time: f.clock(savedAt) }) : t(wr.unsaved)}
        </span>
      </div>
    </form>
  )
}

const Known = ({ value }: { readonly value: string | null | undefined }): ReactNode => {
  const { t } = useTongue()
  return value === null || value === undefined || value === '' ? (
    <StatusMark status="waits">{t(wr.missing)}</StatusMark>
  ) : (
    value
  )
}

const OnPaper = ({ seller, own }: { readonly seller: Seller; readonly own: boolean }): ReactNode => {
  const { t } = useTongue()
  const found = useAsk(showOrganisation, { params: { organisation: seller.organisation.handle } })
  const of = found.data
  return (
    <Section
      title={t(wr.onPaper)}
      beside={<Link href={paths.organisation(seller.organisation.handle)}>{t(wr.editOrganisation)}</Link>}
    >
      {found.error && <ReadingProblem error={found.error} />}
      <Facts>
        <Fact name={t(w.name)}>{seller.organisation.name}</Fact>
        {of && (
          <>
            <Fact name={t(w.address)}>
              <span className="whitespace-pre-line">
                <Known value={of.address} />
              </span>
            </Fact>
            <Fact name={t(w.siret)}>
              <Known value={of.siret} />
            </Fact>
            <Fact name={t(w.vatNumber)}>
              <Known value={of.vat_number} />
            </Fact>
          </>
        )}
        <Fact name={t(w.legalForm)}>
          <Known value={seller.legal_form} />
        </Fact>
        <Fact name={t(w.register)}>
          <Known value={seller.register} />
        </Fact>
        <Fact name={t(w.iban)}>
          <Known value={seller.iban === null ? null : fours(seller.iban).replaceAll(' ', '\u00a0')} />
        </Fact>
        <Fact name={t(w.bic)}>{seller.bic ?? '–'}</Fact>
      </Facts>
      {!own && <p className="pt-3 text-second text-ink-2">{t(wr.readOnly)}</p>}
    </Section>
  )
}

const Seller = (): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const found = useAsk(showSeller, { query: {} })
  const seller = found.data
  const own = counts(session)
  return (
    <>
      <PageHead
        title={t(wr.seller)}
        beside={seller ? `${seller.organisation.name} · ${t(wr.sellerBeside)}` : t(shared.reading)}
      />
      <div className="flex flex-wrap items-end gap-4 border-t border-ink py-4">
        <BillingTabs here="seller" />
      </div>
      <p className="max-w-3xl pb-5 text-second text-ink-2">{t(wr.sellerSays)}</p>
      {found.error && !seller && <ReadingProblem error={found.error} />}
      {seller &&
        (own ? (
          <Columns
            left={<Form key={seller.organisation.id} seller={seller} />}
            right={<OnPaper seller={seller} own />}
          />
        ) : (
          <OnPaper seller={seller} own={false} />
        ))}
    </>
  )
}

/** What invoices say of their seller beside its organisation: read by who sells, changed by who counts. */
export const SellerPage = (): ReactNode => {
  const session = useSession()
  return readsAll(session) ? <Seller /> : <RunsNotOpen />
}
