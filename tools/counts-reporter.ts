import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/** Lines of a failure that the closing words of `npm test` repeat. */
const LINES_TOLD = 12

const told = (name: string, errors: readonly unknown[]): string => {
  const error = errors[0]
  const message = error instanceof Object && 'message' in error ? String(error.message) : String(error)
  return [name, ...message.split('\n').slice(0, LINES_TOLD)].join('\n    ')
}

/**
 * Counts for the closing line of `npm test`, into the file that the environment names, and what failed: of a long run often its end
 * alone is kept. A file that could not be read, or an error outside any test, counts as one failed test: it hid at least one.
 */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const file = process.env['VESONTIO_TEST_COUNTS']
    if (!file) return
    const counts = { passed: 0, failed: 0, skipped: 0 }
    const failures: string[] = []
    const fail = (name: string, why: readonly unknown[]): void => {
      counts.failed += 1
      failures.push(told(name, why))
    }
    for (const error of errors) fail('outside any test', [error])
    for (const module of modules) {
      if (module.errors().length > 0) fail(module.relativeModuleId, module.errors())
      for (const test of module.children.allTests()) {
        const { state, errors: why } = test.result()
        const name = `${module.relativeModuleId} > ${test.fullName}`
        if (state === 'failed') fail(name, why)
        // Still pending at the end of the run: it was never tried.
        else if (state === 'pending') fail(name, ['never tried'])
        else counts[state] += 1
      }
      for (const suite of module.children.allSuites())
        if (suite.errors().length > 0) fail(`${module.relativeModuleId} > ${suite.fullName}`, suite.errors())
    }
    writeFileSync(file, JSON.stringify({ ...counts, failures }))
  }
}
