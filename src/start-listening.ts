import { once } from 'node:events'
import { createServer } from 'node:net'
import { say } from '#kernel'
import { Unusable } from './start-options.ts'
import { languageOf, startWords } from './start-words.ts'

/** The port that will be served: asked for before anything else is begun, because it is what most often is in the way. */
export const freePort = async (host: string, port: number): Promise<number> => {
  const trial = createServer()
  try {
    trial.listen(port, host)
    await once(trial, 'listening')
    const address = trial.address()
    return typeof address === 'object' && address ? address.port : port
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE')
      throw new Unusable(say(startWords['port-taken'], languageOf(process.env), { port }), { cause })
    throw new Unusable(`${host}:${port}: ${cause instanceof Error ? cause.message : 'cannot be served'}`, { cause })
  } finally {
    trial.close()
  }
}
