import type { SendMailOptions } from 'nodemailer'
import { say, words } from '#kernel'
import type { Letter } from '#postgres/ports'
import { linkOf } from './link-of.ts'

/** Who writes, and where the portal is reached by whoever reads; `base` null: this is not known. */
export interface Sender {
  readonly from: string
  readonly base: URL | null
}

const w = words({
  page: {
    fr: (v: { link: string }) => `Dans le portail\u00A0: ${v.link}`,
    en: (v: { link: string }) => `In the portal: ${v.link}`,
  },
})

/** The text as it leaves: with the address of the page that it is about, in its reader's language. */
export const textOf = ({ body, about, language }: Letter, base: URL | null): string => {
  const link = linkOf(about, base)
  return link === null || language === null ? body : `${body.trimEnd()}\n\n${say(w.page, language, { link })}\n`
}

/** A letter as nodemailer takes it. Nobody is told to answer a machine's letter by machine (RFC 3834 § 5). */
export const messageOf = (letter: Letter, { from, base }: Sender): SendMailOptions => ({
  from,
  to: letter.recipient,
  subject: letter.subject,
  text: textOf(letter, base),
  date: letter.writtenAt,
  messageId: `<${letter.id}@vesontio>`,
  headers: { 'Auto-Submitted': 'auto-generated' },
  // Nothing of a letter is ever read from this machine's files or from an address.
  disableFileAccess: true,
  disableUrlAccess: true,
})
