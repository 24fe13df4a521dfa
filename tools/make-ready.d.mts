/** Installs and builds what is not there or not of these sources. Throws with what the failing program said. */
export declare const makeReady: (
  names: readonly ('portal' | 'server' | 'cli')[],
  say: (line: string) => void,
) => Promise<void>
