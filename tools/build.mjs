// `node tools/build.mjs portal|server|cli FOLDER`: one bundle. In a process of its own, so that nobody else carries the builder's memory.
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const [name, outDir] = process.argv.slice(2)
const house = fileURLToPath(new URL('..', import.meta.url))

/** One file for Node; packages stay where npm put them. */
const forNode = (entry, fileName) => ({
  root: house,
  configFile: false,
  logLevel: 'warn',
  // Not the portal's public folder.
  publicDir: false,
  build: {
    ssr: entry,
    outDir,
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    sourcemap: true,
    rolldownOptions: { output: { entryFileNames: fileName, codeSplitting: false } },
  },
})

const bundles = {
  portal: { configFile: `${house}vite.config.ts`, logLevel: 'warn', build: { outDir, emptyOutDir: true } },
  server: forNode('src/main.ts', 'main.js'),
  cli: forNode('src/vesontio.ts', 'index.js'),
}
await build(bundles[name])
