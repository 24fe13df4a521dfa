/** What the floor asks of the outside. */

export interface Letter {
  /** Also the letter's Message-ID: one that is sent twice can be known as one. */
  readonly id: string
  readonly recipient: string
  readonly subject: string
  readonly body: string
  readonly writtenAt: Date
}

/** Carries a letter out of the house, or throws a Fault and is asked again later. */
export interface Post {
  readonly name: string
  send(letter: Letter, signal: AbortSignal): Promise<void>
}
