import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import {
  createPerson,
  editOrganisation,
  listPersons,
  type OrganisationWire,
  type PersonWire,
  showOrganisation,
} from '#people/contract'
import { readAll, useAct, useAsk, useList } from '../call.ts'
import { Wrong } from '../frame/not-found.tsx'
import { hasRole, may, useSession } from '../frame/session.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { useUrlState } from '../url-state.ts'
import { ActDialog, kept } from '../ui/act-dialog.tsx'
import { Button, ButtonLink, Link } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Field } from '../ui/field.tsx'
import { Columns, Fact, Facts, PageHead, Section } from '../ui/page.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { type Column, CsvButton, ListTable } from '../ui/table.tsx'
import { w as shared } from '../words.ts'
import { Holdings } from './organisation-holdings.tsx'
import { kindsText } from './organisations-page.tsx'
import { PersonDetail } from './person-detail.tsx'
import { w } from './words.ts'

const EditButton = ({ organisation: o }: { readonly organisation: OrganisationWire }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const act = useAct(editOrganisation)
  const [draft, setDraft] = useState({
    name: o.name,
    address: o.address,
    siret: o.siret ?? '',
    vat: o.vat_number ?? '',
    code: o.service_code ?? '',
    mail: o.invoice_mail ?? '',
  })
  const set = (name: keyof typeof draft) => (value: string) => setDraft((before) => ({ ...before, [name]: value }))
  const filled = (text: string): string | null => (text.trim() === '' ? null : text.trim())
  if (!hasRole(session, 'admin', 'sales')) return null
  const body = {
    name: draft.name,
    address: draft.address,
    siret: filled(draft.siret),
    vat_number: filled(draft.vat),
    service_code: filled(draft.code),
    invoice_mail: filled(draft.mail),
  }
  return (
    <ActDialog
      button={t(w.edit)}
      refused={o.file_owned ? t(w.fromFile) : undefined}
      title={o.name}
      changes={t(w.editChanges)}
      act={act}
      doWord={t(w.save)}
      onDo={() => kept(act.mutateAsync({ params: { organisation: o.handle }, body, ifMatch: o.version }))}
    >
      <Field label={t(w.name)} value={draft.name} onChange={set('name')} />
      <Field label={t(w.address)} value={draft.address} onChange={set('address')} rows={2} />
      <div className="grid grid-cols-1 gap-4 narrow:grid-cols-2">
        <Field label={t(w.siret)} value={draft.siret} onChange={set('siret')} />
        <Field label={t(w.vat)} value={draft.vat} onChange={set('vat')} />
        <Field label={t(w.serviceCode)} value={draft.code} onChange={set('code')} />
        <Field label={t(w.invoiceMail)} type="email" value={draft.mail} onChange={set('mail')} />
      </div>
    </ActDialog>
  )
}

const AddPerson = ({ organisation }: { readonly organisation: OrganisationWire }): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const act = useAct(createPerson)
  const [name, setName] = useState('')
  const [mail, setMail] = useState('')
  const [phone, setPhone] = useState('')
  if (!hasRole(session, 'admin', 'sales')) return null
  const filled = (text: string): string | null => (text.trim() === '' ? null : text.trim())
  return (
    <ActDialog
      button={t(w.addPerson)}
      title={t(w.addPersonTitle)}
      changes={t(w.addPersonChanges)}
      act={act}
      doWord={t(w.addDo)}
      onDo={() =>
        kept(
          act.mutateAsync({
            body: { organisation: organisation.handle, name, mail: filled(mail), phone: filled(phone), language: 'fr' },
          }),
        )
      }
    >
      <Field label={t(w.name)} value={name} onChange={setName} required />
      <Field label={t(w.mail)} type="email" value={mail} onChange={setMail} />
      <Field label={t(w.phone)} type="tel" value={phone} onChange={setPhone} />
    </ActDialog>
  )
}

export const mayText = (person: PersonWire, { t }: Pick<Tongue, 't'>): string =>
  [
    ...person.roles.map((role) => t(w[`role-${role}`])),
    ...person.authorisations.filter((a) => a.in_force && a.withdrawn_at === null).map((a) => t(w[`right-${a.right}`])),
  ].join(', ')

const personColumns = (
  tongue: Tongue,
  opened: string | undefined,
  open: (id: string | null) => void,
): readonly Column<PersonWire>[] => {
  const { t } = tongue
  return [
    {
      id: 'name',
      head: t(w.person),
      cell: (p) => (
        <Button look="text" aria-expanded={opened === p.id} onPress={() => open(opened === p.id ? null : p.id)}>
          {p.name}
        </Button>
      ),
      second: (p) => p.mail,
      csv: (p) => p.name,
    },
    { id: 'may', head: t(w.mayDo), cell: (p) => mayText(p, tongue) || '–', csv: (p) => mayText(p, tongue) },
    { id: 'phone', head: t(w.phone), cell: (p) => p.phone ?? '–', csv: (p) => p.phone },
    {
      id: 'login',
      head: t(w.login),
      cell: (p) =>
        p.ended_at !== null ? (
          <StatusMark status="ended">{t(w.ended)}</StatusMark>
        ) : (
          <StatusMark status={p.has_account ? 'ok' : 'not-begun'}>
            {t(p.has_account ? w.hasLogin : w.noLogin)}
          </StatusMark>
        ),
      csv: (p) => (p.has_account ? 'yes' : 'no'),
    },
  ]
}

const Persons = ({ organisation }: { readonly organisation: OrganisationWire }): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const [url, change] = useUrlState()
  const query = { organisation: organisation.handle }
  const list = useList(listPersons, query)
  const cols = personColumns(tongue, url['person'], (person) => change({ person }))
  return (
    <Section
      title={t(w.persons)}
      count={list.loading ? undefined : list.items.length}
      beside={<CsvButton look="text" name="persons" columns={cols} all={() => readAll(listPersons, query)} />}
    >
      <ListTable
        label={t(w.persons)}
        list={list}
        columns={cols}
        keyOf={(p) => p.id}
        selected={url['person'] ?? null}
        opened={(p) => <PersonDetail person={p} />}
        phone={(p) => ({
          title: (
            <Button look="text" onPress={() => change({ person: url['person'] === p.id ? null : p.id })}>
              {p.name}
            </Button>
          ),
          second: mayText(p, tongue) || t(w.noLogin),
        })}
        empty={<EmptyState title={t(w.noPersons)}>{t(w.noPersonsSays)}</EmptyState>}
      />
    </Section>
  )
}

const Identity = ({ organisation: o }: { readonly organisation: OrganisationWire }): ReactNode => {
  const { t } = useTongue()
  const text = (value: string | null): ReactNode => (value === null || value === '' ? '–' : value)
  return (
    <Section title={t(w.identity)}>
      <Facts>
        <Fact name={t(w.handle)}>{o.handle}</Fact>
        <Fact name={t(w.address)}>
          <span className="whitespace-pre-line">{text(o.address)}</span>
        </Fact>
        <Fact name={t(w.country)}>{o.country === 'ZZ' ? t(shared.unknown) : o.country}</Fact>
        <Fact name={t(w.language)}>{t(o.language === 'fr' ? w.french : w.english)}</Fact>
        <Fact name={t(w.siret)}>{text(o.siret)}</Fact>
        <Fact name={t(w.vat)}>{text(o.vat_number)}</Fact>
        <Fact name={t(w.serviceCode)}>{text(o.service_code)}</Fact>
        <Fact name={t(w.invoiceMail)}>{text(o.invoice_mail)}</Fact>
        {o.reseller !== null && (
          <Fact name={t(w.reseller)}>
            <Link href={paths.organisation(o.reseller.handle)}>{o.reseller.name}</Link>
          </Fact>
        )}
        {o.resells_to.length > 0 && (
          <Fact name={t(w.resellsTo)}>
            {o.resells_to.map((one) => (
              <span key={one.id} className="block">
                <Link href={paths.organisation(one.handle)}>{one.name}</Link>
              </span>
            ))}
          </Fact>
        )}
      </Facts>
      {(o.file_owned || o.invented) && (
        <p className="pt-2 text-second text-ink-2">
          {[o.file_owned ? t(w.fromFile) : null, o.invented ? t(w.invented) : null]
            .filter((one) => one !== null)
            .join(' · ')}
        </p>
      )}
    </Section>
  )
}

export const OrganisationPage = (): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const session = useSession()
  const { organisation: handle = '' } = useParams({ strict: false })
  const found = useAsk(showOrganisation, { params: { organisation: handle } })
  const o = found.data
  if (found.error && !o) return <Wrong error={found.error} reset={() => void found.refetch()} />
  if (!o) return <PageHead title={handle} beside={t(shared.reading)} />
  const seesInvoices = may(session, ['admin', 'accountant', 'sales'], 'billing', o.handle)
  return (
    <>
      <PageHead
        title={o.name}
        above={<Link href={paths.organisations()}>{t(w.organisations)}</Link>}
        beside={kindsText(o, tongue)}
        actions={
          <>
            <ButtonLink href={paths.orders({ organisation: o.handle })}>{t(w.showOrders)}</ButtonLink>
            <ButtonLink href={paths.services({ organisation: o.handle })}>{t(w.showServices)}</ButtonLink>
            {seesInvoices && (
              <ButtonLink href={paths.invoices({ organisation: o.handle })}>{t(w.showInvoices)}</ButtonLink>
            )}
            <EditButton key={o.version} organisation={o} />
            <AddPerson organisation={o} />
          </>
        }
      />
      <Columns left={<Persons organisation={o} />} right={<Identity organisation={o} />} />
      <Holdings organisation={o} />
    </>
  )
}
