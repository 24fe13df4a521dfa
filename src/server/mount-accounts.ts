import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Refusal, Route } from '#kernel'
import { type Accounts, refusalCodeOf } from '#people'
import { accountRoutesOffered, signIn } from '#people/contract'
import { limitTries } from './limit-tries.ts'
import { type Mounting, admit, callerOfRequest, sendRefusal, speaks } from './mount-route.ts'
import { BODY_BYTES, readInput } from './read-input.ts'

/** Guesses at one person's password, from wherever they come: five, then one each half minute. */
const PER_MAIL = { burst: 5, everySeconds: 30 } as const

const mailIn = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'mail' in body && typeof body.mail === 'string'
    ? body.mail.toLowerCase()
    : null

const answerTo =
  (route: Route, accounts: Accounts, mounting: Mounting, mayGuess: (mail: string, now: Date) => boolean) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const language = speaks(request, callerOfRequest(request))
    const no = (refusal: Refusal): FastifyReply => sendRefusal(reply, refusal, mounting.words, language)
    const input = readInput(route, { params: request.params, query: request.query, body: request.body }, language)
    if (!input.ok) return no(input.refusal)
    const mail = route === signIn ? mailIn(input.value.body) : null
    if (mail !== null && !mayGuess(mail, mounting.clock())) return no({ code: 'too-many-tries' })
    const { cookie, 'user-agent': agent } = request.headers
    const answer = await accounts.ask(route, { body: input.value.body, cookie, address: request.ip, agent })
    if (answer.cookies.length > 0) void reply.header('set-cookie', [...answer.cookies])
    if (answer.status >= 500) throw new Error(`the accounts library answered ${answer.status}`)
    if (answer.status >= 400) return no({ code: refusalCodeOf(answer.error, answer.status) })
    return route.reply ? reply.send(answer.value) : reply.code(204).send()
  }

/** The open paths of the accounts library; every other one does not exist. */
export const mountAccounts = (app: FastifyInstance, accounts: Accounts, mounting: Mounting): void => {
  const mayGuess = limitTries(PER_MAIL)
  for (const route of accountRoutesOffered)
    app.route({
      method: route.method,
      url: route.path,
      bodyLimit: BODY_BYTES,
      onRequest: admit(route, mounting),
      handler: answerTo(route, accounts, mounting, mayGuess),
    })
}
