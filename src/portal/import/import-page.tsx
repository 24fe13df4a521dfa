import { type ReactNode, useState } from 'react'
import { type ImportAnswer, importIxf, importReadings, importServices } from '#market/contract'
import { type OperatorRole, operatorRoles, type Route } from '#kernel'
import { sentenceOf } from '../call.ts'
import { hasRole, type Session, useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { useUrlState } from '../url-state.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Checkbox, Field, Select } from '../ui/field.tsx'
import { PageHead, Section } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { type Chosen, FileChoice } from './file-choice.tsx'
import { isKind, type Kind, kinds } from './recognise.ts'
import { ImportRows } from './rows.tsx'
import { type Beside, type Importing, nothingBeside, useImport } from './use-import.ts'
import { w } from './words.ts'

const routes: Readonly<Record<Kind, Route>> = { ixf: importIxf, services: importServices, readings: importReadings }

const isRole = (audience: string): audience is OperatorRole => operatorRoles.some((role) => role === audience)

/** May this person import such a file? As the contract says, which the server holds to. */
const mayImport = (session: Session, kind: Kind): boolean => hasRole(session, ...routes[kind].who.filter(isRole))

/** What an IX-F file may leave open; another dry run shows what it changes. */
const BesideFile = ({
  beside,
  onChange,
  onAgain,
}: {
  readonly beside: Beside
  readonly onChange: (beside: Beside) => void
  readonly onAgain: () => void
}): ReactNode => {
  const { t } = useTongue()
  const set = (field: keyof Beside) => (text: string) => onChange({ ...beside, [field]: text })
  return (
    <fieldset className="flex flex-wrap items-end gap-4 pt-4">
      <legend className="pt-4 text-second text-ink-2">{t(w.options)}</legend>
      <Field
        label={t(w.lan4)}
        value={beside.lan4}
        onChange={set('lan4')}
        placeholder="203.0.113.0/24"
        className="max-narrow:w-full"
      />
      <Field
        label={t(w.lan6)}
        value={beside.lan6}
        onChange={set('lan6')}
        placeholder="2001:db8::/64"
        className="max-narrow:w-full"
      />
      <Field
        label={t(w.ixp)}
        value={beside.ixp}
        onChange={set('ixp')}
        inputMode="numeric"
        className="max-narrow:w-full"
      />
      <Button onPress={onAgain}>{t(w.again)}</Button>
    </fieldset>
  )
}

/** The button that changes something, and why it cannot be pressed where it cannot. */
const Apply = ({
  counts,
  busy,
  onApply,
}: {
  readonly counts: ImportAnswer['counts']
  readonly busy: boolean
  readonly onApply: (keepGood: boolean) => void
}): ReactNode => {
  const { t, f } = useTongue()
  const [keepGood, setKeepGood] = useState(false)
  const blocked = counts.refused > 0 && !keepGood
  const idle = counts.created + counts.updated === 0
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-3 pb-5">
      {counts.refused > 0 && (
        <Checkbox value={keepGood} onChange={setKeepGood}>
          {t(w.keepGood, { n: f.number(counts.refused) })}
        </Checkbox>
      )}
      <Button
        look="main"
        refused={busy ? t(w.applying) : idle ? t(w.idle) : blocked ? t(w.refusedFirst) : undefined}
        onPress={() => onApply(keepGood)}
      >
        {t(w.apply)}
      </Button>
    </div>
  )
}

const Applied = ({ kind, onAnother }: { readonly kind: Kind; readonly onAnother: () => void }): ReactNode => {
  const { t } = useTongue()
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-3 pb-5">
      <StatusMark status="ok" strong>
        {t(w.applied)}
      </StatusMark>
      <ButtonLink href={kind === 'ixf' ? paths.declaredMembers() : paths.services()}>
        {t(kind === 'ixf' ? w.seeMembers : w.seeServices)}
      </ButtonLink>
      <Button look="text" onPress={onAnother}>
        {t(w.another)}
      </Button>
    </div>
  )
}

/** What the dry run found, or what was done. What it says is said aloud as it comes. */
const Answer = ({
  importing,
  kind,
  onApply,
  onAnother,
}: {
  readonly importing: Importing
  readonly kind: Kind
  readonly onApply: (keepGood: boolean) => void
  readonly onAnother: () => void
}): ReactNode => {
  const { t, f, language } = useTongue()
  const { answer, problem, busy } = importing
  return (
    <>
      <p role="status" className={busy ? 'py-4 text-ink-2' : 'sr-only'}>
        {busy ? t(w[busy]) : answer ? t(answer.applied ? w.applied : answer.dry_run ? w.would : w.nothing) : ''}
      </p>
      {problem && (
        <div className="pb-6">
          <RefusalBox sentence={sentenceOf(problem, language)} rule={problem.code} live>
            {(problem.at ?? []).map(({ path, message }) => (
              <p key={path} className="text-second text-ink-2">
                {path}: {message}
              </p>
            ))}
          </RefusalBox>
        </div>
      )}
      {answer && busy !== 'trying' && (
        <Section title={t(answer.applied ? w.did : w.would)} count={t(w.rows, { n: f.number(answer.rows.length) })}>
          {answer.applied ? (
            <Applied kind={kind} onAnother={onAnother} />
          ) : (
            <Apply counts={answer.counts} busy={busy !== null} onApply={onApply} />
          )}
          <ImportRows answer={answer} />
        </Section>
      )}
    </>
  )
}

/** A file from another system: recognised, tried without a change, shown row by row, then applied. */
export const ImportPage = (): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const importing = useImport()
  const [, change] = useUrlState()
  const [file, setFile] = useState<Chosen | null>(null)
  const [kind, setKind] = useState<Kind | null>(null)
  const [beside, setBeside] = useState(nothingBeside)
  const tryOut = (of: Chosen, as: Kind | null): void => {
    importing.forget()
    change({ show: null })
    if (as && mayImport(session, as)) importing.run({ file: of, kind: as, beside, dryRun: true, keepGood: false })
  }
  const choose = (chosen: Chosen): void => {
    setFile(chosen)
    setKind(chosen.kind)
    tryOut(chosen, chosen.kind)
  }
  const another = (): void => {
    setFile(null)
    setKind(null)
    setBeside(nothingBeside)
    importing.forget()
    change({ show: null })
  }
  const applied = importing.answer?.applied === true
  return (
    <>
      <PageHead title={t(w.title)} beside={t(w.beside)} />
      {!applied && <FileChoice onChosen={choose} />}
      {file && (
        <div className="py-5">
          <p className="text-line">{file.name}</p>
          {!applied && (
            <>
              <Select
                label={t(w.kind)}
                value={kind ?? ''}
                placeholder={t(w.kindUnknown)}
                options={kinds.map((id) => ({ id, text: t(w[id]) }))}
                onChange={(id) => {
                  if (!isKind(id)) return
                  setKind(id)
                  tryOut(file, id)
                }}
                className="max-w-96 pt-3"
              />
              {kind === 'ixf' && (
                <BesideFile beside={beside} onChange={setBeside} onAgain={() => tryOut(file, 'ixf')} />
              )}
            </>
          )}
        </div>
      )}
      {file && kind && !mayImport(session, kind) && <RefusalBox sentence={t(w.notAllowed)} live />}
      {file && kind && (
        <Answer
          importing={importing}
          kind={kind}
          onApply={(keepGood) => importing.run({ file, kind, beside, dryRun: false, keepGood })}
          onAnother={another}
        />
      )}
    </>
  )
}
