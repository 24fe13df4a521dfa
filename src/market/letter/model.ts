/** What anybody may learn of a letter: its state, and nothing else. */
export const letterStates = ['valid', 'used', 'expired', 'revoked'] as const
export type LetterState = (typeof letterStates)[number]

/** What a state is computed from; nothing keeps the state itself. */
export interface LetterFacts {
  /** The last day on which it can be used. */
  readonly expiresOn: string
  readonly used: boolean
  readonly revoked: boolean
}

/** A position to which the other side lets somebody connect, as a product needs it. */
export interface Consent {
  /** Null: a standing consent, for which no letter is written. */
  readonly letterId: string | null
  readonly kind: 'letter' | 'standing'
  /** The standing consent; null: a letter. */
  readonly standingId: string | null
  readonly panelId: string
  /** The panel's handle, as engraved: M3-P01. */
  readonly panel: string
  readonly position: number
  readonly connector: string
  readonly media: string
}
export interface Letter extends Consent {
  readonly letterId: string
  readonly kind: 'letter'
  readonly standingId: null
  /** The company that signed it. */
  readonly issuerId: string
}

export type LetterRefusal =
  | { readonly code: 'letter-unknown' }
  | { readonly code: 'letter-expired'; readonly expires_on: string }
  | { readonly code: 'letter-used' }
  | { readonly code: 'letter-revoked' }
