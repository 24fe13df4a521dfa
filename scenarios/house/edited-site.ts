import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './start-house.ts'

/** The sample site with some lines written otherwise. */
export const editedSite = (
  edits: readonly { readonly file: string; readonly from: string; readonly to: string }[],
): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vesontio-site-'))
  cpSync(join(ROOT, 'sites/besancon'), folder, { recursive: true })
  for (const { file, from, to } of edits) {
    const text = readFileSync(join(folder, file), 'utf8')
    if (!text.includes(from)) throw new Error(`${file} does not say ${from}`)
    writeFileSync(join(folder, file), text.replace(from, to))
  }
  return folder
}
