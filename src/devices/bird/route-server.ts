import { readFile, rename, writeFile } from 'node:fs/promises'
import type { RouteServer, WishedRouteServer } from '#exchange/ports'
import { Fault } from '#kernel'
import { askBird, type Reply } from './control-socket.ts'
import { parseConfigured, parseGeneration, parseSessions } from './parse-show.ts'
import { renderConfig, type RenderOptions } from './render-config.ts'

export interface BirdOptions extends RenderOptions {
  readonly name: string
  readonly socket: string
  /** The file that the daemon was started with. */
  readonly configFile: string
}

/** The generation of a configuration that nobody wished yet: what a new daemon starts with. */
export const UNTOLD = 0

const understood = <T>(o: BirdOptions, parse: () => T): T => {
  try {
    return parse()
  } catch (cause) {
    throw new Fault(o.name, 'answered what we do not understand', { cause })
  }
}

const one = async (o: BirdOptions, command: string, signal: AbortSignal): Promise<Reply> => {
  const [reply = []] = await askBird({ socket: o.socket, device: o.name }, [command], signal)
  return reply
}

const generationOf = async (o: BirdOptions, signal: AbortSignal): Promise<number | null> => {
  const reply = await one(o, 'eval GENERATION', signal)
  const generation = understood(o, () => parseGeneration(reply))
  return generation === UNTOLD ? null : generation
}

const contentOf = async (file: string): Promise<string | null> => {
  try {
    return await readFile(file, 'utf8')
  } catch {
    // Not there yet: it is about to be written.
    return null
  }
}

const apply = async (o: BirdOptions, wish: WishedRouteServer, signal: AbortSignal): Promise<void> => {
  const held = await generationOf(o, signal)
  if (held !== null && wish.generation < held) return
  const text = renderConfig(wish, o)
  if (held === wish.generation && (await contentOf(o.configFile)) === text) return
  const next = `${o.configFile}.next`
  await writeFile(next, text, { mode: 0o600 })
  const checked = await one(o, `configure check "${next}"`, signal)
  const refusal = understood(o, () => parseConfigured(checked))
  if (refusal !== null) throw new Fault(o.name, `refuses its configuration: ${refusal}`, { again: false })
  await rename(next, o.configFile)
  const taken = await one(o, 'configure', signal)
  const late = understood(o, () => parseConfigured(taken))
  if (late !== null) throw new Fault(o.name, `did not take its configuration: ${late}`)
}

/** A route server of BIRD 2.0.12, by its configuration file and its control socket. */
export const bird = (o: BirdOptions): RouteServer => {
  // One change at a time: both write the same file.
  let last: Promise<unknown> = Promise.resolve()
  return {
    name: o.name,
    async look(signal) {
      const [generation = [], protocols = []] = await askBird(
        { socket: o.socket, device: o.name },
        ['eval GENERATION', 'show protocols all'],
        signal,
      )
      return understood(o, () => {
        const told = parseGeneration(generation)
        // Listeners are the site's own: nobody wished them of this port.
        const own = new Set(o.listeners.flatMap(({ v4, v6 }) => [v4, v6]))
        const sessions = parseSessions(protocols).filter(({ address }) => !own.has(address))
        return { generation: told === UNTOLD ? null : told, sessions }
      })
    },
    apply(wish, signal) {
      const mine = last.then(
        () => apply(o, wish, signal),
        () => apply(o, wish, signal),
      )
      last = mine.catch(() => {})
      return mine
    },
  }
}
