/** `npm run golden`: writes again every file that is made from the sources and kept in the repository. Review the difference. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { allUses, allWords, renderRefusals } from './refusals.ts'
import { renderSchema } from './schema.ts'
import { house } from './sources.ts'

const write = (path: string, text: string): void => {
  writeFileSync(join(house, path), text)
  console.log(path)
}

mkdirSync(join(house, 'docs'), { recursive: true })
write('docs/refusals.md', renderRefusals(allUses(), await allWords()))
write('migrations/schema.sql', await renderSchema())
// The test server that the schema was read from ends with this process.
process.exit()
