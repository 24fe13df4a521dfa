import { figure, type Language, say, words as vocabulary, type Word } from '#kernel'
import { instrumentWords } from './instruments/words.ts'

interface Fault {
  readonly place: { readonly file: string; readonly line: number; readonly column: number }
  readonly refusal: { readonly code: string; readonly [value: string]: unknown }
}
interface Of {
  readonly key: string
  readonly kind: string
  readonly handle: string
  readonly row: string
  readonly other: string
  readonly expected: string
  readonly found: string
  readonly allowed: readonly string[]
  readonly elements: readonly string[]
  readonly fields: readonly string[]
  readonly faults: readonly Fault[]
  readonly refusals: readonly Fault['refusal'][]
  readonly least: number
  readonly outlets: number
  readonly most_watts: number
  readonly units_needed: number
  readonly most: number
  readonly form: string
  readonly reason: string
  readonly here: string
  readonly there: string
  readonly rack: string | number
  readonly room: string
  readonly count: number
  readonly element: string
  readonly own_draw?: number
  readonly compartment: string
  readonly organisation: string
  readonly person: string
  readonly right: string
  readonly siret: string
  readonly vat_number: string
  readonly size: string
  readonly units: number
  readonly unit: string
  readonly neighbour: string
  readonly neighbours: number
  readonly watts: number
  readonly amount: number
  readonly reserved: number
  readonly limit: number | null
  readonly services: readonly string[]
  readonly metres: number
  readonly free: number
  readonly way: string
  readonly phase: string | null
  readonly from: string
}

/** Of an element, the one phase that a limit speaks of; read alike in both languages. */
/** What is left for others once the site has its own. */
const besideOwn = {
  fr: ({ own_draw: own, unit }: Of): string =>
    own ? ` (déduits ${figure(own, 'fr')}\u00a0${unit} que le site tire lui-même)` : '',
  en: ({ own_draw: own, unit }: Of): string =>
    own ? ` (without ${figure(own, 'en')}\u00a0${unit} that the site draws itself)` : '',
}
const onPhase = (phase: string | null): string => (phase === null ? '' : ` ${phase}`)

/** What a row of the site's files is called. */
export const kindNames = vocabulary({
  organisation: { fr: 'l’organisation', en: 'the organisation' },
  person: { fr: 'la personne', en: 'the person' },
  site: { fr: 'le site', en: 'the site' },
  room: { fr: 'la salle', en: 'the room' },
  rack: { fr: 'la baie', en: 'the rack' },
  'rack-row': { fr: 'la rangée', en: 'the row of racks' },
  compartment: { fr: 'le compartiment', en: 'the compartment' },
  element: { fr: 'l’élément électrique', en: 'the power element' },
  outlet: { fr: 'la prise', en: 'the outlet' },
  instrument: { fr: 'l’instrument', en: 'the instrument' },
  panel: { fr: 'le panneau', en: 'the panel' },
  lan: { fr: 'le LAN de peering', en: 'the peering LAN' },
  switch: { fr: 'le commutateur', en: 'the switch' },
  port: { fr: 'le port', en: 'the port' },
  'lan-host': { fr: 'l’adresse', en: 'the address' },
  mac: { fr: 'l’adresse MAC', en: 'the MAC address' },
  'route-server': { fr: 'le serveur de routes', en: 'the route server' },
  asn: { fr: 'le système autonome', en: 'the autonomous system' },
  price: { fr: 'le prix', en: 'the price' },
  'usage-price': { fr: 'le prix à l’unité', en: 'the unit price' },
  contract: { fr: 'le contrat', en: 'the contract' },
  opening: { fr: 'le raccordement d’ouverture', en: 'the connection at the opening' },
})

const named: Readonly<Record<string, Word>> = kindNames
const nameOf = (kind: string, handle: string, language: Language): string => {
  const word = named[kind]
  return `${word ? say(word, language) : kind} ${handle}`
}
const begin = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const told = (refusals: readonly Fault['refusal'][], language: Language): string =>
  refusals.map((refusal) => tell(refusal, language)).join(' ')

const lines = (faults: readonly Fault[], language: Language): string =>
  faults
    .map(({ place, refusal }) => `\n${place.file}:${place.line}:${place.column} ${tell(refusal, language)}`)
    .join('')

/** Every refusal of this room, in both languages; most are of the site's files. */
export const words = vocabulary({
  ...instrumentWords,
  'site-faulty': {
    fr: (p: Of) => `Les fichiers du site ne tiennent pas ensemble.${lines(p.faults, 'fr')}`,
    en: (p: Of) => `The site’s files do not hold together.${lines(p.faults, 'en')}`,
  },
  'site-refused': {
    fr: (p: Of) => `Rien n’a été changé. ${told(p.refusals, 'fr')}`,
    en: (p: Of) => `Nothing was changed. ${told(p.refusals, 'en')}`,
  },
  'another-site': {
    fr: (p: Of) => `Ces fichiers sont ceux du site ${p.there}, ce serveur est celui de ${p.here}.`,
    en: (p: Of) => `These are the files of site ${p.there}; this server is that of ${p.here}.`,
  },
  'plan-changed': {
    fr: 'Le site a changé depuis que ce plan a été montré : regardez le nouveau plan.',
    en: 'The site has changed since this plan was shown: look at the new plan.',
  },
  'row-claimed': {
    fr: (p: Of) =>
      `Impossible de retirer ${nameOf(p.kind, p.handle, 'fr')}\u00a0: ${p.kind === 'instrument' ? 'des relevés le nomment. Dire depuis quand il ne sert plus (retired_on).' : 'un service en dépend.'}`,
    en: (p: Of) =>
      p.kind === 'instrument'
        ? `Readings name ${nameOf(p.kind, p.handle, 'en')}: it cannot be removed. Say since when it is not used any more (retired_on).`
        : `A service stands on ${nameOf(p.kind, p.handle, 'en')}: it cannot be removed.`,
  },
  'field-claimed': {
    fr: (p: Of) =>
      `Impossible de changer ${nameOf(p.kind, p.handle, 'fr')} (${p.fields.join(', ')})\u00a0: ${p.kind === 'instrument' ? 'des relevés le nomment. Un autre instrument a son propre nom.' : 'c’est vendu tel quel.'}`,
    en: (p: Of) =>
      p.kind === 'instrument'
        ? `Readings name ${nameOf(p.kind, p.handle, 'en')} (${p.fields.join(', ')}): it cannot change. Another instrument has its own name.`
        : `${begin(nameOf(p.kind, p.handle, 'en'))} (${p.fields.join(', ')}) was sold as it is and cannot change.`,
  },
  'opening-is-past': {
    fr: (p: Of) => `Le raccordement d’ouverture ${p.handle} est chargé : il se change par une commande.`,
    en: (p: Of) => `The opening’s connection ${p.handle} is loaded: it is changed by an order.`,
  },
  'price-begun': {
    fr: (p: Of) =>
      `${begin(nameOf(p.kind, p.handle, 'fr'))} a commencé le ${p.from} : il ne se change plus. Un nouveau prix est une nouvelle ligne, dont la date « from » est à venir.`,
    en: (p: Of) =>
      `${begin(nameOf(p.kind, p.handle, 'en'))} began on ${p.from} and is not changed any more. A new price is a new row with a later “from”.`,
  },
  'yaml-unreadable': {
    fr: (p: Of) => `YAML illisible : ${p.reason}`,
    en: (p: Of) => `YAML cannot be read: ${p.reason}`,
  },
  'too-deep': { fr: (p: Of) => `Plus de ${p.most} niveaux.`, en: (p: Of) => `More than ${p.most} levels deep.` },
  'anchor-in-file': {
    fr: 'Les ancres et alias de YAML ne sont pas admis : écrivez la valeur.',
    en: 'YAML anchors and aliases are not taken: write the value.',
  },
  'not-a-map': { fr: 'Le fichier doit contenir des clés.', en: 'The file must hold keys.' },
  'folder-empty': { fr: 'Le dossier ne contient aucun fichier .yaml.', en: 'The folder holds no .yaml file.' },
  'folder-too-big': { fr: (p: Of) => `Plus de ${p.most} fichiers.`, en: (p: Of) => `More than ${p.most} files.` },
  'file-too-big': { fr: (p: Of) => `Plus de ${p.most} caractères.`, en: (p: Of) => `More than ${p.most} characters.` },
  'not-a-site-file': {
    fr: 'Ce n’est pas un fichier de site : seuls des fichiers nom.yaml et README.md sont admis ici.',
    en: 'Not a file of a site: only name.yaml files and README.md may stand here.',
  },
  'unknown-key': { fr: (p: Of) => `Clé inconnue « ${p.key} ».`, en: (p: Of) => `Unknown key “${p.key}”.` },
  'missing-key': { fr: (p: Of) => `La clé « ${p.key} » manque.`, en: (p: Of) => `The key “${p.key}” is missing.` },
  'key-in-two-files': {
    fr: (p: Of) => `La clé « ${p.key} » est déjà dans ${p.other}.`,
    en: (p: Of) => `The key “${p.key}” is already in ${p.other}.`,
  },
  'wrong-type': {
    fr: (p: Of) => `Type attendu ${p.expected}, trouvé ${p.found}.`,
    en: (p: Of) => `Expected ${p.expected}, found ${p.found}.`,
  },
  'not-one-of': {
    fr: (p: Of) => `Doit être l’un de ${p.allowed.join(', ')}.`,
    en: (p: Of) => `Must be one of ${p.allowed.join(', ')}.`,
  },
  'too-small': { fr: (p: Of) => `Au moins ${p.least}.`, en: (p: Of) => `At least ${p.least}.` },
  'too-big': { fr: (p: Of) => `Au plus ${p.most}.`, en: (p: Of) => `At most ${p.most}.` },
  'wrong-form': {
    fr: (p: Of) => `N’a pas la forme voulue (${p.form}).`,
    en: (p: Of) => `Not of the right form (${p.form}).`,
  },
  'handle-twice': {
    fr: (p: Of) => `${begin(nameOf(p.kind, p.handle, 'fr'))} est déjà là.`,
    en: (p: Of) => `${begin(nameOf(p.kind, p.handle, 'en'))} is there already.`,
  },
  'no-such-row': {
    fr: (p: Of) => `${begin(nameOf(p.kind, p.handle, 'fr'))} n’existe pas dans ces fichiers.`,
    en: (p: Of) => `${begin(nameOf(p.kind, p.handle, 'en'))} is not in these files.`,
  },
  'place-taken': {
    fr: (p: Of) => `${p.row} : la place est déjà prise par ${p.other}.`,
    en: (p: Of) => `${p.row}: the place is taken by ${p.other}.`,
  },
  'range-backwards': { fr: '« to » vient avant « from ».', en: '“to” comes before “from”.' },
  'vat-number-wrong': {
    fr: (p: Of) => `Le numéro de TVA ${p.vat_number} ne s’accorde pas avec sa clé ou avec le SIRET.`,
    en: (p: Of) => `The VAT number ${p.vat_number} does not agree with its key or with the SIRET.`,
  },
  'public-body-without-siret': {
    fr: (p: Of) => `L’organisme public ${p.organisation} doit avoir un SIRET, pour ses factures.`,
    en: (p: Of) => `The public body ${p.organisation} must have a SIRET, for its invoices.`,
  },
  'right-twice': {
    fr: (p: Of) => `${p.person} reçoit deux fois le droit « ${p.right} ».`,
    en: (p: Of) => `${p.person} is given the right “${p.right}” twice.`,
  },
  'role-outside-operator': {
    fr: (p: Of) => `${p.person} n’est pas de l’exploitant : pas de rôle.`,
    en: (p: Of) => `${p.person} is not of the operator: no role.`,
  },
  'exception-twice': {
    fr: (p: Of) => `La baie ${p.rack} a deux exceptions.`,
    en: (p: Of) => `The rack ${p.rack} has two exceptions.`,
  },
  'no-such-rack-in-row': {
    fr: (p: Of) => `La rangée ${p.row} n’a que ${p.count} baies : pas de baie ${p.rack}.`,
    en: (p: Of) => `Row ${p.row} has ${p.count} racks only: no rack ${p.rack}.`,
  },
  'no-such-way-in-row': {
    fr: (p: Of) => `La rangée ${p.row} n’a pas de départ monophasé ${p.way}.`,
    en: (p: Of) => `Row ${p.row} has no single-phase way ${p.way}.`,
  },
  'outlets-not-shared': {
    fr: () => 'Les prises comptées une à une ne se disent que d’une baie partagée.',
    en: () => 'Outlets that are metered one by one are said of a shared rack only.',
  },
  'way-twice': {
    fr: (p: Of) => `Le départ ${p.way} est dit deux fois.`,
    en: (p: Of) => `The way ${p.way} is said twice.`,
  },
  'rack-outside-room': {
    fr: (p: Of) => `La baie ${p.rack} sort de la salle ${p.room}.`,
    en: (p: Of) => `The rack ${p.rack} stands outside the room ${p.room}.`,
  },
  'racks-overlap': {
    fr: (p: Of) => `Les baies ${p.rack} et ${p.other} se recouvrent.`,
    en: (p: Of) => `The racks ${p.rack} and ${p.other} overlap.`,
  },
  'powers-itself': {
    fr: (p: Of) => `L’élément ${p.element} s’alimente lui-même.`,
    en: (p: Of) => `The element ${p.element} powers itself.`,
  },
  'powered-by-nothing': {
    fr: (p: Of) => `Rien n’alimente l’élément ${p.element}.`,
    en: (p: Of) => `Nothing powers the element ${p.element}.`,
  },
  'chains-meet': {
    fr: (p: Of) => `${p.element} est alimenté par ${p.other}, qui est de l’autre chaîne.`,
    en: (p: Of) => `${p.element} is powered by ${p.other}, which is of the other chain.`,
  },
  'feeds-not-a-pair': {
    fr: (p: Of) => `Le compartiment ${p.compartment} doit avoir un départ de la chaîne A et un de la chaîne B.`,
    en: (p: Of) => `The compartment ${p.compartment} must have one feed of chain A and one of chain B.`,
  },
  'feeds-share': {
    fr: (p: Of) => `Les deux départs de ${p.compartment} dépendent de ${p.elements.join(', ')}.`,
    en: (p: Of) => `Both feeds of ${p.compartment} hang on ${p.elements.join(', ')}.`,
  },
  // capacity: why a load cannot stand somewhere, and why it stands best elsewhere
  'size-not-built': {
    fr: (p: Of) => `Aucun compartiment de cette taille (${p.size}) n’est construit.`,
    en: (p: Of) => `No compartment of this size (${p.size}) is built.`,
  },
  'place-not-built': {
    fr: (p: Of) => `${p.compartment} n’est pas encore construit.`,
    en: (p: Of) => `${p.compartment} is not built yet.`,
  },
  'place-other-rack': {
    fr: (p: Of) => `${p.compartment} n’est pas dans la baie demandée, ${p.rack}.`,
    en: (p: Of) => `${p.compartment} is not in the rack that was asked for, ${p.rack}.`,
  },
  'place-other-row': {
    fr: (p: Of) => `${p.compartment} n’est pas dans la rangée demandée, ${p.row}.`,
    en: (p: Of) => `${p.compartment} is not in the row that was asked for, ${p.row}.`,
  },
  'place-not-apart': {
    fr: (p: Of) => `${p.compartment} est dans la rangée ${p.row}, comme le service dont il doit être éloigné.`,
    en: (p: Of) => `${p.compartment} is in row ${p.row}, as is the service that it should be apart from.`,
  },
  'place-distance-unknown': {
    fr: (p: Of) =>
      `On ne sait pas à quelle distance ${p.compartment} est de la salle de rencontre : la salle ${p.room} n’a pas de sortie de câbles (capacity.meet_me_entries).`,
    en: (p: Of) =>
      `How far ${p.compartment} is from the meet-me room is not known: the room ${p.room} has no cable exit (capacity.meet_me_entries).`,
  },
  'place-held': { fr: (p: Of) => `${p.compartment} est pris.`, en: (p: Of) => `${p.compartment} is taken.` },
  'place-units-full': {
    fr: (p: Of) => `${p.compartment} n’a plus ${p.units} U libres à la suite.`,
    en: (p: Of) => `${p.compartment} has no ${p.units} U free in one run.`,
  },
  'place-neighbour': {
    fr: (p: Of) => `${p.compartment} a un voisin en ${p.neighbour}.`,
    en: (p: Of) => `${p.compartment} has a neighbour in ${p.neighbour}.`,
  },
  'place-no-next': {
    fr: (p: Of) => `À côté de ${p.compartment}, aucune place de la même taille n’est libre pour une option.`,
    en: (p: Of) => `Beside ${p.compartment} no place of the same size is free for an option.`,
  },
  'one-side-cannot-carry': {
    fr: (p: Of) =>
      `${p.compartment} : une seule voie (${p.element}) porte ${figure(p.limit, 'fr')}\u00a0${p.unit}, il en faudrait ${figure(p.amount, 'fr')}\u00a0${p.unit} pour ${figure(p.watts, 'fr')}\u00a0W.`,
    en: (p: Of) =>
      `${p.compartment}: one side alone (${p.element}) carries ${figure(p.limit, 'en')}\u00a0${p.unit}; ${figure(p.watts, 'en')}\u00a0W would take ${figure(p.amount, 'en')}\u00a0${p.unit}.`,
  },
  'outlet-cannot-carry': {
    fr: (p: Of) =>
      `${p.compartment}\u00a0: une seule voie porte ${figure(p.outlets, 'fr')}\u00a0×\u00a0${figure(p.limit, 'fr')}\u00a0${p.unit} par ses prises (${p.element}), pas ${figure(p.watts, 'fr')}\u00a0W\u00a0: au plus ${figure(p.most_watts, 'fr')}\u00a0W, ou ${figure(p.units_needed, 'fr')}\u00a0U avec leurs prises.`,
    en: (p: Of) =>
      `${p.compartment}: one side alone carries ${figure(p.outlets, 'en')}\u00a0×\u00a0${figure(p.limit, 'en')}\u00a0${p.unit} by its outlets (${p.element}), not ${figure(p.watts, 'en')}\u00a0W: at most ${figure(p.most_watts, 'en')}\u00a0W, or ${figure(p.units_needed, 'en')}\u00a0U with their outlets.`,
  },
  'limit-unknown': {
    fr: (p: Of) => `${p.compartment} : la limite de ${p.element} n’est pas connue, rien ne se vend derrière.`,
    en: (p: Of) => `${p.compartment}: the limit of ${p.element} is not known, nothing is sold behind it.`,
  },
  'own-draw-unclear': {
    fr: (p: Of) =>
      `${p.element} : ce qu’il tire lui-même se dit avec sa source, en W (own_draw_w) ou, pour un onduleur ou un transformateur, en % de sa puissance assignée (own_draw_percent).`,
    en: (p: Of) =>
      `${p.element}: what it draws itself is said with its source, in W (own_draw_w) or, of a UPS or a transformer, in % of its rating (own_draw_percent).`,
  },
  'limit-reached': {
    fr: (p: Of) =>
      `${p.compartment} : ${p.element} porte ${figure(p.limit, 'fr')}\u00a0${p.unit}${besideOwn.fr(p)}, dont ${figure(p.reserved, 'fr')} réservés ; il en faudrait ${figure(p.amount, 'fr')}\u00a0${p.unit} de plus.`,
    en: (p: Of) =>
      `${p.compartment}: ${p.element} carries ${figure(p.limit, 'en')}\u00a0${p.unit}${besideOwn.en(p)}, ${figure(p.reserved, 'en')} of them reserved; it would take ${figure(p.amount, 'en')}\u00a0${p.unit} more.`,
  },
  'phase-reached': {
    fr: (p: Of) =>
      `${p.compartment} : sur la phase ${p.phase}, ${p.element} porte ${figure(p.limit, 'fr')}\u00a0${p.unit}${besideOwn.fr(p)}, dont ${figure(p.reserved, 'fr')} réservés ; il en faudrait ${figure(p.amount, 'fr')}\u00a0${p.unit} de plus.`,
    en: (p: Of) =>
      `${p.compartment}: on phase ${p.phase}, ${p.element} carries ${figure(p.limit, 'en')}\u00a0${p.unit}${besideOwn.en(p)}, ${figure(p.reserved, 'en')} of them reserved; it would take ${figure(p.amount, 'en')}\u00a0${p.unit} more.`,
  },
  'cooling-reached': {
    fr: (p: Of) =>
      `${p.compartment} : sans ${p.element}, le froid restant évacue ${figure(p.limit, 'fr')}\u00a0W, dont ${figure(p.reserved, 'fr')} réservés ; il en faudrait ${figure(p.amount, 'fr')}\u00a0W de plus.`,
    en: (p: Of) =>
      `${p.compartment}: without ${p.element}, what cools still takes away ${figure(p.limit, 'en')}\u00a0W, ${figure(p.reserved, 'en')} of them reserved; it would take ${figure(p.amount, 'en')}\u00a0W more.`,
  },
  'weight-reached': {
    fr: (p: Of) =>
      `${p.compartment} : la baie ${p.element} porte ${figure(p.limit, 'fr')}\u00a0kg, dont ${figure(p.reserved, 'fr')} annoncés ; il en faudrait ${figure(p.amount, 'fr')}\u00a0kg de plus.`,
    en: (p: Of) =>
      `${p.compartment}: rack ${p.element} bears ${figure(p.limit, 'en')}\u00a0kg, ${figure(p.reserved, 'en')} of them declared; it would take ${figure(p.amount, 'en')}\u00a0kg more.`,
  },
  'limit-claimed': {
    fr: (p: Of) =>
      `${p.element}${onPhase(p.phase)} porterait ${figure(p.limit ?? '?', 'fr')}\u00a0${p.unit}${besideOwn.fr(p)}, or ${figure(p.reserved, 'fr')} sont vendus : ${p.services.join(', ')}.`,
    en: (p: Of) =>
      `${p.element}${onPhase(p.phase)} would carry ${figure(p.limit ?? '?', 'en')}\u00a0${p.unit}${besideOwn.en(p)}, but ${figure(p.reserved, 'en')} are sold: ${p.services.join(', ')}.`,
  },
  'place-metres': {
    fr: (p: Of) => `${figure(p.metres, 'fr')}\u00a0m de chemin de câbles jusqu’à la salle de rencontre`,
    en: (p: Of) => `${figure(p.metres, 'en')}\u00a0m of tray to the meet-me room`,
  },
  'place-rack-in-use': {
    fr: (p: Of) => `baie déjà en service (voisins : ${p.neighbours}) : une baie entière reste libre ailleurs`,
    en: (p: Of) => `the rack is in use already (neighbours: ${p.neighbours}): a whole one stays free elsewhere`,
  },
  'place-way': {
    fr: (p: Of) => `départ ${p.element} de ${figure(p.limit, 'fr')}\u00a0${p.unit} : pas plus grand qu’il ne faut`,
    en: (p: Of) => `way ${p.element} of ${figure(p.limit, 'en')}\u00a0${p.unit}: no larger than needed`,
  },
  'place-tightest': {
    fr: (p: Of) =>
      `le plus chargé serait ${p.element}${onPhase(p.phase)} : resteraient ${figure(p.free, 'fr')}\u00a0${p.unit} sur ${figure(p.limit, 'fr')}`,
    en: (p: Of) =>
      `the fullest would be ${p.element}${onPhase(p.phase)}: ${figure(p.free, 'en')}\u00a0${p.unit} of ${figure(p.limit, 'en')} would be left`,
  },
})

/** One refusal in one language; a code of another room, which its own words tell, stands as it is. */
const tell = (refusal: Fault['refusal'], language: Language): string => {
  const all: Readonly<Record<string, Word>> = words
  const word = all[refusal.code]
  return word ? say(word, language, refusal) : refusal.code
}
