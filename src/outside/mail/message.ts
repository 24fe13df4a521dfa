import type { SendMailOptions } from 'nodemailer'
import type { Letter } from '#postgres/ports'

/** A letter as nodemailer takes it. Nobody is told to answer a machine's letter by machine (RFC 3834 § 5). */
export const messageOf = (letter: Letter, from: string): SendMailOptions => ({
  from,
  to: letter.recipient,
  subject: letter.subject,
  text: letter.body,
  date: letter.writtenAt,
  messageId: `<${letter.id}@vesontio>`,
  headers: { 'Auto-Submitted': 'auto-generated' },
  // Nothing of a letter is ever read from this machine's files or from an address.
  disableFileAccess: true,
  disableUrlAccess: true,
})
