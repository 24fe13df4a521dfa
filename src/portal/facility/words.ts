import { words } from '#kernel'

/** French counts from two on: 0 voie, 1 voie, 2 voies. */
const measuredWays = (n: string): string => (n === '0' || n === '1' ? 'voie mesurée' : 'voies mesurées')

export const w = words({
  chain: { fr: (v: { chain: string }) => `Chaîne ${v.chain}`, en: (v: { chain: string }) => `Chain ${v.chain}` },
  notMetered: { fr: 'pas encore mesurée', en: 'not yet metered' },
  notMeteredM: { fr: 'pas encore mesuré', en: 'not yet metered' },
  drawn: { fr: 'tirés', en: 'drawn' },
  upsLimit: { fr: 'Limite onduleur', en: 'UPS limit' },
  subscribed: { fr: 'Souscrit', en: 'Subscribed' },
  cooling: { fr: 'Froid', en: 'Cooling' },
  units: { fr: 'Unités', en: 'Units' },
  unitsOf: {
    fr: (v: { n: string; w: string }) => `${v.n} de ${v.w}`,
    en: (v: { n: string; w: string }) => `${v.n} of ${v.w}`,
  },
  mode: { fr: 'Régime', en: 'Mode' },
  overall: { fr: 'énergie totale sur énergie informatique', en: 'total energy over IT energy' },
  gaugeUnknown: { fr: 'inconnu, pas encore mesuré', en: 'unknown, not yet metered' },
  meterWords: {
    fr: (v: { value: string; to: string }) => `${v.value} sur ${v.to}`,
    en: (v: { value: string; to: string }) => `${v.value} of ${v.to}`,
  },

  plan: { fr: 'Plan', en: 'Floor plan' },
  planBeside: {
    fr: (v: { racks: string; planned: number; size: string }) =>
      `${v.racks} baies${v.planned > 0 ? `, dont ${v.planned} prévues` : ''} · à l’échelle, ${v.size}`,
    en: (v: { racks: string; planned: number; size: string }) =>
      `${v.racks} racks${v.planned > 0 ? `, ${v.planned} of them planned` : ''} · to scale, ${v.size}`,
  },
  rooms: { fr: 'Salle', en: 'Room' },
  hall: { fr: 'Salle informatique', en: 'Data hall' },
  meetMe: { fr: 'Salle de rencontre', en: 'Meet-me room' },
  list: { fr: 'Liste', en: 'List' },
  drawing: { fr: 'Dessin', en: 'Drawing' },
  view: { fr: 'Dessin ou liste', en: 'Drawing or list' },
  layer: { fr: 'Couche', en: 'Layer' },
  'layer-free': { fr: 'U libres', en: 'Free U' },
  'layer-committed': { fr: 'kW souscrits', en: 'Committed kW' },
  'layer-lost': { fr: 'kW, une voie perdue', en: 'kW, one side lost' },
  'layer-tenant': { fr: 'Locataire', en: 'Tenant' },
  'layer-age': { fr: 'Âge de la donnée', en: 'Age of data' },
  'layer-fact': { fr: 'Sorte de fait', en: 'Kind of fact' },
  'layer-own': { fr: 'Vos compartiments', en: 'Your compartments' },
  'legend-free': {
    fr: 'Chiffre\u00a0: U libres de la baie. Trait épais\u00a0: face avant. Encoches au dos\u00a0: demi-baies (1), quarts (3).',
    en: 'Figure: free U of the rack. Thick edge: front. Notches at the back: half racks (1), quarters (3).',
  },
  'legend-committed': {
    fr: 'Chiffre\u00a0: kW souscrits dans la baie, contractuels\u00a0; sur A+B ils comptent une fois.',
    en: 'Figure: kW committed in the rack, contracted; on A+B they count once.',
  },
  'legend-lost': {
    fr: 'Chiffre\u00a0: kW qu’une voie porte quand l’autre est perdue. Teinte\u00a0: part prise de la limite la plus proche. Triangle\u00a0: plus de 90\u00a0%.',
    en: 'Figure: kW that one side carries once the other is lost. Shade: share taken of the nearest limit. Triangle: more than 90%.',
  },
  'legend-tenant': {
    fr: 'Lettres\u00a0: le locataire. Chiffre\u00a0: plusieurs locataires. Tiret\u00a0: personne.',
    en: 'Letters: the tenant. Figure: several tenants. Dash: nobody.',
  },
  'legend-age': {
    fr: 'Chiffre\u00a0: jours depuis le dernier relevé, sinon depuis le contrat. Tiret\u00a0: rien n’y est vendu.',
    en: 'Figure: days since the last reading, else since the contract. Dash: nothing is sold there.',
  },
  'legend-fact': {
    fr: 'Lettre\u00a0: prévue, commandée, construite, mesurée.',
    en: 'Letter: planned, ordered, built, measured.',
  },
  'legend-own': {
    fr: 'Chiffre\u00a0: vos compartiments. Les autres baies ne sont montrées que pour le chemin.',
    en: 'Figure: your compartments. The other racks are shown for the way only.',
  },
  'share-0': { fr: '0', en: '0' },
  'share-1': { fr: 'jusqu’à 25\u00a0%', en: 'up to 25%' },
  'share-2': { fr: 'jusqu’à 50\u00a0%', en: 'up to 50%' },
  'share-3': { fr: 'jusqu’à 70\u00a0%', en: 'up to 70%' },
  'share-4': { fr: 'jusqu’à 90\u00a0%', en: 'up to 90%' },
  'share-5': { fr: 'plus de 90\u00a0%', en: 'more than 90%' },
  noTenant: { fr: 'personne', en: 'nobody' },
  oneTenant: { fr: 'un locataire', en: 'one tenant' },
  severalTenants: { fr: 'plusieurs', en: 'several' },
  moreTenants: { fr: (v: { n: string }) => `et ${v.n} autres`, en: (v: { n: string }) => `and ${v.n} others` },
  dayShort: { fr: 'j', en: 'd' },
  timesSize: {
    fr: (v: { n: number; size: string }) => (v.n > 1 ? `${v.n} × ${v.size}` : v.size),
    en: (v: { n: number; size: string }) => (v.n > 1 ? `${v.n} × ${v.size}` : v.size),
  },
  ofNearest: {
    fr: (v: { share: string }) => `${v.share} de la limite la plus proche`,
    en: (v: { share: string }) => `${v.share} of the nearest limit`,
  },
  measuredThen: { fr: 'dernier relevé', en: 'last reading' },
  contractedThen: { fr: 'contractuel, jamais mesuré', en: 'contracted, never metered' },
  knownOn: { fr: (v: { day: string }) => `connu du ${v.day}`, en: (v: { day: string }) => `known of ${v.day}` },
  nearLimit: { fr: ', près d’une limite', en: ', near a limit' },
  'says-free': { fr: (v: { n: string }) => `${v.n} U libres`, en: (v: { n: string }) => `${v.n} U free` },
  'says-committed': {
    fr: (v: { n: string }) => `${v.n}\u00a0kW souscrits`,
    en: (v: { n: string }) => `${v.n}\u00a0kW committed`,
  },
  'says-lost': {
    fr: (v: { n: string; near: string }) => `${v.n}\u00a0kW une voie perdue${v.near}`,
    en: (v: { n: string; near: string }) => `${v.n}\u00a0kW with one side lost${v.near}`,
  },
  'says-fact': { fr: (v: { n: string }) => v.n, en: (v: { n: string }) => v.n },
  'says-own': {
    fr: (v: { n: string }) => `à vous\u00a0: ${v.n}`,
    en: (v: { n: string }) => `yours: ${v.n}`,
  },
  full: { fr: (v: { u: string }) => `${v.u}, vide`, en: (v: { u: string }) => `${v.u}, empty` },
  range: {
    fr: (v: { from: string; to: string }) => `${v.from} à ${v.to}`,
    en: (v: { from: string; to: string }) => `${v.from} to ${v.to}`,
  },
  'fact-planned': { fr: 'prévue', en: 'planned' },
  'fact-ordered': { fr: 'commandée', en: 'ordered' },
  'fact-built': { fr: 'construite', en: 'built' },
  'fact-measured': { fr: 'mesurée', en: 'measured' },
  coldAisle: {
    fr: (v: { rows: string }) => `Allée froide ${v.rows}`,
    en: (v: { rows: string }) => `Cold aisle ${v.rows}`,
  },
  hotAisle: {
    fr: (v: { rows: string }) => `Allée chaude ${v.rows}`,
    en: (v: { rows: string }) => `Hot aisle ${v.rows}`,
  },
  noSensor: { fr: 'inconnu\u00a0: aucune sonde', en: 'unknown: no sensor' },
  rack: { fr: (v: { handle: string }) => `Baie ${v.handle}`, en: (v: { handle: string }) => `Rack ${v.handle}` },
  row: { fr: 'Rangée', en: 'Row' },
  rackHead: { fr: 'Baie', en: 'Rack' },
  compartments: { fr: 'Compartiments', en: 'Compartments' },
  freeU: { fr: 'U libres', en: 'Free U' },
  limit: { fr: 'Charge admise', en: 'Weight limit' },
  weight: { fr: 'Poids annoncé', en: 'Declared weight' },
  weightOf: {
    fr: (v: { kg: string; of: string }) => `${v.kg} sur ${v.of}`,
    en: (v: { kg: string; of: string }) => `${v.kg} of ${v.of}`,
  },
  weightUnsaid: {
    fr: (v: { n: number }) => `inconnu pour ${v.n} service${v.n > 1 ? 's' : ''}`,
    en: (v: { n: number }) => `unknown for ${v.n} service${v.n > 1 ? 's' : ''}`,
  },
  tenants: { fr: 'Occupants', en: 'Tenants' },
  fact: { fr: 'Fait', en: 'Fact' },
  mapLabel: {
    fr: (v: { room: string }) =>
      `Plan de ${v.room}\u00a0: les flèches vont d’une baie à l’autre, Entrée l’ouvre. La liste donne la même chose.`,
    en: (v: { room: string }) =>
      `Plan of ${v.room}: arrow keys go from rack to rack, Enter opens it. The list gives the same.`,
  },
  rackSays: {
    fr: (v: { handle: string; free: string; fact: string }) => `Baie ${v.handle}, ${v.free}, ${v.fact}`,
    en: (v: { handle: string; free: string; fact: string }) => `Rack ${v.handle}, ${v.free}, ${v.fact}`,
  },
  uFree: { fr: (v: { n: number }) => `${v.n} U libres`, en: (v: { n: number }) => `${v.n} U free` },
  notShown: { fr: 'occupation non montrée', en: 'occupancy not shown' },
  choose: { fr: 'Choisir une baie sur le plan', en: 'Choose a rack on the plan' },
  chooseSays: {
    fr: 'Ses compartiments, leurs voies A et B et leurs limites se montreront ici.',
    en: 'Its compartments, their A and B feeds and their limits will show here.',
  },
  back: { fr: 'Revenir au plan', en: 'Back to the plan' },
  rackBeside: {
    fr: (v: { row: string; room: string; n: number; shared: boolean }) =>
      `Rangée ${v.row}, ${v.room} · ${v.n > 1 ? `${v.n} compartiments à serrure` : v.shared ? 'partagée, vendue à l’U' : 'baie entière'}`,
    en: (v: { row: string; room: string; n: number; shared: boolean }) =>
      `Row ${v.row}, ${v.room} · ${v.n > 1 ? `${v.n} locked compartments` : v.shared ? 'shared, sold by the U' : 'whole rack'}`,
  },
  'size-full': { fr: 'baie entière', en: 'full rack' },
  'size-half': { fr: 'demi-baie', en: 'half rack' },
  'size-quarter': { fr: 'quart', en: 'quarter' },
  'size-shared': { fr: 'partagée, à l’U', en: 'shared, by the U' },
  'state-free': { fr: 'libre', en: 'free' },
  'state-held': { fr: 'retenu par un devis', en: 'held by a quote' },
  'state-sold': { fr: 'occupé', en: 'taken' },
  elevation: {
    fr: (v: { rack: string; face: string; parts: string }) =>
      `Élévation de la baie ${v.rack}, ${v.face}, de bas en haut\u00a0: ${v.parts}`,
    en: (v: { rack: string; face: string; parts: string }) =>
      `Elevation of rack ${v.rack}, ${v.face}, from the bottom: ${v.parts}`,
  },
  face: { fr: 'Face de la baie', en: 'Face of the rack' },
  'face-front': { fr: 'Avant', en: 'Front' },
  'face-rear': { fr: 'Arrière', en: 'Rear' },
  stripsNotSurveyed: {
    fr: 'Barres de prises A et B de chaque compartiment\u00a0; gauche et droite sont dessinées, pas relevées.',
    en: 'Outlet strips A and B of each compartment; left and right are drawn, not surveyed.',
  },
  freeInShared: {
    fr: (v: { n: string; of: string }) => `${v.n} U libres sur ${v.of}, vendues à l’unité`,
    en: (v: { n: string; of: string }) => `${v.n} of ${v.of} U free, sold by the unit`,
  },
  soldHere: { fr: 'Ce qui y est vendu', en: 'What is sold here' },
  placeHead: { fr: 'Place', en: 'Place' },
  tenant: { fr: 'Locataire', en: 'Tenant' },
  option: { fr: 'tenu en option', en: 'held as an option' },
  keptEmpty: { fr: 'gardé vide', en: 'kept empty' },
  panels: { fr: 'Panneaux', en: 'Panels' },
  panel: { fr: 'Panneau', en: 'Panel' },
  positionsHeld: { fr: 'Positions prises', en: 'Positions held' },
  heldOf: {
    fr: (v: { held: string; of: string }) => `${v.held} sur ${v.of}`,
    en: (v: { held: string; of: string }) => `${v.held} of ${v.of}`,
  },
  owner: { fr: 'À qui', en: 'Whose' },
  ownerSite: { fr: 'le site', en: 'the site' },
  committedWords: {
    fr: (v: { reserved: string; limit: string; drawn: string | null }) =>
      `${v.reserved} réservés sur ${v.limit}, ${v.drawn === null ? 'rien de mesuré' : `${v.drawn} tirés`}`,
    en: (v: { reserved: string; limit: string; drawn: string | null }) =>
      `${v.reserved} reserved of ${v.limit}, ${v.drawn === null ? 'nothing metered' : `${v.drawn} drawn`}`,
  },
  nothingCommitted: { fr: 'rien n’y est souscrit', en: 'nothing is committed on it' },
  expected: { fr: 'mesuré où compté', en: 'measured where metered' },
  committedNormal: { fr: 'souscrit', en: 'committed' },
  otherLost: { fr: 'l’autre perdue', en: 'other side lost' },
  ofFirmQuote: { fr: 'dont devis ferme', en: 'of which firm quote' },
  besideFirm: { fr: 'devis ferme', en: 'firm quote' },
  besideChange: { fr: 'changement', en: 'change' },
  feedPower: { fr: 'Puissance des voies', en: 'Power of the feeds' },
  reservedKva: { fr: 'réservé, l’autre perdue', en: 'reserved, other side lost' },
  kvaSays: {
    fr: (v: { factor: string }) =>
      `Une voie se limite en kVA, un contrat et un compteur disent des kW ; kVA = kW ÷ ${v.factor}.`,
    en: (v: { factor: string }) => `A feed is limited in kVA, a contract and a meter say kW; kVA = kW ÷ ${v.factor}.`,
  },
  allSold: {
    fr: (v: { n: string }) => `Voir les ${v.n} services`,
    en: (v: { n: string }) => `Show all ${v.n} services`,
  },
  servesRows: { fr: (v: { rows: string }) => `rangées ${v.rows}`, en: (v: { rows: string }) => `rows ${v.rows}` },
  limitOf: { fr: (v: { limit: string }) => `limite ${v.limit}`, en: (v: { limit: string }) => `limit ${v.limit}` },
  drawnOf: { fr: (v: { w: string }) => `tiré : ${v.w}`, en: (v: { w: string }) => `drawn: ${v.w}` },
  findRack: { fr: 'Baie, rangée ou occupant', en: 'Rack, row or tenant' },
  racksFound: {
    fr: (v: { n: string; of: string }) => `${v.n} sur ${v.of} baies`,
    en: (v: { n: string; of: string }) => `${v.n} of ${v.of} racks`,
  },
  allRacks: { fr: (v: { n: string }) => `Voir les ${v.n} baies`, en: (v: { n: string }) => `Show all ${v.n} racks` },
  noRackFound: { fr: 'Aucune baie ne répond à ce filtre.', en: 'No rack answers this filter.' },
  'order-free': { fr: 'dans l’ordre du plan', en: 'in the order of the plan' },
  'order-committed': { fr: 'la plus souscrite d’abord', en: 'the most committed first' },
  'order-lost': { fr: 'la plus proche d’une limite d’abord', en: 'the nearest to a limit first' },
  'order-age': { fr: 'la donnée la plus ancienne d’abord', en: 'the oldest data first' },
  feed: { fr: (v: { chain: string }) => `Voie ${v.chain}`, en: (v: { chain: string }) => `Feed ${v.chain}` },
  feeds: { fr: 'Voies', en: 'Feeds' },
  feedHead: { fr: 'Voie', en: 'Feed' },
  board: { fr: 'Tableau', en: 'Board' },
  breaker: { fr: 'Disjoncteur', en: 'Breaker' },
  rating: { fr: 'Limite', en: 'Limit' },
  measured: { fr: 'Tiré', en: 'Drawn' },
  measuredIs: { fr: 'Tiré\u00a0:', en: 'Drawn:' },
  unknown: { fr: 'inconnu', en: 'unknown' },
  lock: { fr: 'Serrure', en: 'Lock' },
  sellable: { fr: 'À vendre', en: 'For sale' },
  counts: { fr: 'Compartiments', en: 'Compartments' },
  countFree: { fr: 'libres', en: 'free' },
  countHeld: { fr: 'retenus', en: 'held' },
  countSold: { fr: 'vendus', en: 'sold' },

  power: { fr: 'Énergie', en: 'Power' },
  powerBeside: {
    fr: 'Deux chaînes indépendantes, du réseau aux tableaux de rangée',
    en: 'Two independent chains, from the grid down to the row boards',
  },
  whatIf: { fr: 'Et si une chaîne tombait', en: 'If a chain were lost' },
  'lost-none': { fr: 'Rien de perdu', en: 'Nothing lost' },
  'lost-A': { fr: 'A perdue', en: 'A lost' },
  'lost-B': { fr: 'B perdue', en: 'B lost' },
  simulation: { fr: 'Simulation. Rien n’est coupé.', en: 'Simulation. Nothing is cut.' },
  simulationRule: {
    fr: (v: { side: string; other: string }) =>
      `Chaîne ${v.side} hors tension\u00a0: ${v.other} porte seule tout ce qui est souscrit sur A+B\u00a0; ce qui n’a que ${v.side} s’éteint.`,
    en: (v: { side: string; other: string }) =>
      `Chain ${v.side} without power: ${v.other} alone carries all that is committed on A+B; what has ${v.side} only goes dark.`,
  },
  chainLost: { fr: 'hors tension', en: 'without power' },
  dead: { fr: 'hors tension', en: 'without power' },
  carries: { fr: 'porterait', en: 'would carry' },
  expectedWords: {
    fr: (v: { expected: string; committed: string; reserved: string; limit: string }) =>
      `${v.expected} mesurés où comptés, ${v.committed} souscrits, ${v.reserved} l’autre voie perdue, limite ${v.limit}`,
    en: (v: { expected: string; committed: string; reserved: string; limit: string }) =>
      `${v.expected} measured where metered, ${v.committed} committed, ${v.reserved} with the other side lost, limit ${v.limit}`,
  },
  sumWords: {
    fr: (v: { committed: string; reserved: string; limit: string }) =>
      `${v.committed} souscrits, ${v.reserved} l’autre voie perdue, limite ${v.limit}`,
    en: (v: { committed: string; reserved: string; limit: string }) =>
      `${v.committed} committed, ${v.reserved} with the other side lost, limit ${v.limit}`,
  },
  carriesWords: {
    fr: (v: { committed: string; limit: string }) => `porterait ${v.committed}, limite ${v.limit}`,
    en: (v: { committed: string; limit: string }) => `would carry ${v.committed}, limit ${v.limit}`,
  },
  shareOfLimit: {
    fr: (v: { share: string; phase: string }) => `${v.share} de la limite`,
    en: (v: { share: string; phase: string }) => `${v.share} of the limit`,
  },
  shareOfPhase: {
    fr: (v: { share: string; phase: string }) => `${v.share} de la phase ${v.phase}`,
    en: (v: { share: string; phase: string }) => `${v.share} of phase ${v.phase}`,
  },
  details: { fr: 'Détail', en: 'Details' },
  'details-all': { fr: 'Tous les détails', en: 'All details' },
  'details-near': { fr: 'En bref', en: 'In short' },
  ownDraw: { fr: 'tirés par le site', en: 'own draw' },
  drawsItself: { fr: 'tire lui-même', en: 'draws itself' },
  losesItself: { fr: 'pertes', en: 'losses' },
  leftToSell: { fr: 'limite, hors ce que le site tire', en: 'limit, without own draw' },
  oversold: {
    fr: (v: { factor: string; nominal: string }) => `survente ${v.factor} de ${v.nominal}`,
    en: (v: { factor: string; nominal: string }) => `oversell ${v.factor} of ${v.nominal}`,
  },
  phases: { fr: 'Phases', en: 'Phases' },
  phaseFull: {
    fr: (v: { share: string }) => `${v.share} de la phase réservés`,
    en: (v: { share: string }) => `${v.share} of the phase reserved`,
  },
  phaseOf: {
    fr: (v: { phase: string; element: string; unit: string }) => `Phase ${v.phase} de ${v.element}, ${v.unit}`,
    en: (v: { phase: string; element: string; unit: string }) => `Phase ${v.phase} of ${v.element}, ${v.unit}`,
  },
  phaseFigures: {
    fr: (v: { committed: string; reserved: string; limit: string }) =>
      `${v.committed} souscrits, ${v.reserved} réservés sur ${v.limit}`,
    en: (v: { committed: string; reserved: string; limit: string }) =>
      `${v.committed} committed, ${v.reserved} of ${v.limit} reserved`,
  },
  phaseReserved: {
    fr: (v: { reserved: string; limit: string }) => `${v.reserved} réservés sur ${v.limit}`,
    en: (v: { reserved: string; limit: string }) => `${v.reserved} of ${v.limit} reserved`,
  },
  phaseCarries: {
    fr: (v: { committed: string; limit: string }) => `porterait ${v.committed} sur ${v.limit}`,
    en: (v: { committed: string; limit: string }) => `would carry ${v.committed} of ${v.limit}`,
  },
  phaseMeasured: {
    fr: (v: { w: string; n: string; of: string }) => `${v.w} tirés, ${v.n} ${measuredWays(v.n)} sur ${v.of}`,
    en: (v: { w: string; n: string; of: string }) => `${v.w} drawn, ${v.n} of ${v.of} feeds metered`,
  },
  phaseNotMeasured: { fr: 'tirage inconnu', en: 'draw unknown' },
  unbalance: {
    fr: (v: { percent: string }) => `la plus chargée ${v.percent} au-dessus de la moyenne`,
    en: (v: { percent: string }) => `the fullest is ${v.percent} above their mean`,
  },
  atLeast: {
    fr: (v: { w: string; n: string; of: string }) => `au moins ${v.w} tirés, ${v.n} ${measuredWays(v.n)} sur ${v.of}`,
    en: (v: { w: string; n: string; of: string }) => `at least ${v.w} drawn, ${v.n} of ${v.of} feeds metered`,
  },
  drawnWords: { fr: (v: { w: string }) => `${v.w} tirés`, en: (v: { w: string }) => `${v.w} drawn` },
  ways: { fr: 'Voies vendues', en: 'Feeds sold' },
  findWay: { fr: 'Voie, emplacement ou locataire', en: 'Feed, place or tenant' },
  allWays: { fr: (v: { n: string }) => `Voir les ${v.n}`, en: (v: { n: string }) => `Show all ${v.n}` },
  waysFound: { fr: (v: { n: string }) => `${v.n} en tout`, en: (v: { n: string }) => `${v.n} in all` },
  noWays: { fr: 'Rien n’est encore vendu sur aucune voie.', en: 'Nothing is sold on any feed yet.' },
  goesDark: { fr: 's’éteint', en: 'goes dark' },
  taken: { fr: (v: { share: string }) => `${v.share} pris`, en: (v: { share: string }) => `${v.share} taken` },
  'kind-grid-contract': { fr: 'Raccordement au réseau', en: 'Grid connection' },
  'kind-transformer': { fr: 'Transformateur', en: 'Transformer' },
  'kind-genset': { fr: 'Groupe électrogène', en: 'Generating set' },
  'kind-transfer-switch': { fr: 'Inverseur', en: 'Transfer switch' },
  'kind-ups': { fr: 'Onduleur', en: 'UPS' },
  'kind-board': { fr: 'Tableau', en: 'Board' },
  'kind-way': { fr: 'Départ', en: 'Way' },
  'kind-feed': { fr: 'Voie', en: 'Feed' },
  'kind-cooling-unit': { fr: 'Unité de froid', en: 'Cooling unit' },
  from: { fr: (v: { from: string }) => `alimenté par ${v.from}`, en: (v: { from: string }) => `fed by ${v.from}` },
  serves: { fr: 'Rangées servies', en: 'Rows served' },
  poweredBy: { fr: 'Alimentée par', en: 'Powered by' },
  element: { fr: 'Élément', en: 'Element' },
  source: { fr: 'Source', en: 'Source' },
  empty: { fr: 'Ici se tiendra le plan de la salle', en: 'The plan of the room will stand here' },
  emptySays: {
    fr: 'Les baies viennent des fichiers du site\u00a0; ils disent leurs positions au millimètre.',
    en: 'Racks come from the site’s files, which say their positions to the millimetre.',
  },
  planned: { fr: 'prévu', en: 'planned' },
  metres: {
    fr: (v: { w: string; d: string }) => `${v.w} × ${v.d}\u00a0m`,
    en: (v: { w: string; d: string }) => `${v.w} × ${v.d}\u00a0m`,
  },
})
