import { randomUUID } from 'node:crypto'
import { type Client, type Outcome, type Problem, createClient } from '#kernel'
import { acceptOrder, createOrder, judgeHouse, showOrder, showService } from '#market/contract'
import type { LineWire, OrderAsked, OrderWire, PortAsked, ServiceWire } from '#market/contract'
import { createKey, listPersons, makeLink, signIn, useLink } from '#people/contract'
import { dayHere } from './days.ts'
import type { House } from './start-house.ts'
import { until } from './until.ts'

/** What was asked for, or an error that says what the house said. */
export const must = <T>(outcome: Outcome<T>): T => {
  if (outcome.ok) return outcome.value
  const { status, code, title, at } = outcome.problem
  throw new Error(`${status} ${code}: ${title} ${at ? JSON.stringify(at) : ''}`)
}

export const problemOf = <T>(outcome: Outcome<T>): Problem | null => (outcome.ok ? null : outcome.problem)

/** The smallest file that is a PDF: what a customer signed, on the day on which it is shown. */
export const paper = {
  file_name: 'bon-de-commande.pdf',
  content_base64: Buffer.from('%PDF-1.4\n%signed\n%%EOF\n').toString('base64'),
  number: 'BC-2026-117',
  get date() {
    return dayHere(Date.now())
  },
  signer: 'Morgan Vuillemin',
}

type Again = { readonly idempotencyKey: string }

/** What a careful client does: no answer, or one that says "later", means asking again with the same key. */
export const surely = <T>(
  about: string,
  ask: (again: Again) => Promise<Outcome<T>>,
  mostMs = 120_000,
): Promise<Outcome<T>> => {
  const again = { idempotencyKey: randomUUID() }
  return until(
    about,
    async () => {
      const outcome = await ask(again)
      if (outcome.ok) return outcome
      const { status, code } = outcome.problem
      return status === 0 || status >= 500 || code === 'in-progress' ? null : outcome
    },
    mostMs,
  )
}

export const portOrder = (
  organisation: string,
  parameters: PortAsked | object,
  quote: OrderAsked['quote'] = 'firm',
) => ({
  organisation,
  quote,
  lines: [{ product: 'exchange-port' as const, parameters: parameters as PortAsked }],
})

/** Drafted, quoted and signed: by the paper that the operator received, or by a signatory's own hand. */
export const signedOrder = async (
  client: Client,
  body: ReturnType<typeof portOrder>,
  signature: { readonly paper?: typeof paper } = { paper },
): Promise<string> => {
  const { number } = must(await client.call(createOrder, { body }))
  must(await client.call(acceptOrder, { params: { order: number }, body: signature }))
  return number
}

export const orderNow = async (client: Client, order: string): Promise<OrderWire> =>
  must(await client.call(showOrder, { params: { order } }))

export const lineNow = async (client: Client, order: string): Promise<LineWire> => {
  const line = (await orderNow(client, order)).lines[0]
  if (!line) throw new Error(`${order} has no line`)
  return line
}

export const serviceNow = async (client: Client, service: string): Promise<ServiceWire> =>
  must(await client.call(showService, { params: { service } }))

/** What the line says instead when it does not come true. */
const storyOf = (line: LineWire): string =>
  JSON.stringify({
    state: line.state,
    waiting: line.waiting,
    steps: line.steps.map(({ name, state, waits, fault }) => ({ name, state, waits: waits?.what.code, fault })),
  })

/** Until the order's only line is as it should be. */
export const untilLine = async (
  client: Client,
  order: string,
  about: string,
  holds: (line: LineWire) => boolean,
  mostMs = 30_000,
): Promise<LineWire> => {
  let last: LineWire | undefined
  try {
    return await until(
      about,
      async () => {
        last = await lineNow(client, order)
        return holds(last) ? last : null
      },
      mostMs,
    )
  } catch (cause) {
    throw new Error(`${order}: ${about} did not come; ${last ? storyOf(last) : 'never seen'}`, { cause })
  }
}

export const stepOf = (line: LineWire, name: string): LineWire['steps'][number] => {
  const step = line.steps.find((candidate) => candidate.name === name)
  if (!step) throw new Error(`no step ${name}`)
  return step
}

/** The doctor's word: what is lost, double or leaked. */
export const doctorFindsNothing = async (client: Client): Promise<void> => {
  const { lost, double, leaked, differences } = must(await client.call(judgeHouse))
  if (lost + double + leaked > 0) throw new Error(`the doctor found ${JSON.stringify(differences)}`)
}

const PASSWORD = 'six words that nobody else knows'

/** A person comes in as people do: by the invitation link, a password, a session; and makes a key for the rest of the test. */
export const clientOf = async (house: House, mail: string, scopes: readonly string[]): Promise<Client> => {
  const people = must(
    await house.client.call(listPersons, { query: { text: mail.split('@')[0]?.split('.').at(-1) ?? mail, limit: 50 } }),
  )
  const person = people.items.find((candidate) => candidate.mail === mail)
  if (!person) throw new Error(`nobody has ${mail}`)
  const { path } = must(await house.client.call(makeLink, { params: { person: person.id } }))
  const visitor = createClient({ base: house.base, language: () => 'en' })
  must(await visitor.call(useLink, { body: { token: path.split('#link=')[1] ?? '', password: PASSWORD } }))
  let cookies = ''
  const browser = createClient({
    base: house.base,
    language: () => 'en',
    fetch: async (url, init) => {
      const headers = { ...(init?.headers as Record<string, string>), origin: house.base, cookie: cookies }
      const response = await fetch(url, { ...init, headers })
      const set = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
      if (set.length > 0) cookies = set.join('; ')
      return response
    },
  })
  must(await browser.call(signIn, { body: { mail, password: PASSWORD } }))
  const made = must(await browser.call(createKey, { body: { label: 'scenario', scopes: scopes as never, days: 1 } }))
  return createClient({ base: house.base, key: made.key, language: () => 'en' })
}
