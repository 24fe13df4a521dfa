import { type Route } from '#kernel'
import {
  accountRoutesOffered,
  changePassword,
  disableTwoFactor,
  enableTwoFactor,
  endOtherSessions,
  keepSession,
  newBackupCodes,
  signIn,
  signOut,
  verifyBackupCode,
  verifyTotp,
} from './contract.ts'

/** Every path of the accounts library that we do not open, with the reason. What stands in no list does not exist either. */
export const closedPaths: Readonly<Record<string, string>> = {
  'POST /sign-up/email': 'persons are added by the operator',
  'POST /sign-in/social': 'no outside identity provider',
  'GET /callback/:id': 'no outside identity provider',
  'POST /callback/:id': 'no outside identity provider',
  'POST /link-social': 'no outside identity provider',
  'POST /unlink-account': 'no outside identity provider',
  'GET /list-accounts': 'no outside identity provider',
  'POST /refresh-token': 'no outside identity provider',
  'POST /get-access-token': 'no outside identity provider',
  'GET /account-info': 'no outside identity provider',
  'POST /get-session': 'GET is enough',
  'POST /request-password-reset': 'an administrator gives a one-time link',
  'GET /reset-password/:token': 'an administrator gives a one-time link',
  'POST /reset-password': 'an administrator gives a one-time link',
  'POST /verify-password': 'a guess without a trace',
  'GET /verify-email': 'addresses are entered by the operator',
  'POST /send-verification-email': 'addresses are entered by the operator',
  'POST /change-email': 'the person’s row is where the address is changed',
  'POST /update-user': 'the person’s row is where the name is changed',
  'POST /update-session': 'a session carries nothing of its own',
  'POST /delete-user': 'a person is ended and anonymised by the operator',
  'GET /delete-user/callback': 'a person is ended and anonymised by the operator',
  'GET /list-sessions': 'its answer carries the sessions’ tokens',
  'POST /revoke-session': 'it takes a token that we do not show',
  'POST /revoke-sessions': 'ending the others and signing out do the same',
  'POST /two-factor/send-otp': 'no code by mail: an authenticator only',
  'POST /two-factor/verify-otp': 'no code by mail: an authenticator only',
  'POST /two-factor/get-totp-uri': 'the secret is shown once, when it is set up',
  'GET /ok': 'the server has its own status',
  'GET /error': 'problems are ours',
}

const PREFIX = '/accounts'

/** `POST /sign-in/email`, as the library names it. */
export const libraryPath = (route: Route): string => route.path.slice(PREFIX.length)

export const openPaths: ReadonlySet<string> = new Set(
  accountRoutesOffered.map((route) => `${route.method} ${libraryPath(route)}`),
)

type Fields = Readonly<Record<string, unknown>>
interface Translation {
  /** Our words into the library's. */
  readonly ask: (body: Fields) => Fields | undefined
  /** What of the library's answer is told: never a session's token. */
  readonly tell: (answer: Fields) => unknown
}

const same = (body: Fields): Fields => body
const nothing = (): undefined => undefined
const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

const translations: ReadonlyMap<Route, Translation> = new Map<Route, Translation>([
  [
    signIn,
    {
      ask: ({ mail, password }) => ({ email: mail, password }),
      tell: (answer) => ({ second_factor: answer['twoFactorRedirect'] === true }),
    },
  ],
  [verifyTotp, { ask: same, tell: nothing }],
  [verifyBackupCode, { ask: same, tell: nothing }],
  [keepSession, { ask: nothing, tell: (answer) => ({ signed_in: 'user' in answer }) }],
  [signOut, { ask: () => ({}), tell: nothing }],
  [
    changePassword,
    {
      ask: ({ password, new_password }) => ({
        currentPassword: password,
        newPassword: new_password,
        revokeOtherSessions: true,
      }),
      tell: nothing,
    },
  ],
  [endOtherSessions, { ask: () => ({}), tell: nothing }],
  [
    enableTwoFactor,
    {
      ask: same,
      tell: (answer) => ({ totp_uri: String(answer['totpURI']), backup_codes: strings(answer['backupCodes']) }),
    },
  ],
  [disableTwoFactor, { ask: same, tell: nothing }],
  [newBackupCodes, { ask: same, tell: (answer) => ({ backup_codes: strings(answer['backupCodes']) }) }],
])

export const translationOf = (route: Route): Translation => {
  const found = translations.get(route)
  if (!found) throw new Error(`${route.path} is no path of the accounts library`)
  return found
}

/** The library's error codes in our words. */
const CODES: Readonly<Record<string, string>> = {
  INVALID_EMAIL_OR_PASSWORD: 'sign-in-wrong',
  INVALID_EMAIL: 'sign-in-wrong',
  INVALID_PASSWORD: 'password-wrong',
  INVALID_CODE: 'second-factor-wrong',
  INVALID_BACKUP_CODE: 'second-factor-wrong',
  INVALID_TWO_FACTOR_COOKIE: 'second-factor-wrong',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'too-many-tries',
  ACCOUNT_TEMPORARILY_LOCKED: 'too-many-tries',
  TOTP_NOT_ENABLED: 'second-factor-off',
  TWO_FACTOR_NOT_ENABLED: 'second-factor-off',
  BACKUP_CODES_NOT_ENABLED: 'second-factor-off',
}

export const refusalCodeOf = (libraryCode: unknown, status: number): string => {
  const known = typeof libraryCode === 'string' ? CODES[libraryCode] : undefined
  if (known) return known
  if (status === 429) return 'too-many-tries'
  return status === 401 ? 'not-signed-in' : 'account-refused'
}
