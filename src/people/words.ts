import { words } from '#kernel'

export const peopleWords = words({
  // Refusals.
  'sign-in-wrong': {
    fr: 'Cette adresse et ce mot de passe ne vont pas ensemble.',
    en: 'This address and this password do not go together.',
  },
  'password-wrong': { fr: 'Ce n’est pas le mot de passe.', en: 'This is not the password.' },
  'second-factor-wrong': {
    fr: 'Ce code n’est pas le bon, ou il est trop vieux.',
    en: 'This code is wrong, or too old.',
  },
  'second-factor-off': { fr: 'Le second facteur n’est pas activé.', en: 'The second factor is not set up.' },
  'account-refused': { fr: 'Le compte ne le permet pas.', en: 'The account does not allow this.' },
  'link-spent': {
    fr: 'Ce lien a déjà servi ou a expiré. Un administrateur peut en donner un autre.',
    en: 'This link was used or has expired. An administrator can give another one.',
  },
  'mail-missing': {
    fr: 'Il faut une adresse électronique pour se connecter.',
    en: 'An e-mail address is needed to sign in.',
  },
  'mail-taken': {
    fr: 'Cette adresse sert déjà à un autre compte.',
    en: 'This address already belongs to another account.',
  },
  'owned-by-file': {
    fr: 'Ces données viennent des fichiers du site\u00A0: c’est là qu’elles se modifient.',
    en: 'This comes from the site’s files: that is where it is changed.',
  },
  'handle-taken': {
    fr: (v: { handle: string }) => `L’identifiant «\u00A0${v.handle}\u00A0» est déjà pris.`,
    en: (v: { handle: string }) => `The handle “${v.handle}” is taken.`,
  },
  'reseller-unknown': {
    fr: (v: { reseller: string }) => `Aucun revendeur «\u00A0${v.reseller}\u00A0».`,
    en: (v: { reseller: string }) => `There is no reseller “${v.reseller}”.`,
  },
  'resells-to-itself': {
    fr: 'Une organisation ne se revend pas à elle-même.',
    en: 'An organisation does not resell to itself.',
  },
  'country-unknown': {
    fr: (v: { country: string; meant: string | null }) =>
      `«\u00A0${v.country}\u00A0» n’est pas le code d’un pays (ISO 3166-1)${v.meant ? `\u00A0: écrire ${v.meant}` : ''}.${v.country === 'EL' ? ' Seuls les numéros de TVA grecs gardent EL.' : ''}`,
    en: (v: { country: string; meant: string | null }) =>
      `“${v.country}” is not the code of a country (ISO 3166-1)${v.meant ? `: write ${v.meant}` : ''}.${v.country === 'EL' ? ' Greek VAT numbers alone keep EL.' : ''}`,
  },
  'siret-wrong': {
    fr: (v: { siret: string }) => `Le SIRET ${v.siret} ne passe pas son contrôle (Luhn).`,
    en: (v: { siret: string }) => `The SIRET ${v.siret} does not pass its check (Luhn).`,
  },
  'siret-taken': {
    fr: (v: { siret: string; organisation: string }) =>
      `Le SIRET ${v.siret} est déjà celui de ${v.organisation}\u00A0: un SIRET est un établissement. Deux services d’un organisme public se distinguent par leur code service.`,
    en: (v: { siret: string; organisation: string }) =>
      `The SIRET ${v.siret} is that of ${v.organisation} already: a SIRET is one establishment. Two services of a public body differ by their service code.`,
  },
  'siret-shared': {
    fr: (v: { siret: string; organisation: string; other: string }) =>
      `${v.organisation} a le SIRET de ${v.other} (${v.siret})\u00A0: est-ce le même client\u00A0?`,
    en: (v: { siret: string; organisation: string; other: string }) =>
      `${v.organisation} has the SIRET of ${v.other} (${v.siret}): is it the same customer?`,
  },
  'organisation-incomplete': {
    fr: (v: { organisation: string; missing: readonly string[] }) =>
      `Pour inscrire ${v.organisation}, il manque ou il ne va pas : ${v.missing.join(', ')}.`,
    en: (v: { organisation: string; missing: readonly string[] }) =>
      `To add ${v.organisation}, this is missing or not right: ${v.missing.join(', ')}.`,
  },
  'organisation-in-files': {
    fr: (v: { organisation: string; fields: readonly string[] }) =>
      `Les fichiers du site disent autre chose de ${v.organisation} (${v.fields.join(', ')}) : c’est là que cela se modifie.`,
    en: (v: { organisation: string; fields: readonly string[] }) =>
      `The site’s files say otherwise of ${v.organisation} (${v.fields.join(', ')}): that is where it is changed.`,
  },
  'organisation-ended': { fr: 'Cette organisation est close.', en: 'This organisation has ended.' },
  'operator-stays': { fr: 'L’exploitant du site ne peut pas être clos.', en: 'The site’s operator cannot be ended.' },
  'still-resells': {
    fr: 'Elle revend encore à d’autres organisations.',
    en: 'It still resells to other organisations.',
  },
  'still-served': {
    fr: 'Le site lui doit encore un service\u00A0: il faut d’abord le résilier.',
    en: 'The site still owes it a service: cease that first.',
  },
  'person-ended': {
    fr: 'Cette personne ou son organisation est close.',
    en: 'This person or the organisation has ended.',
  },
  'operator-by-admin': {
    fr: 'Seul un administrateur modifie les personnes de l’exploitant.',
    en: 'Only an administrator changes the operator’s own persons.',
  },
  'last-admin': {
    fr: 'C’est le dernier administrateur\u00A0: nommez-en d’abord un autre.',
    en: 'This is the last administrator: name another one first.',
  },
  'not-of-the-operator': {
    fr: 'Seules les personnes de l’exploitant ont un rôle.',
    en: 'Only the operator’s own persons have roles.',
  },
  'right-held-already': {
    fr: 'La personne a déjà cette habilitation.',
    en: 'The person already holds this authorisation.',
  },
  'withdrawn-already': { fr: 'Cette habilitation est déjà retirée.', en: 'This authorisation was withdrawn already.' },
  'dates-reversed': { fr: 'Le dernier jour vient avant le premier.', en: 'The last day comes before the first.' },
  'scope-not-held': {
    fr: (v: { scopes: readonly string[] }) =>
      `Vous ne pouvez pas donner à une clé ce que vous n’avez pas\u00A0: ${v.scopes.join(', ')}.`,
    en: (v: { scopes: readonly string[] }) => `You cannot give a key what you do not hold: ${v.scopes.join(', ')}.`,
  },
  'key-by-key': {
    fr: 'Une clé ne fait pas d’autre clé\u00A0: connectez-vous.',
    en: 'A key does not make keys: sign in.',
  },
  'revoked-already': { fr: 'Cette clé est déjà révoquée.', en: 'This key was revoked already.' },
  // Kinds of organisations.
  operator: { fr: 'Exploitant du site', en: 'Operator of the site' },
  tenant: { fr: 'Hébergé', en: 'Tenant' },
  carrier: { fr: 'Opérateur', en: 'Carrier' },
  'public-body': { fr: 'Organisme public', en: 'Public body' },
  'public-health': { fr: 'Établissement public de santé', en: 'Public health establishment' },
  'public-undertaking': { fr: 'Entreprise publique', en: 'Public undertaking' },
  'exchange-member': { fr: 'Membre du point d’échange', en: 'Exchange member' },
  // Rights of authorised persons.
  read: { fr: 'Consulter', en: 'Read' },
  order: { fr: 'Commander', en: 'Order' },
  sign: { fr: 'Signer', en: 'Sign' },
  visit: { fr: 'Accéder au site', en: 'Visit' },
  'remote-hands': { fr: 'Demander une intervention', en: 'Ask for remote hands' },
  incident: { fr: 'Signaler un incident', en: 'Report an incident' },
  loa: { fr: 'Délivrer une LOA', en: 'Give a letter of authorisation' },
  billing: { fr: 'Recevoir les factures', en: 'Receive invoices' },
  // Roles of the operator's people.
  admin: { fr: 'Administration', en: 'Administrator' },
  sales: { fr: 'Commercial', en: 'Sales' },
  engineer: { fr: 'Ingénierie réseau', en: 'Engineer' },
  technician: { fr: 'Technique sur site', en: 'Technician' },
  accountant: { fr: 'Comptabilité', en: 'Accountant' },
  // What happened.
  'organisation-added': { fr: 'Organisation ajoutée', en: 'Organisation added' },
  'organisation-edited': { fr: 'Organisation modifiée', en: 'Organisation changed' },
  'person-added': { fr: 'Personne ajoutée', en: 'Person added' },
  'person-edited': { fr: 'Personne modifiée', en: 'Person changed' },
  'right-granted': { fr: 'Habilitation donnée', en: 'Authorisation granted' },
  'right-withdrawn': { fr: 'Habilitation retirée', en: 'Authorisation withdrawn' },
  'roles-set': { fr: 'Rôles modifiés', en: 'Roles changed' },
  'key-made': { fr: 'Clé d’API créée', en: 'API key made' },
  'key-revoked': { fr: 'Clé d’API révoquée', en: 'API key revoked' },
  'link-made': { fr: 'Lien de connexion donné', en: 'Sign-in link given' },
  'password-set': { fr: 'Mot de passe choisi', en: 'Password set' },
})
