import { z } from 'zod'

/** The accounts library's own paths, those of them that the server lets through. They answer JSON and set the session's cookie. */
const ACCOUNTS = '/api/auth'

export type SignedIn = { readonly state: 'in' } | { readonly state: 'second-factor' } | { readonly state: 'refused'; readonly status: number }

const answer = z.looseObject({ twoFactorRedirect: z.boolean().optional() })

const post = async (path: string, body: object): Promise<Response> =>
  fetch(`${ACCOUNTS}${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

const outcome = async (response: Response): Promise<SignedIn> => {
  if (!response.ok) return { state: 'refused', status: response.status }
  const said = answer.safeParse(await response.json().catch(() => ({})))
  return said.success && said.data.twoFactorRedirect === true ? { state: 'second-factor' } : { state: 'in' }
}

export const signIn = async (mail: string, password: string): Promise<SignedIn> =>
  outcome(await post('/sign-in/email', { email: mail, password, rememberMe: true }))

/** The six figures of the person's authenticator (RFC 6238). */
export const giveCode = async (code: string): Promise<SignedIn> => outcome(await post('/two-factor/verify-totp', { code }))

export const giveBackupCode = async (code: string): Promise<SignedIn> => outcome(await post('/two-factor/verify-backup-code', { code }))

export const signOut = async (): Promise<void> => {
  await post('/sign-out', {})
}

const enabled = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) })
export type SecondFactor = z.output<typeof enabled>

/** Begins a second factor: the secret for the authenticator, and the codes for the day it is lost. Null: the password was not right. */
export const beginSecondFactor = async (password: string): Promise<SecondFactor | null> => {
  const response = await post('/two-factor/enable', { password })
  if (!response.ok) return null
  return enabled.parse(await response.json())
}

export const endSecondFactor = async (password: string): Promise<boolean> => (await post('/two-factor/disable', { password })).ok

export const changePassword = async (present: string, next: string): Promise<boolean> =>
  (await post('/change-password', { currentPassword: present, newPassword: next, revokeOtherSessions: true })).ok
