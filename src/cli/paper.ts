import { showStatus } from '#server/contract'
import { type ServerCall, Unusable, sayCli, textOf } from './command.ts'
import { encodedFile } from './read-file.ts'

/** The received document of what was signed outside of the portal. */
export const paperOptions = {
  paper: { type: 'string' },
  'paper-number': { type: 'string' },
  'paper-date': { type: 'string' },
  'paper-signer': { type: 'string' },
} as const

/** Today where the site stands, by the site's clock: whoever enters a paper may sit in another zone. */
const siteToday = async ({ client }: ServerCall): Promise<string> => {
  const status = await client.call(showStatus)
  if (!status.ok) throw new Unusable(status.problem.title)
  const { now, site } = status.value
  return new Intl.DateTimeFormat('sv-SE', { timeZone: site?.zone ?? 'UTC' }).format(new Date(now))
}

/** File, number and signer, or none; without a date it was signed today. */
export const paperOf = async (call: ServerCall) => {
  const [file, number, date, signer] = ['paper', 'paper-number', 'paper-date', 'paper-signer'].map((name) =>
    textOf(call.flags[name]),
  )
  if (file === undefined && number === undefined && date === undefined && signer === undefined) return undefined
  if (file === undefined || number === undefined || signer === undefined)
    throw new Unusable(sayCli(call.language, 'unusable-call', { why: '--paper, --paper-number, --paper-signer' }))
  return { ...(await encodedFile(call, file)), number, date: date ?? (await siteToday(call)), signer }
}
