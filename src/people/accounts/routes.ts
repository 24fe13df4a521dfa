import { ok, refuse } from '#kernel'
import { inTransaction, violated, writeJournal } from '#postgres'
import { scopeOf } from '../actor.ts'
import { lookAtLink, makeLink, useLink, whoAmI } from '../contract.ts'
import { personById, personCard } from '../person/store.ts'
import { type PeopleOptions, type Served, serve } from '../serve.ts'
import * as store from './store.ts'

const LINK_DAYS = 7
const DAY_MS = 86_400_000

/** The token stands behind `#`: a browser sends that part to nobody, so no log has it. */
export const linkPath = (token: string): string => `/sign-in#link=${token}`

const whoIs = serve(whoAmI, async ({ db, actor }) => {
  const { personId } = actor
  if (personId === null) throw new Error('whoever is signed in is a person')
  const [person, organisations, second] = await Promise.all([
    personCard(db, personId),
    store.organisationNames(db, [...actor.organisations.keys()]),
    store.hasSecondFactor(db, personId),
  ])
  if (!person) return null
  const own = organisations.find(({ id }) => id === person.organisation_id)
  if (!own) return null
  const others = organisations.filter(({ id }) => id !== own.id)
  return ok({
    kind: actor.kind === 'key' ? ('key' as const) : ('person' as const),
    person: { id: person.id, name: person.name, mail: person.mail, language: person.language },
    organisation: own,
    roles: [...actor.roles],
    organisations: [own, ...others].map((of) => ({ ...of, rights: [...(actor.organisations.get(of.id) ?? [])] })),
    two_factor: second,
  })
})

const look = serve(lookAtLink, async ({ db, body, now }) =>
  inTransaction(db, async (tx) => {
    const holder = await store.holderOfLink(tx, body.token, now)
    if (!holder) return refuse({ code: 'link-spent' })
    const { name, mail, organisation, language, account_id } = holder
    return ok({ name, mail, organisation, language, has_account: account_id !== null })
  }),
)

const use = ({ accounts }: PeopleOptions): Served =>
  serve(useLink, async ({ db, body, by, now }) => {
    // Looked up before hashing: guesses must not cost us half a second of work each.
    if (!(await inTransaction(db, (tx) => store.holderOfLink(tx, body.token, now))))
      return refuse({ code: 'link-spent' })
    const hash = await accounts.hash(body.password)
    return inTransaction(db, async (tx) => {
      const holder = await store.holderOfLink(tx, body.token, now)
      if (!holder) return refuse({ code: 'link-spent' })
      const mail = holder.mail ?? body.mail
      if (mail === undefined) return refuse({ code: 'mail-missing' })
      await store.setPassword(tx, holder, { mail, hash, now })
      await store.spendLink(tx, body.token, now)
      const who = { ...by, kind: 'person', id: holder.person_id } as const
      await writeJournal(tx, {
        room: 'people',
        name: 'password-set',
        subject: ['person', holder.person_id],
        by: who,
        at: now,
        onBehalfOf: holder.organisation_id,
      })
      return ok({ mail })
    }).catch((thrown: unknown) => {
      if (violated(thrown) === 'user_email_key') return refuse({ code: 'mail-taken' })
      throw thrown
    })
  })

const make = serve(makeLink, async ({ db, actor, params, by, now }) =>
  inTransaction(db, async (tx) => {
    const person = await personById(tx, scopeOf(actor), now.toISOString().slice(0, 10), params.person)
    if (!person) return null
    if (person.ended_at !== null || person.organisation_ended) return refuse({ code: 'person-ended' })
    const expires = new Date(now.getTime() + LINK_DAYS * DAY_MS)
    const token = await store.insertLink(tx, person.id, expires)
    await writeJournal(tx, {
      room: 'people',
      name: 'link-made',
      subject: ['person', person.id],
      by,
      at: now,
      onBehalfOf: person.organisation.id,
    })
    return ok({ path: linkPath(token), expires_at: expires.toISOString() })
  }),
)

export const accountRoutes = (options: PeopleOptions): readonly Served[] => [whoIs, look, use(options), make]
