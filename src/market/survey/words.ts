import { figure, words } from '#kernel'

type Values = { readonly [value: string]: unknown }
const t = (values: Values, name: string): string => String(values[name] ?? '')
/** The rest of a sentence that names something; the journal says such a wait without what it names. */
const after = (values: Values, name: string, joined: string, space = ' '): string =>
  values[name] === undefined ? '' : `${space}${joined}${t(values, name)}`

/** What a survey and a move refuse, wait for, ask of technicians and keep as evidence; part of the market's vocabulary. */
export const surveyWords = words({
  move: { fr: 'Déménagement', en: 'Move' },
  'survey-unknown': {
    fr: (v: Values) => `Le relevé ${t(v, 'survey')} n’existe pas.`,
    en: (v: Values) => `There is no survey ${t(v, 'survey')}.`,
  },
  'survey-nothing-moves': {
    fr: 'Rien de ce qui a été relevé ne déménage.',
    en: 'Nothing of what was surveyed moves.',
  },
  'survey-draw-unknown': {
    fr: (v: Values) =>
      `Ni mesuré ni lu sur la plaque : ${t(v, 'devices')}. Sans cela, aucune puissance n’est proposée.`,
    en: (v: Values) => `Neither measured nor on the plate: ${t(v, 'devices')}. Without it no power is proposed.`,
  },
  'survey-too-big': {
    fr: (v: Values) =>
      `${figure(v['units_u'], 'fr')}\u00a0U, ${figure(v['weight_kg'], 'fr')}\u00a0kg, ${figure(v['depth_mm'], 'fr')}\u00a0mm : aucun compartiment construit ne le prend en un.`,
    en: (v: Values) =>
      `${figure(v['units_u'], 'en')}\u00a0U, ${figure(v['weight_kg'], 'en')}\u00a0kg, ${figure(v['depth_mm'], 'en')}\u00a0mm: no compartment that is built takes it in one.`,
  },
  'survey-single-cord': {
    fr: (v: Values) => `Un seul cordon : ${t(v, 'devices')}. S’arrête avec sa voie.`,
    en: (v: Values) => `A single cord: ${t(v, 'devices')}. Goes dark with its side.`,
  },
  'survey-draw-assumed': {
    fr: (v: Values) => `Puissance supposée d’après la plaque : ${t(v, 'devices')}.`,
    en: (v: Values) => `Draw assumed from the plate: ${t(v, 'devices')}.`,
  },
  'survey-weight-unknown': {
    fr: (v: Values) => `Poids inconnu : ${t(v, 'devices')}.`,
    en: (v: Values) => `Weight unknown: ${t(v, 'devices')}.`,
  },
  'survey-depth-unknown': {
    fr: (v: Values) => `Profondeur inconnue : ${t(v, 'devices')}.`,
    en: (v: Values) => `Depth unknown: ${t(v, 'devices')}.`,
  },
  'move-circle': {
    fr: (v: Values) => `Des équipements s’attendent l’un l’autre : ${t(v, 'devices')}.`,
    en: (v: Values) => `Devices wait for one another in a circle: ${t(v, 'devices')}.`,
  },
  'move-in-the-past': {
    fr: (v: Values) => `Le déménagement commencerait le ${t(v, 'starts_at')} : c’est passé.`,
    en: (v: Values) => `The move would begin on ${t(v, 'starts_at')}: that is past.`,
  },
  'move-space-unknown': {
    fr: 'L’emplacement d’arrivée n’est pas encore réservé.',
    en: 'The space that it goes to is not reserved yet.',
  },
  'move-does-not-fit': {
    fr: (v: Values) =>
      `${figure(v['units_u'], 'fr')}\u00a0U ne tiennent pas dans ${figure(v['space_u'], 'fr')}\u00a0U.`,
    en: (v: Values) => `${figure(v['units_u'], 'en')}\u00a0U do not fit into ${figure(v['space_u'], 'en')}\u00a0U.`,
  },
  'move-window-short': {
    fr: (v: Values) =>
      `La fenêtre est trop courte : aller et retour demandent ${t(v, 'needed_minutes')} minutes. Les essais finiraient le ${t(v, 'tests_end')}, la décision tombe le ${t(v, 'decide_by')}.`,
    en: (v: Values) =>
      `The window is too short: there and back take ${t(v, 'needed_minutes')} minutes. Tests would end on ${t(v, 'tests_end')}, the decision is due on ${t(v, 'decide_by')}.`,
  },
  // waits
  'move-to-agree': {
    fr: (v: Values) => `Le client approuve le plan${after(v, 'service', 'de ')}.`,
    en: (v: Values) => `The customer agrees to the plan${after(v, 'service', 'of ')}.`,
  },
  'move-space-awaited': {
    fr: (v: Values) => `L’emplacement ${t(v, 'service')} n’est pas encore prêt.`,
    en: (v: Values) => `The space ${t(v, 'service')} is not ready yet.`,
  },
  'move-hours-passed': {
    fr: (v: Values) =>
      `Les heures approuvées pour ${t(v, 'service')} (${t(v, 'starts_at')}) sont passées avant que l’emplacement soit prêt : le client en dit d’autres.`,
    en: (v: Values) =>
      `The hours agreed for ${t(v, 'service')} (${t(v, 'starts_at')}) passed before the space was ready: the customer names others.`,
  },
  'space-gear-leaves-first': {
    fr: (v: Values) =>
      `Les équipements de ${t(v, 'service')} sortent d’abord ; la place n’est démontée qu’une fois vide.`,
    en: (v: Values) => `The equipment of ${t(v, 'service')} leaves first; the space is taken down once it is empty.`,
  },
  'move-to-test': {
    fr: (v: Values) => `Le client fait ses essais${after(v, 'decide_by', '; décision au plus tard le ', '\u00a0')}.`,
    en: (v: Values) => `The customer runs its tests${after(v, 'decide_by', '; to be decided by ', '')}.`,
  },
  // steps
  'step-agree': { fr: 'Plan approuvé', en: 'Plan agreed' },
  'step-space': { fr: 'Emplacement prêt', en: 'Space ready' },
  'step-fetch': { fr: 'Enlèvement', en: 'Fetched' },
  'step-rack': { fr: 'Mise en baie', en: 'Racked' },
  'step-tests': { fr: 'Essais du client', en: 'Customer’s tests' },
  // work orders
  'work-move-fetch': {
    fr: (v: Values) =>
      `Enlever ${t(v, 'count')} équipements à ${t(v, 'place')} (${t(v, 'service')}), le ${t(v, 'from')}`,
    en: (v: Values) => `Fetch ${t(v, 'count')} devices at ${t(v, 'place')} (${t(v, 'service')}), on ${t(v, 'from')}`,
  },
  'work-move-rack': {
    fr: (v: Values) => `Mettre ${t(v, 'count')} équipements en baie dans ${t(v, 'compartment')} (${t(v, 'service')})`,
    en: (v: Values) => `Rack ${t(v, 'count')} devices in ${t(v, 'compartment')} (${t(v, 'service')})`,
  },
  'work-move-take-out': {
    fr: (v: Values) => `Sortir ${t(v, 'count')} équipements de ${t(v, 'compartment')} (${t(v, 'service')})`,
    en: (v: Values) => `Take ${t(v, 'count')} devices out of ${t(v, 'compartment')} (${t(v, 'service')})`,
  },
  'work-move-back': {
    fr: (v: Values) => `Retour : tout refonctionne à ${t(v, 'place')} avant le ${t(v, 'until')} (${t(v, 'service')})`,
    en: (v: Values) => `Way back: everything runs again at ${t(v, 'place')} by ${t(v, 'until')} (${t(v, 'service')})`,
  },
  'tool-move-boxes': {
    fr: (v: Values) => `Caisses antistatiques : ${t(v, 'count')}`,
    en: (v: Values) => `Antistatic boxes: ${t(v, 'count')}`,
  },
  'tool-cage-nuts': {
    fr: (v: Values) => `Écrous cage et vis : ${t(v, 'count')}`,
    en: (v: Values) => `Cage nuts and screws: ${t(v, 'count')}`,
  },
  'tool-clamp-meter': { fr: 'Pince ampèremétrique', en: 'Clamp meter' },
  'act-move-backup': {
    fr: 'Le client dit que sa sauvegarde est faite et relue : noter qui et quand. Sinon, on ne touche à rien.',
    en: 'The customer says that its backup is made and was read back: note who and when. If not, touch nothing.',
  },
  'act-move-photo': {
    fr: 'Photographier l’avant et l’arrière ; étiqueter chaque équipement et chaque cordon.',
    en: 'Photograph front and rear; label each device and each cord.',
  },
  'act-move-off': {
    fr: (v: Values) => `Arrêter dans cet ordre : ${t(v, 'devices')}`,
    en: (v: Values) => `Switch off in this order: ${t(v, 'devices')}`,
  },
  'act-move-unrack': { fr: 'Démonter, emballer, compter.', en: 'Unrack, pack, count.' },
  'act-move-rack': {
    fr: 'Visser chaque équipement à sa hauteur, le plus lourd en bas.',
    en: 'Screw each device in at its height, the heaviest lowest.',
  },
  'act-move-cords': {
    fr: 'Un cordon en A, un en B ; un cordon unique est noté sur l’étiquette.',
    en: 'One cord to A, one to B; a single cord is written on its label.',
  },
  'act-move-on': {
    fr: (v: Values) => `Démarrer dans cet ordre : ${t(v, 'devices')}`,
    en: (v: Values) => `Start in this order: ${t(v, 'devices')}`,
  },
  'act-move-cords-one': {
    fr: (v: Values) => `Tous les cordons en ${t(v, 'side')} : la place n’a que cette voie, et s’arrête avec elle.`,
    en: (v: Values) => `All cords to ${t(v, 'side')}: the space has that side only, and goes dark with it.`,
  },
  'act-move-read-one': {
    fr: (v: Values) => `Lire la puissance en ${t(v, 'side')} : elle reste sous l’engagement.`,
    en: (v: Values) => `Read the draw on ${t(v, 'side')}: it stays under what is committed.`,
  },
  'act-move-one-side': {
    fr: 'Lire la puissance en A et en B : leur somme reste sous l’engagement.',
    en: 'Read the draw on A and on B: their sum stays under what is committed.',
  },
  'act-move-as-photo': {
    fr: 'Remonter et recâbler comme sur la photo d’avant.',
    en: 'Rack and cable as on the photo taken before.',
  },
  // proofs
  'move-agreed': { fr: 'Plan approuvé, décision au plus tard', en: 'Plan agreed, to be decided by' },
  'space-ready': { fr: 'Emplacement prêt', en: 'Space ready' },
  'move-tested': { fr: 'Essais du client', en: 'Customer’s tests' },
  'backup-by': { fr: 'Sauvegarde faite par', en: 'Backup made by' },
  'photo-before': { fr: 'Photo d’avant', en: 'Photo before' },
  'photo-after': { fr: 'Photo d’après', en: 'Photo after' },
  'devices-fetched': { fr: 'Équipements enlevés', en: 'Devices fetched' },
  'devices-running': { fr: 'Équipements qui fonctionnent', en: 'Devices running' },
  'drawn-a': { fr: 'Puissance en A', en: 'Draw on A' },
  'drawn-b': { fr: 'Puissance en B', en: 'Draw on B' },
  // journal
  'survey-entered': { fr: 'relevé saisi', en: 'survey entered' },
})
