import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this clone: found upwards from this file, whether it runs as source or from a bundle in `dist/`. */
export const projectRoot = (): string => {
  let folder = path.dirname(fileURLToPath(import.meta.url))
  while (!(existsSync(path.join(folder, 'package.json')) && existsSync(path.join(folder, 'migrations')))) {
    const above = path.dirname(folder)
    if (above === folder) throw new Error('no package.json beside a migrations folder above this file')
    folder = above
  }
  return folder
}
