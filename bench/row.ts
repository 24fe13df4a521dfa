/** One line of the table: what is measured, what is owed, and how it went. */
export interface Row {
  readonly name: string
  readonly what: string
  /** What is owed, in words, and whether a measurement gives it. */
  readonly owed: string
  readonly kept: (measured: Measured) => boolean
  /** Why it cannot be measured on this machine, if it cannot. */
  readonly missing?: () => string | undefined
  readonly measure: () => Promise<Measured>
}

export interface Measured {
  /** Of the samples: `ms`, `s`, `MB`, `1/s`. */
  readonly unit: string
  readonly samples: readonly number[]
  /** What else was counted, such as how many were signed. */
  readonly counts?: Readonly<Record<string, number>>
}

const sorted = (samples: readonly number[]): readonly number[] => samples.toSorted((a, b) => a - b)

/** The smallest sample that `share` of all samples do not exceed (nearest rank). */
export const percentile = (samples: readonly number[], share: number): number => {
  const value = sorted(samples)[Math.max(0, Math.ceil(share * samples.length) - 1)]
  if (value === undefined) throw new Error('nothing was measured')
  return value
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5)

/** Milliseconds that `work` takes. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Times `work` again and again, after a few turns that only warm it up. */
export const timedTimes = async (
  times: number,
  work: (turn: number) => Promise<unknown>,
  warmUp = 20,
): Promise<readonly number[]> => {
  for (let turn = 0; turn < warmUp; turn += 1) await work(turn)
  const samples: number[] = []
  for (let turn = 0; turn < times; turn += 1) samples.push(await timed(() => work(warmUp + turn)))
  return samples
}
