import { deviceAsked, surveyAsked } from '#market/contract'
import { z } from 'zod'

export const deviceKinds = deviceAsked.shape.kind.options
export type DeviceKind = (typeof deviceKinds)[number]

const device = z.object({
  key: z.number(),
  label: z.string(),
  kind: z.enum(deviceKinds),
  units: z.string(),
  depth: z.string(),
  measured: z.string(),
  plate: z.string(),
  weight: z.string(),
  cords: z.string(),
  /** Labels, parted by commas. */
  after: z.string(),
})
const draft = z.object({ organisation: z.string(), place: z.string(), on: z.string(), devices: z.array(device) })

/** What is typed in a closet, before it is a survey. */
export type DeviceDraft = Readonly<z.output<typeof device>>
export type SurveyDraft = Readonly<Omit<z.output<typeof draft>, 'devices'>> & {
  readonly devices: readonly DeviceDraft[]
}
export type DeviceField = Exclude<keyof DeviceDraft, 'key'>
export type SurveyAsked = z.input<typeof surveyAsked>

export const newDevice = (key: number): DeviceDraft => ({
  key,
  label: '',
  kind: 'server',
  units: '1',
  depth: '',
  measured: '',
  plate: '',
  weight: '',
  cords: '2',
  after: '',
})

export const emptySurvey = (organisation: string, today: string): SurveyDraft => ({
  organisation,
  place: '',
  on: today,
  devices: [newDevice(1)],
})

export const withDevice = (devices: readonly DeviceDraft[]): readonly DeviceDraft[] => [
  ...devices,
  newDevice(Math.max(0, ...devices.map(({ key }) => key)) + 1),
]

/** A draft as it was kept; null where nothing was, or by an earlier form. */
export const readSurvey = (text: string | null): SurveyDraft | null => {
  if (text === null) return null
  try {
    const found = draft.safeParse(JSON.parse(text))
    return found.success ? found.data : null
  } catch {
    // What another hand wrote there is not a draft of ours.
    return null
  }
}

const filled = (text: string): boolean => text.trim() !== ''
const whole = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text.trim()) : Number.NaN)
/** What was left empty was not read: null, never zero. */
const maybe = (text: string): number | null => (filled(text) ? whole(text) : null)

export const labelsOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

export type DeviceWrong = Readonly<Partial<Record<DeviceField, string>>>

/** The fields of a device by the names that the contract has for them. */
const fieldOf: Readonly<Record<string, DeviceField>> = {
  label: 'label',
  kind: 'kind',
  units_u: 'units',
  depth_mm: 'depth',
  measured_w: 'measured',
  nameplate_w: 'plate',
  weight_kg: 'weight',
  cords: 'cords',
  after: 'after',
}

export interface AskedSurvey {
  /** Null while something in it is wrong. */
  readonly asked: SurveyAsked | null
  /** What is wrong with each device, in the order of the draft; a name that is not in the survey is told too. */
  readonly wrong: readonly DeviceWrong[]
  readonly headWrong: boolean
}

const inside = ({ devices }: SurveyDraft, at: number): DeviceWrong => {
  const mine = devices[at]
  if (!mine) return {}
  const others = devices.filter((_, index) => index !== at).map(({ label }) => label.trim())
  const stranger = labelsOf(mine.after).find((label) => !others.includes(label))
  return {
    ...(filled(mine.label) && others.includes(mine.label.trim()) ? { label: 'twice' } : {}),
    ...(stranger === undefined ? {} : { after: stranger }),
  }
}

export const surveyOf = (of: SurveyDraft): AskedSurvey => {
  const asked: SurveyAsked = {
    organisation: of.organisation,
    place: of.place,
    surveyed_on: of.on,
    devices: of.devices.map((one) => ({
      label: one.label,
      kind: one.kind,
      units_u: whole(one.units),
      depth_mm: maybe(one.depth),
      measured_w: maybe(one.measured),
      nameplate_w: maybe(one.plate),
      weight_kg: maybe(one.weight),
      cords: whole(one.cords),
      after: [...labelsOf(one.after)],
    })),
  }
  const parsed = surveyAsked.safeParse(asked)
  const issues = parsed.success ? [] : parsed.error.issues
  const wrong = of.devices.map((_, at): DeviceWrong => {
    const mine = issues.flatMap(({ path, message }) => {
      const name = path[0] === 'devices' && path[1] === at ? fieldOf[String(path[2])] : undefined
      return name === undefined ? [] : [[name, message] as const]
    })
    return { ...Object.fromEntries(mine), ...inside(of, at) }
  })
  const good = parsed.success && wrong.every((one) => Object.keys(one).length === 0)
  return { asked: good ? asked : null, wrong, headWrong: issues.some(({ path }) => path[0] !== 'devices') }
}
