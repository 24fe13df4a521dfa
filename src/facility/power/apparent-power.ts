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
 * What a circuit may carry for good: its breaker's rated current. IEC 60898 and NF C 15-100 let a breaker carry In; the 80 % rule for
 * continuous loads is North American (NEC 210.20) and is not applied here.
 */
export const breakerLimit = ({ phases, voltage, breaker }: Circuit): VoltAmperes =>
  phases === 1 ? singlePhasePower(voltage, breaker) : threePhasePower(voltage, breaker)
