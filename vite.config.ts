import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import { wireOnly } from './tools/wire-only.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/**
 * react-aria carries its own words in 34 languages; the portal speaks two. The dictionaries of the others are left out here:
 * react-aria falls back to the language without its country (en-GB reads en-US), and the portal never asks for a third.
 */
const twoLanguages: Plugin = {
  name: 'two-languages',
  enforce: 'pre',
  load: (id) =>
    /\/node_modules\/react-aria(-components)?\/.*\/intl\/(.*\/)?(?!fr-FR|en-US)[a-z]{2}-[A-Z]{2}\.mjs$/.test(id)
      ? 'export default undefined'
      : null,
}

/** The portal alone; the server is not bundled. Its pages call `/api` on their own host and no other. */
export default defineConfig(({ command }) => {
  // A test's own NODE_ENV would put React's development build into the portal that it starts.
  if (command === 'build') process.env['NODE_ENV'] = 'production'
  return {
    root: here('./src/portal'),
    cacheDir: here('./node_modules/.vite'),
    publicDir: here('./src/portal/public'),
    plugins: [react(), tailwindcss(), twoLanguages, wireOnly()],
    build: {
      outDir: here('./dist/portal'),
      emptyOutDir: true,
      target: 'es2022',
      // A data: address would need a wider Content-Security-Policy than `default-src 'self'`.
      assetsInlineLimit: 0,
      // The polyfill is an inline script in old browsers' stead; every browser that we support preloads by itself.
      modulePreload: { polyfill: false },
    },
    server: { proxy: { '/api': { target: 'http://127.0.0.1:7300', changeOrigin: false } } },
  }
})
