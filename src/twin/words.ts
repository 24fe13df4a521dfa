import { words } from '#kernel'

type Values<K extends string> = { readonly [P in K]: string }

/** Why a twin cannot stand here, and what would help. */
export const twinWords = words({
  'not-linux': { fr: 'le jumeau demande Linux', en: 'the twin needs Linux' },
  'not-root': { fr: 'le jumeau demande les droits de root', en: 'the twin needs root' },
  'program-missing': {
    fr: ({ programs }: Values<'programs'>) =>
      `il manque des programmes\u00a0: ${programs}. Pour les installer\u00a0: ./vesontio twin install`,
    en: ({ programs }: Values<'programs'>) =>
      `programs are missing: ${programs}. To install them: ./vesontio twin install`,
  },
  'namespaces-denied': {
    fr: 'cette machine n’autorise pas les espaces de noms réseau',
    en: 'this machine allows no network namespaces',
  },
  'ipv6-missing': { fr: 'le noyau de cette machine ne connaît pas IPv6', en: 'this machine’s kernel knows no IPv6' },
  'apt-missing': {
    fr: 'apt-get est absent\u00a0: installez vous-même openvswitch-switch, bird2, openbgpd, iproute2, ethtool et iputils-ping',
    en: 'there is no apt-get here: install openvswitch-switch, bird2, openbgpd, iproute2, ethtool and iputils-ping yourself',
  },
})

export type TwinWord = keyof typeof twinWords
