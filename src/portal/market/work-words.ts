import { words } from '#kernel'

export const w = words({
  work: { fr: 'Interventions', en: 'Work orders' },
  workBeside: { fr: (v: { n: string }) => `${v.n} ouvertes`, en: (v: { n: string }) => `${v.n} open` },
  number: { fr: 'Intervention', en: 'Work order' },
  what: { fr: 'À faire', en: 'To do' },
  where: { fr: 'Où', en: 'Where' },
  state: { fr: 'État', en: 'State' },
  forWhom: { fr: 'Pour', en: 'For' },
  created: { fr: 'Demandée', en: 'Asked for' },
  openOnes: { fr: 'Ouvertes', en: 'Open' },
  all: { fr: 'Toutes', en: 'All' },
  done: { fr: 'Faites', en: 'Done' },
  which: { fr: 'Lesquelles', en: 'Which' },
  'work-open': { fr: 'à prendre', en: 'to be taken' },
  'work-taken': { fr: 'prise', en: 'taken' },
  'work-blocked': { fr: 'bloquée', en: 'blocked' },
  'work-to-confirm': { fr: 'attend une 2ᵉ personne', en: 'waits for a 2nd person' },
  'work-done': { fr: 'faite', en: 'done' },
  'work-withdrawn': { fr: 'retirée', en: 'withdrawn' },
  emptyTitle: { fr: 'Ici se tiendront les interventions', en: 'Work orders will stand here' },
  emptySays: {
    fr: 'Une commande signée écrit ses interventions elle-même\u00a0: quoi, où, avec quoi, dans quel ordre, et les preuves à rapporter.',
    en: 'A signed order writes its own work orders: what, where, with what, in which order, and the proofs to bring back.',
  },
  back: { fr: 'Interventions', en: 'Work orders' },
  online: { fr: 'En ligne', en: 'Online' },
  offlineFor: { fr: (v: { age: string }) => `Hors ligne, ${v.age}`, en: (v: { age: string }) => `Offline, ${v.age}` },
  kept: {
    fr: (v: { n: number }) =>
      `${v.n === 0 ? 'Aucune preuve gardée' : v.n === 1 ? '1 preuve gardée' : `${v.n} preuves gardées`} sur cet appareil`,
    en: (v: { n: number }) =>
      `${v.n === 0 ? 'No proof kept' : v.n === 1 ? '1 proof kept' : `${v.n} proofs kept`} on this device`,
  },
  stepOf: {
    fr: (v: { n: number; of: number }) => `Étape ${v.n} sur ${v.of}`,
    en: (v: { n: number; of: number }) => `Step ${v.n} of ${v.of}`,
  },
  begin: { fr: 'Avant de commencer', en: 'Before you begin' },
  tools: { fr: 'À emporter', en: 'To take along' },
  actions: { fr: 'Dans cet ordre', en: 'In this order' },
  proofs: { fr: 'Preuves à rapporter', en: 'Proofs to bring back' },
  take: { fr: 'Prendre l’intervention', en: 'Take the work order' },
  next: { fr: 'Fait, suite', en: 'Done, next' },
  before: { fr: 'Étape précédente', en: 'Step before' },
  finish: { fr: 'Tout est fait', en: 'All is done' },
  finishTitle: { fr: 'Terminer', en: 'Finish' },
  missing: {
    fr: (v: { what: string }) => `Reste\u00a0: ${v.what}`,
    en: (v: { what: string }) => `Still missing: ${v.what}`,
  },
  nothingMissing: { fr: 'Aucune preuve ne manque.', en: 'No proof is missing.' },
  blocked: { fr: 'Bloqué…', en: 'Blocked…' },
  blockTitle: { fr: 'Pourquoi ce n’est pas possible', en: 'Why it cannot be done' },
  blockChanges: {
    fr: 'La commande attendra, à notre charge, et l’exploitation verra ce motif tout de suite.',
    en: 'The order will wait, at our cost, and the people who run the site see this reason at once.',
  },
  blockWhy: { fr: 'Motif', en: 'Reason' },
  blockDo: { fr: 'Dire bloqué', en: 'Say blocked' },
  optional: { fr: 'facultatif', en: 'optional' },
  take_photo: { fr: 'Prendre la photo', en: 'Take the photo' },
  toTake: { fr: 'à prendre', en: 'to be taken' },
  photoTaken: { fr: 'photo prise', en: 'photo taken' },
  scan: { fr: 'Étiquette lue', en: 'Label as read' },
  scanHint: {
    fr: (v: { equals: string }) => `L’étiquette doit dire ${v.equals}.`,
    en: (v: { equals: string }) => `The label should say ${v.equals}.`,
  },
  scanCamera: { fr: 'Lire avec l’appareil', en: 'Read with the camera' },
  scanDiffers: {
    fr: (v: { equals: string }) => `Ce n’est pas ${v.equals}\u00a0: vérifier l’endroit.`,
    en: (v: { equals: string }) => `This is not ${v.equals}: check the place.`,
  },
  reading: { fr: 'Valeur lue', en: 'Reading' },
  accepted: {
    fr: (v: { min: string; max: string }) => `Accepté de ${v.min} à ${v.max}`,
    en: (v: { min: string; max: string }) => `Accepted from ${v.min} to ${v.max}`,
  },
  exactly: { fr: (v: { n: string }) => `Il en faut ${v.n}`, en: (v: { n: string }) => `${v.n} are expected` },
  instrument: { fr: 'Lu avec', en: 'Read with' },
  chooseInstrument: { fr: 'Toucher l’instrument qui a servi.', en: 'Tap the instrument that was used.' },
  noInstrument: {
    fr: 'Le site n’a pas d’instrument de ce genre\u00a0: la preuve dira «\u00a0instrument inconnu\u00a0».',
    en: 'The site has no instrument of this kind: the proof will say “instrument unknown”.',
  },
  instrumentExpired: {
    fr: (v: { handle: string }) => `${v.handle}, étalonnage échu\u00a0: à ne pas utiliser`,
    en: (v: { handle: string }) => `${v.handle}, out of calibration: not to be used`,
  },
  instrumentRetired: {
    fr: (v: { handle: string }) => `${v.handle}, ne sert plus`,
    en: (v: { handle: string }) => `${v.handle}, not in use any more`,
  },
  outside: {
    fr: 'Hors de ces limites\u00a0: relire, sinon dire bloqué.',
    en: 'Outside these limits: read again, or say blocked.',
  },
  note: { fr: 'Note', en: 'Note' },
  keep: { fr: 'Garder', en: 'Keep' },
  keepNote: { fr: 'Garder la note', en: 'Keep the note' },
  keepReading: { fr: 'Garder la valeur', en: 'Keep the reading' },
  keepScan: { fr: 'Garder la lecture', en: 'Keep the reading of the label' },
  again: { fr: 'Refaire', en: 'Again' },
  keptHere: { fr: 'gardée ici, à envoyer', en: 'kept here, to be sent' },
  sent: { fr: (v: { time: string }) => `envoyée, ${v.time}`, en: (v: { time: string }) => `sent, ${v.time}` },
  confirm: { fr: 'Confirmer', en: 'Confirm' },
  confirmTitle: { fr: 'Confirmation d’une seconde personne', en: 'Confirmation by a second person' },
  confirmSays: {
    fr: (v: { by: string }) =>
      `${v.by} a fait le travail. Vérifiez sur place, puis confirmez\u00a0: un mauvais débranchement coupe un client.`,
    en: (v: { by: string }) =>
      `${v.by} has done the work. Check on site, then confirm: a wrong unplugging darkens a customer.`,
  },
  confirmSelf: { fr: 'Une autre personne que vous doit confirmer.', en: 'Somebody other than you must confirm.' },
  itIsDone: {
    fr: (v: { by: string; at: string }) => `Faite par ${v.by}, ${v.at}`,
    en: (v: { by: string; at: string }) => `Done by ${v.by}, ${v.at}`,
  },
  confirmedBy: {
    fr: (v: { by: string }) => `Confirmée par ${v.by}`,
    en: (v: { by: string }) => `Confirmed by ${v.by}`,
  },
  takenBy: { fr: (v: { by: string }) => `Prise par ${v.by}`, en: (v: { by: string }) => `Taken by ${v.by}` },
  isBlocked: { fr: (v: { why: string }) => `Bloquée\u00a0: ${v.why}`, en: (v: { why: string }) => `Blocked: ${v.why}` },
  unblock: { fr: 'Reprendre l’intervention', en: 'Take it up again' },
  withdrawn: {
    fr: 'Cette intervention a été retirée\u00a0: il n’y a plus rien à faire.',
    en: 'This work order was withdrawn: there is nothing left to do.',
  },
  notSent: { fr: 'Refusé par le serveur', en: 'Refused by the server' },
  drop: { fr: 'Retirer et refaire', en: 'Remove and do again' },
  photoTooLarge: {
    fr: 'Cette photo ne peut pas être lue ou dépasse 5 Mo.',
    en: 'This photo cannot be read or is over 5 MB.',
  },
  place: {
    fr: (v: { room: string; row: string; rack: string }) =>
      `${v.room}${v.row === '' ? '' : `, rangée ${v.row}`}${v.rack === '' ? '' : `, baie ${v.rack}`}`,
    en: (v: { room: string; row: string; rack: string }) =>
      `${v.room}${v.row === '' ? '' : `, row ${v.row}`}${v.rack === '' ? '' : `, rack ${v.rack}`}`,
  },
  panelAt: {
    fr: (v: { panel: string; n: string }) => `panneau ${v.panel}, position ${v.n}`,
    en: (v: { panel: string; n: string }) => `panel ${v.panel}, position ${v.n}`,
  },
  portAt: {
    fr: (v: { device: string; n: string }) => `${v.device}, port ${v.n}`,
    en: (v: { device: string; n: string }) => `${v.device}, port ${v.n}`,
  },
  atU: { fr: (v: { u: number }) => `à ${v.u} U du bas`, en: (v: { u: number }) => `at ${v.u} U from the bottom` },
  elevation: {
    fr: (v: { rack: string; u: string }) => `Baie ${v.rack}, face avant. À atteindre\u00a0: ${v.u}`,
    en: (v: { rack: string; u: string }) => `Rack ${v.rack}, front. To reach: ${v.u}`,
  },
  floor: {
    fr: (v: { room: string; rack: string; row: string }) =>
      `${v.room} vue de dessus, baie ${v.rack} marquée dans la rangée ${v.row}`,
    en: (v: { room: string; rack: string; row: string }) =>
      `${v.room} from above, rack ${v.rack} marked in row ${v.row}`,
  },
  floorLabel: {
    fr: (v: { rack: string; row: string }) => `baie ${v.rack}, rangée ${v.row}`,
    en: (v: { rack: string; row: string }) => `rack ${v.rack}, row ${v.row}`,
  },
  panelFront: {
    fr: (v: { panel: string; n: number; of: number; row: number; place: number }) =>
      `Panneau ${v.panel}, face avant, ${v.of} positions\u00a0: la ${v.n} est marquée, ligne ${v.row} depuis le haut, ${v.place}ᵉ depuis la gauche`,
    en: (v: { panel: string; n: number; of: number; row: number; place: number }) =>
      `Panel ${v.panel}, front, ${v.of} positions: ${v.n} is marked, row ${v.row} from the top, number ${v.place} from the left`,
  },
  jumperIs: {
    fr: (v: { length: string; colour: string }) => `${v.length}, ${v.colour}`,
    en: (v: { length: string; colour: string }) => `${v.length}, ${v.colour}`,
  },
  front: { fr: 'face avant', en: 'front' },
})
