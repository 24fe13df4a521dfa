import { type Cabling, COPPER_CHANNEL_M, isGlass, type Jumper, lossLimit, type Route } from '#fibre'
import type { Instructions, Need, Place } from '../../work-order/store.ts'
import type { CrossConnectParameters } from './parameters.ts'

/** Above this a strand is not dark: receivers of the longest reach see some −30 dBm, a meter's floor lies under −50. */
export const DARK_MOST_DBM = -40
/** What a light meter can show; assumed, wider than the data sheets of common ones. */
const METER_LEAST_DBM = -80
const METER_MOST_DBM = 25

/** The two places where jumpers are run: each is one work order, so that nobody walks twice. */
export type Area = 'hall' | 'meet-me'

export interface Standing {
  readonly service: string
  readonly cabling: Cabling
  readonly route: Route
  readonly media: CrossConnectParameters['media']
}

const need = (name: string, kind: Need['kind'], of: Partial<Need> = {}): Need => ({
  name,
  kind,
  unit: null,
  min: null,
  max: null,
  equals: null,
  required: true,
  ...of,
})
const note = need('note', 'note', { required: false })

const inMeetMe = ({ panels }: Cabling, jumper: Jumper): boolean =>
  [jumper.from, jumper.to].every(({ at }) => at !== null && panels.get(at.panelId)?.inMeetMe === true)

/** The jumpers of one area, in the order in which the way goes from A to Z. */
export const jumpersIn = ({ route, cabling }: Pick<Standing, 'route' | 'cabling'>, area: Area): readonly Jumper[] =>
  route.hops.flatMap((hop) => (hop.is === 'jumper' && inMeetMe(cabling, hop) === (area === 'meet-me') ? [hop] : []))

const placeOf = ({ panels, racks }: Cabling, { at, rack }: Jumper['from']): Place => {
  const panel = at ? panels.get(at.panelId) : undefined
  const inRack = racks.get(rack)
  return {
    room: panel?.roomName ?? inRack?.room ?? '',
    row: panel?.rowHandle ?? inRack?.row ?? '',
    rack,
    panel: panel?.handle ?? null,
    position: at?.position ?? null,
    device: null,
    port: null,
    unit_u: panel?.topU ?? null,
  }
}

const placesOf = (cabling: Cabling, jumpers: readonly Jumper[]): readonly Place[] =>
  jumpers.flatMap(({ from, to }) => [placeOf(cabling, from), placeOf(cabling, to)])

const endsOf = ({ hops }: Route): { readonly from: string; readonly to: string } => {
  const [first, last] = [hops[0], hops.at(-1)]
  const begin = first?.is === 'trunk' ? first.fromLabel : first?.from.label
  const end = last?.is === 'trunk' ? last.toLabel : last?.to.label
  return { from: begin ?? '', to: end ?? '' }
}

const valuesOf = ({ service, route }: Standing) => ({ service, ...endsOf(route) })

/** What is written on both ends of a jumper: whose it is, and where the other end is. */
const toldOf = (service: string, { from, to, lengthM, stocked, hybrid, colour }: Jumper) => ({
  service,
  from: from.label,
  to: to.label,
  length_m: lengthM,
  colour,
  connector_from: from.connector,
  connector_to: to.connector,
  label_from: `${service} → ${to.label}`,
  label_to: `${service} → ${from.label}`,
  stocked,
  hybrid,
})

const jumperTool = (told: ReturnType<typeof toldOf>) => ({
  code: told.stocked ? 'tool-cut-jumper' : 'tool-made-jumper',
  length_m: told.length_m,
  colour: told.colour,
  connector_from: told.connector_from,
  connector_to: told.connector_to,
})

/** What one jumper owes; of several each by its number, in the order in which they are run. */
const needsOf = (glass: boolean, number: string): readonly Need[] => [
  // IEC 61300-3-35: the microscope's verdict, and what it saw.
  ...(glass
    ? [
        need(`end-faces${number}`, 'photo'),
        need(`end-face-grade${number}`, 'scan', { equals: 'PASS', instruments: ['fibre-microscope'] }),
      ]
    : []),
  need(`label-from${number}`, 'photo'),
  need(`label-to${number}`, 'photo'),
]

/** Runs the jumpers of one area: which, where, in which order, what stands on their labels; end faces are looked at before they are mated. */
export const runJumpers = (standing: Standing, area: Area): Instructions => {
  const jumpers = jumpersIn(standing, area)
  const many = jumpers.length > 1
  const told = jumpers.map((jumper, at) => ({
    ...toldOf(standing.service, jumper),
    ...(many ? { jumper: at + 1 } : {}),
  }))
  const glass = isGlass(standing.route.media)
  const values = valuesOf(standing)
  return {
    what: { code: 'work-run-jumpers', count: jumpers.length, ...values },
    places: placesOf(standing.cabling, jumpers),
    tools: [
      ...told.map(jumperTool),
      ...(glass ? [{ code: 'tool-fibre-scope' }] : []),
      { code: 'tool-labels', count: jumpers.length * 2 },
    ],
    actions: told.flatMap((jumper) => [
      ...(glass ? [{ code: 'act-inspect-ends', ...jumper }] : []),
      { code: jumper.hybrid ? 'act-run-hybrid' : 'act-run-jumper', ...jumper },
      { code: 'act-label-ends', ...jumper },
    ]),
    needs: [...jumpers.flatMap((_, at) => needsOf(glass, many ? `-${at + 1}` : '')), note],
    secondPerson: false,
  }
}

/** The same, with what to do at the sleeve that the old and the new way share. */
export const joinKept = (
  instructions: Instructions,
  action: { readonly code: string; readonly at: string },
  where: 'first' | 'last' = 'last',
): Instructions => ({
  ...instructions,
  actions: where === 'first' ? [action, ...instructions.actions] : [...instructions.actions, action],
})

/** From demarcation to demarcation: each strand under the limit that its own way allows, and the strands where they belong. */
export const proveRoute = (standing: Standing): Instructions => {
  const { route, cabling, media } = standing
  const values = {
    ...valuesOf(standing),
    length_m: route.lengthM,
    mated_pairs: route.matedPairs,
    splices: route.splices,
  }
  const ends = route.hops.flatMap((hop) => (hop.is === 'jumper' ? [hop.from, hop.to] : []))
  const places = [ends[0], ends.at(-1)].flatMap((end) => (end ? [placeOf(cabling, end)] : []))
  if (!isGlass(route.media)) {
    return {
      what: { code: 'work-prove-copper', ...values },
      places,
      tools: [{ code: 'tool-cable-tester' }],
      actions: [{ code: 'act-certify-copper', ...values, most_m: COPPER_CHANNEL_M }],
      needs: [
        need('wire-map', 'scan', { equals: 'PASS', instruments: ['cable-tester'] }),
        need('length', 'reading', { unit: 'm', min: 0, max: COPPER_CHANNEL_M, instruments: ['cable-tester'] }),
        note,
      ],
      secondPerson: false,
    }
  }
  const limit = lossLimit(route.media, route)
  const loss: Partial<Need> = { unit: 'dB', min: 0, max: limit.limitDb, instruments: ['loss-test-set', 'otdr'] }
  const told = { ...values, limit_db: limit.limitDb, wavelength_nm: limit.wavelengthNm }
  const duplex = media === 'fibre-duplex'
  return {
    what: { code: 'work-prove-fibre', ...told },
    places,
    tools: [{ code: 'tool-loss-tester', wavelength_nm: limit.wavelengthNm }],
    actions: [{ code: 'act-read-loss', ...told }, ...(duplex ? [{ code: 'act-check-polarity', ...told }] : [])],
    needs: [
      need('loss-1', 'reading', loss),
      // Transmit of one end is receive of the other: what TIA-568 calls an A-to-B cord.
      ...(duplex ? [need('loss-2', 'reading', loss), need('polarity', 'scan', { equals: 'A-B' })] : []),
      note,
    ],
    secondPerson: false,
  }
}

const LIGHT: Partial<Need> = {
  unit: 'dBm',
  min: METER_LEAST_DBM,
  max: METER_MOST_DBM,
  instruments: ['power-meter', 'loss-test-set'],
}
const lightNeeds: readonly Need[] = [need('light-a', 'reading', LIGHT), need('light-z', 'reading', LIGHT)]

/** Before anything is pulled somebody looks whether light is on it, at both ends. Light does not stop the reading: it is what is asked for. */
export const seeDark = (standing: Standing): Instructions => {
  const { route, cabling } = standing
  const values = { ...valuesOf(standing), dark_dbm: DARK_MOST_DBM }
  const jumpers = route.hops.flatMap((hop) => (hop.is === 'jumper' ? [hop] : []))
  const glass = isGlass(route.media)
  return {
    what: { code: 'work-see-dark', ...values },
    places: placesOf(cabling, jumpers),
    tools: [{ code: glass ? 'tool-light-meter' : 'tool-cable-tester' }],
    actions: [{ code: glass ? 'act-read-dark' : 'act-see-link', ...values }],
    needs: glass ? [...lightNeeds, note] : [need('link-seen', 'note'), note],
    secondPerson: false,
  }
}

/**
 * Pulls the jumpers of one area, the last one first. Where light or traffic was seen, or nobody could look, a named person says that it
 * may go dark, and a second one confirms.
 */
export const pullJumpers = (standing: Standing, area: Area, seen: 'dark' | 'lit' | 'unknown'): Instructions => {
  const jumpers = jumpersIn(standing, area).toReversed()
  const told = jumpers.map((jumper) => toldOf(standing.service, jumper))
  const values = valuesOf(standing)
  const isDark = seen === 'dark'
  return {
    what: { code: seen === 'lit' ? 'work-pull-lit' : 'work-pull-jumpers', count: jumpers.length, ...values },
    places: placesOf(standing.cabling, jumpers),
    tools: [{ code: isGlass(standing.route.media) ? 'tool-light-meter' : 'tool-cable-tester' }],
    actions: [
      ...(isDark ? [] : [{ code: 'act-ask-before-dark', ...values }]),
      ...told.flatMap((jumper) => [
        { code: 'act-pull-jumper', ...jumper },
        { code: 'act-cap-ends', ...jumper },
      ]),
    ],
    needs: [...(isDark ? [] : [need('may-go-dark', 'note')]), need('photo-free', 'photo'), note],
    secondPerson: !isDark,
  }
}
