import type { JournalLine } from '#server/contract'
import { say, type Language, type Word } from '#kernel'
import { paths } from '../paths.ts'
import { label, stepLabel } from '../phrase.ts'
import { does, events, kinds } from './event-words.ts'
import { w } from './words.ts'

const known = (words: { readonly [key: string]: Word }, key: string): Word | undefined =>
  Object.hasOwn(words, key) ? words[key] : undefined

export const kindText = (kind: string, language: Language): string => {
  const word = known(kinds, kind)
  return word ? say(word, language) : kind
}

/** `rack-updated` of the site's files, else the room's own word; a name that nobody says is shown as written. */
export const eventText = (name: string, language: Language): string => {
  const word = known(events, name)
  if (word) return say(word, language)
  const [, kind, did] = /^(.+)-(created|updated|removed)$/.exec(name) ?? []
  const change = did === undefined ? undefined : known(does, did)
  return kind === undefined || !change ? name : say(change, language, { kind: kindText(kind, language) })
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** The one thing of a line's data that tells it from its neighbours. */
export const gistOf = ({ name, data }: JournalLine, language: Language): string | null => {
  const step = text(data['step'])
  if (step !== null) return stepLabel(step, language)
  const code = text(data['code'])
  if (code !== null) return label(code, language)
  if (name.startsWith('wished-') || name === 'attached') return text(data['port'])
  return (
    text(data['month']) ?? text(data['ends_on']) ?? text(data['from']) ?? text(data['right']) ?? text(data['as_set'])
  )
}

export interface Subject {
  readonly kind: string
  readonly text: string
  /** Its own page; null: it has none. */
  readonly href: string | null
}

const SERVICE = /^[A-Z]{3}-[A-Z]{2}-\d{6}$/
const SHORT = 8

/** What the line is about, by the name that people use, and where that stands. */
export const subjectOf = (line: JournalLine, language: Language): Subject => {
  const { kind, id } = line.subject
  const number = text(line.data['number'])
  const named = (shown: string, href: string | null): Subject => ({ kind: kindText(kind, language), text: shown, href })
  switch (kind) {
    case 'order':
      return named(id, paths.order(id))
    case 'work-order':
      return named(id, paths.workOrder(id))
    case 'letter':
      return named(id, paths.letter(id))
    case 'survey':
      return named(id, paths.survey(id))
    case 'letter-request':
      return named(id, paths.letters())
    case 'standing-consent':
      return named(text(line.data['panel']) ?? id.slice(-SHORT), paths.letters())
    case 'service': {
      const shown = SERVICE.test(id) ? id : number
      return shown === null
        ? named(text(line.data['port']) ?? id.slice(-SHORT), paths.exchange())
        : named(shown, paths.service(shown))
    }
    case 'invoice':
      return named(number ?? id.slice(-SHORT), paths.invoice(number ?? id))
    case 'invoice-run':
      return named(text(line.data['month']) ?? id.slice(-SHORT), paths.run(id))
    case 'organisation':
      if (line.name === 'seller-changed') return named(say(w['room-billing'], language), paths.seller())
      return line.organisation?.id === id
        ? named(line.organisation.name, paths.organisation(line.organisation.handle))
        : named(id.slice(-SHORT), null)
    case 'person':
    case 'key':
      return named(
        kind === 'person' && line.actor.id === id && line.actor.name !== null ? line.actor.name : id.slice(-SHORT),
        line.organisation === null ? null : paths.organisation(line.organisation.handle),
      )
    case 'asn':
      return named(id, paths.exchange())
    case 'rack':
      return named(number ?? id.slice(-SHORT), paths.plan())
    default:
      return named(id.length > 20 ? id.slice(-SHORT) : id, kind === 'site' || kind === 'room' ? paths.plan() : null)
  }
}

export const actorText = ({ actor }: JournalLine, language: Language): string => {
  if (actor.name === null) return say(w[`actor-${actor.kind}`], language)
  return actor.kind === 'key' ? say(w.byKey, language, { name: actor.name }) : actor.name
}
