import { attestControl, confirmMacAddress, proveControl, sendCode, setContact } from '#exchange/contract'
import type { Outcome } from '#kernel'
import { type Command, type Ending, type ServerCall, Unusable, done, refused, sayCli, textOf } from '../command.ts'

type Proof = { readonly proved_at: string | null; readonly code_sent_at: string | null }

/** `AS64510` and `64510` are the same number. */
const asnIn = (call: ServerCall): number => {
  const asn = Number((call.args[0] ?? '').replace(/^AS/i, ''))
  if (!Number.isInteger(asn)) throw new Unusable(sayCli(call.language, 'no-asn', { text: call.args[0] ?? '' }))
  return asn
}

const told = (call: ServerCall, outcome: Outcome<Proof>): Ending => {
  if (!outcome.ok) return refused(outcome.problem, call.language)
  const { proved_at: proved, code_sent_at: sent } = outcome.value
  const word = proved ? 'asn-proved' : sent ? 'asn-code-sent' : 'asn-contact-kept'
  return done(outcome.value, [sayCli(call.language, word, { asn: asnIn(call), at: proved ?? sent ?? '' })])
}

export const exchangeCommands: readonly Command[] = [
  {
    where: 'server',
    name: 'asn contact',
    takes: 'AS MAIL --source TEXT',
    does: {
      fr: 'où le registre dit que l’AS se joint, et d’où on le tient',
      en: 'where the registry says that the AS is reached, and where that was read',
    },
    options: { source: { type: 'string' } },
    least: 2,
    most: 2,
    run: async (call) =>
      told(
        call,
        await call.client.call(setContact, {
          params: { asn: asnIn(call) },
          body: { mail: call.args[1] ?? '', source: textOf(call.flags['source']) ?? '' },
        }),
      ),
  },
  {
    where: 'server',
    name: 'asn send-code',
    takes: 'AS',
    does: { fr: 'envoyer le code au contact de l’AS', en: 'mail the code to the AS’s contact' },
    least: 1,
    most: 1,
    run: async (call) => told(call, await call.client.call(sendCode, { params: { asn: asnIn(call) } })),
  },
  {
    where: 'server',
    name: 'asn prove',
    takes: 'AS CODE',
    does: { fr: 'prouver par le code reçu qu’on gère l’AS', en: 'prove control of the AS by the mailed code' },
    least: 2,
    most: 2,
    run: async (call) =>
      told(
        call,
        await call.client.call(proveControl, { params: { asn: asnIn(call) }, body: { code: call.args[1] ?? '' } }),
      ),
  },
  {
    where: 'server',
    name: 'asn vouch',
    takes: 'AS REASON',
    does: { fr: 'le site se porte garant, et dit pourquoi', en: 'the site vouches for the AS, and says why' },
    least: 2,
    most: 2,
    run: async (call) =>
      told(
        call,
        await call.client.call(attestControl, { params: { asn: asnIn(call) }, body: { reason: call.args[1] ?? '' } }),
      ),
  },
  {
    where: 'server',
    name: 'mac confirm',
    takes: 'SERVICE [MAC]',
    does: {
      fr: 'verrouiller le port sur l’adresse MAC apprise, ou sur celle-ci',
      en: 'lock the port to the learned MAC address, or to this one',
    },
    least: 1,
    most: 2,
    run: async (call) => {
      const [service = '', mac] = call.args
      const outcome = await call.client.call(confirmMacAddress, {
        params: { service },
        body: mac === undefined ? {} : { mac },
      })
      return outcome.ok
        ? done(outcome.value, [sayCli(call.language, 'mac-locked', { mac: outcome.value.mac })])
        : refused(outcome.problem, call.language)
    },
  },
]
