/**
 * Writes `openapi.json` from the contract. Refuses when a field that callers rely on would go; `--lose` does it on purpose,
 * and the difference is then reviewed as what it is: a broken promise.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lostFields, openApi } from '../src/contract.ts'
import { house, read } from './sources.ts'

const FILE = 'openapi.json'
const now = openApi()
const lost = existsSync(join(house, FILE)) ? lostFields(JSON.parse(read(FILE)), now) : []
if (lost.length > 0 && !process.argv.includes('--lose')) {
  console.error(
    `These would go from ${FILE} (--lose if that is meant):\n${lost.map((field) => `  ${field}`).join('\n')}`,
  )
  process.exit(1)
}
writeFileSync(join(house, FILE), `${JSON.stringify(now, null, 1)}\n`)
console.log(FILE)
