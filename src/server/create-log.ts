import { type Logger, pino } from 'pino'

/** One JSON line an event. What could open a door is never written, wherever it stands. */
const SECRET = [
  'authorization',
  'cookie',
  'password',
  'new_password',
  'token',
  'key',
  'secret',
  'code',
  'backup_codes',
  'totp_uri',
  'content_base64',
]

export const createLog = (to: { readonly write: (line: string) => void }, level = 'info'): Logger =>
  pino(
    {
      level,
      base: null,
      redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[kept]' },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    to,
  )
