import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { createOrganisation, listOrganisations, type OrganisationAsked, type OrganisationWire } from '#people/contract'
import { readAll, useAct, useList } from '../call.ts'
import { hasRole, useSession } from '../frame/session.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { useFilterText, useUrlState } from '../url-state.ts'
import { ActDialog } from '../ui/act-dialog.tsx'
import { Link } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Checkbox, Field, SearchField, Select } from '../ui/field.tsx'
import { PageHead } from '../ui/page.tsx'
import { type Column, CsvButton, ListTable } from '../ui/table.tsx'
import { w } from './words.ts'

type Organisation = Omit<OrganisationWire, 'resells_to'>
const kinds = [
  'operator',
  'tenant',
  'carrier',
  'public-body',
  'public-health',
  'public-undertaking',
  'exchange-member',
] as const
type Kind = (typeof kinds)[number]

export const kindsText = (one: Pick<Organisation, 'kinds'>, { t }: Pick<Tongue, 't'>): string =>
  one.kinds.map((kind) => t(w[`kind-${kind}`])).join(', ')

const columns = (tongue: Tongue): readonly Column<Organisation>[] => {
  const { t } = tongue
  return [
    {
      id: 'name',
      head: t(w.name),
      cell: (o) => <Link href={paths.organisation(o.handle)}>{o.name}</Link>,
      second: (o) => o.handle,
      csv: (o) => o.name,
    },
    { id: 'kind', head: t(w.kind), cell: (o) => kindsText(o, tongue), csv: (o) => o.kinds.join(' ') },
    { id: 'country', head: t(w.country), cell: (o) => o.country, csv: (o) => o.country },
    { id: 'siret', head: t(w.siret), cell: (o) => o.siret ?? '–', csv: (o) => o.siret },
    {
      id: 'reseller',
      head: t(w.reseller),
      cell: (o) =>
        o.reseller === null ? '–' : <Link href={paths.organisation(o.reseller.handle)}>{o.reseller.name}</Link>,
      csv: (o) => o.reseller?.name ?? null,
    },
    {
      id: 'note',
      head: '',
      cell: (o) => (
        <span className="text-second text-ink-2">
          {[o.file_owned ? t(w.fromFile) : null, o.invented ? t(w.invented) : null]
            .filter((one) => one !== null)
            .join(' · ')}
        </span>
      ),
    },
  ]
}

const AddButton = (): ReactNode => {
  const { t } = useTongue()
  const router = useRouter()
  const act = useAct(createOrganisation)
  const [asked, setAsked] = useState({ name: '', handle: '', country: 'FR', siret: '', vat: '', address: '', mail: '' })
  const [chosen, setChosen] = useState<readonly Kind[]>(['tenant'])
  const set = (name: keyof typeof asked) => (value: string) => setAsked((before) => ({ ...before, [name]: value }))
  const filled = (text: string): string | null => (text.trim() === '' ? null : text.trim())
  const send = async (): Promise<boolean> => {
    const body: OrganisationAsked = {
      name: asked.name,
      handle: asked.handle,
      kinds: [...chosen],
      country: asked.country.toUpperCase(),
      siret: filled(asked.siret.replaceAll(' ', '')),
      vat_number: filled(asked.vat),
      address: asked.address,
      invoice_mail: filled(asked.mail),
      language: 'fr',
      reseller: null,
      service_code: null,
    }
    const made = await act.mutateAsync({ body }).catch(() => null)
    if (made) router.history.push(paths.organisation(made.handle))
    return made !== null
  }
  return (
    <ActDialog
      button={t(w.add)}
      look="main"
      title={t(w.addTitle)}
      changes={t(w.addChanges)}
      act={act}
      doWord={t(w.addDo)}
      onDo={send}
    >
      <div className="grid grid-cols-1 gap-4 narrow:grid-cols-2">
        <Field label={t(w.name)} value={asked.name} onChange={set('name')} required />
        <Field label={t(w.handle)} value={asked.handle} onChange={set('handle')} hint={t(w.handleHint)} required />
        <Field label={t(w.siret)} value={asked.siret} onChange={set('siret')} inputMode="numeric" />
        <Field label={t(w.vat)} value={asked.vat} onChange={set('vat')} />
        <Field label={t(w.country)} value={asked.country} onChange={set('country')} />
        <Field label={t(w.invoiceMail)} type="email" value={asked.mail} onChange={set('mail')} />
      </div>
      <Field label={t(w.address)} value={asked.address} onChange={set('address')} rows={2} />
      <fieldset>
        <legend className="text-second text-ink-2">{t(w.kind)}</legend>
        <div className="flex flex-wrap gap-x-5 gap-y-2 pt-1">
          {kinds
            .filter((kind) => kind !== 'operator')
            .map((kind) => (
              <Checkbox
                key={kind}
                value={chosen.includes(kind)}
                onChange={(on) => setChosen(on ? [...chosen, kind] : chosen.filter((one) => one !== kind))}
              >
                {t(w[`kind-${kind}`])}
              </Checkbox>
            ))}
        </div>
      </fieldset>
    </ActDialog>
  )
}

export const OrganisationsPage = (): ReactNode => {
  const tongue = useTongue()
  const { t } = tongue
  const session = useSession()
  const [url, change] = useUrlState()
  const [typed, type, text] = useFilterText()
  const query = { ...(text === '' ? {} : { text }), ...(url['kind'] === undefined ? {} : { kind: url['kind'] }) }
  const list = useList(listOrganisations, query)
  const cols = columns(tongue)
  const adds = hasRole(session, 'admin', 'sales')
  return (
    <>
      <PageHead
        title={t(w.organisations)}
        beside={t(w.organisationsBeside)}
        actions={
          <>
            <CsvButton name="organisations" columns={cols} all={() => readAll(listOrganisations, query)} />
            {adds && <AddButton />}
          </>
        }
      />
      <div className="flex flex-wrap items-end gap-4 border-t border-ink py-4">
        <SearchField label={t(w.search)} value={typed} onChange={type} className="w-72 max-narrow:w-full" />
        <Select
          label={t(w.kind)}
          value={url['kind'] ?? 'all'}
          options={[{ id: 'all', text: t(w.allKinds) }, ...kinds.map((id) => ({ id, text: t(w[`kind-${id}`]) }))]}
          onChange={(id) => change({ kind: id === 'all' ? null : id })}
          className="w-56 max-narrow:w-full"
        />
      </div>
      <ListTable
        label={t(w.organisations)}
        list={list}
        columns={cols}
        keyOf={(o) => o.id}
        phone={(o) => ({
          title: <Link href={paths.organisation(o.handle)}>{o.name}</Link>,
          second: kindsText(o, tongue),
          end: o.country,
        })}
        filtered={Object.keys(query).length > 0}
        empty={<EmptyState title={t(w.emptyTitle)}>{t(w.emptySays)}</EmptyState>}
      />
    </>
  )
}
