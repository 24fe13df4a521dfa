import { type ServerCall, Unusable, sayCli, textOf } from './command.ts'
import { encodedFile } from './read-file.ts'

/** The received document of what was signed outside of the portal. */
export const paperOptions = {
  paper: { type: 'string' },
  'paper-number': { type: 'string' },
  'paper-date': { type: 'string' },
  'paper-signer': { type: 'string' },
} as const

/** All four, or none. */
export const paperOf = async (call: ServerCall) => {
  const [file, number, date, signer] = ['paper', 'paper-number', 'paper-date', 'paper-signer'].map((name) =>
    textOf(call.flags[name]),
  )
  if (file === undefined && number === undefined && date === undefined && signer === undefined) return undefined
  if (file === undefined || number === undefined || date === undefined || signer === undefined)
    throw new Unusable(
      sayCli(call.language, 'unusable-call', { why: '--paper, --paper-number, --paper-date, --paper-signer' }),
    )
  return { ...(await encodedFile(call, file)), number, date, signer }
}
