import { Temporal } from 'temporal-polyfill'

export const deviceKinds = ['server', 'storage', 'switch', 'firewall', 'library', 'ups', 'other'] as const
export type DeviceKind = (typeof deviceKinds)[number]

/** One device as it was found in the closet. What could not be read is null, never zero. */
export interface SurveyedDevice {
  /** As labelled for the move; unique in its survey. */
  readonly label: string
  readonly kind: DeviceKind
  readonly units_u: number
  readonly depth_mm: number | null
  /** Read at its cord while it worked. */
  readonly measured_w: number | null
  /** On its plate: what it could draw at most. */
  readonly nameplate_w: number | null
  readonly weight_kg: number | null
  /** Power cords. */
  readonly cords: number
  /** Labels of devices that must run before this one starts. */
  readonly after: readonly string[]
}

export interface Survey {
  readonly id: string
  readonly number: string
  readonly organisationId: string
  /** The address of the closet. */
  readonly place: string
  readonly surveyedOn: string
  readonly devices: readonly SurveyedDevice[]
  readonly enteredBy: string | null
  readonly createdAt: Date
  readonly version: number
}

/** A UPS of the closet stays behind: the site's own chains do its work. */
export const moves = ({ kind }: Pick<SurveyedDevice, 'kind'>): boolean => kind !== 'ups'

/** As people write the hour of an appointment where the site is: 2026-12-05 14:45. */
export const hourIn = (zone: string, at: string): string =>
  Temporal.Instant.from(at)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
    .replace('T', ' ')
