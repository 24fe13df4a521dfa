import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The portal alone; the server is not bundled. Its pages call `/api` on their own host and no other. */
export default defineConfig(({ command }) => {
  // A test's own NODE_ENV would put React's development build into the portal that it starts.
  if (command === 'build') process.env['NODE_ENV'] = 'production'
  return {
    root: here('./src/portal'),
    cacheDir: here('./node_modules/.vite'),
    publicDir: here('./src/portal/public'),
    plugins: [react(), tailwindcss()],
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
