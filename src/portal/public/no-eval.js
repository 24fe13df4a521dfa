// Before any other script: zod would try `new Function` when a shape is made, which `default-src 'self'` refuses and the
// browser reports each time.
// oxlint-disable-next-line no-underscore-dangle -- zod's own name
globalThis.__zod_globalConfig = { jitless: true }
