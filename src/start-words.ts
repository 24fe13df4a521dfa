import { type Language, words } from '#kernel'

/** What the start and the stop say to the person who watches them. */
export const startWords = words({
  database: { fr: 'Démarrage de la base de données', en: 'Starting the database' },
  site: { fr: 'Lecture du site', en: 'Reading the site' },
  'site-loaded': {
    fr: (v: { code: string; dir: string; rows: number }) =>
      `Le site ${v.code} est chargé depuis ${v.dir}\u00A0: ${v.rows} objets`,
    en: (v: { code: string; dir: string; rows: number }) =>
      `The site ${v.code} is loaded from ${v.dir}: ${v.rows} things`,
  },
  'site-differs': {
    fr: (v: { dir: string; changes: number }) =>
      `Les fichiers de ${v.dir} ont changé (${v.changes} différences)\u00A0: voyez-les par ./vesontio site plan ${v.dir}`,
    en: (v: { dir: string; changes: number }) =>
      `The files of ${v.dir} have changed (${v.changes} differences): see them by ./vesontio site plan ${v.dir}`,
  },
  server: { fr: 'Ouverture du serveur', en: 'Opening the server' },
  'twin-off': { fr: 'Le jumeau est arrêté (--no-twin).', en: 'The twin is off (--no-twin).' },
  'twin-plant': {
    fr: 'Ce site est le vrai\u00A0: il n’a pas de jumeau ici.',
    en: 'This is the plant itself: it has no twin here.',
  },
  'twin-no-lan': {
    fr: 'Le site n’a ni réseau d’échange ni commutateur à reproduire.',
    en: 'The site has no peering LAN or no switch to build a twin of.',
  },
  'twin-starting': { fr: 'Le jumeau démarre.', en: 'The twin is starting.' },
  'twin-installing': {
    fr: (v: { packages: string }) =>
      `Installation pour le jumeau\u00A0: ${v.packages} (leurs démons ne démarrent pas sur cette machine)`,
    en: (v: { packages: string }) =>
      `Installing for the twin: ${v.packages} (their daemons are not started on this machine)`,
  },
  'twin-running': { fr: 'Le jumeau tourne.', en: 'The twin is running.' },
  'twin-missing': {
    fr: (v: { why: string }) => `Sans jumeau\u00A0: ${v.why}. Tout le reste fonctionne.`,
    en: (v: { why: string }) => `No twin: ${v.why}. All else works.`,
  },
  'twin-failed': {
    fr: (v: { why: string }) => `Le jumeau n’a pas démarré\u00A0: ${v.why}. Tout le reste fonctionne.`,
    en: (v: { why: string }) => `The twin did not start: ${v.why}. All else works.`,
  },
  'twin-stopped': { fr: 'Le jumeau est arrêté.', en: 'The twin is stopped.' },
  'port-taken': {
    fr: (v: { port: number }) => `Le port ${v.port} est pris\u00A0: donnez-en un autre par --port`,
    en: (v: { port: number }) => `Port ${v.port} is taken: give another by --port`,
  },
  serves: {
    fr: (v: { url: string }) => `Vesontio répond à ${v.url}`,
    en: (v: { url: string }) => `Vesontio answers at ${v.url}`,
  },
  link: {
    fr: (v: { link: string }) => `Première connexion de l’administrateur (ce lien sert une fois)\u00A0: ${v.link}`,
    en: (v: { link: string }) => `First sign-in of the administrator (this link works once): ${v.link}`,
  },
  'mail-folder': {
    fr: (v: { folder: string }) => `Sans VESONTIO_SMTP_URL, les lettres sont écrites dans ${v.folder}`,
    en: (v: { folder: string }) => `Without VESONTIO_SMTP_URL, letters are written to ${v.folder}`,
  },
  stopping: { fr: 'Arrêt…', en: 'Stopping…' },
  stopped: { fr: 'Arrêté.', en: 'Stopped.' },
  still: {
    fr: (v: { what: string; seconds: number }) => `… ${v.what} (${v.seconds} s)`,
    en: (v: { what: string; seconds: number }) => `… ${v.what} (${v.seconds} s)`,
  },
})

export type StartWord = keyof typeof startWords

/** The language of the person at the terminal (POSIX: LC_ALL before LC_MESSAGES before LANG). */
export const languageOf = (environment: Readonly<Record<string, string | undefined>>): Language =>
  /^fr/i.test(environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '') ? 'fr' : 'en'
