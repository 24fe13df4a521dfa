import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { z } from 'zod'

const house = fileURLToPath(new URL('..', import.meta.url))
const planted = 'tools/fixtures/lint'

const Report = z.object({ diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })) })

/** `typescript(no-floating-promises)` is the rule `no-floating-promises`. */
const ruleOf = (code: string): string => code.replace(/^.*\((.*)\)$/, '$1')

/** The linter with the house's own rules, less the line that keeps it out of the planted files. */
const lint = async (): Promise<z.infer<typeof Report>> => {
  const scratch = mkdtempSync(join(tmpdir(), 'vesontio-lint-'))
  const config = join(scratch, 'oxlintrc.json')
  const own: unknown = JSON.parse(readFileSync(join(house, '.oxlintrc.json'), 'utf8'))
  writeFileSync(config, JSON.stringify({ ...z.looseObject({}).parse(own), ignorePatterns: [] }))
  try {
    // Exit code 1 is what is hoped for: it found something.
    const { stdout } = await promisify(execFile)(
      'node_modules/.bin/oxlint',
      ['--type-aware', '--config', config, '--format', 'json', planted],
      { cwd: house },
    ).catch((failure: { readonly stdout: string }) => failure)
    return Report.parse(JSON.parse(stdout))
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

test('each planted error is found by the rule that it is named after', async () => {
  const { diagnostics } = await lint()
  const found = diagnostics.map(({ code, filename }) => `${filename.replace(/^.*\//, '')}: ${ruleOf(code)}`)
  const rules = readdirSync(join(house, planted))
    .filter((name) => name.endsWith('.ts') && name !== 'no-cycle-other.ts')
    .map((name) => name.replace('.ts', ''))
  expect(rules.length).toBeGreaterThan(7)
  for (const rule of rules) expect(found).toContain(`${rule}.ts: ${rule}`)
})
