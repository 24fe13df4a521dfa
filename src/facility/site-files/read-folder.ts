import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '#kernel'
import type { SourceFile } from './parse-files.ts'

const MOST_BYTES = 1_000_000
const MOST_ENTRIES = 60

/** What is imported once, when the site is taken over, lies beside the site's files and is none of them. */
const BESIDE = new Set(['README.md', 'take-over'])

/** The files of a site's folder, in the order of their names. A README.md may stand beside them; anything else is told by the check. */
export const readFolder = async (folder: string): Promise<readonly SourceFile[]> => {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    const names = entries.filter(({ name }) => !BESIDE.has(name)).slice(0, MOST_ENTRIES)
    const sources: SourceFile[] = []
    for (const entry of names.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name)
      const text = !entry.isFile()
        ? ''
        : (await stat(path)).size > MOST_BYTES
          ? ' '.repeat(MOST_BYTES + 1)
          : await readFile(path, 'utf8')
      sources.push({ name: entry.isFile() ? entry.name : `${entry.name}/`, text })
    }
    return sources
  } catch (cause) {
    throw new Fault(folder, 'the folder of the site’s files cannot be read', { cause, again: false })
  }
}
