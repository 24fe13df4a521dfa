import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { createSurvey } from '#market/contract'
import { listOrganisations } from '#people/contract'
import { problemOf, sentenceOf, useAct, useAsk } from '../call.ts'
import { hasRole, useSession } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { useUrlState } from '../url-state.ts'
import { Button, Link } from '../ui/button.tsx'
import { Field, Select } from '../ui/field.tsx'
import { PageHead, Section } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { w as shared } from '../words.ts'
import { DeviceFields } from './device-fields.tsx'
import { type AskedSurvey, emptySurvey, readSurvey, type SurveyDraft, surveyOf, withDevice } from './survey-draft.ts'
import { wallOf } from './site-time.ts'
import { w } from './words.ts'
import { siteNow } from '../now.ts'

const ISO_DAY = 10

/** What is typed is kept on this phone, for this person, until the survey is entered: a closet has no signal. */
const useDraft = () => {
  const session = useSession()
  const { f } = useTongue()
  const [url] = useUrlState()
  const keptUnder = `vesontio.survey.${session.person.id}`
  const fresh = (): SurveyDraft =>
    emptySurvey(url['organisation'] ?? '', wallOf(f.zone, siteNow().toISOString()).slice(0, ISO_DAY))
  const [draft, setDraft] = useState<SurveyDraft>(() => {
    const kept = readSurvey(localStorage.getItem(keptUnder))
    const other = url['organisation'] !== undefined && kept?.organisation !== url['organisation']
    return kept === null || other ? fresh() : kept
  })
  return {
    draft,
    change: (changes: Partial<SurveyDraft>): void =>
      setDraft((before) => {
        const next = { ...before, ...changes }
        localStorage.setItem(keptUnder, JSON.stringify(next))
        return next
      }),
    clear: (): void => {
      localStorage.removeItem(keptUnder)
      setDraft(fresh())
    },
  }
}

interface PartProps {
  readonly draft: SurveyDraft
  readonly change: (change: Partial<SurveyDraft>) => void
}

const Head = ({ draft, change }: PartProps): ReactNode => {
  const { t } = useTongue()
  const session = useSession()
  const staff = hasRole(session, 'admin', 'sales', 'technician')
  const all = useAsk(listOrganisations, { query: { limit: 200 } }, { enabled: staff })
  const own = session.organisations.filter(({ rights }) => rights.includes('order'))
  const options = staff ? (all.data?.items ?? []).filter(({ kinds }) => !kinds.includes('operator')) : own
  const [only] = own
  useEffect(() => {
    if (!staff && draft.organisation === '' && only) change({ organisation: only.handle })
  }, [staff, only, draft.organisation, change])
  return (
    <div className="grid grid-cols-1 items-start gap-4 border-t border-ink py-4 narrow:grid-cols-[1fr_2fr_170px]">
      <Select
        label={t(w.organisation)}
        value={draft.organisation}
        options={options.map(({ handle, name }) => ({ id: handle, text: name }))}
        placeholder={t(staff && all.isPending ? shared.reading : w.choose)}
        onChange={(organisation) => change({ organisation })}
      />
      <Field
        label={t(w.place)}
        value={draft.place}
        onChange={(place) => change({ place })}
        hint={t(w.placeHint)}
        required
      />
      <Field type="date" label={t(w.on)} value={draft.on} onChange={(on) => change({ on })} required />
    </div>
  )
}

const sum = (texts: readonly string[]): number =>
  texts.reduce((total, text) => total + (/^\d+$/.test(text.trim()) ? Number(text) : 0), 0)

const Enter = ({
  draft,
  survey,
  clear,
}: {
  readonly draft: SurveyDraft
  readonly survey: AskedSurvey
  readonly clear: () => void
}): ReactNode => {
  const { t, f, language } = useTongue()
  const router = useRouter()
  const act = useAct(createSurvey)
  const { asked, wrong, headWrong } = survey
  const unfinished = wrong.findIndex((one) => Object.keys(one).length > 0)
  const why = asked ? undefined : headWrong ? t(w.headMissing) : t(w.notYet, { n: unfinished + 1 })
  const enter = async (): Promise<void> => {
    if (!asked) return
    const made = await act.mutateAsync({ body: asked }).catch(() => null)
    if (!made) return
    clear()
    router.history.push(paths.survey(made.number))
  }
  const problem = problemOf(act.error)
  return (
    <Section title={t(w.soFar)}>
      <p className="pb-2">
        {t(w.soFarSays, {
          n: draft.devices.length,
          u: f.quantity(sum(draft.devices.map(({ units }) => units)), 'U'),
          w: f.quantity(sum(draft.devices.map(({ measured }) => measured)), 'W'),
        })}
      </p>
      {problem && <RefusalBox sentence={sentenceOf(problem, language)} live />}
      <div className="flex flex-wrap items-center gap-4">
        <Button look="main" refused={why} isPending={act.isPending} onPress={() => void enter()}>
          {t(w.enter)}
        </Button>
      </div>
      <p className="max-w-xl pt-2 text-second text-ink-2">{t(w.enterHow)}</p>
    </Section>
  )
}

/** Typed on a phone in a closet: what stands there, device by device. */
export const NewSurveyPage = (): ReactNode => {
  const { t } = useTongue()
  const { draft, change, clear } = useDraft()
  const survey = surveyOf(draft)
  const [added, setAdded] = useState<number | null>(null)
  const add = (): void => {
    const devices = withDevice(draft.devices)
    setAdded(devices.at(-1)?.key ?? null)
    change({ devices })
  }
  return (
    <>
      <PageHead
        title={t(w.newSurvey)}
        above={<Link href={paths.surveys()}>{t(w.surveys)}</Link>}
        beside={t(w.kept)}
        actions={<Button onPress={clear}>{t(w.clear)}</Button>}
      />
      <Head draft={draft} change={change} />
      <Section
        title={t(w.devices)}
        count={draft.devices.length}
        beside={<span className="text-ink-2">{t(w.unknownHint)}</span>}
      >
        <ol>
          {draft.devices.map((device, at) => (
            <DeviceFields
              key={device.key}
              device={device}
              at={at}
              fresh={device.key === added}
              wrong={survey.wrong[at] ?? {}}
              change={(next) => change({ devices: draft.devices.map((one) => (one.key === device.key ? next : one)) })}
              onRemove={
                draft.devices.length > 1
                  ? () => change({ devices: draft.devices.filter(({ key }) => key !== device.key) })
                  : null
              }
            />
          ))}
        </ol>
        <Button look="steel" onPress={add}>
          {t(w.addDevice)}
        </Button>
      </Section>
      <Enter draft={draft} survey={survey} clear={clear} />
    </>
  )
}
