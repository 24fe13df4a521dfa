import { say } from '#kernel'
import { type StartWord, languageOf, startWords } from './start-words.ts'

/** The person at the terminal: one line a step, and a sign of life where a step takes long. */
export interface Console {
  readonly line: (text: string) => void
  readonly tell: (word: StartWord, values?: object) => void
  /** Tells what begins; then every second that it still goes on. */
  readonly during: <T>(word: StartWord, work: () => Promise<T>) => Promise<T>
}

const SIGN_OF_LIFE_MS = 1000

export const openConsole = (out: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Console => {
  const language = languageOf(environment)
  // The terminal may be closed before the server is: it goes on without it.
  out.on('error', () => undefined)
  const line = (text: string): void => void out.write(`${text}\n`)
  const tell = (word: StartWord, values: object = {}): void => line(say(startWords[word], language, values))
  const during = async <T>(word: StartWord, work: () => Promise<T>): Promise<T> => {
    tell(word)
    const begun = performance.now()
    const timer = setInterval(() => {
      const seconds = Math.round((performance.now() - begun) / 1000)
      tell('still', { what: say(startWords[word], language), seconds })
    }, SIGN_OF_LIFE_MS)
    try {
      return await work()
    } finally {
      clearInterval(timer)
    }
  }
  return { line, tell, during }
}
