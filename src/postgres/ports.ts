/** What the floor asks of the outside. */
import type { Language } from '#kernel'

export interface Letter {
  /** Also the letter's Message-ID: one that is sent twice can be known as one. */
  readonly id: string
  readonly recipient: string
  readonly subject: string
  readonly body: string
  readonly writtenAt: Date
  /** What it is about, such as `['order', 'BES-O-2026-00042']`, whose page it may lead to; null: nothing that has a page. */
  readonly about: readonly [kind: string, id: string] | null
  /** Of its reader; null: not one language alone. */
  readonly language: Language | null
}

/** Carries a letter out of the house, or throws a Fault and is asked again later. */
export interface Post {
  readonly name: string
  send(letter: Letter, signal: AbortSignal): Promise<void>
}
