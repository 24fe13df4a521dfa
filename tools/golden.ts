/** `npm run golden`: writes again every file that is made from the sources and kept in the repository. Review the difference. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { allUses, allWords, renderRefusals } from './refusals.ts'
import { house } from './sources.ts'

mkdirSync(join(house, 'docs'), { recursive: true })
writeFileSync(join(house, 'docs/refusals.md'), renderRefusals(allUses(), await allWords()))
console.log('docs/refusals.md')
