import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scenarios/**/*.test.ts', 'tools/**/*.test.ts'],
    // One PostgreSQL for the run; each test clones a migrated template.
    globalSetup: ['src/postgres/testing-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
