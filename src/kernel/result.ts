/** What the domain answers when it says no: a code, and the values that its sentence needs. */
export type Refusal = { readonly code: string; readonly [value: string]: unknown }

export type Result<T, R extends Refusal = Refusal> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: R }

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })

export const refuse = <const R extends Refusal>(refusal: R): { readonly ok: false; readonly refusal: R } => ({
  ok: false,
  refusal,
})

/** For a `switch` over a union: a case that was forgotten does not compile. */
export const never = (value: never): never => {
  throw new Error(`a case was forgotten: ${JSON.stringify(value)}`)
}
