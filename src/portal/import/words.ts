import { words } from '#kernel'

interface Counted {
  readonly n: string
}

export const w = words({
  title: { fr: 'Reprise d’un fichier', en: 'Import of a file' },
  beside: {
    fr: 'essai à blanc d’abord, ligne par ligne\u00A0; rien ne change avant «\u00A0Appliquer\u00A0»',
    en: 'a dry run first, row by row; nothing changes before “Apply”',
  },
  choose: { fr: 'Choisir un fichier…', en: 'Choose a file…' },
  drop: { fr: 'ou le déposer ici', en: 'or drop it here' },
  dropLabel: { fr: 'Déposer un fichier à reprendre', en: 'Drop a file to import' },
  limit: {
    fr: 'JSON ou CSV avec des virgules, en UTF-8, 5\u00A0Mo au plus.',
    en: 'JSON or CSV with commas, in UTF-8, 5 MB at most.',
  },
  tooLarge: {
    fr: 'Ce fichier fait plus de 5\u00A0Mo\u00A0: le couper en plusieurs. La ligne de commande coupe d’elle-même les relevés.',
    en: 'This file is over 5 MB: cut it into several. The command line cuts readings by itself.',
  },
  kind: { fr: 'Ce fichier contient', en: 'This file holds' },
  kindUnknown: { fr: 'À choisir', en: 'To be chosen' },
  ixf: { fr: 'des membres d’un point d’échange (IX-F)', en: 'members of an exchange (IX-F)' },
  services: { fr: 'des services en place (CSV)', en: 'services in place (CSV)' },
  readings: { fr: 'des relevés de compteurs (CSV)', en: 'readings of meters (CSV)' },
  notAllowed: {
    fr: 'Votre rôle ne permet pas de reprendre un tel fichier.',
    en: 'Your role may not import such a file.',
  },
  lan4: { fr: 'Réseau IPv4, si le fichier ne le dit pas', en: 'IPv4 LAN, where the file does not say it' },
  lan6: { fr: 'Réseau IPv6, si le fichier ne le dit pas', en: 'IPv6 LAN, where the file does not say it' },
  ixp: { fr: 'ixp_id, si le fichier en a plusieurs', en: 'ixp_id, where the file has several' },
  options: { fr: 'Ce que le fichier ne dit pas', en: 'What the file does not say' },
  again: { fr: 'Refaire l’essai à blanc', en: 'Dry run again' },
  trying: { fr: 'Essai à blanc en cours…', en: 'Dry run under way…' },
  applying: { fr: 'Application en cours…', en: 'Applying…' },
  would: { fr: 'Ce que ferait ce fichier', en: 'What this file would do' },
  did: { fr: 'Ce que ce fichier a fait', en: 'What this file did' },
  rows: { fr: (v: Counted) => `${v.n} lignes`, en: (v: Counted) => `${v.n} rows` },
  applied: { fr: 'Appliqué.', en: 'Applied.' },
  nothing: { fr: 'Rien n’a été appliqué\u00A0: une ligne est refusée.', en: 'Nothing was applied: a row is refused.' },
  idle: { fr: 'Rien à appliquer\u00A0: tout est déjà ainsi.', en: 'Nothing to apply: all of it is so already.' },
  apply: { fr: 'Appliquer', en: 'Apply' },
  keepGood: {
    fr: (v: Counted) =>
      `Garder les bonnes lignes, laisser ${v.n === '1' ? 'celle qui est refusée' : `les ${v.n} refusées`}`,
    en: (v: Counted) => `Keep the good rows, leave the ${v.n === '1' ? 'refused one' : `${v.n} refused ones`}`,
  },
  refusedFirst: {
    fr: 'Des lignes sont refusées\u00A0: corriger le fichier, ou garder les bonnes.',
    en: 'Rows are refused: mend the file, or keep the good ones.',
  },
  another: { fr: 'Un autre fichier', en: 'Another file' },
  seeMembers: { fr: 'Voir les membres déclarés', en: 'See the declared members' },
  seeServices: { fr: 'Voir les services', en: 'See the services' },
  which: { fr: 'Quelles lignes', en: 'Which rows' },
  all: { fr: 'Toutes', en: 'All' },
  created: { fr: 'Créées', en: 'Created' },
  updated: { fr: 'Modifiées', en: 'Updated' },
  unchanged: { fr: 'Inchangées', en: 'Unchanged' },
  refused: { fr: 'Refusées', en: 'Refused' },
  warned: { fr: 'Avec remarque', en: 'With a remark' },
  place: { fr: 'Où', en: 'Where' },
  line: { fr: (v: Counted) => `ligne ${v.n}`, en: (v: Counted) => `line ${v.n}` },
  subject: { fr: 'De qui ou de quoi', en: 'Of whom or what' },
  does: { fr: 'Fait', en: 'Does' },
  says: { fr: 'Raison et remarques', en: 'Reason and remarks' },
  'would-created': { fr: 'à créer', en: 'to create' },
  'would-updated': { fr: 'à modifier', en: 'to update' },
  'did-created': { fr: 'créée', en: 'created' },
  'did-updated': { fr: 'modifiée', en: 'updated' },
  'did-unchanged': { fr: 'inchangée', en: 'unchanged' },
  'did-refused': { fr: 'refusée', en: 'refused' },
  more: { fr: (v: Counted) => `Suite (${v.n})`, en: (v: Counted) => `More (${v.n})` },
  noMatch: { fr: 'Aucune ligne de cette sorte.', en: 'No row of this kind.' },
  leftOut: {
    fr: (v: Counted) => `${v.n} lignes de plus sont comptées et ne sont pas montrées.`,
    en: (v: Counted) => `${v.n} more rows are counted and not shown.`,
  },
})
