/**
 * `npm run check`: everything that says within a minute whether the house is in order. The tests take one core, the rest follows one
 * after the other on the second. `npm run check lint walls` runs those steps only.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

interface Step {
  readonly name: string
  readonly what: string
  readonly command: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

const bin = (name: string): string => `node_modules/.bin/${name}`

/** Whole stories of the stores, seconds each: `npm test` tells them, the minute of a check goes to the others. */
const SECONDS_EACH = [
  'src/billing/{,usage/}run-*.test.ts',
  'src/facility/capacity/place-load.test.ts',
  'src/facility/site-files/load-site.test.ts',
  'src/market/change/**/*.test.ts',
  'src/market/delivery/{close-by-hand,handover,prove-delivery,together}.test.ts',
  'src/market/meter/{outlets,store-agreed}.test.ts',
  'src/market/order/cancel.test.ts',
  'src/market/products/**/{change,delivery,exercise,health-data,option,stock,storage}.test.ts',
  'src/market/products/cross-connect/ends/*.test.ts',
  'src/market/service/*.test.ts',
  'src/market/sum/*.test.ts',
  'src/people/accounts/*.test.ts',
  'src/postgres/{migrate,open,run-reconcilers}.test.ts',
]

const lanes: readonly (readonly Step[])[] = [
  [
    {
      name: 'tests',
      what: 'unit and store tests, but for the long ones of npm test',
      command: [bin('vitest'), 'run', '--project', 'quick', '--reporter', 'dot'],
      env: { VESONTIO_TESTS_LEFT_OUT: SECONDS_EACH.join(' ') },
    },
  ],
  [
    // Both compilers claim the name `tsc`; the native one is called by its path.
    {
      name: 'types',
      what: 'TypeScript 7',
      command: [process.execPath, 'node_modules/@typescript/native/bin/tsc', '-p', '.'],
    },
    { name: 'lint', what: 'oxlint, with types', command: [bin('oxlint'), '--type-aware', '--deny-warnings'] },
    { name: 'format', what: 'oxfmt', command: [bin('oxfmt'), '--check'] },
    { name: 'walls', what: 'which room knows which', command: [bin('tsx'), 'tools/check-walls.ts'] },
    { name: 'unused', what: 'knip', command: [bin('knip'), '--no-progress'] },
  ],
]

const root = fileURLToPath(new URL('..', import.meta.url))
const secondsSince = (start: number): string => `${((performance.now() - start) / 1000).toFixed(1)} s`

/** Runs one step; its output is shown whole, and only, where it failed. */
const run = async ({ name, what, command: [program, ...args], env }: Step): Promise<boolean> => {
  if (program === undefined) throw new Error(`the step ${name} has no command`)
  const start = performance.now()
  const child = spawn(program, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env, NO_COLOR: '1' },
  })
  const said: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  console.log(`${code === 0 ? '✓' : '✗'} ${name.padEnd(7)} ${what} (${secondsSince(start)})`)
  if (code !== 0) console.log(Buffer.concat(said).toString().trimEnd().replaceAll(/^/gm, '    '))
  return code === 0
}

const wanted = new Set(process.argv.slice(2))
const start = performance.now()
const results = await Promise.all(
  lanes.map(async (lane) => {
    const passed: boolean[] = []
    for (const step of lane) if (wanted.size === 0 || wanted.has(step.name)) passed.push(await run(step))
    return passed
  }),
)
const failed = results.flat().filter((passed) => !passed).length
console.log(
  failed === 0
    ? `in order (${secondsSince(start)})`
    : `${failed} of ${results.flat().length} steps failed (${secondsSince(start)})`,
)
process.exitCode = failed === 0 ? 0 : 1
