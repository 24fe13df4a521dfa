import { words } from '#kernel'

/** `de mars`, `d’avril`, `d’août`, `d’octobre`. */
const of = (month: string): string => (/^[ao]/.test(month) ? `d’${month}` : `de ${month}`)
const many = (n: number, one: string, more: string): string => `${n} ${n > 1 ? more : one}`
const manyEn = (n: number, one: string, more: string): string => `${n} ${n === 1 ? one : more}`

/** Labels of invoice runs and of the seller's data. */
export const w = words({
  runs: { fr: 'Facturations', en: 'Invoice runs' },
  run: {
    fr: (v: { month: string }) => `Facturation ${of(v.month)}`,
    en: (v: { month: string }) => `Invoice run of ${v.month}`,
  },
  newRun: { fr: 'Facturer un mois', en: 'Bill a month' },
  month: { fr: 'Mois', en: 'Month' },
  anyMonth: { fr: 'Tous les mois', en: 'All months' },
  state: { fr: 'État', en: 'State' },
  anyState: { fr: 'Tous les états', en: 'All states' },
  'state-dry-run': { fr: 'essai, rien n’est enregistré', en: 'a try, nothing is kept' },
  'state-prepared': { fr: 'préparée, attend une approbation', en: 'prepared, waits for approval' },
  'state-approved': { fr: 'approuvée', en: 'approved' },
  'state-discarded': { fr: 'abandonnée', en: 'discarded' },
  prepared: { fr: 'Préparée', en: 'Prepared' },
  approved: { fr: 'Approuvée', en: 'Approved' },
  by: {
    fr: (v: { at: string; who: string }) => `${v.at}, ${v.who}`,
    en: (v: { at: string; who: string }) => `${v.at}, ${v.who}`,
  },
  site: { fr: 'Site', en: 'Site' },
  documents: { fr: 'Factures', en: 'Invoices' },
  nInvoices: {
    fr: (v: { invoices: number; notes: number }) =>
      `${many(v.invoices, 'facture', 'factures')}${v.notes > 0 ? ` et ${many(v.notes, 'avoir', 'avoirs')}` : ''}`,
    en: (v: { invoices: number; notes: number }) =>
      `${manyEn(v.invoices, 'invoice', 'invoices')}${v.notes > 0 ? ` and ${manyEn(v.notes, 'credit note', 'credit notes')}` : ''}`,
  },
  net: { fr: 'HT', en: 'Net' },
  vat: { fr: 'TVA', en: 'VAT' },
  gross: { fr: 'TTC', en: 'Gross' },
  before: { fr: 'Dernière fois, HT', en: 'Last run, net' },
  change: { fr: 'Écart', en: 'Difference' },
  firstTime: { fr: 'première fois', en: 'first time' },
  noRunBefore: { fr: 'aucune facturation approuvée avant celle-ci', en: 'no run was approved before this one' },
  held: { fr: 'Retenues', en: 'Held' },
  runsEmpty: { fr: 'Ici se tiendront les facturations', en: 'Invoice runs will stand here' },
  runsEmptySays: {
    fr: 'Chacune réunit les factures d’un mois\u00a0: on l’essaie sans rien enregistrer, on la prépare, quelqu’un la vérifie, puis l’approuve ou l’abandonne.',
    en: 'Each gathers the invoices of one month: it is tried without keeping anything, prepared, checked by somebody, then approved or discarded.',
  },

  try: { fr: 'Essayer', en: 'Try it' },
  trySays: {
    fr: 'Un essai compose toutes les factures du mois et les compare aux dernières. Il n’enregistre rien.',
    en: 'A try composes all invoices of the month and compares them with the last ones. It keeps nothing.',
  },
  tried: { fr: (v: { age: string }) => `calculé ${v.age}`, en: (v: { age: string }) => `computed ${v.age}` },
  tryFirst: { fr: 'Essayer ce mois d’abord', en: 'Try this month first' },
  nothingToBill: { fr: 'Rien à facturer pour ce mois', en: 'Nothing to bill for this month' },
  nothingToBillSays: {
    fr: 'Tous les jours dus jusqu’à la fin de ce mois sont déjà facturés, ou aucun service n’a commencé à l’être.',
    en: 'Every day owed up to the end of this month is billed already, or no service has begun to be billed.',
  },
  prepare: { fr: 'Préparer…', en: 'Prepare…' },
  prepareAgain: { fr: 'Préparer de nouveau…', en: 'Prepare again…' },
  prepareTitle: {
    fr: (v: { month: string }) => `Préparer la facturation ${of(v.month)}`,
    en: (v: { month: string }) => `Prepare the invoice run of ${v.month}`,
  },
  prepareChanges: {
    fr: 'Les factures seront enregistrées sans numéro et resteront invisibles des clients. Une préparation du même mois est remplacée. Tant qu’elle attend, aucun autre mois ne peut être préparé.',
    en: 'The invoices will be kept without numbers, unseen by customers. A preparation of the same month is replaced. While it waits, no other month can be prepared.',
  },
  prepareDo: { fr: 'Préparer', en: 'Prepare' },
  approve: { fr: 'Approuver…', en: 'Approve…' },
  approveTitle: {
    fr: (v: { month: string }) => `Approuver la facturation ${of(v.month)}`,
    en: (v: { month: string }) => `Approve the invoice run of ${v.month}`,
  },
  approveChanges: {
    fr: 'Chaque facture prend le numéro suivant, sans trou, et la date d’aujourd’hui. Ensuite rien ne peut plus changer\u00a0: une erreur se corrige par un avoir. Les clients les voient aussitôt sur le portail\u00a0; aucun courriel ne part.',
    en: 'Each invoice takes the next number, without a gap, and today’s date. Afterwards nothing can change: a mistake is corrected by a credit note. Customers see them on the portal at once; no mail is sent.',
  },
  approveSpecimen: {
    fr: 'Site jumeau\u00a0: chaque document portera la mention SPECIMEN et rien ne sera dû.',
    en: 'Twin site: each document will say SPECIMEN and nothing will be owed.',
  },
  willIssue: { fr: 'Seront émis', en: 'Will be issued' },
  willTotal: { fr: 'Total TTC', en: 'Total gross' },
  willStayHeld: { fr: 'Organisations retenues, non facturées', en: 'Organisations held, not billed' },
  openWarnings: { fr: 'Avertissements ouverts', en: 'Open warnings' },
  iChecked: { fr: 'J’ai vu les avertissements et les retenues', en: 'I have seen the warnings and who is held' },
  checkFirst: { fr: 'Cocher d’abord la case', en: 'Tick the box first' },
  approveDo: { fr: 'Approuver et émettre', en: 'Approve and issue' },
  discard: { fr: 'Abandonner…', en: 'Discard…' },
  discardTitle: {
    fr: (v: { month: string }) => `Abandonner la facturation ${of(v.month)}`,
    en: (v: { month: string }) => `Discard the invoice run of ${v.month}`,
  },
  discardChanges: {
    fr: 'Les factures préparées sont effacées et les jours qu’elles facturaient redeviennent libres pour une autre préparation. Aucun numéro n’avait été pris\u00a0: il n’y a pas de trou.',
    en: 'The prepared invoices are erased and the days that they billed are free again for another preparation. No number had been taken: there is no gap.',
  },
  discardDo: { fr: 'Abandonner', en: 'Discard' },
  discardedSays: {
    fr: 'Abandonnée\u00a0: ses factures ont été effacées, les jours qu’elles facturaient sont de nouveau libres.',
    en: 'Discarded: its invoices were erased, the days that they billed are free again.',
  },
  approvedIn: { fr: 'Factures émises', en: 'Issued invoices' },

  comparedLabel: { fr: 'HT de cette facturation et de la dernière', en: 'Net of this run and of the last one' },
  comparedWords: {
    fr: (v: { now: string; before: string }) => `${v.now}, la dernière\u00a0: ${v.before}`,
    en: (v: { now: string; before: string }) => `${v.now}, the last one: ${v.before}`,
  },
  hollowHand: {
    fr: (v: { before: string }) => `Aiguille creuse\u00a0: dernière facturation, ${v.before}`,
    en: (v: { before: string }) => `Hollow hand: the last run, ${v.before}`,
  },
  warnings: { fr: 'À regarder', en: 'To look at' },
  noWarnings: { fr: 'rien d’inhabituel', en: 'nothing unusual' },
  nToLook: {
    fr: (v: { n: number }) =>
      v.n > 1 ? `${v.n} factures portent un avertissement` : `${v.n} facture porte un avertissement`,
    en: (v: { n: number }) => (v.n === 1 ? `${v.n} invoice bears a warning` : `${v.n} invoices bear a warning`),
  },
  sellerIncomplete: { fr: 'Il manque quelque chose au vendeur', en: 'Something is missing about the seller' },
  completeSeller: { fr: 'Compléter le vendeur', en: 'Complete the seller' },
  heldCount: {
    fr: (v: { n: number }) => many(v.n, 'organisation', 'organisations'),
    en: (v: { n: number }) => manyEn(v.n, 'organisation', 'organisations'),
  },
  heldShort: {
    fr: (v: { n: number }) => many(v.n, 'organisation retenue', 'organisations retenues'),
    en: (v: { n: number }) => `${manyEn(v.n, 'organisation', 'organisations')} held`,
  },
  heldSays: {
    fr: 'Leurs services restent à facturer\u00a0: ils entreront dans la première facturation qui suivra la correction.',
    en: 'Their services stay unbilled: they enter the first run after this is put right.',
  },
  heldWhy: { fr: 'Ce qui manque', en: 'What is missing' },
  services: { fr: 'Services', en: 'Services' },
  organisation: { fr: 'Organisation', en: 'Organisation' },
  document: { fr: 'Document', en: 'Document' },
  which: { fr: 'Lesquelles', en: 'Which' },
  all: { fr: 'Toutes', en: 'All' },
  warned: { fr: 'Avec avertissement', en: 'With a warning' },
  changed: { fr: 'Montant changé', en: 'Amount changed' },
  search: { fr: 'Organisation', en: 'Organisation' },
  noMatch: { fr: 'Rien ne répond à ce filtre.', en: 'Nothing answers this filter.' },
  shown: {
    fr: (v: { n: string; of: string }) => `${v.n} sur ${v.of}`,
    en: (v: { n: string; of: string }) => `${v.n} of ${v.of}`,
  },

  seller: { fr: 'Vendeur', en: 'Seller' },
  sellerBeside: { fr: 'ce que disent les prochaines factures', en: 'what the next invoices say' },
  sellerSays: {
    fr: 'Les factures déjà émises gardent ce qu’elles disaient. Nom, adresse, SIRET et numéro de TVA viennent de l’organisation elle-même.',
    en: 'Invoices already issued keep what they said. Name, address, SIRET and VAT number come from the organisation itself.',
  },
  legalForm: { fr: 'Forme juridique et capital', en: 'Legal form and capital' },
  legalFormHint: {
    fr: 'Par exemple «\u00a0SAEM au capital de 1\u00a0000\u00a0000\u00a0€\u00a0» (C. com. art. R123-238)',
    en: 'Such as “SAEM au capital de 1 000 000 €” (C. com. art. R123-238)',
  },
  register: { fr: 'Immatriculation', en: 'Register entry' },
  registerHint: {
    fr: 'Par exemple «\u00a0RCS Besançon 123\u00a0456\u00a0782\u00a0» (C. com. art. R123-237)',
    en: 'Such as “RCS Besançon 123 456 782” (C. com. art. R123-237)',
  },
  iban: { fr: 'IBAN', en: 'IBAN' },
  ibanHint: {
    fr: 'Espaces admis\u00a0; ses chiffres de contrôle sont vérifiés',
    en: 'Spaces are fine; its check digits are verified',
  },
  bic: { fr: 'BIC', en: 'BIC' },
  bicHint: { fr: '8 ou 11 caractères', en: '8 or 11 characters' },
  bicWrong: {
    fr: 'Un BIC a 8 ou 11 caractères\u00a0: six lettres, puis deux ou cinq lettres ou chiffres.',
    en: 'A BIC has 8 or 11 characters: six letters, then two or five letters or digits.',
  },
  ibanForm: {
    fr: 'Un IBAN commence par deux lettres et deux chiffres, puis 10 à 30 lettres ou chiffres.',
    en: 'An IBAN begins with two letters and two digits, then 10 to 30 letters or digits.',
  },
  save: { fr: 'Enregistrer', en: 'Save' },
  saved: { fr: (v: { time: string }) => `Enregistré à ${v.time}`, en: (v: { time: string }) => `Saved at ${v.time}` },
  unsaved: { fr: 'Modifications non enregistrées', en: 'Changes not saved' },
  onPaper: { fr: 'Sur la facture', en: 'On the invoice' },
  missing: { fr: 'manque', en: 'missing' },
  editOrganisation: { fr: 'Modifier l’organisation', en: 'Edit the organisation' },
  readOnly: {
    fr: 'Modifier demande le rôle de comptabilité ou d’administration.',
    en: 'Changing this takes the role of accountant or administrator.',
  },
})
