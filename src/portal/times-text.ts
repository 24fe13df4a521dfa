import type { Formats } from './format.ts'

interface Times {
  readonly quantity: number
  readonly unit: 'kW' | 'U' | 'x'
  readonly unit_micro_euros: number
}

/** `4 kW × 95,00 € = `; nothing where one is sold. */
export const timesText = (f: Pick<Formats, 'number' | 'quantity' | 'price'>, times: Times | undefined): string =>
  times
    ? `${times.unit === 'x' ? f.number(times.quantity) : f.quantity(times.quantity, times.unit)} × ${f.price(times.unit_micro_euros)} = `
    : ''
