import { z } from 'zod'
import { route } from '#kernel'

const mail = z.email().max(200)

// Accounts: what is open of the accounts library, under the same names; see accounts/open-paths.ts for what is closed.
const password = z.string().min(1).max(128)
const newPassword = z.string().min(12).max(128)
const code = z.strictObject({ code: z.string().trim().min(6).max(40) })
const byPassword = z.strictObject({ password })
export const signIn = route({
  method: 'POST',
  path: '/accounts/sign-in/email',
  summary: 'Sign in; where the second factor is on, its code is the next step',
  who: ['nobody'],
  body: z.strictObject({ mail, password }),
  reply: z.object({ second_factor: z.boolean() }),
  refusals: ['sign-in-wrong'],
})
export const verifyTotp = route({
  method: 'POST',
  path: '/accounts/two-factor/verify-totp',
  summary: 'The six digits: second step of signing in, or proof that the second factor was set up',
  who: ['nobody'],
  body: code,
  refusals: ['second-factor-wrong'],
})
export const verifyBackupCode = route({
  method: 'POST',
  path: '/accounts/two-factor/verify-backup-code',
  summary: 'Sign in with one of the codes kept on paper',
  who: ['nobody'],
  body: code,
  refusals: ['second-factor-wrong'],
})
export const keepSession = route({
  method: 'GET',
  path: '/accounts/get-session',
  summary: 'Is somebody signed in? Keeps the session alive',
  who: ['nobody'],
  reply: z.object({ signed_in: z.boolean() }),
})
export const signOut = route({ method: 'POST', path: '/accounts/sign-out', summary: 'Sign out', who: ['anyone'] })
export const changePassword = route({
  method: 'POST',
  path: '/accounts/change-password',
  summary: 'Change the password; every other session ends',
  who: ['anyone'],
  body: z.strictObject({ password, new_password: newPassword }),
  refusals: ['password-wrong'],
})
export const endOtherSessions = route({
  method: 'POST',
  path: '/accounts/revoke-other-sessions',
  summary: 'End every session but this one',
  who: ['anyone'],
})
export const enableTwoFactor = route({
  method: 'POST',
  path: '/accounts/two-factor/enable',
  summary: 'Set up the second factor; it is on once a code was verified',
  who: ['anyone'],
  body: byPassword,
  reply: z.object({ totp_uri: z.string(), backup_codes: z.array(z.string()) }),
  refusals: ['password-wrong'],
})
export const disableTwoFactor = route({
  method: 'POST',
  path: '/accounts/two-factor/disable',
  summary: 'Give up the second factor',
  who: ['anyone'],
  body: byPassword,
  refusals: ['password-wrong'],
})
export const newBackupCodes = route({
  method: 'POST',
  path: '/accounts/two-factor/generate-backup-codes',
  summary: 'New codes for paper; the old ones are void',
  who: ['anyone'],
  body: byPassword,
  reply: z.object({ backup_codes: z.array(z.string()) }),
  refusals: ['password-wrong', 'second-factor-off'],
})

/** Answered by the accounts library, mounted by the server: their answers carry cookies. */
export const accountRoutesOffered = [
  signIn,
  verifyTotp,
  verifyBackupCode,
  keepSession,
  signOut,
  changePassword,
  endOtherSessions,
  enableTwoFactor,
  disableTwoFactor,
  newBackupCodes,
]
