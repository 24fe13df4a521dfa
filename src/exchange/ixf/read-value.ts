import type { Refusal } from '#kernel'

type Object = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const objectIn = (value: unknown): Object => (isObject(value) ? value : {})
export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const MOST_SHOWN = 60
/** JSON can name signs that no text of a database holds: NUL, other controls, halves of a surrogate pair. */
const UNWRITABLE = /[\p{Cc}\p{Cs}]/u

/** A value as a warning shows it, never cut inside a sign. */
export const shown = (value: unknown): string =>
  Array.from((JSON.stringify(value) ?? '').slice(0, 2 * MOST_SHOWN))
    .slice(0, MOST_SHOWN)
    .filter((sign) => !UNWRITABLE.test(sign))
    .join('')

const absent = (value: unknown): boolean => value === undefined || value === null || value === ''

/** Reads the values of one object; what is odd is told, and what cannot be read stays unknown. */
export class Reading {
  readonly warnings: Refusal[] = []

  warn(code: string, values: object = {}): void {
    this.warnings.push({ code, ...values })
  }

  /** A whole number; one that stands in quotes is read and told. */
  whole(value: unknown, field: string, least: number, most: number): number | null {
    if (absent(value)) return null
    const asText = typeof value === 'string' && /^\s*\d{1,15}\s*$/.test(value)
    const number = asText ? Number(value) : value
    if (typeof number !== 'number' || !Number.isInteger(number) || number < least || number > most) {
      this.warn('ixf-value-odd', { field, value: shown(value) })
      return null
    }
    if (asText) this.warn('ixf-number-as-text', { field, value: shown(value) })
    return number
  }

  text(value: unknown, field: string, most = 200): string | null {
    if (absent(value)) return null
    if (typeof value !== 'string' || value.trim().length > most || UNWRITABLE.test(value.trim())) {
      this.warn('ixf-value-odd', { field, value: shown(value) })
      return null
    }
    return value.trim() || null
  }

  truth(value: unknown, field: string): boolean | null {
    if (absent(value)) return null
    if (typeof value === 'boolean') return value
    this.warn('ixf-value-odd', { field, value: shown(value) })
    return null
  }

  instant(value: unknown, field: string): string | null {
    const text = this.text(value, field, 40)
    if (text === null) return null
    const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
    if (Number.isNaN(time)) this.warn('ixf-value-odd', { field, value: shown(value) })
    return Number.isNaN(time) ? null : new Date(time).toISOString()
  }
}
