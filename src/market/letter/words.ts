import { type Language, longDay, words } from '#kernel'
import { mediaText, mediaWords } from '#fibre/words'

type Values = { readonly [value: string]: unknown }
const t = (values: Values, name: string): string => String(values[name] ?? '')
const day = (values: Values, name: string, language: Language): string => longDay(t(values, name), language)
const media = (values: Values, language: Language): string => mediaText(t(values, 'media'), language)

/** What is written to the parties of a letter. */
export const letterMailWords = words({
  'mail-letter-asked-subject': {
    fr: (v: Values) => `${t(v, 'company')} demande à se raccorder à votre panneau`,
    en: (v: Values) => `${t(v, 'company')} asks to connect to your panel`,
  },
  'mail-letter-asked-body': {
    fr: (v: Values) =>
      `Bonjour,\n\n${t(v, 'company')} a commandé une liaison croisée vers vous. Elle attend votre lettre d’autorisation : l’émettre vaut accord, et vous choisissez la position de votre panneau. La demande se trouve dans le portail, à la page des lettres.\n`,
    en: (v: Values) =>
      `Hello,\n\n${t(v, 'company')} has ordered a cross-connect to you. It waits for your letter of authorisation: issuing it is your consent, and you choose the position of your panel. The request stands on the letters page of the portal.\n`,
  },
  'mail-letter-issued-subject': {
    fr: (v: Values) => `Lettre d’autorisation ${t(v, 'letter')}`,
    en: (v: Values) => `Letter of authorisation ${t(v, 'letter')}`,
  },
  'mail-letter-issued-body': {
    fr: (v: Values) =>
      `Bonjour,\n\n${t(v, 'issuer')} vous autorise à vous raccorder à ${t(v, 'label')} (${t(v, 'connector')}, ${media(v, 'fr')}), une seule fois, jusqu’au ${day(v, 'expires_on', 'fr')} inclus. La lettre ${t(v, 'letter')} se trouve dans le portail.\n`,
    en: (v: Values) =>
      `Hello,\n\n${t(v, 'issuer')} authorises you to connect to ${t(v, 'label')} (${t(v, 'connector')}, ${media(v, 'en')}), once, until ${day(v, 'expires_on', 'en')} included. Letter ${t(v, 'letter')} stands in the portal.\n`,
  },
  'mail-standing-revoked-subject': {
    fr: (v: Values) => `${t(v, 'issuer')} met fin au raccordement de ${t(v, 'service')}`,
    en: (v: Values) => `${t(v, 'issuer')} ends the connection of ${t(v, 'service')}`,
  },
  'mail-standing-revoked-body': {
    fr: (v: Values) =>
      `Bonjour,\n\n${t(v, 'issuer')} ne consent plus au raccordement à ${t(v, 'label')}, fait sous son accord permanent. ${revokedMeans.fr(v)}\n`,
    en: (v: Values) =>
      `Hello,\n\n${t(v, 'issuer')} no longer consents to the connection at ${t(v, 'label')}, made under its standing consent. ${revokedMeans.en(v)}\n`,
  },
  'mail-taken-revoked-body': {
    fr: (v: Values) =>
      `Bonjour,\n\n${t(v, 'issuer')} ne consent plus au raccordement à ${t(v, 'label')}, qui existait avant notre système. ${revokedMeans.fr(v)}\n`,
    en: (v: Values) =>
      `Hello,\n\n${t(v, 'issuer')} no longer consents to the connection at ${t(v, 'label')}, which was there before our system. ${revokedMeans.en(v)}\n`,
  },
  'mail-letter-revoked-subject': {
    fr: (v: Values) => `La lettre ${t(v, 'letter')} est révoquée`,
    en: (v: Values) => `Letter ${t(v, 'letter')} is revoked`,
  },
  'mail-letter-revoked-body': {
    fr: (v: Values) =>
      `Bonjour,\n\n${t(v, 'issuer')} a révoqué la lettre d’autorisation ${t(v, 'letter')} pour ${t(v, 'label')}. ${revokedMeans.fr(v)}\n`,
    en: (v: Values) =>
      `Hello,\n\n${t(v, 'issuer')} has revoked the letter of authorisation ${t(v, 'letter')} for ${t(v, 'label')}. ${revokedMeans.en(v)}\n`,
  },
})

const revokedMeans = {
  fr: (v: Values): string => {
    if (v['how'] === 'notice')
      return `Le service ${t(v, 'service')} prend fin le ${day(v, 'ends_on', 'fr')} ; aucune indemnité de fin anticipée n’est due.`
    if (v['how'] === 'delivery') return `La livraison de ${t(v, 'service')} est défaite ; rien n’est facturé.`
    if (v['how'] === 'over') return `Le service ${t(v, 'service')} prend fin de toute façon : rien d’autre ne change.`
    return 'Elle n’avait pas été utilisée : rien d’autre ne change.'
  },
  en: (v: Values): string => {
    if (v['how'] === 'notice')
      return `Service ${t(v, 'service')} ends on ${day(v, 'ends_on', 'en')}; no charge for an early end is due.`
    if (v['how'] === 'delivery') return `The delivery of ${t(v, 'service')} is undone; nothing is billed.`
    if (v['how'] === 'over') return `Service ${t(v, 'service')} ends anyway: nothing else changes.`
    return 'It had not been used: nothing else changes.'
  },
}

/** By their numbers, as they stand on their pages: letters, spans of standing consents, orders that wait, services. */
const standing = (values: Values): string =>
  ['letters', 'consents', 'orders', 'services']
    .flatMap((name) => (Array.isArray(values[name]) ? values[name].map(String) : []))
    .join(', ')

/** What is refused of letters, and how their states are called; part of the market's vocabulary. */
export const letterWords = words({
  ...mediaWords,
  'letter-unknown': {
    fr: 'Aucune lettre d’autorisation de ce numéro ou de ce code n’est à votre nom.',
    en: 'No letter of authorisation with this number or code is in your name.',
  },
  'letter-expired': {
    fr: (v: Values) => `La lettre d’autorisation a expiré le ${t(v, 'expires_on')} : en demander une autre.`,
    en: (v: Values) => `The letter of authorisation expired on ${t(v, 'expires_on')}: ask for another one.`,
  },
  'letter-used': {
    fr: 'Cette lettre d’autorisation a déjà servi : elle ne sert qu’une fois.',
    en: 'This letter of authorisation has been used: it is for one use only.',
  },
  'letter-revoked': { fr: 'Cette lettre d’autorisation est révoquée.', en: 'This letter of authorisation is revoked.' },
  'panel-owner-claimed': {
    fr: (v: Values) =>
      `Le panneau ${t(v, 'panel')} ne change pas de propriétaire sous ce qui a été convenu avec le précédent : ${standing(v)}. Y mettre fin d’abord.`,
    en: (v: Values) =>
      `Panel ${t(v, 'panel')} does not change its owner under what was agreed with the one before: ${standing(v)}. End that first.`,
  },
  'letter-must-pay': {
    fr: 'Cette ligne dit que vous payez : la lettre le dit aussi, ou elle n’est pas émise.',
    en: 'This line says that you pay: the letter says so too, or it is not issued.',
  },
  'letter-pays-unasked': {
    fr: 'Personne ne demande que vous payiez : une lettre ne le dit qu’en réponse à une ligne dont le prix est connu.',
    en: 'Nobody asks you to pay: a letter says so only in answer to a line whose price is known.',
  },
  'payer-ceases': {
    fr: (v: Values) => `Vous payez ${t(v, 'service')} : le résilier, au lieu de révoquer votre lettre.`,
    en: (v: Values) => `You pay for ${t(v, 'service')}: cease it instead of revoking your letter.`,
  },
  'payer-accepts': {
    fr: (v: Values) => `${t(v, 'payer')} paie ${t(v, 'service')} : c’est elle qui en accepte ou en refuse la remise.`,
    en: (v: Values) => `${t(v, 'payer')} pays for ${t(v, 'service')}: it accepts or rejects the handover.`,
  },
  'standing-revoked-why': {
    fr: (v: Values) => `L’autre côté ne consent plus au raccordement à ${t(v, 'label')}`,
    en: (v: Values) => `The other side no longer consents to the connection at ${t(v, 'label')}`,
  },
  'letter-revoked-why': {
    fr: (v: Values) => `Lettre d’autorisation ${t(v, 'letter')} révoquée par l’autre côté`,
    en: (v: Values) => `Letter of authorisation ${t(v, 'letter')} revoked by the other side`,
  },
  'letter-media': {
    fr: (v: Values) => `Ce panneau est en ${t(v, 'media')} ; la ligne demande ${t(v, 'asked')}.`,
    en: (v: Values) => `This panel is ${t(v, 'media')}; the line asks for ${t(v, 'asked')}.`,
  },
  'positions-reversed': {
    fr: (v: Values) => `Les positions vont de ${t(v, 'from')} à ${t(v, 'to')} : la dernière est avant la première.`,
    en: (v: Values) => `Positions from ${t(v, 'from')} to ${t(v, 'to')}: the last one comes before the first.`,
  },
  'consent-until': {
    fr: (v: Values) =>
      `Un accord permanent prend fin entre aujourd’hui et le ${t(v, 'latest')} : pas le ${t(v, 'until_date')}.`,
    en: (v: Values) => `A standing consent ends between today and ${t(v, 'latest')}: not on ${t(v, 'until_date')}.`,
  },
  'letter-changed': {
    fr: 'La lettre vient de changer : la relire avant de la révoquer.',
    en: 'The letter has just changed: read it again before revoking it.',
  },
  'letter-expiry': {
    fr: (v: Values) => `Une lettre expire entre aujourd’hui et le ${t(v, 'latest')} : pas le ${t(v, 'expires_on')}.`,
    en: (v: Values) => `A letter expires between today and ${t(v, 'latest')}: not on ${t(v, 'expires_on')}.`,
  },
  'letter-to-itself': {
    fr: 'D’un panneau à soi vers soi, aucune lettre n’est nécessaire.',
    en: 'From an own panel to oneself no letter is needed.',
  },
  'panel-not-yours': {
    fr: (v: Values) => `Aucun panneau « ${t(v, 'panel')} » dont vous puissiez autoriser l’accès.`,
    en: (v: Values) => `No panel “${t(v, 'panel')}” to which you may authorise anybody.`,
  },
  'position-taken': {
    fr: (v: Values) => `La position ${t(v, 'label')} est déjà prise.`,
    en: (v: Values) => `Position ${t(v, 'label')} is taken.`,
  },
  'request-unknown': {
    fr: 'Cette demande n’attend pas, ou n’attend plus, votre lettre.',
    en: 'This request does not wait, or no longer waits, for your letter.',
  },
  'consent-ended': { fr: 'Cet accord permanent a déjà pris fin.', en: 'This standing consent has ended already.' },
  'waits-for-letter': {
    fr: (v: Values) =>
      `${t(v, 'company')} attend une lettre (${t(v, 'line')}, panneau ${t(v, 'panel')}) depuis le ${t(v, 'since')}`,
    en: (v: Values) =>
      `${t(v, 'company')} waits for a letter (${t(v, 'line')}, panel ${t(v, 'panel')}) since ${t(v, 'since')}`,
  },
  'revoked-at-once': {
    fr: 'Elle n’a pas servi : sa position est libre.',
    en: 'It has not been used: its position is free.',
  },
  'revoked-delivery': {
    fr: (v: Values) => `La livraison de ${t(v, 'service')} est défaite.`,
    en: (v: Values) => `The delivery of ${t(v, 'service')} is undone.`,
  },
  'revoked-notice': {
    fr: (v: Values) => `${t(v, 'service')} prend fin le ${t(v, 'ends_on')}, sans indemnité.`,
    en: (v: Values) => `${t(v, 'service')} ends on ${t(v, 'ends_on')}, without a charge.`,
  },
  'revoked-over': {
    fr: 'Ce qui l’utilisait a pris fin, ou prend fin avant.',
    en: 'What used it is over, or ends sooner.',
  },
  'letter-asked': {
    fr: (v: Values) => `${t(v, 'company')} attend votre lettre d’autorisation.`,
    en: (v: Values) => `${t(v, 'company')} waits for your letter of authorisation.`,
  },
})
