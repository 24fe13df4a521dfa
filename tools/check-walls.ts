import { fileURLToPath } from 'node:url'
import { checkWalls, countSources } from './walls.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const { modules, violations } = await checkWalls(root)
const sources = countSources(root)

for (const { rule, from, to, why } of violations) console.log(`${from} → ${to}\n    ${rule}: ${why}`)
// A cruiser that reads nothing is content with everything: it must have read each file that we count ourselves.
const blind = modules < sources
if (blind) console.log(`the cruiser saw ${modules} of ${sources} source files`)
console.log(`${modules} files, ${violations.length} walls broken`)
process.exitCode = blind || violations.length > 0 ? 1 : 0
