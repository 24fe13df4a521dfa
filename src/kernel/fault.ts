/** The world failed: names the device or service that did, keeps its cause, and says whether a later try may succeed. */
export class Fault extends Error {
  readonly device: string
  readonly again: boolean
  constructor(device: string, message: string, options: { readonly cause?: unknown; readonly again?: boolean } = {}) {
    super(`${device}: ${message}`, { cause: options.cause })
    this.name = 'Fault'
    this.device = device
    this.again = options.again ?? true
  }
}

/** The sentence of whatever was thrown, for logs. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))
