import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const house = fileURLToPath(new URL('..', import.meta.url))

/** Every file of the house that git knows or would take in, by its path from the root. */
export const listFiles = (): readonly string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: house, encoding: 'utf8' })
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(house, path)))

export const read = (path: string): string => readFileSync(join(house, path), 'utf8')

export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path)
