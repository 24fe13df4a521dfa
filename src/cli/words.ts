import { words } from '#kernel'

interface Counts {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly refused: number
}

/** What the command line says of itself; refusals come from the server in both languages. */
export const cliWords = words({
  usage: { fr: 'Usage\u00A0: ./vesontio COMMANDE [OPTIONS]', en: 'Usage: ./vesontio COMMAND [OPTIONS]' },
  commands: { fr: 'Commandes', en: 'Commands' },
  columns: {
    fr: 'Colonnes du fichier CSV (* : toujours remplie)',
    en: 'Columns of the CSV file (*: always filled in)',
  },
  'numbering-goes-on': {
    fr: (v: { next: string }) => `La numérotation continue : la prochaine facture porte le numéro ${v.next}.`,
    en: (v: { next: string }) => `Numbers go on: the next invoice is ${v.next}.`,
  },
  'options-all': { fr: 'Options de toutes les commandes', en: 'Options of every command' },
  'option-json': {
    fr: 'un seul document JSON sur la sortie standard',
    en: 'one JSON document on standard output, nothing else',
  },
  'option-data': {
    fr: 'dossier de données du serveur (par défaut\u00A0: data, à côté de vesontio)',
    en: 'the server’s data folder (default: data, beside vesontio)',
  },
  'option-port': { fr: 'port du serveur, sur cette machine', en: 'the server’s port, on this machine' },
  'option-help': { fr: 'cette aide', en: 'this help' },
  'ends-with': {
    fr: 'Fin\u00A0: 0 fait, 1 refusé, 2 appel inutilisable ou pas de serveur, 3 attend encore. VESONTIO_KEY\u00A0: une clé d’API autre que celle de la machine.',
    en: 'Ends with 0 done, 1 refused, 2 unusable call or no server, 3 still waiting. VESONTIO_KEY: an API key other than the machine’s own.',
  },
  'unknown-command': {
    fr: (v: { command: string }) => `Commande inconnue\u00A0: ${v.command}`,
    en: (v: { command: string }) => `Unknown command: ${v.command}`,
  },
  'unusable-call': {
    fr: (v: { why: string }) => `Appel inutilisable\u00A0: ${v.why}`,
    en: (v: { why: string }) => `Unusable call: ${v.why}`,
  },
  'wrong-arguments': {
    fr: (v: { command: string; takes: string }) => `Usage\u00A0: ./vesontio ${v.command} ${v.takes}`,
    en: (v: { command: string; takes: string }) => `Usage: ./vesontio ${v.command} ${v.takes}`,
  },
  'no-server-here': {
    fr: (v: { data: string }) => `Aucun serveur ne sert ${v.data}. Lancez npm start, ou donnez --data ou --port.`,
    en: (v: { data: string }) => `No server serves ${v.data}. Run npm start, or give --data or --port.`,
  },
  'no-key-here': {
    fr: (v: { file: string }) => `La clé ${v.file} ne peut pas être lue. Donnez --data, ou une clé par VESONTIO_KEY.`,
    en: (v: { file: string }) => `The key ${v.file} cannot be read. Give --data, or a key by VESONTIO_KEY.`,
  },
  'unreadable-file': {
    fr: (v: { file: string; why: string }) => `${v.file} ne peut pas être lu\u00A0: ${v.why}`,
    en: (v: { file: string; why: string }) => `${v.file} cannot be read: ${v.why}`,
  },
  // Lines of answers.
  'order-line': {
    fr: (v: { number: string; state: string; organisation: string; setup: string; monthly: string }) =>
      `${v.number}  ${v.state}  ${v.organisation}  mise en service ${v.setup}, par mois ${v.monthly}, hors TVA`,
    en: (v: { number: string; state: string; organisation: string; setup: string; monthly: string }) =>
      `${v.number}  ${v.state}  ${v.organisation}  setup ${v.setup}, monthly ${v.monthly}, excl. VAT`,
  },
  'waits-for': {
    fr: (v: { owner: string; what: string; since: string }) => `attend ${v.owner} (${v.what}) depuis le ${v.since}`,
    en: (v: { owner: string; what: string; since: string }) => `waits for ${v.owner} (${v.what}) since ${v.since}`,
  },
  'still-waiting': {
    fr: (v: { seconds: number }) => `Attend encore après ${v.seconds} s.`,
    en: (v: { seconds: number }) => `Still waiting after ${v.seconds} s.`,
  },
  'no-note': {
    fr: (v: { line: string }) => `${v.line} n’a pas de procès-verbal, ou pas encore.`,
    en: (v: { line: string }) => `${v.line} has no handover note, or not yet.`,
  },
  'unsigned-firm': {
    fr: (v: { order: string; until: string }) =>
      `${v.order} reste chiffrée, et occupe le stock jusqu’au ${v.until}\u00A0: la signer, ou la retirer\u00A0:`,
    en: (v: { order: string; until: string }) =>
      `${v.order} stays quoted and holds its stock until ${v.until}: sign it, or take it back:`,
  },
  'unsigned-open': {
    fr: (v: { order: string; until: string }) =>
      `${v.order} reste chiffrée jusqu’au ${v.until}\u00A0: la signer, ou la retirer\u00A0:`,
    en: (v: { order: string; until: string }) => `${v.order} stays quoted until ${v.until}: sign it, or take it back:`,
  },
  'as-metered': {
    fr: (v: { price: string }) => `énergie : ${v.price}, selon compteur, convenu à la signature`,
    en: (v: { price: string }) => `energy: ${v.price}, as metered, agreed at the signature`,
  },
  'option-kept': {
    fr: (v: { place: string; price: string; until: string; from: string }) =>
      `option sur ${v.place}, ${v.price} par mois${v.until === '' ? '' : `, jusqu’au ${v.until}`}${v.from === '' ? '' : `, à rendre dès le ${v.from}`}`,
    en: (v: { place: string; price: string; until: string; from: string }) =>
      `option on ${v.place}, ${v.price} a month${v.until === '' ? '' : `, until ${v.until}`}${v.from === '' ? '' : `, may be given up from ${v.from} on`}`,
  },
  'option-promised': {
    fr: (v: { order: string }) => `promise par le devis ferme ${v.order}`,
    en: (v: { order: string }) => `promised by the firm quote ${v.order}`,
  },
  'place-proposed': {
    fr: (v: { place: string; row: string }) => `place proposée\u00A0: ${v.place}, rangée ${v.row}`,
    en: (v: { place: string; row: string }) => `place proposed: ${v.place}, row ${v.row}`,
  },
  'places-passed-over': {
    fr: (v: { n: number; of: number }) =>
      `places écartées\u00A0: ${v.n} sur ${v.of}, chacune avec la première limite qu’elle rompt\u00A0:`,
    en: (v: { n: number; of: number }) =>
      `places passed over: ${v.n} of ${v.of}, each with the first limit that it breaks:`,
  },
  'if-gear-stays': {
    fr: (v: { price: string }) => `gardiennage, si du matériel reste après la fin\u00A0: ${v.price} par jour`,
    en: (v: { price: string }) => `storage, if gear stays after the end: ${v.price} a day`,
  },
  'totals-before-vat': {
    fr: (v: { setup: string; monthly: string }) => `mise en service ${v.setup}, par mois ${v.monthly}, hors TVA`,
    en: (v: { setup: string; monthly: string }) => `setup ${v.setup}, monthly ${v.monthly}, excl. VAT`,
  },
  'usable-until': {
    fr: (v: { day: string }) => `utilisable jusqu’au ${v.day}`,
    en: (v: { day: string }) => `usable until ${v.day}`,
  },
  'monthly-before-vat': {
    fr: (v: { price: string }) => `${v.price} par mois, hors TVA`,
    en: (v: { price: string }) => `${v.price} a month, excl. VAT`,
  },
  'with-vat': { fr: (v: { price: string }) => `${v.price} TTC`, en: (v: { price: string }) => `${v.price} with VAT` },
  'from-day': { fr: (v: { day: string }) => `dès le ${v.day}`, en: (v: { day: string }) => `from ${v.day}` },
  'billed-from': {
    fr: (v: { from: string }) => `facturé depuis le ${v.from}`,
    en: (v: { from: string }) => `billed from ${v.from}`,
  },
  'billed-between': {
    fr: (v: { from: string; until: string }) => `facturé depuis le ${v.from}, prend fin le ${v.until}`,
    en: (v: { from: string; until: string }) => `billed from ${v.from}, ends on ${v.until}`,
  },
  'other-party': {
    fr: (v: { name: string; by: string }) => `autre partie\u00A0: ${v.name}, ${v.by}`,
    en: (v: { name: string; by: string }) => `other party: ${v.name}, ${v.by}`,
  },
  'consent-letter': { fr: 'par lettre d’autorisation', en: 'by letter of authorisation' },
  'consent-standing-consent': { fr: 'par accord permanent', en: 'by standing consent' },
  'consent-taken-over': { fr: 'déclaré par le fichier de reprise', en: 'declared by the file that was taken over' },
  'consent-asked': { fr: 'lettre d’autorisation attendue', en: 'letter of authorisation awaited' },
  'at-line': {
    fr: (v: { n: string }) => `sur l’espace de la ligne ${v.n}, position choisie à la signature`,
    en: (v: { n: string }) => `on the space of line ${v.n}, its position chosen at the signature`,
  },
  'at-other': {
    fr: (v: { other: string }) => `chez ${v.other}, position choisie par son accord`,
    en: (v: { other: string }) => `at ${v.other}, its position chosen by their consent`,
  },
  'by-person': { fr: 'une personne', en: 'a person' },
  'by-machine': { fr: 'une machine', en: 'a machine' },
  'by-customer': { fr: 'le client', en: 'the customer' },
  'would-reserve': {
    fr: (v: { what: string }) => `réserverait ${v.what}`,
    en: (v: { what: string }) => `would reserve ${v.what}`,
  },
  'ceases-on': {
    fr: (v: { on: string; charge: string; order: string }) =>
      `Prend fin le ${v.on}. Indemnité\u00A0: ${v.charge}. ${v.order}`,
    en: (v: { on: string; charge: string; order: string }) => `Ends on ${v.on}. Early end: ${v.charge}. ${v.order}`,
  },
  'storage-from': {
    fr: (v: { on: string; price: string }) =>
      `Matériel encore en place à partir du ${v.on}\u00A0: frais de gardiennage de ${v.price} par jour, jusqu’au constat du vide.`,
    en: (v: { on: string; price: string }) =>
      `Gear that is still there from ${v.on} on: a storage fee of ${v.price} a day, until the place is seen empty.`,
  },
  'revised-raise': {
    fr: (v: { months: number; price: string }) =>
      `${v.months} mois déjà facturés\u00A0: la prochaine facture reprend ${v.price} hors taxes`,
    en: (v: { months: number; price: string }) =>
      `${v.months} months invoiced already: the next invoice makes up for ${v.price} without VAT`,
  },
  'revised-credit': {
    fr: (v: { months: number; price: string }) =>
      `${v.months} mois déjà facturés\u00A0: un avoir de ${v.price} hors taxes les ramène au nouveau prix`,
    en: (v: { months: number; price: string }) =>
      `${v.months} months invoiced already: a credit note of ${v.price} without VAT brings them to the new price`,
  },
  'being-changed': {
    fr: (v: { order: string }) => `en cours de changement\u00A0: ${v.order}`,
    en: (v: { order: string }) => `being changed: ${v.order}`,
  },
  'price-moves': {
    fr: (v: { before: string; after: string; difference: string }) =>
      `par mois ${v.before}, puis ${v.after} (${v.difference})`,
    en: (v: { before: string; after: string; difference: string }) =>
      `monthly ${v.before}, then ${v.after} (${v.difference})`,
  },
  'would-give-back': {
    fr: (v: { what: string }) => `rendrait ${v.what}`,
    en: (v: { what: string }) => `would give back ${v.what}`,
  },
  'nothing-listed': { fr: 'Aucune ligne de cette sorte.', en: 'No row of this kind.' },
  'did-you-mean': {
    fr: (v: { commands: string }) => `Peut-être\u00A0: ${v.commands}`,
    en: (v: { commands: string }) => `Perhaps: ${v.commands}`,
  },
  'see-help': { fr: './vesontio --help les montre toutes.', en: './vesontio --help shows them all.' },
  'nothing-open': { fr: 'Aucune intervention ouverte.', en: 'No open work order.' },
  'proof-for-nothing': {
    fr: (v: { file: string }) => `${v.file} ne répond à aucune preuve demandée\u00A0: donnez NOM=FICHIER.`,
    en: (v: { file: string }) => `${v.file} answers no proof that was asked for: give NAME=FILE.`,
  },
  'import-applied': {
    fr: (v: Counts) => `${v.created} créées, ${v.updated} modifiées, ${v.unchanged} inchangées, ${v.refused} refusées.`,
    en: (v: Counts) => `${v.created} created, ${v.updated} updated, ${v.unchanged} unchanged, ${v.refused} refused.`,
  },
  'import-would': {
    fr: (v: Counts) =>
      `À blanc\u00A0: ${v.created} seraient créées, ${v.updated} modifiées, ${v.unchanged} inchangées, ${v.refused} refusées.`,
    en: (v: Counts) =>
      `Dry run: ${v.created} would be created, ${v.updated} updated, ${v.unchanged} unchanged, ${v.refused} refused.`,
  },
  'import-not-applied': {
    fr: (v: Counts) => `Rien n’a été appliqué\u00A0: ${v.refused} lignes refusées. --keep-good garde les bonnes.`,
    en: (v: Counts) => `Nothing was applied: ${v.refused} rows refused. --keep-good keeps the good ones.`,
  },
  'rows-left-out': {
    fr: (v: { rows: number }) => `${v.rows} lignes de plus sont comptées et non montrées.`,
    en: (v: { rows: number }) => `${v.rows} more rows are counted and not shown.`,
  },
  'readings-marks': {
    fr: (v: { resets: number; wraps: number; gaps: number }) =>
      `${v.resets} remises à zéro, ${v.wraps} tours de compteur, ${v.gaps} trous.`,
    en: (v: { resets: number; wraps: number; gaps: number }) => `${v.resets} resets, ${v.wraps} wraps, ${v.gaps} gaps.`,
  },
  'file-too-long': {
    fr: (v: { mb: number; most: number }) => `${v.mb} Mo, au plus ${v.most}\u00A0: le couper en plusieurs`,
    en: (v: { mb: number; most: number }) => `${v.mb} MB, at most ${v.most}: cut it into several`,
  },
  healthy: { fr: '0 perdu, 0 double, 0 oublié', en: '0 lost, 0 double, 0 leaked' },
  differences: {
    fr: (v: { lost: number; double: number; leaked: number }) =>
      `${v.lost} perdu, ${v.double} double, ${v.leaked} oublié`,
    en: (v: { lost: number; double: number; leaked: number }) =>
      `${v.lost} lost, ${v.double} double, ${v.leaked} leaked`,
  },
  'run-line': {
    fr: (v: { month: string; state: string; invoices: number; credit_notes: number; gross: string }) =>
      `${v.month}  ${v.state}  ${v.invoices} facture(s), ${v.credit_notes} avoir(s), ${v.gross} TTC`,
    en: (v: { month: string; state: string; invoices: number; credit_notes: number; gross: string }) =>
      `${v.month}  ${v.state}  ${v.invoices} invoice(s), ${v.credit_notes} credit note(s), ${v.gross} with VAT`,
  },
  'nobody-has': {
    fr: (v: { mail: string }) => `Personne n’a l’adresse ${v.mail}.`,
    en: (v: { mail: string }) => `Nobody has the address ${v.mail}.`,
  },
  'key-once': { fr: 'Elle n’est montrée que cette fois.', en: 'It is shown this once.' },
  'plan-idle': { fr: 'Rien à changer.', en: 'Nothing to change.' },
  'site-good': {
    fr: (v: { code: string }) => `Les fichiers décrivent bien le site ${v.code}.`,
    en: (v: { code: string }) => `The files make the site ${v.code}.`,
  },
  'backed-up': {
    fr: (v: { file: string; rows: number; tables: number }) =>
      `${v.file}\u00A0: ${v.rows} lignes de ${v.tables} tables`,
    en: (v: { file: string; rows: number; tables: number }) => `${v.file}: ${v.rows} rows of ${v.tables} tables`,
  },
  restored: {
    fr: (v: { rows: number; tables: number; made_at: string }) =>
      `Rétabli\u00A0: ${v.rows} lignes de ${v.tables} tables, sauvegardées le ${v.made_at}`,
    en: (v: { rows: number; tables: number; made_at: string }) =>
      `Restored: ${v.rows} rows of ${v.tables} tables, backed up at ${v.made_at}`,
  },
  'twin-ready': { fr: 'Tout est là pour le jumeau.', en: 'Everything for the twin is there.' },
  'no-asn': {
    fr: (v: { text: string }) => `${v.text} n’est pas un numéro d’AS.`,
    en: (v: { text: string }) => `${v.text} is no AS number.`,
  },
  'asn-contact-kept': {
    fr: (v: { asn: number }) => `AS${v.asn}\u00A0: contact noté.`,
    en: (v: { asn: number }) => `AS${v.asn}: contact kept.`,
  },
  'asn-code-sent': {
    fr: (v: { asn: number; at: string }) => `AS${v.asn}\u00A0: code envoyé (${v.at}).`,
    en: (v: { asn: number; at: string }) => `AS${v.asn}: code sent (${v.at}).`,
  },
  'asn-proved': {
    fr: (v: { asn: number; at: string }) => `AS${v.asn}\u00A0: prouvé (${v.at}).`,
    en: (v: { asn: number; at: string }) => `AS${v.asn}: proved (${v.at}).`,
  },
  'mac-locked': {
    fr: (v: { mac: string }) => `Le port est verrouillé sur ${v.mac}.`,
    en: (v: { mac: string }) => `The port is locked to ${v.mac}.`,
  },
  'unwritable-file': {
    fr: (v: { file: string; why: string }) => `${v.file} ne peut pas être écrit\u00A0: ${v.why}`,
    en: (v: { file: string; why: string }) => `${v.file} cannot be written: ${v.why}`,
  },
  'file-written': {
    fr: (v: { file: string }) => `Écrit\u00A0: ${v.file}`,
    en: (v: { file: string }) => `Written: ${v.file}`,
  },
  'database-not-empty': {
    fr: 'La base n’est pas vide\u00A0: rétablissez dans un dossier de données neuf, ou dans une base neuve.',
    en: 'The database is not empty: restore into a new data folder or a new database.',
  },
  'nothing-to-back-up': {
    fr: 'Cette base est vide\u00A0: il n’y a rien à sauvegarder.',
    en: 'This database is empty: there is nothing to back up.',
  },
  'served-now': {
    fr: (v: { address: string }) => `Un serveur sert ce dossier (${v.address})\u00A0: arrêtez-le d’abord.`,
    en: (v: { address: string }) => `A server serves this folder (${v.address}): stop it first.`,
  },
})
