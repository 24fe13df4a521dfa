import { words } from '#kernel'
import { mediaWords } from '#fibre/words'

type Values = { readonly [value: string]: unknown }
const t = (values: Values, name: string): string => String(values[name] ?? '')

/** What stands on the paper of a letter of authorisation. */
export const printWords = words({
  title: { fr: 'Lettre d’autorisation', en: 'Letter of authorisation' },
  specimen: {
    fr: 'SPÉCIMEN : établie par un jumeau du site, elle n’autorise rien.',
    en: 'SPECIMEN: made by a twin of the site, it authorises nothing.',
  },
  body: {
    fr: (v: Values) =>
      `${t(v, 'issuer')} autorise ${t(v, 'company')}, ou qui agit pour elle sur le site, à se raccorder à la position suivante de son panneau, une seule fois et jusqu’à la date indiquée. L’émission de cette lettre vaut accord.`,
    en: (v: Values) =>
      `${t(v, 'issuer')} authorises ${t(v, 'company')}, or whoever acts for it on the site, to connect to the following position of its panel, once and until the date given. Issuing this letter is the consent.`,
  },
  issuer: { fr: 'Émise par', en: 'Issued by' },
  company: { fr: 'Autorise', en: 'Authorises' },
  site: { fr: 'Site', en: 'Site' },
  label: { fr: 'Position', en: 'Position' },
  connector: { fr: 'Connecteur', en: 'Connector' },
  media: { fr: 'Support', en: 'Media' },
  ...mediaWords,
  answers: { fr: 'En réponse à', en: 'In answer to' },
  'answers-value': {
    fr: (v: Values) => `${t(v, 'order')}, ligne ${t(v, 'position')}`,
    en: (v: Values) => `${t(v, 'order')}, line ${t(v, 'position')}`,
  },
  issued: { fr: 'Émise le', en: 'Issued on' },
  'issued-value': {
    fr: (v: Values) => `${t(v, 'at')}, par ${t(v, 'by')}`,
    en: (v: Values) => `${t(v, 'at')}, by ${t(v, 'by')}`,
  },
  expires: { fr: 'Valable jusqu’au', en: 'Valid until' },
  'expires-value': { fr: (v: Values) => `${t(v, 'day')} inclus`, en: (v: Values) => `${t(v, 'day')}, included` },
  use: { fr: 'Usage', en: 'Use' },
  'use-value': { fr: 'unique : elle ne sert qu’à un raccordement', en: 'single: it serves for one connection' },
  check: { fr: 'Vérifier cette lettre', en: 'Check this letter' },
  'check-says': {
    fr: 'Sans compte, à cette adresse. Elle répond valable, utilisée, expirée ou révoquée, et rien d’autre ; c’est cette réponse qui fait foi, et non ce papier.',
    en: 'Without an account, at this address. It answers valid, used, expired or revoked, and nothing else; that answer counts, not this paper.',
  },
  code: { fr: 'Code', en: 'Code' },
})
