import { type ReactNode, useState } from 'react'
import { words } from '#kernel'
import { Frame } from '../frame/frame.tsx'
import type { Session } from '../frame/session.ts'
import { useTongue } from '../language.tsx'
import { Button } from './button.tsx'
import { Dialog, DialogActions } from './dialog.tsx'
import { EmptyState } from './empty-state.tsx'
import { Checkbox, Field, SearchField, Segments, Select } from './field.tsx'
import { Figure, SourceMark } from './figure.tsx'
import { Gauge, Progress } from './gauge.tsx'
import { PageHead, Section } from './page.tsx'
import { RefusalBox, TriedTrack } from './refusal-box.tsx'
import { StatusMark, statuses } from './status-mark.tsx'
import { Table } from './table.tsx'
import { calendarOf, CalendarHead, Swatch, Timeline } from './timeline.tsx'

const w = words({
  title: { fr: 'Pièces du cadran', en: 'Parts of the dial' },
  beside: {
    fr: 'Chaque composant dans chacun de ses états, valeurs d’exemple',
    en: 'Each component in each of its states, with example values',
  },
  marks: { fr: 'Marques d’état', en: 'Status marks' },
  gauges: { fr: 'Jauges', en: 'Gauges' },
  normal: { fr: 'Normale', en: 'Normal' },
  above: { fr: 'Au-dessus du calibre', en: 'Above rating' },
  over: { fr: 'Limite dépassée', en: 'Over the limit' },
  stale: { fr: 'Périmée', en: 'Stale' },
  unknown: { fr: 'Inconnue', en: 'Unknown' },
  timeline: { fr: 'Chronologie', en: 'Timeline' },
  fields: { fr: 'Champs et boutons', en: 'Fields and buttons' },
  refusal: { fr: 'Refus et attente', en: 'Refusal and wait' },
  table: { fr: 'Tableau', en: 'Table' },
  drawn: { fr: 'tirés', en: 'drawn' },
  ask: { fr: 'Demander…', en: 'Ask…' },
  act: { fr: 'Faire', en: 'Do' },
  why: { fr: 'une ligne est refusée', en: 'a line is refused' },
  name: { fr: 'Nom', en: 'Name' },
  value: { fr: 'Valeur', en: 'Value' },
  example: { fr: 'Exemple', en: 'Example' },
  wrong: { fr: 'Douze signes au moins', en: 'Twelve characters at least' },
})

const session: Session = {
  person: { id: 'example', name: 'Exploitation' },
  roles: ['admin'],
  organisations: [],
  site: { code: 'BES', name: 'Besançon', zone: 'Europe/Paris' },
  world: 'twin',
}
/** A fixed instant: the page must look the same whenever it is photographed. */
const at = (text: string): Date => new Date(`2026-11-${text}:00+01:00`)
const NOW = at('23T15:24')

const MoreGauges = (): ReactNode => {
  const { t } = useTongue()
  return (
    <>
      <div>
        <StatusMark status="unknown">{t(w.stale)}</StatusMark>
        <Gauge
          label={t(w.stale)}
          words={t(w.stale)}
          value={3.1}
          to={8}
          stale
          limits={[7.36]}
          hands={[{ at: 3.1, kind: 'measured' }]}
          unit="kW"
        />
      </div>
      <div>
        <Figure value={null} unit="kW" source="measured" what={t(w.drawn)} />
        <Gauge label={t(w.unknown)} words={t(w.unknown)} value={null} to={180} limits={[160]} />
      </div>
      <div>
        <p className="text-second text-ink-2">Étape 3 sur 7</p>
        <Progress done={2} of={7} partly={0.65} label="3 / 7" />
      </div>
    </>
  )
}

const Gauges = (): ReactNode => {
  const { t } = useTongue()
  const row = 'grid grid-cols-1 gap-x-10 gap-y-6 wide:grid-cols-3'
  return (
    <Section title={t(w.gauges)}>
      <div className={row}>
        <div>
          <p className="text-second text-ink-2">{t(w.normal)}</p>
          <Figure value={41.2} unit="kW" decimals={1} what={t(w.drawn)} source="simulated" at={null} />
          <Gauge
            label={t(w.normal)}
            words="41,2 kW"
            value={41.2}
            reserved={127.2}
            to={180}
            hands={[
              { at: 41.2, kind: 'simulated' },
              { at: 78.8, kind: 'failure' },
              { at: 127.2, kind: 'reserved' },
            ]}
            limits={[160]}
          />
        </div>
        <div>
          <StatusMark status="above-rating">{t(w.above)}</StatusMark>
          <Gauge
            label={t(w.above)}
            words="17,5 A"
            value={null}
            from={0.4}
            to={1.6}
            rating={1}
            major={0.2}
            limits={[1, 1.45]}
            hands={[{ at: 1.09, kind: 'measured' }]}
            decimals={1}
          />
        </div>
        <div>
          <StatusMark status="down">{t(w.over)}</StatusMark>
          <Gauge
            label={t(w.over)}
            words="8,2 kW"
            value={8.2}
            to={10}
            limits={[7.36]}
            hands={[{ at: 8.2, kind: 'measured' }]}
            unit="kW"
          />
        </div>
        <MoreGauges />
      </div>
    </Section>
  )
}

const Lines = (): ReactNode => {
  const { t } = useTongue()
  const calendar = calendarOf(at('09T10:12'), at('29T00:00'))
  return (
    <>
      <CalendarHead calendar={calendar} />
      <Section title={t(w.timeline)}>
        <Timeline
          label={t(w.timeline)}
          calendar={calendar}
          now={NOW}
          stretches={[
            { owner: 'site', from: at('09T10:12'), to: at('13T16:00') },
            { owner: 'in-service', from: at('16T09:35'), to: null },
          ]}
          events={[
            { at: at('09T10:12'), label: 'acceptée' },
            { at: at('13T16:00'), label: 'prête' },
            { at: at('16T09:35'), label: 'en service' },
          ]}
        />
        <Timeline
          label={t(w.timeline)}
          calendar={calendar}
          now={NOW}
          expectedTo={at('26T18:00')}
          stretches={[
            { owner: 'site', from: at('09T10:12'), to: at('12T03:00') },
            { owner: 'customer', from: at('12T03:00'), to: at('17T13:00') },
            { owner: 'site', from: at('17T13:00'), to: at('19T10:48') },
            { owner: 'ready', from: at('19T10:48'), to: null },
          ]}
          events={[
            { at: at('09T10:12'), label: 'acceptée' },
            { at: at('17T13:00'), label: 'code de l’ASN reçu' },
            { at: at('19T10:48'), label: 'prête' },
            { at: at('26T18:00'), label: 'facturation au plus tard', expected: true },
          ]}
        />
        <p className="flex flex-wrap gap-6 text-second">
          {(['site', 'customer', 'other-side', 'ready', 'in-service'] as const).map((owner) => (
            <span key={owner} className="inline-flex items-center gap-2">
              <Swatch owner={owner} /> {owner}
            </span>
          ))}
        </p>
      </Section>
    </>
  )
}

const Fields = (): ReactNode => {
  const { t } = useTongue()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const [size, setSize] = useState('1G')
  const [on, setOn] = useState(true)
  const sizes = ['1G', '10G', '100G'].map((id) => ({ id, text: id }))
  return (
    <Section title={t(w.fields)}>
      <div className="grid max-w-3xl grid-cols-1 gap-4 narrow:grid-cols-3">
        <Field label={t(w.name)} value={text} onChange={setText} hint={t(w.example)} />
        <Field label={t(w.value)} value="6,0" onChange={() => undefined} unit="kW" error={t(w.wrong)} />
        <Select label={t(w.example)} value={size} options={sizes} onChange={setSize} />
      </div>
      <div className="flex flex-wrap items-center gap-4 pt-5">
        <Segments label={t(w.example)} value={size} options={sizes} onChange={setSize} />
        <SearchField label={t(w.name)} value={text} onChange={setText} className="w-60" />
        <Checkbox value={on} onChange={setOn}>
          {t(w.example)}
        </Checkbox>
      </div>
      <div className="flex flex-wrap items-center gap-4 pt-5">
        <Button look="main" onPress={() => setOpen(true)}>
          {t(w.ask)}
        </Button>
        <Button look="steel">{t(w.act)}</Button>
        <Button>{t(w.act)}</Button>
        <Button look="main" refused={t(w.why)}>
          {t(w.act)}
        </Button>
      </div>
      <Dialog title={t(w.ask)} open={open} onClose={() => setOpen(false)}>
        <p>{t(w.beside)}</p>
        <DialogActions>
          <Button look="main" onPress={() => setOpen(false)}>
            {t(w.act)}
          </Button>
        </DialogActions>
      </Dialog>
    </Section>
  )
}

const Refusals = (): ReactNode => {
  const { t } = useTongue()
  return (
    <Section title={t(w.refusal)}>
      <RefusalBox
        sentence="No rack of this site can carry 6.0 kW in a half rack within 20 m of the meet-me room."
        rule="Each side must carry the whole 6.0 kW alone. All 150 racks were tried."
      >
        <TriedTrack
          label={t(w.refusal)}
          tried={[
            { label: 'No free half compartment', count: 89, tone: 'plain' },
            { label: 'Over 20 m of tray', count: 27, tone: 'steel' },
            { label: 'Power, one side lost', count: 13, tone: 'stop' },
            { label: 'Cooling, one unit lost', count: 8, tone: 'wait' },
            { label: 'Planned', count: 9, tone: 'planned' },
          ]}
        />
      </RefusalBox>
      <div className="pt-6">
        <RefusalBox
          wait
          sentence="Jura Transit doit émettre la LOA et choisir son port."
          rule="Demandée le 12 nov. à 12:20, relancée les 16 et 20 nov."
          action={<Button look="steel">Relancer…</Button>}
        />
      </div>
    </Section>
  )
}

const Rows = (): ReactNode => {
  const { t } = useTongue()
  const rows = statuses.map((status, i) => ({ status, n: i * 1234.5 }))
  return (
    <Section title={t(w.table)}>
      <Table
        label={t(w.table)}
        rows={rows}
        keyOf={(r) => r.status}
        selected="waits"
        opened={() => <p className="pt-3 text-ink-2">{t(w.beside)}</p>}
        columns={[
          {
            id: 'status',
            head: t(w.name),
            cell: (r) => <StatusMark status={r.status}>{r.status}</StatusMark>,
            second: () => 'BES-XP-000061',
          },
          { id: 'source', head: 'Source', cell: () => <SourceMark source="attested" /> },
          { id: 'n', head: t(w.value), cell: (r) => r.n, figures: true },
        ]}
        phone={(r) => ({
          title: 'BES-XP-000061',
          mark: <StatusMark status={r.status}>{r.status}</StatusMark>,
          end: r.n,
        })}
      />
      <EmptyState title={t(w.example)} action={<Button look="main">{t(w.act)}</Button>}>
        {t(w.beside)}
      </EmptyState>
    </Section>
  )
}

/** Not linked from any page: the browser test photographs it, and who draws a new page finds its parts here. */
export const GalleryPage = (): ReactNode => {
  const { t } = useTongue()
  return (
    <Frame
      session={session}
      path="/ui"
      day={{
        done: [at('23T09:20'), at('23T09:40'), at('23T11:35')],
        planned: [at('23T15:00'), at('23T16:30')],
        deadlines: [at('23T18:00')],
      }}
      onSignOut={() => undefined}
    >
      <PageHead title={t(w.title)} beside={t(w.beside)} />
      <Section title={t(w.marks)}>
        <p className="flex flex-wrap gap-x-8 gap-y-2">
          {statuses.map((status) => (
            <StatusMark key={status} status={status}>
              {status}
            </StatusMark>
          ))}
        </p>
      </Section>
      <Gauges />
      <Lines />
      <Fields />
      <Refusals />
      <Rows />
    </Frame>
  )
}
