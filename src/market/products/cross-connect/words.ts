import { figure, type Word, words } from '#kernel'
import { endWords } from './ends/words.ts'

type Values = { readonly [value: string]: unknown }
const t = (values: Values, name: string): string => [values[name] ?? ''].flat().map(String).join(', ')
const metres = (values: Values, language: 'fr' | 'en'): string =>
  `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(Number(values['length_m']))} m`
const colours: Readonly<Record<string, { readonly fr: string; readonly en: string }>> = {
  yellow: { fr: 'jaune', en: 'yellow' },
  aqua: { fr: 'turquoise', en: 'aqua' },
  violet: { fr: 'violette', en: 'violet' },
  grey: { fr: 'grise', en: 'grey' },
  blue: { fr: 'bleue', en: 'blue' },
  green: { fr: 'verte', en: 'green' },
  red: { fr: 'rouge', en: 'red' },
  white: { fr: 'blanche', en: 'white' },
  black: { fr: 'noire', en: 'black' },
}
const colour = (values: Values, language: 'fr' | 'en'): string =>
  colours[t(values, 'colour')]?.[language] ?? t(values, 'colour')

/** Which of several: its proofs bear that number. */
const nth = (values: Values, before: string, after: string): string =>
  values['jumper'] === undefined ? '' : `${before}${t(values, 'jumper')}${after}`

/** More jumpers in one area than a way has in practice. */
const MOST_JUMPERS = 12

const each = (n: number): readonly (readonly [code: string, word: Word])[] => [
  [`end-faces-${n}`, { fr: `Photo des faces optiques, jarretière ${n}`, en: `Photo of the end faces, jumper ${n}` }],
  [
    `end-face-grade-${n}`,
    { fr: `Faces selon CEI 61300-3-35, jarretière ${n}`, en: `End faces by IEC 61300-3-35, jumper ${n}` },
  ],
  [
    `label-from-${n}`,
    {
      fr: `Photo de l’étiquette de départ, jarretière ${n}`,
      en: `Photo of the label at the beginning, jumper ${n}`,
    },
  ],
  [
    `label-to-${n}`,
    { fr: `Photo de l’étiquette d’arrivée, jarretière ${n}`, en: `Photo of the label at the end, jumper ${n}` },
  ],
]

/** The proofs of each jumper where an area has several: named by its number, in the order in which they are run. */
const jumperWords: Readonly<Record<string, Word>> = Object.fromEntries(
  Array.from({ length: MOST_JUMPERS }, (_, at) => each(at + 1)).flat(),
)

/** What this product refuses, asks a technician and keeps as evidence; part of the market's vocabulary. */
export const crossConnectWords = words({
  ...endWords,
  ...jumperWords,
  'payer-none': {
    fr: 'Personne d’autre n’est là pour payer : les deux bouts sont à ce client, au site ou au point d’échange.',
    en: 'Nobody else is there to pay: both ends are this customer’s, the site’s or the exchange’s.',
  },
  'payer-agrees-later': {
    fr: (v: Values) =>
      `${t(v, 'organisation')} dit dans sa lettre qu’elle paie après avoir lu le prix : commander sans lettre, la demande lui parviendra.`,
    en: (v: Values) =>
      `${t(v, 'organisation')} says in its letter that it pays once it has read the price: order without a letter, it will be asked.`,
  },
  'payer-awaited': {
    fr: (v: Values) => `La lettre d’autorisation de ${t(v, 'organisation')}, qui dit qu’elle paie, est attendue.`,
    en: (v: Values) => `The letter of authorisation of ${t(v, 'organisation')}, which says that it pays, is awaited.`,
  },
  'space-unknown': {
    fr: (v: Values) => `${t(v, 'service')}${t(v, 'line')} : aucun emplacement de ce client n’y répond.`,
    en: (v: Values) => `${t(v, 'service')}${t(v, 'line')}: no space of this customer answers to that.`,
  },
  'panel-unknown': {
    fr: (v: Values) => `Aucun panneau ne s’appelle ${t(v, 'panel')}.`,
    en: (v: Values) => `No panel is called ${t(v, 'panel')}.`,
  },
  'panel-of-another': {
    fr: (v: Values) => `Le panneau ${t(v, 'panel')} est à une autre organisation.`,
    en: (v: Values) => `Panel ${t(v, 'panel')} belongs to another organisation.`,
  },
  'panel-full': {
    fr: (v: Values) => `Plus aucune position libre : ${t(v, 'panels')}.`,
    en: (v: Values) => `No position is free any more: ${t(v, 'panels')}.`,
  },
  'no-panel-of': {
    fr: (v: Values) => `${t(v, 'organisation')} n’a pas de panneau pour ${t(v, 'media')} sur ce site.`,
    en: (v: Values) => `${t(v, 'organisation')} has no panel for ${t(v, 'media')} on this site.`,
  },
  'port-none': {
    fr: 'Aucun port du point d’échange à raccorder : en commander un, ou nommer le sien.',
    en: 'No port of the exchange to connect: order one, or name yours.',
  },
  'letter-of-another': {
    fr: (v: Values) => `Cette lettre n’est pas de ${t(v, 'organisation')}.`,
    en: (v: Values) => `This letter is not from ${t(v, 'organisation')}.`,
  },
  'letter-not-needed': {
    fr: 'Aucune lettre n’est requise ici : les deux bouts sont à ce client, au site ou au point d’échange.',
    en: 'No letter is needed here: both ends are this customer’s, the site’s or the exchange’s.',
  },
  'not-a-cross-connect': {
    fr: (v: Values) => `${t(v, 'service')} n’est pas une liaison croisée.`,
    en: (v: Values) => `${t(v, 'service')} is not a cross-connect.`,
  },
  'ends-unknown': { fr: 'L’autre bout n’est pas encore connu.', en: 'The other end is not known yet.' },
  'change-name-service': {
    fr: 'Nommer le service où la liaison aboutira, et non une ligne de la commande.',
    en: 'Name the service where the cross-connect will end, not a line of the order.',
  },
  'change-front-first': {
    fr: (v: Values) =>
      `${t(v, 'services')} aboutit à ${t(v, 'label')}, que ce port quitterait : changer cette liaison dans la même commande, vers ce port.`,
    en: (v: Values) =>
      `${t(v, 'services')} ends at ${t(v, 'label')}, which this port would leave: change that cross-connect in the same order, to this port.`,
  },
  'change-one-end': {
    fr: 'Un bout à la fois : l’autre est là où la nouvelle jarretière rejoint ce qui reste.',
    en: 'One end at a time: the other one is where the new jumper joins what stays.',
  },
  'step-new-patch-hall': { fr: 'Tirer la nouvelle jarretière en salle', en: 'Run the new jumper in the hall' },
  'step-new-patch-meet-me': {
    fr: 'Tirer la nouvelle jarretière en salle de rencontre',
    en: 'Run the new jumper in the meet-me room',
  },
  'step-see-old-dark': { fr: 'Constater l’extinction de l’ancienne voie', en: 'See the old way dark' },
  'step-old-pull-meet-me': {
    fr: 'Dépose de l’ancienne voie en salle de rencontre',
    en: 'Pull the old way in the meet-me room',
  },
  'step-old-pull-hall': { fr: 'Dépose de l’ancienne voie en salle', en: 'Pull the old way in the hall' },
  'step-prove-again': { fr: 'Brancher et mesurer la nouvelle voie', en: 'Plug and measure the new way' },
  'act-leave-beside': {
    fr: (v: Values) =>
      `Si ${t(v, 'at')} est encore occupée, laisser la nouvelle fiche à côté, obturée : elle se branche quand l’ancienne est déposée.`,
    en: (v: Values) =>
      `If ${t(v, 'at')} is still taken, leave the new plug beside it, capped: it goes in when the old one is pulled.`,
  },
  'act-plug-over': {
    fr: (v: Values) => `À ${t(v, 'at')}, débrancher ce qui reste de l’autre voie, nettoyer, brancher celle-ci.`,
    en: (v: Values) => `At ${t(v, 'at')}, unplug what is left of the other way, clean, plug this one.`,
  },
  'letter-awaited': {
    fr: (v: Values) => `La lettre d’autorisation de ${t(v, 'organisation')} est attendue.`,
    en: (v: Values) => `The letter of authorisation of ${t(v, 'organisation')} is awaited.`,
  },
  'step-consent': { fr: 'Accord de l’autre partie', en: 'Consent of the other side' },
  'step-patch-hall': { fr: 'Brasser en salle', en: 'Patch in the hall' },
  'step-patch-meet-me': { fr: 'Brasser en salle de rencontre', en: 'Patch in the meet-me room' },
  'step-prove-route': { fr: 'Mesurer de bout en bout', en: 'Measure end to end' },
  'step-see-dark': { fr: 'Constater l’extinction', en: 'See it dark' },
  'step-pull-meet-me': { fr: 'Dépose en salle de rencontre', en: 'Pull in the meet-me room' },
  'step-pull-hall': { fr: 'Dépose en salle', en: 'Pull in the hall' },
  consent: { fr: 'Accord', en: 'Consent' },
  'consent-not-needed': { fr: 'Sans accord requis', en: 'No consent needed' },
  'no-jumper-here': { fr: 'Aucune jarretière ici', en: 'No jumper here' },
  hall: { fr: 'salle informatique', en: 'data hall' },
  'meet-me': { fr: 'salle de rencontre', en: 'meet-me room' },
  'end-faces': { fr: 'Photo des faces optiques', en: 'Photo of the end faces' },
  'end-face-grade': { fr: 'Faces selon CEI 61300-3-35', en: 'End faces by IEC 61300-3-35' },
  'label-from': { fr: 'Photo de l’étiquette de départ', en: 'Photo of the label at the beginning' },
  'label-to': { fr: 'Photo de l’étiquette d’arrivée', en: 'Photo of the label at the end' },
  'loss-1': { fr: 'Affaiblissement, fibre 1', en: 'Loss, strand 1' },
  'loss-2': { fr: 'Affaiblissement, fibre 2', en: 'Loss, strand 2' },
  polarity: { fr: 'Polarité', en: 'Polarity' },
  'wire-map': { fr: 'Schéma de câblage', en: 'Wire map' },
  length: { fr: 'Longueur', en: 'Length' },
  'light-a': { fr: 'Puissance au bout A', en: 'Light at end A' },
  'light-z': { fr: 'Puissance au bout Z', en: 'Light at end Z' },
  'link-seen': { fr: 'Lien constaté', en: 'Link seen' },
  'may-go-dark': { fr: 'Qui accepte l’extinction', en: 'Who agrees that it goes dark' },
  'photo-free': { fr: 'Photo des positions libérées', en: 'Photo of the freed positions' },
  'hold-end-a': { fr: 'Bout A', en: 'End A' },
  'hold-end-z': { fr: 'Bout Z', en: 'End Z' },
  'hold-trunk-pair': { fr: 'Paire de rocade', en: 'Trunk pair' },
  'hold-panel-front': { fr: 'Face avant', en: 'Panel front' },
  'cross-connect': { fr: 'Liaison croisée', en: 'Cross-connect' },
  'xc-fibre-duplex': { fr: 'Liaison croisée, fibre duplex', en: 'Cross-connect, duplex fibre' },
  'xc-fibre-single': { fr: 'Liaison croisée, fibre unique', en: 'Cross-connect, single fibre' },
  'xc-copper': { fr: 'Liaison croisée, cuivre', en: 'Cross-connect, copper' },
  'xc-fibre-duplex-once': {
    fr: 'Liaison croisée, fibre duplex, payée une fois',
    en: 'Cross-connect, duplex fibre, paid once',
  },
  'xc-fibre-single-once': {
    fr: 'Liaison croisée, fibre unique, payée une fois',
    en: 'Cross-connect, single fibre, paid once',
  },
  'xc-copper-once': { fr: 'Liaison croisée, cuivre, payée une fois', en: 'Cross-connect, copper, paid once' },
  'tool-loss-tester': {
    fr: (v: Values) => `Source et photomètre, ${t(v, 'wavelength_nm')}\u00a0nm`,
    en: (v: Values) => `Light source and meter, ${t(v, 'wavelength_nm')}\u00a0nm`,
  },
  'tool-cable-tester': { fr: 'Testeur de câble cuivre', en: 'Copper cable tester' },
  'tool-cut-jumper': {
    fr: (v: Values) =>
      `Jarretière ${colour(v, 'fr')} de ${metres(v, 'fr')}, ${t(v, 'connector_from')} vers ${t(v, 'connector_to')}`,
    en: (v: Values) =>
      `${colour(v, 'en')} jumper of ${metres(v, 'en')}, ${t(v, 'connector_from')} to ${t(v, 'connector_to')}`,
  },
  'tool-made-jumper': {
    fr: (v: Values) =>
      `Jarretière ${colour(v, 'fr')} à faire, ${metres(v, 'fr')}, ${t(v, 'connector_from')} vers ${t(v, 'connector_to')}`,
    en: (v: Values) =>
      `${colour(v, 'en')} jumper to be made, ${metres(v, 'en')}, ${t(v, 'connector_from')} to ${t(v, 'connector_to')}`,
  },
  'act-run-jumper': {
    fr: (v: Values) =>
      `${nth(v, 'Jarretière ', ' : ')}Tirer ${metres(v, 'fr')}, ${colour(v, 'fr')}, de ${t(v, 'from')} à ${t(v, 'to')} par les chemins de câbles.`,
    en: (v: Values) =>
      `${nth(v, 'Jumper ', ': ')}Run ${metres(v, 'en')}, ${colour(v, 'en')}, from ${t(v, 'from')} to ${t(v, 'to')} along the trays.`,
  },
  'act-run-hybrid': {
    fr: (v: Values) =>
      `${nth(v, 'Jarretière ', ' : ')}Tirer ${metres(v, 'fr')}, ${colour(v, 'fr')}, de ${t(v, 'from')} (${t(v, 'connector_from')}) à ${t(v, 'to')} (${t(v, 'connector_to')}) : jamais APC contre UPC.`,
    en: (v: Values) =>
      `${nth(v, 'Jumper ', ': ')}Run ${metres(v, 'en')}, ${colour(v, 'en')}, from ${t(v, 'from')} (${t(v, 'connector_from')}) to ${t(v, 'to')} (${t(v, 'connector_to')}): never APC to UPC.`,
  },
  'work-run-jumpers': {
    fr: (v: Values) =>
      `Tirer les jarretières de ${t(v, 'service')}, ${t(v, 'from')} à ${t(v, 'to')} (${t(v, 'count')})`,
    en: (v: Values) => `Run the jumpers of ${t(v, 'service')}, ${t(v, 'from')} to ${t(v, 'to')} (${t(v, 'count')})`,
  },
  'work-prove-fibre': {
    fr: (v: Values) => `Mesurer ${t(v, 'from')} à ${t(v, 'to')} : ${figure(v['limit_db'], 'fr')}\u00a0dB au plus`,
    en: (v: Values) => `Measure ${t(v, 'from')} to ${t(v, 'to')}: ${figure(v['limit_db'], 'en')}\u00a0dB at most`,
  },
  'work-prove-copper': {
    fr: (v: Values) => `Certifier ${t(v, 'from')} à ${t(v, 'to')}`,
    en: (v: Values) => `Certify ${t(v, 'from')} to ${t(v, 'to')}`,
  },
  'work-see-dark': {
    fr: (v: Values) => `Constater l’extinction de ${t(v, 'service')}, ${t(v, 'from')} à ${t(v, 'to')}`,
    en: (v: Values) => `See ${t(v, 'service')} dark, ${t(v, 'from')} to ${t(v, 'to')}`,
  },
  'work-pull-jumpers': {
    fr: (v: Values) => `Déposer les jarretières de ${t(v, 'service')} (${t(v, 'count')})`,
    en: (v: Values) => `Pull the jumpers of ${t(v, 'service')} (${t(v, 'count')})`,
  },
  'work-pull-lit': {
    fr: (v: Values) =>
      `Lumière vue : déposer les jarretières de ${t(v, 'service')} (${t(v, 'count')}) avec une seconde personne`,
    en: (v: Values) => `Light seen: pull the jumpers of ${t(v, 'service')} (${t(v, 'count')}) with a second person`,
  },
  'act-inspect-ends': {
    fr: (v: Values) => `Inspecter et nettoyer les faces de ${t(v, 'from')} et ${t(v, 'to')} ; CEI 61300-3-35.`,
    en: (v: Values) => `Inspect and clean the end faces of ${t(v, 'from')} and ${t(v, 'to')}; IEC 61300-3-35.`,
  },
  'act-label-ends': {
    fr: (v: Values) =>
      `Étiqueter : « ${t(v, 'label_from')} » à ${t(v, 'from')}, « ${t(v, 'label_to')} » à ${t(v, 'to')}.`,
    en: (v: Values) => `Label: “${t(v, 'label_from')}” at ${t(v, 'from')}, “${t(v, 'label_to')}” at ${t(v, 'to')}.`,
  },
  'act-certify-copper': {
    fr: (v: Values) =>
      `Schéma de câblage et longueur de ${t(v, 'from')} à ${t(v, 'to')} : ${figure(v['most_m'], 'fr')}\u00a0m au plus.`,
    en: (v: Values) =>
      `Wire map and length from ${t(v, 'from')} to ${t(v, 'to')}: ${figure(v['most_m'], 'en')}\u00a0m at most.`,
  },
  'act-read-loss': {
    fr: (v: Values) =>
      `Mesurer chaque fibre à ${t(v, 'wavelength_nm')}\u00a0nm de ${t(v, 'from')} à ${t(v, 'to')} : ${t(v, 'mated_pairs')} connexions, ${t(v, 'splices')} soudures, ${figure(v['length_m'], 'fr')}\u00a0m, ${figure(v['limit_db'], 'fr')}\u00a0dB au plus.`,
    en: (v: Values) =>
      `Measure each strand at ${t(v, 'wavelength_nm')}\u00a0nm from ${t(v, 'from')} to ${t(v, 'to')}: ${t(v, 'mated_pairs')} mated pairs, ${t(v, 'splices')} splices, ${figure(v['length_m'], 'en')}\u00a0m, ${figure(v['limit_db'], 'en')}\u00a0dB at most.`,
  },
  'act-check-polarity': {
    fr: (v: Values) => `Émission de ${t(v, 'from')} reçue à ${t(v, 'to')} et inversement : A-B.`,
    en: (v: Values) => `Transmit of ${t(v, 'from')} is receive of ${t(v, 'to')} and the other way round: A-B.`,
  },
  'act-read-dark': {
    fr: (v: Values) => `Lire la puissance aux deux bouts : au-delà de ${t(v, 'dark_dbm')} dBm, il y a de la lumière.`,
    en: (v: Values) => `Read the light at both ends: above ${t(v, 'dark_dbm')} dBm there is light.`,
  },
  'act-see-link': {
    fr: 'Regarder aux deux bouts si un lien est actif, noter ce qui est vu.',
    en: 'Look at both ends whether a link is up, note what is seen.',
  },
  'act-ask-before-dark': {
    fr: (v: Values) =>
      `Ne rien débrancher avant qu’une personne nommée n’accepte l’extinction de ${t(v, 'service')} ; une seconde confirme.`,
    en: (v: Values) =>
      `Unplug nothing before a named person agrees that ${t(v, 'service')} goes dark; a second one confirms.`,
  },
  'act-pull-jumper': {
    fr: (v: Values) =>
      `Débrancher ${t(v, 'to')} puis ${t(v, 'from')} après lecture des deux étiquettes, retirer la jarretière.`,
    en: (v: Values) => `Read both labels, unplug ${t(v, 'to')}, then ${t(v, 'from')}, take the jumper out.`,
  },
  'act-cap-ends': {
    fr: (v: Values) => `Obturer ${t(v, 'from')} et ${t(v, 'to')}.`,
    en: (v: Values) => `Cap ${t(v, 'from')} and ${t(v, 'to')}.`,
  },
})
