import { words } from '#kernel'

/** The words of the pages of letters; refusals are the market's. */
export const w = words({
  letters: { fr: 'Lettres d’autorisation', en: 'Letters of authorisation' },
  letter: { fr: 'Lettre', en: 'Letter' },
  issueNew: { fr: 'Émettre une lettre', en: 'Issue a letter' },
  standingNew: { fr: 'Donner un accord permanent', en: 'Give standing consent' },
  search: { fr: 'Numéro ou position', en: 'Number or position' },
  side: { fr: 'Côté', en: 'Side' },
  'side-all': { fr: 'Toutes', en: 'All' },
  'side-issued': { fr: 'Émises', en: 'Issued' },
  'side-received': { fr: 'Reçues', en: 'Received' },
  state: { fr: 'État', en: 'State' },
  allStates: { fr: 'Tous', en: 'All' },
  'state-valid': { fr: 'Valable', en: 'Valid' },
  'state-used': { fr: 'Utilisée', en: 'Used' },
  'state-expired': { fr: 'Expirée', en: 'Expired' },
  'state-revoked': { fr: 'Révoquée', en: 'Revoked' },
  position: { fr: 'Position', en: 'Position' },
  issuer: { fr: 'Émise par', en: 'Issued by' },
  company: { fr: 'Autorise', en: 'Authorises' },
  expires: { fr: 'Valable jusqu’au', en: 'Valid until' },
  usedBy: { fr: 'Utilisée par', en: 'Used by' },
  empty: { fr: 'Ici se tiendront les lettres d’autorisation', en: 'Letters of authorisation will stand here' },
  emptySays: {
    fr: 'Qui veut se raccorder à un panneau le demande par une commande de liaison croisée ; qui possède le panneau émet une lettre, et choisit la position.',
    en: 'Whoever wants to connect to a panel orders a cross-connect; whoever owns the panel issues a letter, and chooses the position.',
  },
  requests: { fr: 'Demandes qui attendent une lettre', en: 'Requests that wait for a letter' },
  noRequests: { fr: 'Personne n’attend de lettre.', en: 'Nobody waits for a letter.' },
  asks: { fr: 'Qui demande', en: 'Who asks' },
  forWhat: { fr: 'Pour', en: 'For' },
  wished: { fr: 'Panneau souhaité', en: 'Panel wished for' },
  anyPanel: { fr: 'au choix', en: 'any' },
  since: { fr: 'Depuis', en: 'Since' },
  answer: { fr: 'Émettre…', en: 'Issue…' },
  lineOf: {
    fr: (v: { order: string; position: number }) => `${v.order}, ligne ${v.position}`,
    en: (v: { order: string; position: number }) => `${v.order}, line ${v.position}`,
  },
  standing: { fr: 'Accords permanents', en: 'Standing consents' },
  noStanding: {
    fr: 'Aucun. Un accord permanent évite d’émettre une lettre pour chaque liaison.',
    en: 'None. A standing consent spares a letter for each cross-connect.',
  },
  positions: { fr: 'Positions', en: 'Positions' },
  fromTo: {
    fr: (v: { panel: string; from: number; to: number }) => `${v.panel}, ${v.from} à ${v.to}`,
    en: (v: { panel: string; from: number; to: number }) => `${v.panel}, ${v.from} to ${v.to}`,
  },
  companies: { fr: 'Entreprises', en: 'Companies' },
  anyCompany: { fr: 'toutes', en: 'any' },
  until: { fr: 'Jusqu’au', en: 'Until' },
  inForce: { fr: 'En vigueur', en: 'In force' },
  over: { fr: 'Terminé', en: 'Ended' },
  end: { fr: 'Y mettre fin…', en: 'End it…' },
  endTitle: { fr: 'Mettre fin à l’accord permanent', en: 'End the standing consent' },
  endChanges: {
    fr: 'Personne ne pourra plus s’y raccorder sans lettre. Ce qui est déjà raccordé reste en place.',
    en: 'Nobody can connect there any more without a letter. What is connected already stays.',
  },
  endDo: { fr: 'Mettre fin', en: 'End it' },
  endLater: { fr: 'Donner préavis…', en: 'Give notice…' },
  endLaterTitle: { fr: 'Donner préavis à ce qui reste raccordé', en: 'Give notice to what is still connected' },
  endLaterChanges: {
    fr: 'L’accord a pris fin. Ce qui a été raccordé reste jusqu’à la fin de son préavis.',
    en: 'The consent has ended. What was connected stays until its notice has run out.',
  },
  endRevoke: {
    fr: (v: { n: number }) => `Donner préavis à ${v.n} ${v.n > 1 ? 'services' : 'service'}`,
    en: (v: { n: number }) => `Give notice to ${v.n} ${v.n === 1 ? 'service' : 'services'}`,
  },
  endAndRevoke: {
    fr: (v: { n: number }) => `Mettre fin, avec préavis à ${v.n} ${v.n > 1 ? 'services' : 'service'}`,
    en: (v: { n: number }) => `End it, with notice to ${v.n} ${v.n === 1 ? 'service' : 'services'}`,
  },
  connected: { fr: 'Raccordés', en: 'Connected' },
  connectedUnder: {
    fr: 'Raccordés sous cet accord. Cocher ceux qui reçoivent un préavis dans le même acte :',
    en: 'Connected under this consent. Tick those that get notice in the same act:',
  },
  revokeAll: { fr: 'Tous', en: 'All of them' },
  standingDelivery: {
    fr: 'La livraison serait défaite, rien n’est facturé.',
    en: 'The delivery would be undone, nothing is billed.',
  },
  standingNotice: {
    fr: (v: { day: string }) => `Prendrait fin le ${v.day}, sans indemnité. D’ici là, la lumière reste.`,
    en: (v: { day: string }) => `Would end on ${v.day}, without a charge. Until then the light stays on.`,
  },
  standingOver: { fr: 'A déjà pris fin.', en: 'Is over already.' },
  standingEndsAnyway: {
    fr: (v: { day: string }) => `Prend déjà fin le ${v.day}.`,
    en: (v: { day: string }) => `Ends on ${v.day} already.`,
  },
  paysHead: { fr: 'Paie', en: 'Pays' },
  whoPays: { fr: 'Paie', en: 'Pays' },
  serviceState: { fr: 'État du service', en: 'State of the service' },
  endsOn: { fr: 'prend fin le', en: 'ends on' },
  payTitle: { fr: 'Votre organisation paie', en: 'Your organisation pays' },
  paySays: {
    fr: 'La demande le dit. Émettre la lettre vaut accord sur ce prix, sous votre contrat : le service, ses factures et sa résiliation sont les vôtres.',
    en: 'The request says so. Issuing the letter agrees to this price, under your contract: the service, its invoices and its end are yours.',
  },
  paySetup: { fr: 'Mise en service', en: 'Setup' },
  payMonthly: { fr: 'Par mois, hors TVA', en: 'A month, before VAT' },
  payTerm: { fr: 'Durée', en: 'Term' },
  payTermValue: {
    fr: (v: { months: number; notice: number }) => `${v.months} mois, préavis ${v.notice} jours`,
    en: (v: { months: number; notice: number }) => `${v.months} months, ${v.notice} days’ notice`,
  },
  payBilling: { fr: 'Facturation', en: 'Billing' },
  'billing-advance': { fr: 'd’avance', en: 'in advance' },
  'billing-arrears': { fr: 'à terme échu', en: 'in arrears' },
  customerReference: { fr: 'Votre référence (facultatif)', en: 'Your reference (optional)' },
  serviceCode: { fr: 'Code service', en: 'Service code' },
  engagement: { fr: 'Numéro d’engagement', en: 'Commitment number' },
  issuePayDo: { fr: 'Émettre la lettre et payer', en: 'Issue the letter and pay' },
  waitFor: { fr: 'Attendent votre lettre', en: 'They wait for your letter' },
  acceptDo: { fr: 'Accepter la remise…', en: 'Accept the handover…' },
  acceptTitle: { fr: 'Accepter la remise', en: 'Accept the handover' },
  acceptSays: {
    fr: (v: { service: string }) => `${v.service} est prêt. L’accepter commence sa facturation, à votre organisation.`,
    en: (v: { service: string }) => `${v.service} is ready. Accepting it begins its billing, to your organisation.`,
  },
  acceptShort: { fr: 'Accepter', en: 'Accept' },
  rejectDo: { fr: 'Refuser…', en: 'Reject…' },
  rejectTitle: { fr: 'Refuser la remise', en: 'Reject the handover' },
  rejectSays: {
    fr: 'Les jours de silence s’arrêtent ; le site corrige et prouve de nouveau.',
    en: 'The days of silence stop; the site puts it right and proves it anew.',
  },
  rejectReason: { fr: 'Motif', en: 'Reason' },
  rejectShort: { fr: 'Refuser', en: 'Reject' },
  'would-notice-payer': {
    fr: (v: { service: string; day: string; days: number }) =>
      `${v.service}, que l’autre côté paie, reçoit un préavis de ${v.days} jours et prend fin le ${v.day}. L’autre côté est averti et ne doit pas d’indemnité.`,
    en: (v: { service: string; day: string; days: number }) =>
      `${v.service}, which the other side pays for, gets ${v.days} days’ notice and ends on ${v.day}. The other side is told and owes no charge.`,
  },
  'state-planned': { fr: 'en livraison', en: 'being delivered' },
  'state-in-service': { fr: 'en service', en: 'in service' },
  'state-suspended': { fr: 'suspendu', en: 'suspended' },
  'state-notice-given': { fr: 'résilié', en: 'under notice' },
  'state-dismantling': { fr: 'en dépose', en: 'being taken down' },
  'state-closed': { fr: 'terminé', en: 'closed' },
  noPanel: { fr: 'Aucun panneau à votre nom', en: 'No panel in your name' },
  noPanelSays: {
    fr: 'Seul le propriétaire d’un panneau, avec le droit « lettre d’autorisation », émet des lettres pour ses positions.',
    en: 'Only the owner of a panel, with the right “letter of authorisation”, issues letters for its positions.',
  },
  companyHandle: { fr: 'Entreprise autorisée', en: 'Company authorised' },
  companyHint: {
    fr: 'Le nom de qui attend votre lettre, ou l’identifiant qu’elle vous a donné, par exemple jurassix',
    en: 'The name of who waits for your letter, or the identifier that it gave you, for example jurassix',
  },
  panel: { fr: 'Panneau', en: 'Panel' },
  panelChoice: {
    fr: (v: { panel: string; rack: string; connector: string; media: string }) =>
      `${v.panel} · ${v.rack} · ${v.connector} · ${v.media}`,
    en: (v: { panel: string; rack: string; connector: string; media: string }) =>
      `${v.panel} · ${v.rack} · ${v.connector} · ${v.media}`,
  },
  choose: { fr: 'Choisir la position', en: 'Choose the position' },
  drawing: {
    fr: (v: { panel: string; free: number; all: number }) => `Positions de ${v.panel} : ${v.free} libres sur ${v.all}`,
    en: (v: { panel: string; free: number; all: number }) => `Positions of ${v.panel}: ${v.free} free of ${v.all}`,
  },
  free: { fr: 'libre', en: 'free' },
  taken: { fr: 'prise', en: 'taken' },
  chosen: { fr: 'choisie', en: 'chosen' },
  inGroup: { fr: 'dans le groupe', en: 'in the group' },
  expiresHint: {
    fr: (v: { days: number }) => `Sans date : ${v.days} jours`,
    en: (v: { days: number }) => `Without a date: ${v.days} days`,
  },
  whatItDoes: { fr: 'Ce que la lettre fait', en: 'What the letter does' },
  does: {
    fr: (v: { company: string; label: string }) =>
      `${v.company} peut se raccorder à ${v.label}, une seule fois. Émettre vaut accord.`,
    en: (v: { company: string; label: string }) =>
      `${v.company} may connect to ${v.label}, once. Issuing is the consent.`,
  },
  doesHold: {
    fr: 'La position est retenue dès maintenant ; elle redevient libre si la lettre expire ou est révoquée sans avoir servi.',
    en: 'The position is held from now on; it is free again if the letter expires or is revoked unused.',
  },
  doesLine: {
    fr: (v: { order: string; position: number }) => `La ligne ${v.position} de ${v.order} n’attend plus.`,
    en: (v: { order: string; position: number }) => `Line ${v.position} of ${v.order} waits no longer.`,
  },
  doesNot: { fr: 'Choisir une entreprise et une position.', en: 'Choose a company and a position.' },
  theCompany: { fr: 'L’entreprise', en: 'The company' },
  thePosition: { fr: 'la position choisie', en: 'the position chosen' },
  issueDo: { fr: 'Émettre la lettre', en: 'Issue the letter' },
  pdfFr: { fr: 'PDF en français', en: 'PDF in French' },
  pdfEn: { fr: 'PDF en anglais', en: 'PDF in English' },
  revoke: { fr: 'Révoquer…', en: 'Revoke…' },
  revokeTitle: { fr: 'Révoquer la lettre', en: 'Revoke the letter' },
  revokeDo: { fr: 'Révoquer', en: 'Revoke' },
  reading: { fr: 'Lecture de ce que cela change…', en: 'Reading what it will change…' },
  'would-at-once': {
    fr: 'Elle n’a pas servi : elle prend fin tout de suite, et sa position redevient libre. Personne n’est coupé.',
    en: 'It has not been used: it ends at once, and its position is free again. Nobody goes dark.',
  },
  'would-delivery': {
    fr: (v: { service: string }) =>
      `La livraison de ${v.service} est en cours : elle est défaite, et le client en est averti. Rien n’est facturé.`,
    en: (v: { service: string }) =>
      `${v.service} is being delivered: the delivery is undone and the customer told. Nothing is billed.`,
  },
  'would-notice': {
    fr: (v: { service: string; day: string; days: number }) =>
      `${v.service} est en service : il reçoit un préavis de ${v.days} jours et prend fin le ${v.day}. Le client est averti ; aucune indemnité ne lui est demandée. D’ici là, la lumière reste.`,
    en: (v: { service: string; day: string; days: number }) =>
      `${v.service} is in service: it gets ${v.days} days’ notice and ends on ${v.day}. The customer is told and pays nothing for the early end. Until then the light stays on.`,
  },
  'would-over': {
    fr: 'Ce qui l’utilisait a déjà pris fin, ou prend fin avant : seule la lettre change.',
    en: 'What used it is over, or ends sooner: only the letter changes.',
  },
  track: {
    fr: (v: { issued: string; expires: string; state: string }) =>
      `Émise le ${v.issued}, valable jusqu’au ${v.expires}. État : ${v.state}`,
    en: (v: { issued: string; expires: string; state: string }) =>
      `Issued on ${v.issued}, valid until ${v.expires}. State: ${v.state}`,
  },
  issued: { fr: 'Émise le', en: 'Issued on' },
  issuedPerson: { fr: 'Signée par', en: 'Signed by' },
  connector: { fr: 'Connecteur', en: 'Connector' },
  media: { fr: 'Support', en: 'Media' },
  answers: { fr: 'Répond à', en: 'Answers' },
  revokedOn: { fr: 'Révoquée le', en: 'Revoked on' },
  life: { fr: 'Validité', en: 'Validity' },
  facts: { fr: 'Ce qu’elle autorise', en: 'What it authorises' },
  check: { fr: 'Vérification publique', en: 'Public check' },
  checkSays: {
    fr: 'Quiconque a le code lit l’état de la lettre, sans compte, et rien d’autre.',
    en: 'Whoever has the code reads the letter’s state, without an account, and nothing else.',
  },
  code: { fr: 'Code', en: 'Code' },
  single: { fr: 'usage unique', en: 'single use' },
  byOther: {
    fr: 'C’est une lettre de l’autre côté : elle seule peut la révoquer.',
    en: 'This letter is the other side’s: only that side can revoke it.',
  },
  fromPosition: { fr: 'De la position', en: 'From position' },
  toPosition: { fr: 'à la position', en: 'to position' },
  whichCompanies: { fr: 'Quelles entreprises', en: 'Which companies' },
  'companies-any': { fr: 'Toutes', en: 'Any' },
  'companies-named': { fr: 'Nommées', en: 'Named' },
  named: { fr: 'Identifiants, séparés par des virgules', en: 'Identifiers, separated by commas' },
  standingDoes: {
    fr: (v: { who: string; panel: string; from: string; to: string }) =>
      `Peuvent se raccorder sans lettre aux positions libres ${v.from} à ${v.to} de ${v.panel} : ${v.who}. La plus basse est prise d’abord.`,
    en: (v: { who: string; panel: string; from: string; to: string }) =>
      `May connect without a letter to the free positions ${v.from} to ${v.to} of ${v.panel}: ${v.who}. The lowest is taken first.`,
  },
  standingAny: { fr: 'toute entreprise', en: 'any company' },
  standingEnds: {
    fr: 'Vous pourrez y mettre fin quand vous voudrez, pour l’avenir.',
    en: 'You may end it whenever you like, for the future.',
  },
  standingDo: { fr: 'Donner l’accord', en: 'Give the consent' },
  checkTitle: { fr: 'Vérifier une lettre', en: 'Check a letter' },
  checkIntro: {
    fr: 'Le code est imprimé au bas de la lettre d’autorisation.',
    en: 'The code is printed at the foot of the letter of authorisation.',
  },
  checkDo: { fr: 'Vérifier', en: 'Check' },
  'checked-valid': { fr: 'Cette lettre est valable.', en: 'This letter is valid.' },
  'checked-used': {
    fr: 'Cette lettre a servi : elle ne sert plus à un autre raccordement.',
    en: 'This letter has been used: it serves for no other connection.',
  },
  'checked-expired': { fr: 'Cette lettre a expiré sans avoir servi.', en: 'This letter expired unused.' },
  'checked-revoked': { fr: 'Cette lettre est révoquée.', en: 'This letter is revoked.' },
  checkUnknown: {
    fr: 'Aucune lettre n’a ce code. Le relire sur le papier.',
    en: 'No letter has this code. Read it again on the paper.',
  },
})
