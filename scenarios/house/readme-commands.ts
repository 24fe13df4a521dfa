import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from './start-house.ts'

/** The commands of one section of a page, block by block, as a reader would copy them. */
export const commandsOf = (page: string, heading: string): readonly string[] => {
  const text = readFileSync(join(ROOT, page), 'utf8')
  const from = text.indexOf(heading)
  if (from < 0) throw new Error(`${page} has no ${heading}`)
  const [section = ''] = text.slice(from + heading.length).split('\n## ', 1)
  return section
    .split('\n\n')
    .filter((block) => block.replace(/^\n+/, '').startsWith('    '))
    .map((block) => block.replace(/^\n+/, '').replaceAll(/^ {4}/gm, ''))
}

/** A fresh clone beside a running server, as far as the commands can see it. */
export const cloneBeside = (data: string): string => {
  const folder = join(data, 'clone')
  mkdirSync(folder)
  for (const name of ['docs', 'scenarios', 'sites']) symlinkSync(join(ROOT, name), join(folder, name))
  symlinkSync(data, join(folder, 'data'))
  writeFileSync(join(folder, 'vesontio'), `#!/bin/sh\nexec '${join(ROOT, 'vesontio')}' "$@" --data '${data}'\n`)
  chmodSync(join(folder, 'vesontio'), 0o755)
  return folder
}

/** Typed into a shell one after the other; 3 says that something is still waited for, anything else but 0 ends it. */
export const type = async (folder: string, commands: readonly string[]): Promise<string> => {
  const script = [`trap 'code=$?; [ $code = 3 ] || exit $code' ERR`, ...commands].join('\n')
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    cwd: folder,
    env: { ...process.env, LC_ALL: 'C' },
  })
  return stdout
}
