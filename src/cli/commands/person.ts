import { type Client, createClient } from '#kernel'
import { createKey, listPersons, makeLink, signIn, useLink } from '#people/contract'
import { type Command, type Ending, Unusable, done, refused, sayCli, textOf, textsOf } from '../command.ts'

const DAYS = 90

/** What the invited person opens in a browser, or gives to `enter`. */
const invite: Command = {
  where: 'server',
  name: 'invite',
  takes: 'MAIL',
  does: {
    fr: 'créer le lien de connexion à usage unique d’une personne',
    en: 'make the one-time sign-in link of a person',
  },
  least: 1,
  most: 1,
  run: async (call) => {
    const mail = call.args[0] ?? ''
    const found = await call.client.call(listPersons, { query: { text: mail, limit: 50 } })
    if (!found.ok) return refused(found.problem, call.language)
    const person = found.value.items.find((one) => one.mail === mail)
    if (!person)
      return { code: 1, value: { code: 'nobody-has', mail }, lines: [sayCli(call.language, 'nobody-has', { mail })] }
    const made = await call.client.call(makeLink, { params: { person: person.id } })
    if (!made.ok) return refused(made.problem, call.language)
    const link = `${call.base}${made.value.path}`
    return done({ link, expires_at: made.value.expires_at }, [link])
  },
}

/** Keeps the cookies of one session, as a browser would. */
const withSession = (base: string): Client => {
  let cookies = ''
  return createClient({
    base,
    fetch: async (url, init) => {
      const headers = new Headers(init?.headers)
      headers.set('origin', new URL(base).origin)
      if (cookies !== '') headers.set('cookie', cookies)
      const response = await fetch(url, { ...init, headers })
      const set = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
      if (set.length > 0) cookies = set.join('; ')
      return response
    },
  })
}

/** The password is not an argument: those of others' processes can be read by everybody on the machine. */
const enter: Command = {
  where: 'server',
  name: 'enter',
  takes: 'LINK --scope SCOPE… [--label TEXT] [--days 90]',
  does: {
    fr: 'entrer par un lien, avec le mot de passe de VESONTIO_PASSWORD, et créer sa clé d’API',
    en: 'come in by a link, with the password in VESONTIO_PASSWORD, and make one’s own API key',
  },
  options: { scope: { type: 'string', multiple: true }, label: { type: 'string' }, days: { type: 'string' } },
  least: 1,
  most: 1,
  run: async (call): Promise<Ending> => {
    const token = /#link=(?<token>\S+)$/.exec(call.args[0] ?? '')?.groups?.['token']
    const password = call.environment['VESONTIO_PASSWORD']
    const scopes = createKey.body?.shape.scopes.safeParse(textsOf(call.flags['scope']))
    const days = Number(textOf(call.flags['days']) ?? DAYS)
    if (token === undefined || password === undefined || !scopes?.success || !Number.isInteger(days))
      throw new Unusable(
        sayCli(call.language, 'wrong-arguments', { command: 'enter', takes: `VESONTIO_PASSWORD=… ${enter.takes}` }),
      )
    const visitor = withSession(call.base)
    const used = await visitor.call(useLink, { body: { token, password } })
    if (!used.ok) return refused(used.problem, call.language)
    const signed = await visitor.call(signIn, { body: { mail: used.value.mail, password } })
    if (!signed.ok) return refused(signed.problem, call.language)
    const label = textOf(call.flags['label']) ?? 'vesontio'
    const made = await visitor.call(createKey, { body: { label, scopes: scopes.data, days } })
    return made.ok ? done(made.value, [made.value.key]) : refused(made.problem, call.language)
  },
}

export const personCommands = [invite, enter]
