const EVERY_MS = 15

/** Asks until there is an answer, neither null nor false; the time is only the bound of a failure. A question that throws is asked again, and its last reason told. */
export const until = async <T>(
  about: string,
  ask: () => Promise<T | null | false>,
  mostMs = 60_000,
  everyMs = EVERY_MS,
): Promise<T> => {
  const end = performance.now() + mostMs
  for (let why: unknown; ;) {
    try {
      const answer = await ask()
      if (answer !== null && answer !== false) return answer
      why = undefined
    } catch (thrown) {
      why = thrown
    }
    if (performance.now() > end) throw new Error(`not in ${mostMs} ms: ${about}`, { cause: why })
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
