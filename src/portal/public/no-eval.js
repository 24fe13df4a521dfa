// Before any other script: zod would try `new Function` when a shape is made, which `default-src 'self'` refuses and the
// browser reports each time.
globalThis.__zod_globalConfig = { jitless: true }
