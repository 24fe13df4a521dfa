import { words } from '#kernel'

type Values = { readonly [value: string]: unknown }
const t = (values: Values, name: string): string => String(values[name] ?? '')
const list = (value: unknown): string => [value].flat().join(', ')

/** What is refused or told of an IX-F member export. */
export const ixfWords = words({
  'ixf-not-an-export': {
    fr: 'Ce n’est pas un export IX-F\u00A0: il n’a pas de listes ixp_list et member_list.',
    en: 'This is not an IX-F member export: it has no lists ixp_list and member_list.',
  },
  'ixf-version': {
    fr: (v: Values) => `La version ${t(v, 'version')} de l’export IX-F n’est pas connue (${list(v['known'])}).`,
    en: (v: Values) => `Version ${t(v, 'version')} of the IX-F export is not known (${list(v['known'])}).`,
  },
  'ixf-no-exchange': {
    fr: (v: Values) => `Le fichier n’a pas ce point d’échange\u00A0; il a\u00A0: ${list(v['known']) || 'aucun'}.`,
    en: (v: Values) => `The file does not have this exchange; it has: ${list(v['known']) || 'none'}.`,
  },
  'ixf-lan-invalid': {
    fr: (v: Values) => `«\u00A0${t(v, 'lan')}\u00A0» n’est pas un préfixe comme 203.0.113.0/24.`,
    en: (v: Values) => `“${t(v, 'lan')}” is not a prefix such as 203.0.113.0/24.`,
  },
  'ixf-lan-twice': {
    fr: (v: Values) => `Deux préfixes IPv${t(v, 'family')} sont donnés pour le réseau\u00A0: un seul par famille.`,
    en: (v: Values) => `Two IPv${t(v, 'family')} prefixes are given for the LAN: one of each family.`,
  },
  'ixf-too-many': {
    fr: (v: Values) => `Le fichier a ${t(v, 'found')} raccordements, un import en prend au plus ${t(v, 'most')}.`,
    en: (v: Values) => `The file has ${t(v, 'found')} connections, an import takes ${t(v, 'most')} at most.`,
  },
  'ixf-too-many-exchanges': {
    fr: (v: Values) => `Le fichier a ${t(v, 'found')} points d’échange, un import en prend au plus ${t(v, 'most')}.`,
    en: (v: Values) => `The file has ${t(v, 'found')} exchanges, an import takes ${t(v, 'most')} at most.`,
  },
  'ixf-too-many-lans': {
    fr: (v: Values) => `Le fichier parle de ${t(v, 'found')} LAN, un import en prend au plus ${t(v, 'most')}.`,
    en: (v: Values) => `The file speaks of ${t(v, 'found')} LANs, an import takes ${t(v, 'most')} at most.`,
  },
  'ixf-too-many-addresses': {
    fr: (v: Values) => `Le fichier a ${t(v, 'found')} adresses, un import en prend au plus ${t(v, 'most')}.`,
    en: (v: Values) => `The file has ${t(v, 'found')} addresses, an import takes ${t(v, 'most')} at most.`,
  },
  'ixf-no-asn': {
    fr: 'Ce membre n’a pas de numéro d’AS\u00A0: rien ne peut en être gardé.',
    en: 'This member has no AS number: nothing of it can be kept.',
  },
  'ixf-exchange-unknown': {
    fr: (v: Values) => `Le point d’échange ${t(v, 'ixp')} n’est pas dans ixp_list.`,
    en: (v: Values) => `The exchange ${t(v, 'ixp')} is not in ixp_list.`,
  },
  'ixf-lan-assumed': {
    fr: (v: Values) => `Le fichier ne dit pas le réseau\u00A0: ${t(v, 'prefix')} est supposé d’après les adresses.`,
    en: (v: Values) => `The file does not say the LAN: ${t(v, 'prefix')} is assumed from the addresses.`,
  },
  'ixf-lan-odd': {
    fr: (v: Values) => `${t(v, 'value')} n’est pas un réseau\u00A0: il reste inconnu.`,
    en: (v: Values) => `${t(v, 'value')} is not a LAN: it stays unknown.`,
  },
  'ixf-asn-reserved': {
    fr: (v: Values) => `AS${t(v, 'asn')} est un numéro réservé (${t(v, 'source')}).`,
    en: (v: Values) => `AS${t(v, 'asn')} is a reserved number (${t(v, 'source')}).`,
  },
  'ixf-number-as-text': {
    fr: (v: Values) => `${t(v, 'field')}\u00A0: ${t(v, 'value')} est un texte, lu comme un nombre.`,
    en: (v: Values) => `${t(v, 'field')}: ${t(v, 'value')} is a text, read as a number.`,
  },
  'ixf-value-odd': {
    fr: (v: Values) => `${t(v, 'field')}\u00A0: ${t(v, 'value')} ne se lit pas et reste inconnu.`,
    en: (v: Values) => `${t(v, 'field')}: ${t(v, 'value')} cannot be read and stays unknown.`,
  },
  'ixf-speed-odd': {
    fr: (v: Values) => `Débit ${t(v, 'value')}\u00A0: aucun port n’a ce débit, il reste inconnu.`,
    en: (v: Values) => `Speed ${t(v, 'value')}: no port has it, it stays unknown.`,
  },
  'ixf-state-odd': {
    fr: (v: Values) => `L’état «\u00A0${t(v, 'state')}\u00A0» n’est pas d’usage\u00A0; il est gardé tel quel.`,
    en: (v: Values) => `The state “${t(v, 'state')}” is not a usual one; it is kept as it is.`,
  },
  'ixf-mac-odd': {
    fr: (v: Values) => `${t(v, 'value')} n’est pas l’adresse MAC d’un appareil\u00A0: laissée de côté.`,
    en: (v: Values) => `${t(v, 'value')} is no device’s MAC address: left out.`,
  },
  'ixf-mac-twice': {
    fr: (v: Values) => `L’adresse MAC ${t(v, 'mac')} est aussi celle de ${t(v, 'other')}.`,
    en: (v: Values) => `The MAC address ${t(v, 'mac')} is also that of ${t(v, 'other')}.`,
  },
  'ixf-address-odd': {
    fr: (v: Values) => `${t(v, 'value')} n’est pas une adresse de sa famille\u00A0: laissée de côté.`,
    en: (v: Values) => `${t(v, 'value')} is no address of its family: left out.`,
  },
  'ixf-address-outside': {
    fr: (v: Values) => `L’adresse ${t(v, 'address')} est hors du réseau ${t(v, 'prefix')}.`,
    en: (v: Values) => `The address ${t(v, 'address')} is outside the LAN ${t(v, 'prefix')}.`,
  },
  'ixf-address-twice': {
    fr: (v: Values) => `L’adresse ${t(v, 'address')} est aussi à ${t(v, 'other')}.`,
    en: (v: Values) => `The address ${t(v, 'address')} is also at ${t(v, 'other')}.`,
  },
  'ixf-member-twice': {
    fr: (v: Values) => `Ce membre est déjà dans le fichier\u00A0: ${t(v, 'other')}.`,
    en: (v: Values) => `This member is in the file already: ${t(v, 'other')}.`,
  },
  'ixf-no-connection': {
    fr: 'Ce membre n’a aucun raccordement\u00A0: l’organisation et son AS sont gardés.',
    en: 'This member has no connection: its organisation and AS are kept.',
  },
  'ixf-no-port': {
    fr: 'if_list est vide\u00A0: le port reste inconnu.',
    en: 'if_list is empty: the port stays unknown.',
  },
  'ixf-no-address': {
    fr: 'Ce raccordement n’a pas d’adresse lisible.',
    en: 'This connection has no address that can be read.',
  },
  'ixf-switch-unknown': {
    fr: (v: Values) => `Le commutateur ${t(v, 'id')} n’est pas dans la liste du point d’échange.`,
    en: (v: Values) => `Switch ${t(v, 'id')} is not in the exchange’s list.`,
  },
  'not-in-file': {
    fr: 'N’est plus dans le fichier. Rien n’y met fin de soi-même\u00A0: demander, puis résilier le service.',
    en: 'Is no longer in the file. Nothing ends it by itself: ask, then cease the service.',
  },
})
