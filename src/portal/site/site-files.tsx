import { type ReactNode, useState } from 'react'
import { DropZone, FileTrigger, isFileDropItem } from 'react-aria-components'
import { applySiteFiles, planSiteFiles, type SitePlanWire } from '#facility/contract'
import { kindNames } from '#facility/words'
import { problemOf, sentenceOf, useAct } from '../call.ts'
import { hasRole, useSession } from '../frame/session.ts'
import { type Tongue, useTongue } from '../language.tsx'
import { sentence } from '../phrase.ts'
import { ActDialog } from '../ui/act-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { type Status, StatusMark } from '../ui/status-mark.tsx'
import { Table } from '../ui/table.tsx'
import { w } from './words.ts'

type Change = SitePlanWire['changes'][number]
interface SourceFile {
  readonly name: string
  readonly text: string
}

/** The page beside them is no file of the site; the command line leaves it out as well. */
const isSource = ({ name }: File): boolean => /\.ya?ml$/i.test(name)
const readAll = (files: readonly File[]): Promise<SourceFile[]> =>
  Promise.all(files.filter(isSource).map(async (file) => ({ name: file.name, text: await file.text() })))

const marks: Readonly<Record<Change['does'], Status>> = { created: 'ok', updated: 'under-way', removed: 'ended' }

const Does = ({ change, applied }: { readonly change: Change; readonly applied: boolean }): ReactNode => {
  const { t } = useTongue()
  if (change.refusal) return <StatusMark status="down">{t(w.refused)}</StatusMark>
  return <StatusMark status={applied ? marks[change.does] : 'planned'}>{t(w[change.does])}</StatusMark>
}

/** A field's value as one line: of a list each, of a record its fields by name. */
const valueText = (value: unknown): string => {
  if (value === null || value === undefined) return '–'
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(valueText).join('; ')
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, one]) => `${name} ${valueText(one)}`)
      .join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const rowName = ({ kind, handle }: Change, { t }: Tongue): string => {
  const name = Object.entries(kindNames).find(([one]) => one === kind)?.[1]
  return `${name ? t(name) : kind} ${handle}`
}

const Fields = ({ change }: { readonly change: Change }): ReactNode => {
  const { language } = useTongue()
  return (
    <>
      {change.refusal && <span className="block">{sentence(change.refusal, language)}</span>}
      {change.does === 'updated' &&
        change.fields.map(({ field, from, to }) => (
          <span key={field} className="block wrap-anywhere text-second">
            <span className="font-narrow text-ink-2">{field}</span> {valueText(from)} → {valueText(to)}
          </span>
        ))}
    </>
  )
}

const Plan = ({
  plan,
  applied,
  action,
}: {
  readonly plan: SitePlanWire
  readonly applied: boolean
  readonly action: ReactNode
}): ReactNode => {
  const tongue = useTongue()
  const { t, f } = tongue
  return (
    <div className="pt-5">
      <h3 className="flex flex-wrap items-baseline gap-x-4 pb-2 text-section font-medium">
        {t(applied ? w.did : w.would)}
        <span className="text-body font-normal text-ink-2">{t(w.unchanged, { n: f.number(plan.unchanged) })}</span>
      </h3>
      {plan.changes.length === 0 ? (
        <p className="text-ink-2">{t(w.nothing)}</p>
      ) : (
        <Table
          label={t(applied ? w.did : w.would)}
          rows={plan.changes}
          keyOf={(one) => `${one.kind} ${one.handle}`}
          columns={[
            { id: 'row', head: t(w.row), cell: (one) => rowName(one, tongue), className: 'w-[24%]' },
            {
              id: 'does',
              head: t(w.does),
              cell: (one) => <Does change={one} applied={applied} />,
              className: 'w-[14%]',
            },
            { id: 'fields', head: t(w.fields), cell: (one) => <Fields change={one} /> },
          ]}
          phone={(one) => ({
            title: rowName(one, tongue),
            mark: <Does change={one} applied={applied} />,
            second: <Fields change={one} />,
          })}
        />
      )}
      <div className="pt-4">{action}</div>
    </div>
  )
}

const ApplyButton = ({
  files,
  plan,
  onApplied,
}: {
  readonly files: readonly SourceFile[]
  readonly plan: SitePlanWire
  readonly onApplied: (plan: SitePlanWire) => void
}): ReactNode => {
  const { t, f } = useTongue()
  const session = useSession()
  const act = useAct(applySiteFiles)
  if (plan.changes.length === 0) return null
  const refused = !hasRole(session, 'admin') ? t(w.onlyAdmin) : plan.may_apply ? undefined : t(w.mayNot)
  const send = async (): Promise<boolean> => {
    const done = await act.mutateAsync({ body: { files: [...files], digest: plan.digest } }).catch(() => null)
    if (done) onApplied(done)
    return done !== null
  }
  return (
    <ActDialog
      button={t(w.apply)}
      look="main"
      refused={refused}
      title={t(w.applyTitle)}
      changes={t(w.applySays, { n: f.number(plan.changes.length) })}
      act={act}
      doWord={t(w.applyDo)}
      onDo={send}
    />
  )
}

const Choice = ({ onChosen }: { readonly onChosen: (files: readonly File[]) => void }): ReactNode => {
  const { t } = useTongue()
  return (
    <DropZone
      aria-label={t(w.dropLabel)}
      getDropOperation={() => 'copy'}
      onDrop={({ items }) =>
        void Promise.all(items.filter(isFileDropItem).map((item) => item.getFile())).then(onChosen)
      }
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-control border border-dashed border-edge px-5 py-6 data-drop-target:border-steel data-drop-target:bg-wash data-focus-visible:outline-2 data-focus-visible:outline-steel"
    >
      <FileTrigger
        allowsMultiple
        acceptedFileTypes={['.yaml', '.yml']}
        onSelect={(files) => files && files.length > 0 && onChosen([...files])}
      >
        <Button look="steel">{t(w.choose)}</Button>
      </FileTrigger>
      <span className="text-ink-2">{t(w.drop)}</span>
    </DropZone>
  )
}

/** The files of the site, tried without a change, shown row by row, then applied. */
export const SiteFiles = (): ReactNode => {
  const { t, language } = useTongue()
  const [files, setFiles] = useState<readonly SourceFile[]>([])
  const [applied, setApplied] = useState<SitePlanWire | null>(null)
  const plan = useAct(planSiteFiles)
  const problem = problemOf(plan.error)
  const tryOut = async (chosen: readonly File[]): Promise<void> => {
    const read = await readAll(chosen)
    setFiles(read)
    setApplied(null)
    plan.mutate({ body: { files: read } })
  }
  const shown = applied ?? plan.data
  return (
    <Section title={t(w.files)} {...(files.length === 0 ? {} : { count: t(w.chosen, { n: files.length }) })}>
      <p className="max-w-3xl pb-4 text-ink-2">{t(w.filesSay)}</p>
      <Choice onChosen={(chosen) => void tryOut(chosen)} />
      <p role="status" className={plan.isPending ? 'pt-4 text-ink-2' : 'sr-only'}>
        {plan.isPending ? t(w.trying) : applied ? t(w.applied) : ''}
      </p>
      {problem && (
        <div className="pt-5">
          <RefusalBox sentence={sentenceOf(problem, language)} live>
            {(problem.at ?? []).map(({ path, message }) => (
              <p key={`${path} ${message}`} className="text-second text-ink-2">
                {path}: {message}
              </p>
            ))}
          </RefusalBox>
        </div>
      )}
      {shown && !plan.isPending && (
        <Plan
          plan={shown}
          applied={applied !== null}
          action={
            applied ? (
              <StatusMark status="ok" strong>
                {t(w.applied)}
              </StatusMark>
            ) : (
              <ApplyButton files={files} plan={shown} onApplied={setApplied} />
            )
          }
        />
      )}
    </Section>
  )
}
