import { Fault, type Refusal } from '#kernel'

const codeOf = (thrown: unknown): string =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : ''

/** PostgreSQL's SQLSTATE (appendix A of its manual) and Node's socket errors that mean: nobody answers there now. */
const GONE = /^(08...|57P0[1-5]|ECONN(REFUSED|RESET|ABORTED)|ENOENT|EPIPE|ETIMEDOUT)$/
const GONE_SAYS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end)/
const DISK_FULL = '53100'
const BUSY = /^(40001|40P01|55P03|57014|53300)$/

/** Fastify's own codes for a request that it could not take. */
const OURS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'wrong-media',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed',
  FST_ERR_BAD_URL: 'not-found',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
}

/** What the caller is told of something that was thrown. The inner message never leaves the house. */
export const troubleOf = (thrown: unknown): Refusal => {
  const code = codeOf(thrown)
  const ours = OURS[code]
  if (ours) return { code: ours }
  if (thrown instanceof SyntaxError && 'statusCode' in thrown) return { code: 'malformed' }
  if (thrown instanceof Fault) return { code: 'device-silent', device: thrown.device }
  if (code === DISK_FULL) return { code: 'disk-low' }
  if (GONE.test(code) || (thrown instanceof Error && GONE_SAYS.test(thrown.message))) return { code: 'database-gone' }
  if (BUSY.test(code)) return { code: 'busy' }
  return { code: 'defect' }
}
