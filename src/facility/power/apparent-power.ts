import { type Amperes, voltAmperes, type VoltAmperes, type Volts } from '#units'

/** A circuit's voltage as its label says it: 230 V between phase and neutral, or 400 V between phases (IEC 60038). */
export interface Circuit {
  readonly phases: 1 | 3
  /** Single phase: line to neutral. Three phases: line to line. */
  readonly voltage: Volts
  readonly breaker: Amperes
}

const floor = (value: number): VoltAmperes => voltAmperes(Math.floor(value))

/** S = V × I, between one phase and neutral. */
export const singlePhasePower = (lineToNeutral: Volts, current: Amperes): VoltAmperes => floor(lineToNeutral * current)

/** S = √3 × V(LL) × I, balanced. Only ever with the voltage between phases: √3 × 230 × 32 is 42 % too little. */
export const threePhasePower = (lineToLine: Volts, current: Amperes): VoltAmperes =>
  floor(Math.sqrt(3) * lineToLine * current)

/** The same circuit told by its voltage to neutral: S = 3 × V(LN) × I. */
export const threePhasePowerToNeutral = (lineToNeutral: Volts, current: Amperes): VoltAmperes =>
  floor(3 * lineToNeutral * current)

/**
 * What a circuit may carry for good: its breaker's rated current. The design current is In at most (IEC 60364-4-43, 433.1), and a breaker
 * does not trip below 1.13 In (IEC 60898-1) or 1.05 In (IEC 60947-2) within the hour, at 30 °C or the maker's reference temperature. The 80 %
 * rule for continuous loads is North American (NEC 210.20) and is not applied here. That rows of warm breakers need no derating is assumed:
 * who has them says a smaller rating in the site's files.
 */
export const breakerLimit = ({ phases, voltage, breaker }: Circuit): VoltAmperes =>
  phases === 1 ? singlePhasePower(voltage, breaker) : threePhasePower(voltage, breaker)
