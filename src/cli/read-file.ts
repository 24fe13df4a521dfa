import { readFile, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { messageOf } from '#kernel'
import { parseDocument } from 'yaml'
import { type Call, Unusable, sayCli } from './command.ts'

const unreadable = (call: Call, file: string, cause: unknown): Unusable =>
  new Unusable(sayCli(call.language, 'unreadable-file', { file, why: messageOf(cause) }), { cause })

/** How long a file is; of a pipe nobody knows before it was read. */
export const bytesIn = async (call: Call, path: string): Promise<number> => {
  try {
    const found = await stat(path)
    return found.isFile() ? found.size : 0
  } catch (cause) {
    throw unreadable(call, path, cause)
  }
}

/** A file for a JSON body. */
export const encodedFile = async (
  call: Call,
  path: string,
): Promise<{ readonly file_name: string; readonly content_base64: string }> => {
  try {
    return { file_name: basename(path), content_base64: (await readFile(path)).toString('base64') }
  } catch (cause) {
    throw unreadable(call, path, cause)
  }
}

/** A YAML file as plain values, with the line and column of what is wrong with it. */
export const yamlFile = async (call: Call, path: string): Promise<unknown> => {
  try {
    // The core schema of YAML 1.2: no dates, no yes/no, and a bounded number of aliases.
    const document = parseDocument(await readFile(path, 'utf8'), { uniqueKeys: true, prettyErrors: true })
    const [first] = document.errors
    if (first) throw first
    return document.toJS({ maxAliasCount: 20 })
  } catch (cause) {
    throw unreadable(call, path, cause)
  }
}

/** The files of a site's folder, as the contract takes them. */
export const siteFolder = async (
  call: Call,
  folder: string,
): Promise<{ readonly name: string; readonly text: string }[]> => {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    const names = entries.filter((entry) => entry.isFile() && entry.name !== 'README.md').map(({ name }) => name)
    return await Promise.all(
      names.toSorted().map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })),
    )
  } catch (cause) {
    throw unreadable(call, folder, cause)
  }
}
