import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './start-house.ts'

export interface Told {
  readonly code: number | null
  /** The one JSON document on standard output. */
  readonly value: unknown
}

/** `./vesontio … --json`, as an operator's script calls it. */
export const commandLine =
  (data: string, env: NodeJS.ProcessEnv = {}) =>
  (...args: readonly string[]): Promise<Told> =>
    new Promise((resolve, reject) => {
      const child = spawn(join(ROOT, 'vesontio'), [...args, '--json', '--data', data], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, LC_ALL: 'C', ...env },
      })
      const out: Buffer[] = []
      const err: Buffer[] = []
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
      child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
      child.on('error', reject)
      child.on('close', (code) => {
        const text = Buffer.concat(out).toString()
        try {
          resolve({ code, value: JSON.parse(text) })
        } catch (cause) {
          reject(
            new Error(
              `vesontio ${args.join(' ')} ended with ${code} and said\n${text}${Buffer.concat(err).toString()}`,
              { cause },
            ),
          )
        }
      })
    })
