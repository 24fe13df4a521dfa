import { words } from '#kernel'

/** The page of the site, of its certificates and of the files that describe it. */
export const w = words({
  title: { fr: 'Le site', en: 'The site' },
  operator: { fr: 'Exploitant', en: 'Operator' },
  zone: { fr: 'Fuseau horaire', en: 'Time zone' },
  code: { fr: 'Code', en: 'Code' },
  revision: { fr: 'Révision du plan', en: 'Plant revision' },
  certificates: { fr: 'Certificats', en: 'Certificates' },
  noCertificates: {
    fr: 'Aucun certificat n’est enregistré. Sans certificat HDS de l’activité 1 (site physique), aucun service n’héberge de données de santé.',
    en: 'No certificate is recorded. Without an HDS certificate for activity 1 (physical site), no service carries health data.',
  },
  howCertificate: {
    fr: 'Un certificat s’écrit dans les fichiers du site, sous «\u00a0certificates\u00a0»\u00a0; il s’applique ci-dessous.',
    en: 'A certificate is written in the site’s files, under “certificates”, and applied below.',
  },
  scheme: { fr: 'Certificat', en: 'Certificate' },
  activities: { fr: 'Activités', en: 'Activities' },
  issuer: { fr: 'Organisme', en: 'Issuer' },
  validity: { fr: 'Validité', en: 'Validity' },
  state: { fr: 'État', en: 'State' },
  fromUntil: {
    fr: (v: { from: string; until: string }) => `du ${v.from} au ${v.until}`,
    en: (v: { from: string; until: string }) => `from ${v.from} to ${v.until}`,
  },
  valid: { fr: 'valable', en: 'valid' },
  notYet: { fr: 'pas encore valable', en: 'not valid yet' },
  over: { fr: 'échu', en: 'expired' },
  facts: { fr: 'Faits publics', en: 'Public facts' },
  fact: { fr: 'Fait', en: 'Fact' },
  figure: { fr: 'Valeur', en: 'Figure' },
  saidBy: { fr: 'Dit par', en: 'Said by' },
  files: { fr: 'Fichiers du site', en: 'The site’s files' },
  filesSay: {
    fr: 'Salles, baies, électricité, panneaux, prix, organisations et certificats s’écrivent dans les fichiers YAML d’un même dossier. Les choisir tous\u00a0: l’essai dit ligne par ligne ce qui changerait, et rien ne change encore.',
    en: 'Rooms, racks, power, panels, prices, organisations and certificates are written in the YAML files of one folder. Choose all of them: the dry run says row by row what would change, and nothing changes yet.',
  },
  drop: { fr: 'ou les déposer ici', en: 'or drop them here' },
  dropLabel: { fr: 'Déposer les fichiers du site', en: 'Drop the site’s files' },
  choose: { fr: 'Choisir les fichiers…', en: 'Choose the files…' },
  chosen: {
    fr: (v: { n: number }) => `${v.n} ${v.n > 1 ? 'fichiers' : 'fichier'}`,
    en: (v: { n: number }) => `${v.n} ${v.n === 1 ? 'file' : 'files'}`,
  },
  trying: { fr: 'Calcul…', en: 'Computing…' },
  would: { fr: 'Ce qui changerait', en: 'What would change' },
  did: { fr: 'Ce qui a changé', en: 'What has changed' },
  unchanged: {
    fr: (v: { n: string }) => `${v.n} lignes inchangées`,
    en: (v: { n: string }) => `${v.n} rows unchanged`,
  },
  nothing: {
    fr: 'Rien ne changerait\u00a0: le site est déjà ainsi.',
    en: 'Nothing would change: the site is so already.',
  },
  row: { fr: 'Ligne', en: 'Row' },
  does: { fr: 'Effet', en: 'Effect' },
  fields: { fr: 'Avant → après', en: 'Before → after' },
  created: { fr: 'ajoutée', en: 'added' },
  updated: { fr: 'changée', en: 'changed' },
  removed: { fr: 'retirée', en: 'removed' },
  refused: { fr: 'refusée', en: 'refused' },
  mayNot: {
    fr: 'Une ligne est refusée\u00a0: tout ou rien ne s’applique.',
    en: 'A row is refused: all is applied, or nothing.',
  },
  apply: { fr: 'Appliquer…', en: 'Apply…' },
  applyTitle: { fr: 'Appliquer ces fichiers', en: 'Apply these files' },
  applySays: {
    fr: (v: { n: string }) =>
      `${v.n} changements d’un coup, ou aucun. Ce qui est vendu reste\u00a0; le journal garde chacun.`,
    en: (v: { n: string }) => `${v.n} changes at once, or none. What is sold stays; the journal keeps each.`,
  },
  applyDo: { fr: 'Appliquer', en: 'Apply' },
  onlyAdmin: { fr: 'Appliquer demande le rôle d’administrateur.', en: 'Applying needs the role of administrator.' },
  applied: { fr: 'Appliqué', en: 'Applied' },
})
