import { words as vocabulary } from '#kernel'
import { ixfWords } from './ixf/words.ts'

interface Of {
  readonly asn: number
  readonly address: string
  readonly mac: string
  readonly v4: string
  readonly v6: string
  readonly code: string
  readonly days: number
  readonly attempts: number
  readonly left: number
  readonly wait_s: number
  readonly source: string
  readonly prefix: string
}

/** Every refusal and label of this room, in both languages. */
export const words = vocabulary({
  ...ixfWords,
  'asn-invalid': {
    fr: (p: Of) => `${p.asn} n’est pas un numéro d’AS.`,
    en: (p: Of) => `${p.asn} is not an AS number.`,
  },
  'asn-reserved': {
    fr: (p: Of) => `Le numéro AS${p.asn} est réservé (${p.source}) : aucun réseau ne peut l’utiliser ici.`,
    en: (p: Of) => `AS${p.asn} is reserved (${p.source}): no network can use it here.`,
  },
  'asn-of-another': {
    fr: (p: Of) => `L’AS${p.asn} est déjà déclaré par une autre organisation.`,
    en: (p: Of) => `AS${p.asn} is already declared by another organisation.`,
  },
  'asn-unknown': {
    fr: (p: Of) => `L’AS${p.asn} n’est pas déclaré ici.`,
    en: (p: Of) => `AS${p.asn} is not declared here.`,
  },
  'asn-contact-unknown': {
    fr: (p: Of) => `Aucun contact n’est connu pour l’AS${p.asn} : relevez-le d’abord dans le registre.`,
    en: (p: Of) => `No contact is known for AS${p.asn}: read it from the registry first.`,
  },
  'code-not-sent': {
    fr: (p: Of) => `Aucun code n’a été envoyé pour l’AS${p.asn}.`,
    en: (p: Of) => `No code has been sent for AS${p.asn}.`,
  },
  'code-just-sent': {
    fr: (p: Of) => `Un code vient d’être envoyé. Attendez ${p.wait_s} s avant d’en demander un autre.`,
    en: (p: Of) => `A code has just been sent. Wait ${p.wait_s} s before asking for another.`,
  },
  'code-wrong': {
    fr: (p: Of) => `Ce code n’est pas le bon. Essais restants : ${p.left}.`,
    en: (p: Of) => `This is not the code. Attempts left: ${p.left}.`,
  },
  'code-expired': {
    fr: 'Ce code a expiré : demandez-en un nouveau.',
    en: 'This code has expired: ask for a new one.',
  },
  'too-many-attempts': {
    fr: 'Trop d’essais : demandez un nouveau code.',
    en: 'Too many attempts: ask for a new code.',
  },
  'asn-code-subject': {
    fr: (p: Of) => `Code de confirmation pour l’AS${p.asn}`,
    en: (p: Of) => `Confirmation code for AS${p.asn}`,
  },
  'asn-code-body': {
    fr: (p: Of) =>
      `Bonjour,\n\nQuelqu’un demande à raccorder l’AS${p.asn} à notre point d’échange. Si vous en êtes d’accord, donnez-lui ce code :\n\n    ${p.code}\n\nIl est valable ${p.days} jours et ${p.attempts} essais. Sinon, il n’y a rien à faire : sans ce code, rien ne sera raccordé.`,
    en: (p: Of) =>
      `Hello,\n\nSomebody asks to connect AS${p.asn} to our internet exchange. If you agree, give them this code:\n\n    ${p.code}\n\nIt is valid for ${p.days} days and ${p.attempts} attempts. If not, there is nothing to do: without this code nothing will be connected.`,
  },
  'lan-full': {
    fr: (p: Of) => `Il n’y a plus d’adresse libre dans le réseau d’échange ${p.v4}.`,
    en: (p: Of) => `The peering LAN ${p.v4} has no free address.`,
  },
  'address-outside-lan': {
    fr: (p: Of) => `${p.address} n’est pas une adresse du réseau d’échange.`,
    en: (p: Of) => `${p.address} is not an address of the peering LAN.`,
  },
  'address-reserved': {
    fr: (p: Of) => `${p.address} est réservée au site.`,
    en: (p: Of) => `${p.address} is kept for the site.`,
  },
  'address-taken': {
    fr: (p: Of) => `${p.address} est déjà prise.`,
    en: (p: Of) => `${p.address} is taken.`,
  },
  'address-not-a-pair': {
    fr: (p: Of) => `${p.v4} et ${p.v6} ne vont pas ensemble : un membre a le même numéro dans les deux familles.`,
    en: (p: Of) => `${p.v4} and ${p.v6} do not belong together: a member has one number in both families.`,
  },
  'mac-invalid': {
    fr: (p: Of) => `« ${p.mac} » n’est pas une adresse MAC.`,
    en: (p: Of) => `“${p.mac}” is not a MAC address.`,
  },
  'mac-multicast': {
    fr: (p: Of) => `${p.mac} est une adresse de groupe : un équipement ne peut pas l’avoir.`,
    en: (p: Of) => `${p.mac} is a group address: no equipment can have it.`,
  },
  'mac-taken': {
    fr: (p: Of) => `L’adresse MAC ${p.mac} est celle d’un autre membre.`,
    en: (p: Of) => `The MAC address ${p.mac} is another member’s.`,
  },
  'mac-not-learned': {
    fr: 'Aucune adresse MAC n’a encore été apprise sur ce port.',
    en: 'No MAC address has been learned on this port yet.',
  },
  'mac-not-confirmed': {
    fr: 'L’adresse MAC n’est pas encore confirmée : le port ne peut pas passer en production.',
    en: 'The MAC address is not confirmed yet: the port cannot go into production.',
  },
  'port-taken': {
    fr: 'Ce port est déjà occupé.',
    en: 'This port is taken.',
  },
  'attachment-unknown': {
    fr: 'Ce service n’est pas raccordé au point d’échange.',
    en: 'This service is not attached to the exchange.',
  },
  'prefix-invalid': {
    fr: (p: Of) => `« ${p.prefix} » n’est pas un préfixe.`,
    en: (p: Of) => `“${p.prefix}” is not a prefix.`,
  },
  off: { fr: 'éteint', en: 'off' },
  quarantine: { fr: 'quarantaine', en: 'quarantine' },
  production: { fr: 'en production', en: 'production' },
  suspended: { fr: 'suspendu', en: 'suspended' },
  established: { fr: 'établie', en: 'established' },
  down: { fr: 'coupée', en: 'down' },
  absent: { fr: 'absente', en: 'absent' },
  unknown: { fr: 'inconnu', en: 'unknown' },
  up: { fr: 'allumé', en: 'up' },
  port: { fr: 'port', en: 'port' },
  member: { fr: 'membre', en: 'member' },
  session: { fr: 'session', en: 'session' },
  'route-server': { fr: 'serveur de routes', en: 'route server' },
  collector: { fr: 'collecteur', en: 'collector' },
  witness: { fr: 'témoin', en: 'witness' },
  // the site's files
  'address-not-reserved': {
    fr: (p: Of & { readonly hosts: number }) =>
      `${p.address} n’est pas l’une des ${p.hosts} premières adresses de ${p.v4} et ${p.v6}, gardées pour le site.`,
    en: (p: Of & { readonly hosts: number }) =>
      `${p.address} is not among the first ${p.hosts} addresses of ${p.v4} and ${p.v6}, which are kept for the site.`,
  },
  'prefix-with-host-bits': {
    fr: (p: Of) => `${p.prefix} n’est pas un préfixe : il a des bits au-delà de sa longueur.`,
    en: (p: Of) => `${p.prefix} is not a prefix: it has bits behind its length.`,
  },
  'prewired-twice': {
    fr: (p: { readonly port: string }) => `Le port ${p.port} est câblé deux fois d’avance.`,
    en: (p: { readonly port: string }) => `The port ${p.port} is prewired twice.`,
  },
  'quarantine-in-lan': {
    fr: (p: { readonly vlan: number }) => `La quarantaine a le VLAN ${p.vlan}, celui du LAN : elle n’isolerait rien.`,
    en: (p: { readonly vlan: number }) =>
      `Quarantine has VLAN ${p.vlan}, that of the LAN: it would keep nothing apart.`,
  },
  'sample-prefixes-on-real-site': {
    fr: 'Seul un site d’exemple laisse passer des préfixes de documentation.',
    en: 'Only a sample site lets documentation prefixes in.',
  },
})
