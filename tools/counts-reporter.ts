import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/**
 * Counts for the closing line of `npm test`, into the file that the environment names. A file that could not be read, or an error
 * outside any test, counts as one failed test: it hid at least one.
 */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const file = process.env['VESONTIO_TEST_COUNTS']
    if (!file) return
    const counts = { passed: 0, failed: errors.length, skipped: 0 }
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed += 1
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        // Still pending at the end of the run: it was never tried.
        counts[state === 'pending' ? 'failed' : state] += 1
      }
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) counts.failed += 1
    }
    writeFileSync(file, JSON.stringify(counts))
  }
}
