import { defineConfig } from 'vitest/config'

const NEEDS_A_DAEMON = ['src/**/*.live.test.ts', 'scenarios/**/*.live.test.ts']
const NEEDS_A_BROWSER = ['src/portal/**/*.browser.test.{ts,tsx}', 'scenarios/**/*.browser.test.ts']

/** Databases that are killed, filled to the brim, copied out and in again: true only with real waits. */
const TAKES_LONG = ['src/postgres/embedded/*.test.ts', 'src/postgres/backup/*.test.ts']

/** What one run leaves to another, globs with spaces between; vitest's own `--exclude` does not reach projects. */
const LEFT_OUT = (process.env['VESONTIO_TESTS_LEFT_OUT'] ?? '').split(' ').filter((glob) => glob !== '')

/** Group by what a test needs of the machine: `vitest run --project quick` needs nothing, and most of it is what `npm run check` runs. */
export default defineConfig({
  test: {
    // One PostgreSQL for the run; each test clones a migrated template.
    globalSetup: ['src/postgres/testing-setup.ts'],
    // Bounds of a failure only: a machine that is busy is no failure.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // Two cores are what CI and a developer have; vitest by itself would leave one idle.
    maxWorkers: 2,
    // A process reads the house once and goes through many files; what a test changes of the process, it puts back.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: [
            '**/node_modules/**',
            'tools/fixtures/**',
            ...TAKES_LONG,
            ...NEEDS_A_DAEMON,
            ...NEEDS_A_BROWSER,
            ...LEFT_OUT,
          ],
        },
      },
      { extends: true, test: { name: 'floor', include: TAKES_LONG } },
      {
        extends: true,
        test: {
          name: 'scenarios',
          include: ['scenarios/**/*.test.ts'],
          exclude: [...NEEDS_A_DAEMON, ...NEEDS_A_BROWSER],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      // Daemons share names and cores: one file at a time, and time enough for a slow machine.
      {
        extends: true,
        test: { name: 'live', include: NEEDS_A_DAEMON, testTimeout: 120_000, fileParallelism: false, isolate: true },
      },
      {
        extends: true,
        // Each file has a server, a database and a browser of its own: two at a time.
        test: {
          name: 'browser',
          include: NEEDS_A_BROWSER,
          globalSetup: ['src/portal/testing-setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
})
